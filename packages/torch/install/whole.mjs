import { readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { freeBytes } from './home.mjs';
import { megabytes, SetupError } from './report.mjs';

/**
 * Has a file or folder written beside its place, and gives it its name when it is whole: who is ended in the middle leaves nothing that looks
 * done, a library that a running process has mapped does not change under it. What earlier ones left of it is removed; a lock keeps
 * others out meanwhile.
 * @template T
 * @param {string} target
 * @param {(partial: string) => T | Promise<T>} write writes to `partial`
 * @returns {Promise<T>}
 */
export async function writeWhole(target, write) {
  removePartial(target);
  const partial = `${target}.${process.pid}`;
  try {
    const result = await write(partial);
    renameSync(partial, target);
    return result;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** @param {string} target */
function removePartial(target) {
  const start = `${basename(target)}.`;
  for (const name of readdirSync(dirname(target)))
    if (name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
      rmSync(join(dirname(target), name), { recursive: true, force: true });
}

/**
 * What to say where a disk is full: which, and what to do.
 * @param {unknown} error an error, maybe with what a program said
 * @param {{ [folder: string]: string }} places where something was to be written, and what helps there; programs that we start write into the
 *   folder of temporary files, too
 * @returns {SetupError | undefined} undefined where it is something else
 */
export function noRoom(error, places) {
  const text = error instanceof Error ? error.message : String(error);
  if (!/\b(ENOSPC|EDQUOT)\b|no space left on device|disk quota exceeded/i.test(text)) return undefined;
  const temporary = 'make room, or export TMPDIR=<a folder on another disk>, and try again';
  const free = (/** @type {string} */ folder) => freeBytes(folder) ?? Number.POSITIVE_INFINITY;
  const [folder = '', mend] = Object.entries({ [tmpdir()]: temporary, ...places }).reduce((a, b) =>
    free(b[0]) <= free(a[0]) ? b : a,
  );
  const left = freeBytes(folder);
  return new SetupError(
    `The disk of ${folder} is full${left === undefined ? '' : ` (${megabytes(left)} are free)`}. What was done until here is kept.`,
    mend,
  );
}
