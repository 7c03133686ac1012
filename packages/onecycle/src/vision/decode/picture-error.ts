import { ShortageError } from '../../data/index.js';

/** A file or buffer that is no picture, or a broken one. */
export class PictureError extends Error {
  override name = 'PictureError';

  constructor(
    /** The file; undefined where the picture came from memory. */
    readonly file: string | undefined,
    /** What is wrong with it. */
    readonly reason: string,
  ) {
    const advice = file === undefined ? '' : '. Remove it, or find all such files with verifyImages(path)';
    super(`could not decode ${file ?? 'the picture'}: ${reason}${advice}`);
  }
}

/** What a native operator says is wrong with a file, as an error: of the picture, or of the machine. */
export function failureOf(file: string | undefined, note: string): PictureError | ShortageError {
  const shortage = /^shortage: (.*)$/s.exec(note)?.[1];
  return shortage === undefined ? new PictureError(file, note) : new ShortageError(file, shortage);
}
