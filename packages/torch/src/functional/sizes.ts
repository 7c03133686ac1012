import { shown } from '../options/index.js';

/** One number for all dimensions, or one for each. */
export type Size = number | number[];

/** Throws a TypeError where something is neither a number nor a list. @param what the argument, and whose it is */
export function checkSize(what: string, value: unknown): void {
  if (typeof value === 'number' || Array.isArray(value)) return;
  throw new TypeError(`${what} is a number or a list of numbers, not ${shown(value)}`);
}

/** Throws a RangeError where something is no whole number. @param what the argument, and whose it is */
export function checkWhole(what: string, value: unknown): void {
  if (!Number.isInteger(value)) throw new RangeError(`${what} is a whole number, not ${shown(value)}`);
}

/** One number for each of `dims` dimensions. */
export function sizes(value: Size, dims: number, what: string): number[] {
  if (typeof value === 'number') return Array(dims).fill(value);
  checkSize(what, value);
  return value;
}
