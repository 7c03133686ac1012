/** Why the system refused to write, and what to do. */
const reasons: Readonly<Record<string, [string, string]>> = {
  ENOSPC: ['the disk is full', 'make room'],
  EDQUOT: ['the quota of the disk is used up', 'make room'],
  EROFS: ['the disk can only be read', 'choose another folder'],
  EACCES: ['it is not permitted', 'choose another folder, or change its permissions'],
  EPERM: ['it is not permitted', 'choose another folder, or change its permissions'],
  ENOENT: ['its folder is not there', 'make it, or choose another'],
  ENOTDIR: ['a part of its path is a file, no folder', 'choose another folder'],
  EISDIR: ['there is a folder of that name', 'choose another name'],
  EEXIST: ['a part of its path is a file, no folder', 'choose another folder'],
  ENAMETOOLONG: ['its name is too long', 'choose a shorter one'],
  EFBIG: ['the disk takes no file that large', 'choose a folder on another disk'],
  EMFILE: ['too many files are open', 'close some, or raise the limit (ulimit -n)'],
  ENFILE: ['too many files are open on this machine', 'close some'],
  EIO: ['the disk failed', 'look after it, or choose another'],
};

/**
 * Runs what writes a file; where the system refuses, the error says which file, why, what was kept and what to do.
 *
 * @param kept what there still is, in a sentence; or ''
 */
export async function writing<T>(file: string, kept: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw explained(error, file, kept);
  }
}

/** The disk could not take a file: what is to be done is on this machine, and trying again changes nothing. */
export class WritingError extends Error {}

/** An error of the system as `writing` throws it; any other error as it is. */
export function explained(error: unknown, file: string, kept: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [reason, remedy] = reasons[code] ?? [];
  if (reason === undefined) return error;
  return new WritingError(
    [`${file} could not be written: ${reason}.`, kept, `To go on, ${remedy}, and call it again`]
      .filter((sentence) => sentence !== '')
      .join(' '),
    { cause: error },
  );
}
