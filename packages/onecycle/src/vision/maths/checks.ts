import { shown } from '../../base/index.js';

/** Throws where `p` is no probability. */
export function checkChance(p: number, name = 'p'): void {
  if (!(typeof p === 'number' && p >= 0 && p <= 1))
    throw new RangeError(`${name} is a probability, a number from 0 to 1, not ${shown(p)}`);
}

/** Throws where `value` is no whole number from `low` on. */
export function checkWhole(value: number, name: string, low = 1): void {
  if (!(Number.isSafeInteger(value) && value >= low))
    throw new RangeError(`${name} is a whole number from ${low} on, not ${shown(value)}`);
}

/** Throws where `value` is no number from `low` to `high`. */
export function checkNumber(value: number, name: string, low: number, high = Number.MAX_VALUE): void {
  if (typeof value === 'number' && value >= low && value <= high) return;
  const range = high === Number.MAX_VALUE ? `a number from ${low} on` : `a number from ${low} to ${high}`;
  throw new RangeError(`${name} is ${range}, not ${shown(value)}`);
}

/** Throws where the two are no range of positive numbers, the smaller one first. */
export function checkRange(range: readonly [number, number], name: string): void {
  const isRange =
    Array.isArray(range) &&
    range.length === 2 &&
    range.every((v) => typeof v === 'number' && Number.isFinite(v));
  if (!isRange || !(range[0] > 0 && range[0] <= range[1]))
    throw new RangeError(`${name} is two numbers above 0, the smaller one first, not ${shown(range)}`);
}
