import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Packages with weights that come with the library, by architecture. */
const packages: Record<string, string> = { resnet18: '@onecycle/resnet18-tiny' };

/** The package with weights for an architecture, if there is one. */
export const embeddedPackage = (archName: string): string | undefined => packages[archName];

/** The weights file of such a package; undefined where `name` is none, or is not installed. */
export function embeddedFile(name: string): string | undefined {
  if (!Object.values(packages).includes(name)) return undefined;
  try {
    const file = createRequire(import.meta.url).resolve(`${name}/model.safetensors`);
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
