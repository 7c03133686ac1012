import { shown } from '../../base/index.js';
import { type LearningRate, Slice } from '../optimizer/index.js';

/** A learning rate, or named options that may hold one. */
export type RateOr<Options> = LearningRate | Options;

/** The options of a fit method, where a learning rate (option `key`) stands in place of them or before them. */
export function withRate<Options extends object>(
  key: 'lr' | 'lrMax',
  given: RateOr<Options> | undefined,
  more: Options,
): Options {
  for (const options of [given, more]) checkObject(key, options);
  const named = typeof given === 'object' && !Array.isArray(given) && !(given instanceof Slice);
  return { ...more, ...(named || given === undefined ? given : { [key]: given }) };
}

/** Throws where something is an object without options, and none that could have some: a rate that was not awaited. */
function checkObject(key: string, given: unknown): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given) || given instanceof Slice) return;
  if (given.constructor === Object || Object.keys(given).length > 0 || !Object.getPrototypeOf(given)) return;
  throw new TypeError(
    `${key} is a learning rate, or an object of options such as { ${key}: 1e-3 }, and not ${shown(given)}`,
  );
}
