import type { ResolvedDecodeOptions } from './decode-options.js';

/** A decoded picture: RGB bytes, row by row. */
export interface RgbPixels {
  data: Uint8Array;
  width: number;
  height: number;
  /** What was wrong with the file without keeping it from being read. */
  warnings?: readonly string[];
}

/** Throws where a picture has more pixels than the limit. */
export function checkPixels(width: number, height: number, maxPixels: number): void {
  if (width * height > maxPixels) {
    throw new Error(
      `the picture has ${width} × ${height} pixels, more than the limit of ${maxPixels} (raise maxPixels if it is to be trusted)`,
    );
  }
}

/** So many bytes for every pixel of `maxPixels` may be held before they are RGB: enough for 16 bits in three channels. */
const bytesPerPixel = 6;

/** Throws where the pixels as they are in the file would take more memory than pictures may. */
export function checkBytes(bytes: number, maxPixels: number): void {
  const limit = bytesPerPixel * maxPixels;
  if (bytes > limit) {
    throw new Error(
      `its pixels take ${bytes} bytes, more than the limit of ${limit} (raise maxPixels if it is to be trusted)`,
    );
  }
}

type Background = ResolvedDecodeOptions['background'];

/** A channel over the background: `alpha` and `value` are 0 … 255. */
export const blend = (value: number, alpha: number, background: number): number =>
  Math.round((value * alpha + background * (255 - alpha)) / 255);

/** Colours by their numbers, as rows of three bytes, with what shows through where one is transparent. */
export interface Palette {
  rgb: Uint8Array;
  /** The number of the transparent colour. */
  transparent?: number | undefined;
}

/** 256 colours: those given, and shades of grey for numbers that have none, as in Pillow; over the background. */
export function fullPalette({ rgb, transparent }: Palette, background: Background): Uint8Array {
  const full = Uint8Array.from({ length: 768 }, (_, i) => rgb[i] ?? Math.floor(i / 3));
  if (background && transparent !== undefined) full.set(background, 3 * transparent);
  return full;
}
