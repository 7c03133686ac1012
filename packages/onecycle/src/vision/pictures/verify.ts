import { getImageFiles, L, Path, type PathLike, Rng } from '../../data/index.js';
import { withBar } from '../at-once.js';
import type { DecodeOptions } from './decode-options.js';
import { PictureError } from './picture-error.js';
import { checkingReader } from './picture-reader.js';

export interface VerifyOptions extends DecodeOptions {
  /** Whether progress is shown. Default true. */
  progress?: boolean;
}

const perCall = 64;

/** The files of a folder (with those inside it), or those given. */
const filesOf = async (source: PathLike | Iterable<PathLike>): Promise<L<Path>> =>
  typeof source === 'string' || source instanceof Path
    ? getImageFiles(source)
    : L.from(Array.from(source, (file) => new Path(file)));

/**
 * Decodes all pictures of a folder, or of a list of files, on all threads, and returns an error for each that is
 * damaged, with its `file` and `reason`. Nothing is deleted. fastai: `verify_images`.
 *
 * ```ts
 * for (const { file, reason } of await verifyImages(path)) console.log(file, reason);
 * ```
 */
export async function verifyImages(
  source: PathLike | Iterable<PathLike>,
  { progress = true, ...options }: VerifyOptions = {},
): Promise<L<PictureError>> {
  const files = await filesOf(source);
  const reader = checkingReader(options);
  const damaged = new L<PictureError>();
  const ctx = { rng: new Rng(0), splitIdx: 1 as const };
  await withBar(files.length, { label: 'Checking pictures', progress }, async (bar) => {
    for (let start = 0; start < files.length; start += perCall) {
      const part = Array.from(files.slice(start, start + perCall), String);
      const { batch, failures } = await reader.read(
        part,
        part.map(() => ctx),
      );
      batch?.dispose();
      for (const { position, error } of [...failures].sort((a, b) => a.position - b.position)) {
        const reason = error instanceof PictureError ? error.reason : error.message;
        damaged.push(new PictureError(part[position], reason));
      }
      bar?.update(start + part.length, damaged.length > 0 ? `${damaged.length} damaged` : '');
    }
  });
  return damaged;
}
