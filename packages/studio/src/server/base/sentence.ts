/** What the system's errors mean to a person: what is wrong, and what to do. */
const meanings: Readonly<Record<string, (path: string) => string>> = {
  ENOSPC: () => 'the disk is full: make room, then do it again',
  EDQUOT: () => 'your part of the disk is full: make room, then do it again',
  EROFS: (path) => `${path} lies on a disk that may only be read`,
  EACCES: (path) => `the studio has no right to ${path}: give yourself the right, then do it again`,
  EPERM: (path) => `the studio has no right to ${path}: give yourself the right, then do it again`,
  ENOENT: (path) => `${path} is not there any more`,
  ENOTDIR: (path) => `${path} is not there any more`,
  EIO: (path) => `the disk does not answer at ${path}: look whether it is in order`,
  EMFILE: () =>
    'the system opens no more files for the studio: raise its limit (ulimit -n), or close other programs',
};

/** As Node writes them: `ENOENT: no such file or directory, open '/pets/1.jpg'`. A path may have an apostrophe: it ends where the sentence does. */
const SYSTEM =
  /\b(E[A-Z]{2,}): [^,'\n]*(?:, \w+)?(?: '([^\n]*?)'(?: -> '[^\n]*?')?(?=$|\n|[.,;:)]+(?:\s|$)))?/;

/** Of a callback that threw: where in training that was, which a person at the page need not know. */
const WHERE = /^\w+\.\w+ threw \([^)]*\): /;

/** An error, or what a process says of one, as a sentence for the person at the page. */
export function sentenceOf(error: unknown): string {
  const words = (error instanceof Error ? error.message : String(error)).replace(WHERE, '');
  // Where the system's error is at hand it tells the path itself, whatever is in that.
  const known = isSystems(error) ? error.path : undefined;
  return (known === undefined ? words : words.replace(`'${known}'`, "''"))
    .replace(
      SYSTEM,
      (all, code: string, path?: string) => meanings[code]?.(known || path || 'a file of the studio') ?? all,
    )
    .replace('find all such files with verifyImages(path)', 'let the doctor find all such files')
    .replace('To go on, make room, and call it again', 'Make room, then go on');
}

/** Whether an error is the system's, and no fault of the program. */
export const isSystems = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && String(error.code) in meanings;
