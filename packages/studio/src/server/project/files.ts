import { createHash } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { getImageFiles } from 'onecycle';

/** A picture's file, as it was found. */
export interface PictureFile {
  id: string;
  /** Below the folder, with `/` between. */
  path: string;
  name: string;
  bytes: number;
  /** Of its size and the time of its last change. */
  version: string;
}

/** What the studio keeps lies there; what begins with a dot is no picture. */
export const HIDDEN = '.onecycle';
/** Where pictures that were set aside are moved to, on request. */
export const SET_ASIDE = '_removed';
/** Files that are looked at together. */
const TOGETHER = 64;

/** Of a path below the folder: the same as long as that is. */
export const idOf = (path: string): string =>
  createHash('sha256').update(path).digest('base64url').slice(0, 12);

/**
 * The pictures in a folder, sorted by their paths. Links that lead out of it are left out, and so is what was moved to `_removed`.
 */
export async function listPictures(folder: string): Promise<PictureFile[]> {
  const root = await realpath(folder);
  const files = Array.from(await getImageFiles(root, { followLinks: false }), String);
  const found: (PictureFile | undefined)[] = new Array(files.length);
  let next = 0;
  const look = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) found[i] = await fileOf(root, files[i] ?? '');
  };
  await Promise.all(Array.from({ length: TOGETHER }, look));
  return found.filter((file) => file !== undefined);
}

async function fileOf(root: string, file: string): Promise<PictureFile | undefined> {
  const path = relative(root, file).split(sep).join('/');
  if (path.startsWith(`${SET_ASIDE}/`)) return undefined;
  try {
    const stats = await lstat(file);
    if (stats.isSymbolicLink() && !(await isInside(root, file))) return undefined;
    const version = createHash('sha256')
      .update(`${path}\0${stats.size}\0${stats.mtimeMs}`)
      .digest('base64url');
    return { id: idOf(path), path, name: basename(path), bytes: stats.size, version: version.slice(0, 10) };
  } catch {
    // It went away since it was listed.
    return undefined;
  }
}

/** Whether a file really lies in a folder, whatever links lead to it. */
export async function isInside(root: string, file: string): Promise<boolean> {
  const real = await realpath(file).catch(() => undefined);
  return real?.startsWith(root + sep) ?? false;
}

/**
 * The file of a picture, to be read: looked at once more, since a link may have come in its place.
 * @returns undefined where it is gone, or lies elsewhere
 */
export async function readableFile(root: string, path: string): Promise<string | undefined> {
  const file = join(root, path);
  return (await isInside(root, file)) ? file : undefined;
}
