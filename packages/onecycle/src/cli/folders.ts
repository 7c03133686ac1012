import { access, constants, stat } from 'node:fs/promises';
import { usageFailure } from './failure.js';

/** Throws unless `path` is a folder whose content may be listed. */
export async function checkFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw usageFailure(`there is no folder ${path}`);
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
  if (!found) throw usageFailure(`there is no file ${path}`);
  if (found.isDirectory()) throw usageFailure(`${path} is a folder; a file was expected`);
}
