import { posix } from 'node:path';
import type { Split } from '../../protocol/index.js';

/** What the folders of data sets are called that hold a part of them. */
const NAMES: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  valid: 'valid',
  val: 'valid',
  validation: 'valid',
  test: 'test',
  testing: 'test',
};

/** The part that a word names: `train`, `valid`, `test`, also by other names that these have. */
export const partNamed = (word: string): Split | undefined => {
  const name = word.toLowerCase();
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
};

/**
 * Folders that divide the data, as `train` and `valid` beside each other do; one alone may be a class, which are trains. What is in `test` is
 * validated with where there is no `valid`; else it is kept for a last judgement. fastai: `GrandparentSplitter`, here at any depth.
 *
 * @param paths of pictures
 * @returns the part by the folder's path
 */
export function partFolders(paths: Iterable<string>): ReadonlyMap<string, Split> {
  const inside = new Map<string, Set<string>>();
  const seen = new Set<string>();
  for (const path of paths) {
    let folder = posix.dirname(path);
    while (folder !== '.' && !seen.has(folder)) {
      seen.add(folder);
      const above = posix.dirname(folder);
      const names = inside.get(above) ?? new Set();
      inside.set(above, names.add(posix.basename(folder)));
      folder = above;
    }
  }
  const found = new Map<string, Split>();
  for (const [above, names] of inside) {
    const named = [...names].flatMap((name) => {
      const part = partNamed(name);
      return part ? [{ name, part }] : [];
    });
    const parts = new Set(named.map(({ part }) => part));
    if (!parts.has('train') || parts.size < 2) continue;
    for (const { name, part } of named)
      found.set(posix.join(above, name), part === 'test' && !parts.has('valid') ? 'valid' : part);
  }
  return found;
}

/** The part that a picture is in by the folders that it lies in. */
export function partOf(path: string, folders: ReadonlyMap<string, Split>): Split | undefined {
  if (folders.size === 0) return undefined;
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
    const part = folders.get(folder);
    if (part) return part;
  }
  return undefined;
}
