import { readFile, stat } from 'node:fs/promises';
import { type Tensor, torch } from '@onecycle/torch';
import { type DecodeOptions, decodeOptions, type ResolvedDecodeOptions } from './decode-options.js';
import { tensorAsync } from './native.js';
import { decodeOther } from './other-formats.js';
import { PictureError } from './picture-error.js';

/** Where a picture comes from: a file by its path, or its bytes. */
export type PictureSource = string | Uint8Array | { toString(): string };

export const isJpeg = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** What a decoder says, in one line and without its own prefixes. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes('contains unsupported image format')) return 'it is no picture in a known format';
  return text
    .replace(/^.*?decode_jpeg(\([^)]*\))?: /, '')
    .replace(/ \(called with .*$/s, '')
    .replace(/^Input buffer /, 'it ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * Decodes a picture off the main thread: uint8 [3, height, width], with Pillow's colours. JPEG goes through
 * libjpeg-turbo, any other format through sharp.
 *
 * Throws a `PictureError` that names the file where it cannot be read or is damaged. fastai: `load_image`.
 */
export async function decodePicture(source: PictureSource, options: DecodeOptions = {}): Promise<Tensor> {
  const resolved = decodeOptions(options);
  const isBytes = source instanceof Uint8Array;
  try {
    return await decodeBytes(isBytes ? source : await readRegular(String(source)), resolved);
  } catch (error) {
    if (error instanceof PictureError) throw error;
    throw new PictureError(isBytes ? undefined : String(source), reasonOf(error));
  }
}

/** The bytes of a file. Throws where it is none: a folder, a named pipe, nothing at all. */
export async function readRegular(file: string): Promise<Uint8Array> {
  const status = await stat(file).catch(() => undefined);
  if (!status) throw new Error('there is no such file');
  if (status.isDirectory()) throw new Error('it is a folder, not a file');
  if (!status.isFile()) throw new Error('it is not a regular file');
  if (status.size === 0) throw new Error('the file is empty');
  return readFile(file);
}

async function decodeBytes(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<Tensor> {
  if (bytes.length === 0) throw new Error('it is empty');
  if (isJpeg(bytes)) {
    const { exif, truncated, strict, maxPixels } = options;
    using input = torch.fromTypedArray(bytes, [bytes.length]);
    return await tensorAsync('decode_jpeg', input, exif === 'rotate', truncated, strict, maxPixels);
  }
  return toTensor(await decodeOther(bytes, options));
}

/** RGB bytes as uint8 [3, height, width], rows of interleaved pixels in memory. */
export function toTensor({
  data,
  width,
  height,
}: {
  data: Uint8Array;
  width: number;
  height: number;
}): Tensor {
  return torch.scope(() => torch.fromTypedArray(data, [height, width, 3]).permute([2, 0, 1]));
}
