import { checkOptions, engine, extent, is, type OptionNames } from '../base/index.js';
import type { Picture } from './grid.js';

/** How a map of numbers is laid over a picture. */
export interface OverlayOptions {
  /** The share of the map's colours, from 0 (the picture alone) to 1 (the map alone). Default 0.6. */
  alpha?: number;
  /** From the lowest to the highest number. Default 'magma'. */
  colorMap?: ColorMap;
}

/** matplotlib's colour maps of these names. */
export type ColorMap = (typeof colorMaps)[number];
const colorMaps = ['magma', 'viridis', 'inferno', 'plasma', 'cividis', 'turbo', 'greys'] as const;

export const overlayOptions: OptionNames<OverlayOptions> = {
  alpha: is.share,
  colorMap: is.oneOf(...colorMaps),
};

/**
 * The picture under a map of numbers, of which the lowest has the first colour of the colour map and the highest the last.
 *
 * @param values as many as the picture has pixels, row by row
 */
export async function overlay(
  picture: Picture,
  values: ArrayLike<number>,
  options: OverlayOptions = {},
): Promise<Picture> {
  checkOptions(options, overlayOptions, 'overlay');
  const { alpha = 0.6, colorMap = 'magma' } = options;
  const { data, width, height } = picture;
  if (values.length !== width * height) {
    throw new Error(
      `a map of ${values.length} numbers does not fit a picture of ${width} × ${height} pixels`,
    );
  }
  const colors = await shades(colorMap);
  const [least, most] = extent(Array.from(values).filter(Number.isFinite));
  const scale = most > least ? 255 / (most - least) : 0;
  const blended = data.map((value, i) => {
    const number = values[Math.floor(i / 3)] ?? Number.NaN;
    const shade = Number.isFinite(number) ? Math.round((number - least) * scale) : 0;
    return Math.round((1 - alpha) * value + alpha * (colors[3 * shade + (i % 3)] ?? 0));
  });
  return { ...picture, data: blended };
}

/** Red, green and blue of 256 shades, as Vega has them. */
async function shades(name: ColorMap): Promise<Uint8Array> {
  const vega = await engine('vega', 'a colour map');
  const color: (share: number) => string = vega.scheme(name);
  return Uint8Array.from(
    Array.from({ length: 256 }, (_, i) => (color(i / 255).match(/\d+/g) ?? []).map(Number)).flat(),
  );
}
