import { ArchivedPicture, Path, type PathLike } from '../../data/index.js';

/** What is a file and not yet in memory. */
export const fileOf = (source: unknown): PathLike | undefined =>
  typeof source === 'string' || source instanceof Path ? source : undefined;

/** A file as the native library takes it: of an archive also which bytes (native/jpeg.h). Empty where it is none. */
export const placeOf = (file: PathLike | undefined): string =>
  file instanceof ArchivedPicture
    ? `${file.archive}\0${file.offset}:${file.size}`
    : file === undefined
      ? ''
      : file.toString();
