import { ArchivedPicture, type PathLike, ShortageError } from '../../data/index.js';

/** A file or buffer that is no picture, or a broken one. */
export class PictureError extends Error {
  override name = 'PictureError';

  constructor(
    /** The file; undefined where the picture came from memory. */
    readonly file: string | undefined,
    /** What is wrong with it. */
    readonly reason: string,
    advice = file === undefined ? '' : 'Remove it, or find all such files with verifyImages(path)',
  ) {
    super(`could not decode ${file ?? 'the picture'}: ${reason}${advice && `. ${advice}`}`);
  }
}

/** What is wrong with a picture, with what can be done about it where it lies. */
export function pictureError(file: PathLike | undefined, reason: string): PictureError {
  if (!(file instanceof ArchivedPicture)) return new PictureError(file && String(file), reason);
  const advice = `Write ${file.archive} anew without it, or leave out what cannot be read with onError: 'skip'`;
  return new PictureError(String(file), reason, advice);
}

/** What a native operator says is wrong with a file, as an error: of the picture, of the machine, or of what was asked. */
export function failureOf(
  file: PathLike | undefined,
  note: string,
): PictureError | ShortageError | RangeError {
  const [, kind, reason = ''] = /^(shortage|setting): (.*)$/s.exec(note) ?? [];
  if (kind === 'setting') return new RangeError(reason);
  return kind === undefined ? pictureError(file, note) : new ShortageError(file && String(file), reason);
}
