import { type Tensor, torch } from '@onecycle/torch';
import type { DrawnPass } from './augment.js';
import {
  type FitMethod,
  type Fitting,
  geometryTensor,
  isFitting,
  type Parts,
  type PictureGeometry,
  type PixelSize,
} from './geometry.js';
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

/** Where pictures are kept from one pass to the next. */
export interface KeepIn {
  /** The number of a cache; 0 for none. */
  cache: number;
  /** Of each picture the key. */
  keys: readonly number[];
  /** Whether what becomes of pictures is kept in their place, because nothing about it is drawn at random. */
  rows: boolean;
}

/** Nothing is kept. */
export const notKept: KeepIn = { cache: 0, keys: [], rows: false };

/** What is done to the pictures of a batch as soon as each is read: then the batch is float32, and of the size that comes of it. */
export interface NextPass {
  pass: DrawnPass;
  /** How many pictures the whole batch has. */
  n: number;
  /** Which of them each picture is, where not all are read together; none: all are, in order. */
  places: readonly number[];
}

/** Where a batch goes. */
export interface Destination {
  kept: KeepIn;
  /** Whether it is read into pinned memory, to go to a GPU from there. */
  pinned: boolean;
  /** Where what it draws cannot be done picture by picture, the batch has no elements. */
  next: NextPass | undefined;
}

/** A batch of bytes that nothing is done with. */
const plainly: Destination = { kept: notKept, pinned: false, next: undefined };

const nothingNext: readonly unknown[] = [0, [], [], [], [], 'zeros', true, [], [], [], [], []];

const destinationArguments = ({ kept: { cache, keys, rows }, pinned, next }: Destination): unknown[] => [
  cache,
  keys,
  rows,
  pinned,
  ...(next ? [next.n, next.places, next.pass.words, ...next.pass.settings] : nothingNext),
];

/** How the pictures of a batch are resized. */
export interface Resizing {
  parts: Parts;
  /** Of the output. */
  size: PixelSize;
  filter: Filter;
  /** What is seen where a box reaches outside. Default `'zeros'`; a fit has its own. */
  padMode?: PadMode | undefined;
  /** Whether JPEGs that are much larger than what becomes of them are decoded smaller. */
  scaled: boolean;
}

/** What a file that is no JPEG fails with, where its part was to be found while it is read. */
export const otherFormat = 'no jpeg';

/** A uint8 batch [n, 3, height, width] of resized pictures, off the main thread. */
export function loadPictures(
  { files, pictures }: PictureSources,
  { parts, size, filter, padMode = 'zeros', scaled }: Resizing,
  { truncated, strict, maxPixels }: Decoding,
  destination: Destination = plainly,
): Promise<NativeBatch> {
  const found = isFitting(parts) ? parts : undefined;
  const geometry = isFitting(parts) ? null : geometryTensor(parts);
  const loaded = callForBatch('onecycle::load_pictures', [
    files,
    pictures,
    geometry,
    found?.fit.method ?? '',
    found?.fit.numbers ?? [],
    found?.streams.words ?? [],
    found?.streams.fork ?? 0,
    [size.height, size.width],
    filter,
    found?.fit.padMode ?? padMode,
    scaled,
    found?.upright ?? false,
    truncated,
    strict,
    maxPixels,
    ...destinationArguments(destination),
  ]);
  return geometry ? loaded.finally(() => geometry.dispose()) : loaded;
}

/** How pictures are resized and augmented with one interpolation. */
interface Presizing {
  /** To what the pictures are thought to be resized first. */
  frame: PixelSize;
  /** Of the output. */
  size: PixelSize;
  /** What is seen beyond the edges of the frame. */
  padMode: PadMode;
  /** How many pixels JPEGs must have at least, when they are decoded smaller, for each one of the frame. */
  density: number;
}

/** What was drawn for each picture. */
export interface GivenPresizing extends Presizing {
  geometry: readonly PictureGeometry[];
  /** float32 [n, 3, 3]: from the frame to itself, in [-1, 1]. */
  maps: Tensor;
  /** float64 [n, 4]: the part of the frame that is kept: top, left, height, width. */
  crops: Tensor;
}

/** What native threads draw for each picture. */
export interface DrawnPresizing extends Presizing, Omit<Fitting, 'fit'> {
  method: FitMethod;
  /** Rows of random changes of the frame. */
  changes: readonly number[];
  /** Of the part of the frame that is kept, the numbers of the fit `'part'`. */
  crop: readonly number[];
}

/** A uint8 batch [n, 3, height, width] of augmented pictures, off the main thread. */
export async function loadAugmented(
  { files, pictures }: PictureSources,
  { geometry, frame, maps, crops, size, padMode, density }: GivenPresizing,
  { truncated, strict, maxPixels }: Decoding,
): Promise<NativeBatch> {
  using rows = geometryTensor(geometry);
  return await callForBatch('onecycle::load_augmented', [
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

/** The same where nothing is drawn yet. */
export function loadDrawn(
  { files, pictures }: PictureSources,
  { method, streams, upright, frame, changes, crop, size, padMode, density }: DrawnPresizing,
  { truncated, strict, maxPixels }: Decoding,
  destination: Destination,
): Promise<NativeBatch> {
  return callForBatch('onecycle::load_drawn', [
    files,
    pictures,
    method,
    streams.words,
    streams.fork,
    [frame.height, frame.width],
    changes,
    crop,
    [size.height, size.width],
    padMode,
    density,
    upright,
    truncated,
    strict,
    maxPixels,
    ...destinationArguments(destination),
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
  { cache, keys }: KeepIn = notKept,
): Promise<(JpegHeader | string | undefined)[]> {
  const { batch, failures } = await callForBatch('onecycle::picture_headers', [
    files,
    maxPixels,
    cache,
    keys,
  ]);
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
  const { batch, failures } = await callForBatch('onecycle::check_pictures', [
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
  return await callForPicture('onecycle::decode_jpeg', [input, upright, truncated, strict, maxPixels]);
}
