import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { nearest } from '../../base/index.js';

/**
 * That there is nothing at a path, as a sentence: where it was looked for, and what was probably meant.
 *
 * @param what a folder or a file, in the words of the error
 */
export function notThere(what: string, path: { toString(): string }): string {
  const text = String(path);
  return `there is no ${what} ${text}${isAbsolute(text) ? '' : ` in ${process.cwd()}`}${advice(text)}`;
}

function advice(text: string): string {
  if (/^https?:/i.test(text)) return ': it is an address, and a path of this machine was expected';
  if (text.startsWith('~')) return ": only a shell knows what '~' means; os.homedir() has that folder";
  // The first part of it that is not there, and what lies beside.
  let part = resolve(text);
  while (part !== dirname(part) && !existsSync(dirname(part))) part = dirname(part);
  const near = nearest(basename(part), names(dirname(part)));
  if (near === undefined) return '';
  const beside = join(dirname(part), near);
  return `: did you mean ${isAbsolute(text) ? beside : relative(process.cwd(), beside)}?`;
}

/** What is in a folder; nothing where it may not be read. */
function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
