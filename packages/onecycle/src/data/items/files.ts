import { type Dirent, statSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { checkOptions, is } from '../../base/index.js';
import { byCodePoint, checkNames, L, notThere, Path, type PathLike } from '../collections/index.js';
import { isShortage } from './shortage.js';

/** Options of {@link getFiles}. */
export interface GetFilesOptions {
  /** Endings to take, with their dot, in any case: `['.jpg', '.png']`. Default: all. */
  extensions?: Iterable<string>;
  /** Whether folders inside are searched too. Default true. */
  recurse?: boolean;
  /** Names of the folders directly inside `path` to search, instead of everything; `'.'` stands for `path` itself. */
  folders?: string | readonly string[];
  /** Whether linked folders are searched. Each folder is visited once, however many links lead to it. Default true. */
  followLinks?: boolean;
}

/**
 * The endings of the pictures that can be read: those of Python's `mimetypes`, which fastai takes, without the ones that
 * nothing here reads (HEIC, SVG, X bitmaps, …), and a few that it misses.
 */
export const imageExtensions: ReadonlySet<string> = new Set(
  ['apng', 'avif', 'bmp', 'dib', 'gif', 'ico', 'jfif', 'jpe', 'jpeg', 'jpg']
    .concat(['pbm', 'pgm', 'png', 'pnm', 'ppm', 'tif', 'tiff', 'webp'])
    .map((ending) => `.${ending}`),
);

const placeNames = { recurse: is.flag, folders: is.orNull(is.textOrTexts), followLinks: is.flag } as const;

/**
 * The files in `path`, with those of the folders inside; what begins with a dot is left out. Sorted by their parts
 * and by code point, as Python sorts paths, so that a seed means the same split on every machine.
 *
 * Throws where `path` is not a folder or may not be read. fastai: `get_files`, which does not sort.
 */
export async function getFiles(path: PathLike, options: GetFilesOptions = {}): Promise<L<Path>> {
  checkOptions(options, { extensions: is.orNull(is.texts), ...placeNames }, 'getFiles');
  const { extensions, recurse = true, folders = [], followLinks = true } = options;
  const wanted = extensions && new Set(Array.from(extensions, (ending) => ending.toLowerCase()));
  const onlyFolders = new Set(typeof folders === 'string' ? [folders] : folders);
  const found: Path[] = [];
  const visited = new Set<string>();
  /** Links to folders wait until all real folders have been visited: a file has its real path where there is one. */
  const links: Path[] = [];
  let linksSeen = 0;

  const visit = async (folder: Path, isTop: boolean): Promise<void> => {
    const location = await realpath(String(folder));
    if (visited.has(location)) return;
    visited.add(location);
    const takesFiles = !isTop || onlyFolders.size === 0 || onlyFolders.has('.');
    const takesFolder = (name: string) =>
      recurse && (!isTop || onlyFolders.size === 0 || onlyFolders.has(name));
    const entries = await readdir(String(folder), { withFileTypes: true });
    const names = entries.map(({ name }) => name);
    checkNames(String(folder), names);
    for (const entry of entries) {
      const isNamed = isTop && onlyFolders.has(entry.name);
      if (entry.name.startsWith('.') && !isNamed) continue;
      const entryPath = folder.join(entry.name);
      if (entry.isSymbolicLink() && ++linksSeen % linksAtOnce === 0) await otherWork();
      if (isFolder(entryPath, entry)) {
        if (!takesFolder(entry.name)) continue;
        if (!entry.isSymbolicLink()) await visit(entryPath, false);
        else if (followLinks) links.push(entryPath);
      } else if (takesFiles && (!wanted || wanted.has(extname(entry.name).toLowerCase()))) {
        found.push(entryPath);
      }
    }
  };

  const top = folderOf(path);
  await checkFolder(top);
  await visit(top, true);
  // Those that are found on the way come last.
  for (const link of links) await visit(link, false);
  return byParts(found);
}

/** Sorted as Python sorts paths: part by part, which is as texts, if what divides the parts comes before all else. */
function byParts(paths: readonly Path[]): L<Path> {
  const keyed = paths.map((path) => ({ path, key: String(path).replaceAll('/', '\0') }));
  keyed.sort((a, b) => byCodePoint(a.key, b.key));
  return L.from(keyed, ({ path }) => path);
}

/** What is not there is passed over; what the machine is too short of to look at is an error. */
function unlessShort(error: unknown): undefined {
  if (isShortage(error)) throw error;
}

/** After so many links other work has its turn. */
const linksAtOnce = 100;

/** Where a link leads is asked at once: a promise for each of 100,000 takes ten times as long as the answer. */
function isFolder(path: Path, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return statSync(String(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    return unlessShort(error) ?? false;
  }
}

/** The folder that was given. Throws where it is no path. */
function folderOf(path: PathLike): Path {
  if (Array.isArray(path))
    throw new TypeError(
      'files are looked for in a folder, and not in a list: where the source is the list of items itself, leave getItems out',
    );
  return new Path(path);
}

async function checkFolder(path: Path): Promise<void> {
  const found = await stat(String(path)).catch(unlessShort);
  if (!found) throw new Error(notThere('folder', path));
  if (!found.isDirectory()) throw new Error(`${path} is a file; a folder was expected`);
}

/** The pictures in `path`, by their endings (`imageExtensions`); otherwise as `getFiles`. fastai: `get_image_files`. */
export async function getImageFiles(
  path: PathLike,
  options: Omit<GetFilesOptions, 'extensions'> = {},
): Promise<L<Path>> {
  checkOptions(options, placeNames, 'getImageFiles');
  return getFiles(path, { ...options, extensions: imageExtensions });
}

/** A `getItems` that looks in the folder `suffix` of the source. fastai: `FileGetter`. */
export const fileGetter =
  (suffix: string, options: GetFilesOptions = {}) =>
  (path: PathLike): Promise<L<Path>> =>
    getFiles(new Path(path, suffix), options);

/** A `getItems` that looks for pictures in the folder `suffix` of the source. fastai: `ImageGetter`. */
export const imageGetter =
  (suffix: string, options: Omit<GetFilesOptions, 'extensions'> = {}) =>
  (path: PathLike): Promise<L<Path>> =>
    getImageFiles(new Path(path, suffix), options);
