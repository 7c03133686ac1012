import type { PadMode } from './pillow.js';
import { composed, type Tap, type Taps, tapsOf } from './taps.js';

/** Between two pixels; beside the picture its edge is seen, or black. */
export function between(at: number, size: number, padMode: PadMode = 'border'): Tap[] {
  const inside = padMode === 'zeros' ? at : Math.min(Math.max(at, 0), size - 1);
  const lower = Math.floor(inside);
  const part = inside - lower;
  const taps: Tap[] = [
    [lower, 1 - part],
    [lower + 1, part],
  ];
  return taps.filter(([index, weight]) => weight > 0 && index >= 0 && index < size);
}

/** The average of the pixels that each output pixel covers at least in part. PyTorch: `adaptive_avg_pool`. */
const averaged = (size: number, wanted: number): Taps =>
  tapsOf(wanted, (i) => {
    const first = Math.floor((i * size) / wanted);
    const last = Math.ceil(((i + 1) * size) / wanted);
    return Array.from({ length: last - first }, (_, k) => [first + k, 1 / (last - first)] as const);
  });

/** How a batch of pictures is brought to a size on the device. */
export interface Sampling {
  /** Of the part that is taken, and where it begins. */
  part: { left: number; top: number; width: number; height: number };
  size: { width: number; height: number };
  alignCorners: boolean;
  padMode: PadMode;
}

/**
 * Samples a part of a picture as fastai's `affine_coord` does it without a change: by `grid_sample`, between four pixels. A
 * picture that is much too large is averaged first.
 */
export function sampled({ part, size, alignCorners, padMode }: Sampling): { x: Taps; y: Taps } {
  // fastai's comparison reads the wrong axis of the grid, and so does the library's.
  const shrink = Math.min(part.height / size.width, part.width / 2) / 2;
  const axis = (from: number, length: number, wanted: number): Taps => {
    const middle = shrink > 1 ? Math.floor(length * (1 / shrink)) : length;
    const cut = tapsOf(length, (i) => [[from + i, 1]]);
    const smaller = middle === length ? cut : composed(cut, averaged(length, middle));
    return composed(
      smaller,
      tapsOf(wanted, (i) => {
        const corners = wanted > 1 ? (i * (middle - 1)) / (wanted - 1) : (middle - 1) / 2;
        const at = alignCorners ? corners : ((i + 0.5) * middle) / wanted - 0.5;
        return between(at, middle, padMode);
      }),
    );
  };
  return { x: axis(part.left, part.width, size.width), y: axis(part.top, part.height, size.height) };
}

/** One axis of the frame that `presizeOnce` puts over a picture: see {@link presized}. */
export interface FrameAxis {
  /** Of the picture. */
  size: number;
  /** The box of the picture that becomes the frame. */
  from: number;
  length: number;
  /** Pixels of the frame, and those of the part of it that is kept. */
  frame: number;
  cropFrom: number;
  crop: number;
  wanted: number;
}

/** Presizing and crop with one interpolation, straight from the picture: the library's `presizeOnce`. */
export function presized(axis: FrameAxis, padMode: PadMode): Taps {
  const { size, frame, cropFrom, crop, wanted } = axis;
  // Where sampling would skip pixels, whole numbers of them are averaged first.
  const shrink = Math.trunc(Math.max(1, (axis.length / frame) * (crop / wanted)));
  const rest = Math.max(1, Math.floor(size / shrink));
  const count = Math.min(shrink, size);
  const smaller = tapsOf(rest, (i) =>
    Array.from({ length: count }, (_, k) => [i * shrink + k, 1 / count] as const),
  );
  const [from, length] = [axis.from / shrink, axis.length / shrink];
  const step = length / frame;
  const reachesOut = from < 0 || from + length > rest;
  return composed(
    smaller,
    tapsOf(wanted, (i) => {
      const inFrame = wanted > 1 ? cropFrom + (i * (crop - 1)) / (wanted - 1) : cropFrom + (crop - 1) / 2;
      const at = inFrame * step + from + 0.5 * step - 0.5;
      if (reachesOut && padMode === 'reflection') return between(reflected(at, rest), rest);
      return between(at, rest, reachesOut ? padMode : 'border');
    }),
  );
}

/** Mirrors a position at the middles of the outermost pixels until it lies between them. */
function reflected(at: number, size: number): number {
  const span = size - 1;
  if (span <= 0) return 0;
  const distance = Math.abs(at);
  const flips = Math.floor(distance / span);
  const rest = distance - flips * span;
  return flips % 2 === 1 ? span - rest : rest;
}
