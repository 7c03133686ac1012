import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/**
 * The file of a package that only those install who want it: in the folders given, as a project in the working directory would
 * find it, or as this library does.
 */
export function optionalPackage(name: string, folders: readonly string[] = []): string | undefined {
  const projects = [...folders, process.cwd()].map((folder) => resolve(folder, 'package.json'));
  for (const from of [...projects, import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return undefined;
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
