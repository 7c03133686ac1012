import { Rng } from './rng.js';

/** The streams of an epoch: for items by index, for batches by number, and for the order. */
const itemStream = 0;
const batchStream = 1;
const orderStream = 2;
/** An item that comes again in the same pass has a stream of its own, far from those of its transforms. */
const repeatStream = 2 ** 31;

/** The random stream of an item, the `repeat`th time (from 0) that it comes in a pass. */
export function itemRng(seed: number, epoch: number, index: number, repeat = 0): Rng {
  const rng = new Rng(seed, epoch, index).fork(itemStream);
  return repeat === 0 ? rng : rng.fork(repeatStream + repeat);
}

/** The random stream of a batch. */
export const batchRng = (seed: number, epoch: number, batch: number): Rng =>
  new Rng(seed, epoch, batch).fork(batchStream);

/** The random stream of an epoch's order. */
export const orderRng = (seed: number, epoch: number): Rng => new Rng(seed, epoch).fork(orderStream);

export interface SamplingOptions {
  shuffle: boolean;
  seed: number;
  epoch: number;
  /** How many indices; of a shuffled set, a new selection each epoch. */
  n: number;
  /** Chances of the items, by index; drawn with replacement where items are shuffled. */
  weights?: readonly number[] | undefined;
}

/** The indices of an epoch in their order, out of `size` items. */
export function epochIndices(size: number, { shuffle, seed, epoch, n, weights }: SamplingOptions): number[] {
  if (!shuffle) return Array.from({ length: Math.min(n, size) }, (_, i) => i);
  const rng = orderRng(seed, epoch);
  if (!weights) return rng.permutation(size).slice(0, n);
  if (weights.length !== size)
    throw new Error(`${weights.length} weights were given for ${size} training items`);
  return weightedIndices(weights, n, rng);
}

function weightedIndices(weights: readonly number[], n: number, rng: Rng): number[] {
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (wrong >= 0) throw new RangeError(`weight ${wrong} is ${weights[wrong]}; weights are numbers from 0 on`);
  let total = 0;
  const cumulative = Float64Array.from(weights, (weight) => {
    total += weight;
    return total;
  });
  if (total === 0) throw new RangeError('all weights are 0: no item could be drawn');
  return Array.from({ length: n }, () => firstAbove(cumulative, rng.uniform(0, total)));
}

/** The first position whose value is above `x`, by bisection. */
function firstAbove(rising: Float64Array, x: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
