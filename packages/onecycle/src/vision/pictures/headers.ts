import type { Tensor } from '@onecycle/torch';
import { torch } from '@onecycle/torch';
import { isShortage, ShortageError } from '../../data/index.js';
import { decodePicture, reasonOf } from './decode.js';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { failureOf, loadBatch } from './native.js';
import { PictureError } from './picture-error.js';

/** A picture that is about to be decoded: its size upright, and its pixels where they had to be decoded already. */
export interface Opened {
  width: number;
  height: number;
  /** EXIF orientation to apply; 1 for none. */
  orientation: number;
  /** uint8 [3, height, width] of pictures that are not JPEG files; owned by the caller. */
  pixels: Tensor | undefined;
}

/** EXIF orientations 5 … 8 swap width and height. */
const isSideways = (orientation: number): boolean => orientation >= 5;

/**
 * Looks into files: of JPEGs only the header is read, everything else (and bytes in memory) is decoded. A file that
 * is no picture becomes an error in its place, as does a shortage.
 */
export async function openPictures(
  sources: readonly unknown[],
  options: ResolvedDecodeOptions,
): Promise<(Opened | PictureError | ShortageError)[]> {
  const files = sources.map((source) => (source instanceof Uint8Array ? '' : String(source)));
  const onDisk = files.flatMap((file, i) => (file === '' ? [] : [i]));
  const jpegs = new Map<number, Opened | PictureError | ShortageError>();
  if (onDisk.length > 0) {
    const names = onDisk.map((i) => files[i] ?? '');
    const { batch, failures } = await loadBatch('picture_headers', onDisk.length, names, options.maxPixels);
    using headers = batch;
    const rows = BigInt64Array.from(headers.toTypedArray(), BigInt);
    for (const [k, i] of onDisk.entries()) {
      const [kind, w, h, exif] = Array.from(rows.subarray(4 * k, 4 * k + 4), Number);
      const failure = failures[k];
      if (failure) jpegs.set(i, failureOf(files[i], failure));
      else if (kind === 1) jpegs.set(i, upright(w ?? 0, h ?? 0, options.exif === 'rotate' ? (exif ?? 1) : 1));
    }
  }
  return Promise.all(sources.map(async (source, i) => jpegs.get(i) ?? decoded(source, options)));
}

function upright(w: number, h: number, orientation: number): Opened {
  const [width, height] = isSideways(orientation) ? [h, w] : [w, h];
  return { width, height, orientation, pixels: undefined };
}

async function decoded(
  source: unknown,
  options: ResolvedDecodeOptions,
): Promise<Opened | PictureError | ShortageError> {
  try {
    const pixels = await decodePicture(source instanceof Uint8Array ? source : String(source), options);
    return { width: pixels.shape[2] ?? 0, height: pixels.shape[1] ?? 0, orientation: 1, pixels };
  } catch (error) {
    if (error instanceof PictureError || error instanceof ShortageError) return error;
    const file = source instanceof Uint8Array ? undefined : String(source);
    if (isShortage(error)) return new ShortageError(file, reasonOf(error), { cause: error });
    return new PictureError(file, reasonOf(error));
  }
}

/** The pixels of opened pictures for a native operator, empty where the file is to be read. */
export function pixelsOf(opened: readonly Opened[]): { pictures: Tensor[]; free(): void } {
  if (opened.every(({ pixels }) => pixels === undefined)) return { pictures: [], free: () => {} };
  const empty = torch.zeros([0], { dtype: 'uint8' });
  return {
    pictures: opened.map(({ pixels }) => pixels ?? empty),
    free() {
      empty.dispose();
      for (const { pixels } of opened) pixels?.dispose();
    },
  };
}
