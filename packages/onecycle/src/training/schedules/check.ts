import { type LearningRate, Slice } from './learning-rate.js';

/** Throws where a number of epochs, say, is not whole or less than `least`. */
export function checkCount(what: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(`${what} is a whole number, at least ${least}, and not ${value}`);
}

/** Throws where a share of the training is not between 0 and 1. */
export function checkShare(what: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new RangeError(`${what} is a share of the training, from 0 to 1, and not ${value}`);
}

/** Throws where a learning rate holds something that is no number, or a negative one. */
export function checkRate(rate: LearningRate): void {
  const values: unknown[] = rate instanceof Slice ? [rate.start ?? rate.stop, rate.stop] : [rate].flat();
  const wrong = values.find((value) => !(typeof value === 'number' && value >= 0 && Number.isFinite(value)));
  if (wrong === undefined) return;
  throw new RangeError(
    `a learning rate is a number that is not negative, slice(…) of such numbers, or a list of them; this one has ${JSON.stringify(wrong)}`,
  );
}
