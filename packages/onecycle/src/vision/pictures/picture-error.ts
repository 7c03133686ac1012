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
