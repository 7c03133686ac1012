import { type LearningRate, Slice } from '../optimizer/index.js';

/** A learning rate, or named options that may hold one. */
export type RateOr<Options> = LearningRate | Options;

/** The options of a fit method, where a learning rate (option `key`) stands in place of them or before them. */
export function withRate<Options extends object>(
  key: 'lr' | 'lrMax',
  given: RateOr<Options> | undefined,
  more: Options,
): Options {
  const named = typeof given === 'object' && !Array.isArray(given) && !(given instanceof Slice);
  return { ...more, ...(named || given === undefined ? given : { [key]: given }) };
}
