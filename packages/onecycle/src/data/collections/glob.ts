import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { byCodePoint } from './compare.js';
import { checkNames } from './names.js';

/** A part of a pattern, `*`, `?`, `[abc]` and `[!abc]` as Python's fnmatch reads them, for whole names. */
function matcher(part: string): RegExp {
  const source = part.replace(/\[(!?)([^\]]+)\]|[\s\S]/g, (found, not: string, set: string | undefined) => {
    if (set !== undefined) return `[${not ? '^' : ''}${set.replaceAll('\\', '\\\\').replaceAll('^', '\\^')}]`;
    if (found === '*') return '.*';
    return found === '?' ? '.' : found.replace(/[.+^${}()|[\]\\]/, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function namesIn(folder: string): string[] {
  if (!isFolder(folder)) return [];
  const names = readdirSync(folder).sort(byCodePoint);
  checkNames(folder, names);
  return names;
}

const isLink = (path: string): boolean => lstatSync(path).isSymbolicLink();

/** The folder `below` and all folders inside, links not followed; none where it is a file. */
function* foldersFrom(
  folder: string,
  below: readonly string[],
): Generator<readonly string[], void, undefined> {
  const here = join(folder, ...below);
  if (!isFolder(here)) return;
  yield below;
  for (const name of namesIn(here))
    if (!isLink(join(here, name))) yield* foldersFrom(folder, [...below, name]);
}

/** What in `folder` matches the parts of a pattern, each found one by its parts below `folder`. */
export function* globbed(
  folder: string,
  [part, ...rest]: readonly string[],
  below: readonly string[] = [],
): Generator<readonly string[], void, undefined> {
  if (part === undefined) {
    yield below;
  } else if (part === '**') {
    for (const inside of foldersFrom(folder, below)) yield* globbed(folder, rest, inside);
  } else {
    const matches = matcher(part);
    for (const name of namesIn(join(folder, ...below)))
      if (matches.test(name)) yield* globbed(folder, rest, [...below, name]);
  }
}
