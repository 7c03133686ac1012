import { randomUUID } from 'node:crypto';
import { access, constants, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { notThere } from '../data/index.js';
import { usageFailure } from './failure.js';

/** Throws unless `path` is a folder whose content may be listed. */
export async function checkFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw usageFailure(notThere('folder', path));
  if (!found.isDirectory()) throw usageFailure(`${path} is a file; a folder was expected`);
  const readable = await access(path, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!readable) throw usageFailure(`the folder ${path} may not be read: check its permissions`);
}

/** Throws unless `path` is a file that may be read. */
export async function checkFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw usageFailure(notThere('file', path));
  if (found.isDirectory()) throw usageFailure(`${path} is a folder; a file was expected`);
}

/**
 * Throws unless a file can be written at `path`: better before the training than after it.
 *
 * @param grows whether it is written line by line, which a device or a pipe takes, too; others are written whole and take the place of
 *   what is there
 */
export async function checkOutput(path: string, { grows = false } = {}): Promise<void> {
  const folder = dirname(path);
  await checkFolder(folder);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() || /\/$/.test(path))
    throw usageFailure(`${path} is a folder: give the name of a file in it, ${join(path, 'model.onecycle')}`);
  if (found && !found.isFile()) {
    if (grows) return;
    throw usageFailure(
      `${path} is no file, but a device, a pipe or a socket, and a file would take its place`,
    );
  }
  const attempt = join(folder, `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(attempt, '');
    await rm(attempt);
  } catch (error) {
    throw usageFailure(
      `nothing can be written into ${folder}: ${error instanceof Error ? error.message : error}`,
    );
  }
}
