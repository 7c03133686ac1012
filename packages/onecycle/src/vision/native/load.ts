import { type Tensor, torch } from '@onecycle/torch';
import { geometryTensor, type PictureGeometry, type PixelSize } from './geometry.js';
import { callForBatch, callForPicture, type NativeBatch } from './library.js';
import type { Filter, PadMode } from './names.js';

/** Pictures on their way through a native operator. */
export interface PictureSources {
  /** Paths; not read where there is a picture. */
  files: readonly string[];
  /** uint8 tensors [3, height, width]; empty ones where the file is to be read. None at all: all files are read. */
  pictures: readonly Tensor[];
}

/** How files are decoded on the way. */
export interface Decoding {
  /** Whether files that end too early are accepted. */
  truncated: boolean;
  /** Whether files that decoders warn of are refused. */
  strict: boolean;
  /** Pictures with more are refused. */
  maxPixels: number;
}

/** Of pictures that are decoded already. */
export const decoded: Decoding = { truncated: false, strict: false, maxPixels: 1 };

/** How the pictures of a batch are resized. */
export interface Resizing {
  /** One for each picture. */
  geometry: readonly PictureGeometry[];
  /** Of the output. */
  size: PixelSize;
  filter: Filter;
  /** What is seen where a box reaches outside. */
  padMode: PadMode;
  /** Whether JPEGs that are much larger than what becomes of them are decoded smaller. */
  scaled: boolean;
}

/** A uint8 batch [n, 3, height, width] of resized pictures, off the main thread. */
export async function loadPictures(
  { files, pictures }: PictureSources,
  { geometry, size, filter, padMode, scaled }: Resizing,
  { truncated, strict, maxPixels }: Decoding,
): Promise<NativeBatch> {
  using rows = geometryTensor(geometry);
  const output = [size.height, size.width];
  return await callForBatch('load_pictures', files.length, [
    files,
    pictures,
    rows,
    output,
    filter,
    padMode,
    scaled,
    truncated,
    strict,
    maxPixels,
  ]);
}

/** How pictures are resized and augmented with one interpolation. */
export interface Presizing {
  /** One for each picture. */
  geometry: readonly PictureGeometry[];
  /** To what the pictures are thought to be resized first. */
  frame: PixelSize;
  /** float32 [n, 3, 3]: from the frame to itself, in [-1, 1]. */
  maps: Tensor;
  /** float64 [n, 4]: the part of the frame that is kept: top, left, height, width. */
  crops: Tensor;
  /** Of the output. */
  size: PixelSize;
  /** What is seen beyond the edges of the frame. */
  padMode: PadMode;
  /** How many pixels JPEGs must have at least, when they are decoded smaller, for each one of the frame. */
  density: number;
}

/** A uint8 batch [n, 3, height, width] of augmented pictures, off the main thread. */
export async function loadAugmented(
  { files, pictures }: PictureSources,
  { geometry, frame, maps, crops, size, padMode, density }: Presizing,
  { truncated, strict, maxPixels }: Decoding,
): Promise<NativeBatch> {
  using rows = geometryTensor(geometry);
  return await callForBatch('load_augmented', files.length, [
    files,
    pictures,
    rows,
    [frame.height, frame.width],
    maps,
    crops,
    [size.height, size.width],
    padMode,
    density,
    truncated,
    strict,
    maxPixels,
  ]);
}

/** What the header of a JPEG file says: the size as it is stored, and the EXIF orientation (1 … 8). */
export interface JpegHeader extends PixelSize {
  orientation: number;
}

/** For each file its header, a text that says what is wrong with it, or undefined where it is no JPEG. */
export async function pictureHeaders(
  files: readonly string[],
  maxPixels: number,
): Promise<(JpegHeader | string | undefined)[]> {
  const { batch, failures } = await callForBatch('picture_headers', files.length, [files, maxPixels]);
  using headers = batch;
  const rows = Array.from(headers.toTypedArray(), Number);
  return failures.map((failure, i) => {
    const [isJpeg = 0, width = 0, height = 0, orientation = 1] = rows.slice(4 * i, 4 * i + 4);
    return failure || (isJpeg ? { width, height, orientation } : undefined);
  });
}

/** What a check finds of a file; `note` says what is wrong with it. */
export interface CheckedFile {
  outcome: 'no jpeg' | 'good' | 'warned' | 'bad';
  note: string;
}

const outcomes = ['no jpeg', 'good', 'warned', 'bad'] as const;

/** Decodes JPEG files and keeps nothing of them, off the main thread. */
export async function checkPictures(
  files: readonly string[],
  { truncated, strict, maxPixels }: Decoding,
): Promise<CheckedFile[]> {
  const { batch, failures } = await callForBatch('check_pictures', files.length, [
    files,
    truncated,
    strict,
    maxPixels,
  ]);
  using found = batch;
  const kinds = Array.from(found.toTypedArray(), Number);
  return failures.map((note, i) => ({ outcome: outcomes[kinds[i] ?? 0] ?? 'bad', note }));
}

/** A whole JPEG as uint8 [3, height, width] and what its decoder warned of, off the main thread. */
export async function decodeJpeg(
  bytes: Uint8Array,
  { upright, truncated, strict, maxPixels }: Decoding & { upright: boolean },
): Promise<{ pixels: Tensor; note: string }> {
  using input = torch.fromTypedArray(bytes, [bytes.length]);
  return await callForPicture('decode_jpeg', [input, upright, truncated, strict, maxPixels]);
}
