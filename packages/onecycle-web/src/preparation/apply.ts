import { extentOf, lengthOf, type Taps } from './taps.js';

/** A picture whose rows can be had some at a time, so that a large one need not be there as a whole. */
export interface Rows {
  readonly width: number;
  readonly height: number;
  /** Numbers for each pixel: red, green, blue, and what else there is. */
  readonly channels: 3 | 4;
  /** So many rows from one on. */
  rows(top: number, count: number): Uint8ClampedArray | Float32Array;
}

/** A picture in memory, three numbers of 0 … 255 for each pixel. */
export class Pixels implements Rows {
  readonly channels = 3;

  constructor(
    readonly data: Uint8ClampedArray | Float32Array,
    readonly width: number,
    readonly height: number,
  ) {}

  rows(top: number, count: number): Uint8ClampedArray | Float32Array {
    const stride = 3 * this.width;
    return this.data.subarray(top * stride, (top + count) * stride);
  }
}

/** When numbers become bytes: after each of the two passes as in Pillow, after both, or not at all. */
export type Rounding = 'each pass' | 'once' | 'never';

/** So many bytes of a picture are looked at in one go. */
const STRIP = 1 << 24;

/** Makes each pixel from others of its row, then from others of its column. */
export function resampled(picture: Rows, x: Taps, y: Taps, rounding: Rounding): Pixels {
  const [width, height] = [lengthOf(x), lengthOf(y)];
  const [top, bottom] = extentOf(y);
  const count = bottom - top + 1;
  const rows = store(3 * width * count, rounding === 'each pass');
  const strip = Math.max(1, Math.floor(STRIP / (picture.width * picture.channels)));
  for (let done = 0; done < count; done += strip) {
    const some = Math.min(strip, count - done);
    across(picture.rows(top + done, some), picture, some, x, rows, 3 * width * done);
  }
  const result = store(3 * width * height, rounding !== 'never');
  down(rows, 3 * width, top, y, result);
  return new Pixels(result, width, height);
}

const store = (length: number, isBytes: boolean): Uint8ClampedArray | Float32Array =>
  isBytes ? new Uint8ClampedArray(length) : new Float32Array(length);

/** As Pillow rounds; a clamped array would round halves to even. */
const half = (into: Uint8ClampedArray | Float32Array): number => (into instanceof Float32Array ? 0 : 0.5);

function across(
  from: Uint8ClampedArray | Float32Array,
  { width, channels }: Rows,
  count: number,
  { starts, indices, weights }: Taps,
  into: Uint8ClampedArray | Float32Array,
  offset: number,
): void {
  const wanted = starts.length - 1;
  const up = half(into);
  let at = offset;
  for (let row = 0; row < count; row++) {
    const begin = row * width * channels;
    for (let i = 0; i < wanted; i++) {
      let [red, green, blue] = [up, up, up];
      const end = starts[i + 1] ?? 0;
      for (let k = starts[i] ?? 0; k < end; k++) {
        const p = begin + (indices[k] ?? 0) * channels;
        const weight = weights[k] ?? 0;
        red += (from[p] ?? 0) * weight;
        green += (from[p + 1] ?? 0) * weight;
        blue += (from[p + 2] ?? 0) * weight;
      }
      into[at++] = up ? Math.floor(red) : red;
      into[at++] = up ? Math.floor(green) : green;
      into[at++] = up ? Math.floor(blue) : blue;
    }
  }
}

function down(
  from: Uint8ClampedArray | Float32Array,
  stride: number,
  top: number,
  { starts, indices, weights }: Taps,
  into: Uint8ClampedArray | Float32Array,
): void {
  const sums = new Float64Array(stride);
  const up = half(into);
  for (let i = 0; i < starts.length - 1; i++) {
    sums.fill(up);
    const end = starts[i + 1] ?? 0;
    for (let k = starts[i] ?? 0; k < end; k++) {
      const begin = ((indices[k] ?? 0) - top) * stride;
      const weight = weights[k] ?? 0;
      for (let c = 0; c < stride; c++) sums[c] = (sums[c] ?? 0) + (from[begin + c] ?? 0) * weight;
    }
    for (let c = 0; c < stride; c++) {
      const sum = sums[c] ?? 0;
      into[i * stride + c] = up ? Math.floor(sum) : sum;
    }
  }
}
