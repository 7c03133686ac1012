import { extent, kindOf } from '../../base/index.js';

/** What a suggestion function makes of a finder's curve. */
export interface Suggestion {
  /** The suggested learning rate. */
  lr: number;
  /** The point of the curve to mark in the plot. */
  point: { lr: number; loss: number };
}

/** Suggests a learning rate from the rates and (smoothed) losses of a learning-rate finder. */
export type SuggestFunction = (lrs: readonly number[], losses: readonly number[]) => Suggestion;

/** The points of a curve in 32-bit floats, at least `least` of them. */
function curve(name: string, least: number, lrs: readonly number[], losses: readonly number[]) {
  if (!Array.isArray(lrs) || !Array.isArray(losses))
    throw new TypeError(
      `${name} takes the rates and the losses of a curve, two lists of numbers, not ${kindOf(lrs)} and ${kindOf(losses)}`,
    );
  if (lrs.length !== losses.length)
    throw new Error(`${name}: ${lrs.length} rates but ${losses.length} losses.`);
  if (losses.length < least) {
    throw new Error(
      `${name} needs at least ${least} points of the curve and has ${losses.length}: the loss diverged too early or too few iterations were asked for. Try a smaller startLr or a larger numIt.`,
    );
  }
  const points = lrs.map((lr, i) => ({ lr: Math.fround(lr), loss: Math.fround(losses[i] ?? Number.NaN) }));
  /** Counted from the end where `i` is negative. */
  return (i: number) => {
    const point = points.at(i);
    if (!point) throw new Error(`${name}: the curve of ${points.length} points has no point ${i}.`);
    return point;
  };
}

const indices = (n: number): number[] => Array.from({ length: Math.max(n, 0) }, (_, i) => i);
/** Where the least value stands, or the first NaN, as in PyTorch's argmin. */
const argmin = (values: readonly number[]): number => {
  const gap = values.findIndex(Number.isNaN);
  if (gap !== -1) return gap;
  return values.reduce((best, value, i) => (value < (values[best] ?? Number.NaN) ? i : best), 0);
};

/** A tenth of the rate at the lowest loss. Source: fastai's minimum. */
export const minimum: SuggestFunction = (lrs, losses) => {
  const at = curve('minimum', 1, lrs, losses);
  const point = at(argmin(losses.map(Math.fround)));
  return { lr: point.lr / 10, point };
};

/** The rate at which the loss falls fastest per step of log(lr). Source: fastai's steep. */
export const steep: SuggestFunction = (lrs, losses) => {
  const at = curve('steep', 2, lrs, losses);
  const log = (i: number) => Math.fround(Math.log(at(i).lr));
  const slopes = indices(losses.length - 1).map((i) => {
    const fall = Math.fround(at(i + 1).loss - at(i).loss);
    return Math.fround(fall / Math.fround(log(i + 1) - log(i)));
  });
  const point = at(argmin(slopes));
  return { lr: point.lr, point };
};

/**
 * A rate half-way down the longest valley: two thirds into the longest strictly decreasing subsequence of the losses,
 * rounded as fastai does. Source: fastai's valley.
 */
export const valley: SuggestFunction = (lrs, losses) => {
  const at = curve('valley', 1, lrs, losses);
  // Length of the longest decreasing subsequence that ends at each point.
  const lengths: number[] = [];
  let end = 0;
  for (const i of indices(losses.length)) {
    const before = indices(i).filter((j) => at(i).loss < at(j).loss);
    lengths[i] = 1 + extent([0, ...before.map((j) => lengths[j] ?? 0)])[1];
    if ((lengths[i] ?? 0) > (lengths[end] ?? 0)) end = i;
  }
  // Where nothing decreases, fastai never looks at the length and starts at 0.
  const length = end === 0 ? 0 : (lengths[end] ?? 0);
  const point = at(end - length + Math.floor(length / 3) + Math.floor(length / 6));
  return { lr: point.lr, point };
};

const ruleLength = 15;
const threshold = 0.005;

/**
 * Slides a rule of 15 points down from the end of the curve while the slopes at its two ends differ by more than
 * 0.005; the rate that its left end last left. Source: fastai's slide.
 */
export const slide: SuggestFunction = (lrs, losses) => {
  const at = curve('slide', ruleLength + 1, lrs, losses);
  const n = losses.length;
  const slopes = indices(n).map((i) => {
    if (i === 0) return Math.fround(at(1).loss - at(0).loss);
    if (i === n - 1) return Math.fround(at(n - 1).loss - at(n - 2).loss);
    return Math.fround(Math.fround(at(i + 1).loss - at(i - 1).loss) / 2);
  });
  const slope = (i: number) => slopes[i] ?? Number.NaN;
  let left = n - 1 - ruleLength;
  let last = left;
  while (left >= 0 && Math.abs(Math.fround(slope(left + ruleLength) - slope(left))) > threshold) {
    last = left;
    left -= 1;
  }
  const point = at(last);
  return { lr: point.lr, point };
};
