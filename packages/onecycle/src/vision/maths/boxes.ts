import { shown } from '../../base/index.js';
import type { Rng } from '../../data/index.js';
import type { Box, FitMethod } from '../native/index.js';
import { integerIn, roundHalfEven } from './draws.js';

/** How a picture is brought to a size: a part of it is cut out, it is filled up to it, or squished. */
export type ResizeMethod = FitMethod;

/**
 * The part of a picture that `resize` takes: the largest of the target's shape inside of it (`crop`) or the smallest
 * around it (`pad`), `pcts` (0 … 1 each) of the way from left to right and from top to bottom.
 */
export function resizeBox(
  picture: { width: number; height: number },
  target: { width: number; height: number },
  method: ResizeMethod,
  pcts: readonly [number, number],
): Box {
  const { width: w, height: h } = picture;
  if (method === 'squish') return { left: 0, top: 0, width: w, height: h };
  const factors = [w / target.width, h / target.height] as const;
  const m = method === 'pad' ? Math.max(...factors) : Math.min(...factors);
  const width = Math.trunc(m * target.width);
  const height = Math.trunc(m * target.height);
  // Adding 0 makes 0 of −0.
  const [left, top] = [Math.trunc(pcts[0] * (w - width)) + 0, Math.trunc(pcts[1] * (h - height)) + 0];
  return { left, top, width, height };
}

export interface CropRange {
  minScale: number;
  maxScale?: number;
  ratio: readonly [number, number];
}

/** Throws where a share of a picture's area is none. */
export function checkScale(scale: number, name: string): void {
  if (!(typeof scale === 'number' && scale > 0 && scale <= 1))
    throw new RangeError(`${name} is a share of the area, above 0 and at most 1, not ${shown(scale)}`);
}

/** Throws where the two are no range of positive numbers, the smaller one first. */
function checkRange(range: readonly [number, number], name: string): void {
  const isRange =
    Array.isArray(range) &&
    range.length === 2 &&
    range.every((v) => typeof v === 'number' && Number.isFinite(v));
  if (!isRange || !(range[0] > 0 && range[0] <= range[1]))
    throw new RangeError(`${name} is two numbers above 0, the smaller one first, not ${shown(range)}`);
}

/** Throws where parts of these sizes and shapes cannot be drawn. */
export function checkScales(minScale: number, maxScale: number, ratio: readonly [number, number]): void {
  checkScale(minScale, 'minScale');
  checkScale(maxScale, 'maxScale');
  if (minScale > maxScale)
    throw new RangeError(`minScale (${minScale}) is larger than maxScale (${maxScale})`);
  checkRange(ratio, 'ratio');
}

/**
 * A random part of a picture: ten times an area and a shape are drawn, until they fit. Undefined where they never do.
 * Items draw the left edge first, batches the top.
 */
export function drawResizedCrop(
  rng: Rng,
  width: number,
  height: number,
  { minScale, maxScale = 1, ratio }: CropRange,
  order: 'left first' | 'top first',
): Box | undefined {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = rng.uniform(minScale, maxScale) * width * height;
    const shape = Math.exp(rng.uniform(Math.log(ratio[0]), Math.log(ratio[1])));
    const w = roundHalfEven(Math.sqrt(area * shape));
    const h = roundHalfEven(Math.sqrt(area / shape));
    if (w > width || h > height) continue;
    if (order === 'left first') {
      const left = integerIn(rng, 0, width - w);
      return { left, top: integerIn(rng, 0, height - h), width: w, height: h };
    }
    const top = integerIn(rng, 0, height - h);
    return { left: integerIn(rng, 0, width - w), top, width: w, height: h };
  }
  return undefined;
}

/** The largest part in the middle whose shape lies within the limits. */
export function largestCrop(width: number, height: number, [low, high]: readonly [number, number]): Box {
  const w = width / height > high ? Math.trunc(height * high) : width;
  const h = width / height < low ? Math.trunc(width / low) : height;
  return { left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h };
}
