import { shown } from '../../base/index.js';
import type { PixelSize } from '../native/index.js';

/** Height and width in pixels; one number for both. */
export type Size = number | readonly [height: number, width: number];

/** As many pixels as a picture may have, unless told otherwise: twice what fits into a quarter of a gigabyte, as in Pillow. */
const mostPixels = 178_956_970;

/** Width and height of a size that a user gave. Throws where it is none; `name` is what the user calls it. */
export function pixelSize(size: Size, name = 'size'): PixelSize {
  const [height, width, ...more] = typeof size === 'number' ? [size, size] : Array.isArray(size) ? size : [];
  const isSide = (side: unknown): side is number =>
    typeof side === 'number' && Number.isInteger(side) && side > 0;
  if (!isSide(height) || !isSide(width) || more.length > 0) {
    throw new RangeError(`${name} is a positive whole number or [height, width], not ${shown(size)}`);
  }
  if (height * width > mostPixels) {
    throw new RangeError(
      `${name} of ${height} × ${width} pixels is more than there is room for: at most ${mostPixels} pixels`,
    );
  }
  return { width, height };
}
