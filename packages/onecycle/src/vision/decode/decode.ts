import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Tensor, torch } from '@onecycle/torch';
import { kindOf, unawaited } from '../../base/index.js';
import { ArchivedPicture, isShortage, Path, type PathLike, ShortageError } from '../../data/index.js';
import { decodeJpeg, onOneThread } from '../native/index.js';
import { type DecodeOptions, decodeOptions, type ResolvedDecodeOptions } from './decode-options.js';
import { decodeOther } from './formats.js';
import { PictureError, pictureError } from './picture-error.js';
import type { RgbPixels } from './rgb-pixels.js';

/** Where a picture comes from: a file by its path or `file:` address, or its bytes. */
export type PictureSource = PathLike | URL | Uint8Array | ArrayBuffer | Blob;

/** A file, or the bytes of one. Throws a TypeError for what is neither. */
async function opened(source: PictureSource): Promise<PathLike | Uint8Array> {
  if (typeof source === 'string' || source instanceof Uint8Array || source instanceof Path) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  if (source instanceof URL && source.protocol === 'file:') return fileURLToPath(source);
  const what =
    source instanceof URL
      ? `an address of the net (${source}): fetch its bytes first`
      : kindOf(source) + unawaited(source);
  throw new TypeError(
    `a picture is read from the path of a file, or from bytes (a Buffer, Uint8Array, ArrayBuffer, Blob), not from ${what}`,
  );
}

export const isJpeg = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** What a decoder says, in one line, once and without its own prefixes. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/contains unsupported image format|^Unknown error$/.test(text))
    return 'it is damaged, or of a kind that is not read';
  const lines = text
    .replace(/^.*?decode_jpeg(\([^)]*\))?: /, '')
    .replace(/ \(called with .*$/s, '')
    .replace(/^Input (buffer|image) /, 'it ')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim());
  return [...new Set(lines)].filter((line) => line !== '').join('; ');
}

/** Neither JavaScript's allocation nor C++'s has a code. Decoders say the same of damaged files, and are not believed. */
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error &&
  /^Array buffer allocation failed|bad_alloc|DefaultCPUAllocator/.test(error.message);

/** A picture, and what was wrong with its file without keeping it from being read. */
export interface DecodedPicture {
  /** uint8 [3, height, width]. */
  pixels: Tensor;
  warnings: readonly string[];
}

/**
 * Decodes a picture off the main thread: uint8 [3, height, width], with Pillow's colours. JPEG goes through
 * libjpeg-turbo, any other format through sharp or a small decoder of its own. What Pillow reads is read, also where a
 * part of the file is missing that holds no pixels; `strict` refuses that.
 *
 * Throws a `PictureError` that names the file where it cannot be read or is damaged, and a `ShortageError` where the
 * machine is short of something. fastai: `load_image`.
 */
export async function decodePicture(source: PictureSource, options: DecodeOptions = {}): Promise<Tensor> {
  return (await decodeWithWarnings(source, options)).pixels;
}

/** The same with what `strict` would refuse it for. */
export async function decodeWithWarnings(
  source: PictureSource,
  options: DecodeOptions = {},
): Promise<DecodedPicture> {
  const resolved = decodeOptions(options);
  const place = await opened(source);
  try {
    return await decodeBytes(place instanceof Uint8Array ? place : await bytesOfFile(place), resolved);
  } catch (error) {
    const file = place instanceof Uint8Array ? undefined : place;
    if (error instanceof PictureError || error instanceof ShortageError) throw error;
    if (isShortage(error) || isOutOfMemory(error))
      throw new ShortageError(file && String(file), reasonOf(error), { cause: error });
    throw pictureError(file, reasonOf(error));
  }
}

const bytesOfFile = (file: PathLike): Promise<Uint8Array> =>
  file instanceof ArchivedPicture ? file.bytes() : readRegular(String(file));

/** The bytes of a file. Throws where it is none: a folder, a named pipe, nothing at all. */
async function readRegular(file: string): Promise<Uint8Array> {
  const status = await stat(file).catch(async (error: unknown) => {
    if (isShortage(error)) throw error;
    const folder = await stat(dirname(file)).catch(() => undefined);
    if (!folder) throw new ShortageError(file, 'its folder is not there', { cause: error });
    throw new Error('there is no such file', { cause: error });
  });
  if (status.isDirectory()) throw new Error('it is a folder, not a file');
  if (!status.isFile()) throw new Error('it is not a regular file');
  if (status.size === 0) throw new Error('the file is empty');
  return readFile(file);
}

async function decodeBytes(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<DecodedPicture> {
  if (bytes.length === 0) throw new Error('it is empty');
  if (isJpeg(bytes)) {
    const { exif, truncated, strict, maxPixels } = options;
    const { pixels, note } = await decodeJpeg(bytes, {
      upright: exif === 'rotate',
      truncated,
      strict,
      maxPixels,
    });
    return { pixels, warnings: note === '' ? [] : [note] };
  }
  const { warnings = [], ...rgb } = await onOneThread(() => decodeOther(bytes, options));
  if (options.strict && warnings.length > 0) throw new Error(warnings.join('; '));
  return { pixels: tensorOfPixels(rgb), warnings };
}

/** RGB bytes as uint8 [3, height, width], rows of interleaved pixels in memory. */
function tensorOfPixels({ data, width, height }: RgbPixels): Tensor {
  return torch.scope(() => torch.fromTypedArray(data, [height, width, 3]).permute([2, 0, 1]));
}
