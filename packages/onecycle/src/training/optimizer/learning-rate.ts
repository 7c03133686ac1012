import { checkCount, counted, shown } from '../../base/index.js';

/** A range of learning rates over the parameter groups, as Python's `slice(start, stop)`; made by `slice`. */
export class Slice {
  constructor(
    readonly start: number | null,
    readonly stop: number,
  ) {}

  toString(): string {
    return this.start === null ? `slice(${this.stop})` : `slice(${this.start}, ${this.stop})`;
  }
}

/** A learning rate: one for all parameter groups, a slice over them, or a list with one value per group. */
export type LearningRate = number | Slice | readonly number[];

/**
 * Discriminative learning rates. `slice(stop)`: `stop` for the last parameter group, a tenth of it for the
 * others; `slice(start, stop)`: a geometric progression from the first group to the last. A start of 0
 * counts as none.
 */
export function slice(stop: number): Slice;
export function slice(start: number | null, stop: number): Slice;
export function slice(first: number | null, second?: number): Slice {
  const [start, stop] = second === undefined ? [null, first] : [first || null, second];
  if (stop === null) throw new Error('slice(null) has no stop: give the last group’s learning rate.');
  const made = new Slice(start, stop);
  checkRate(made);
  return made;
}

/** `n` values from `start` to `stop`, each the same multiple of the one before; only `stop` where n is 1. */
export function evenMults(start: number, stop: number, n: number): number[] {
  if (n === 1) return [stop];
  const step = (stop / start) ** (1 / (n - 1));
  return Array.from({ length: n }, (_, i) => start * step ** i);
}

/**
 * One value per parameter group from a number, a slice or a list (a list of one goes to all groups).
 * Throws where a list has another length than there are groups.
 */
export function spread(value: LearningRate, groups: number, name = 'lr'): number[] {
  checkCount('groups', groups, 1);
  if (typeof value === 'number') return Array(groups).fill(value);
  if (value instanceof Slice) {
    if (value.start) return evenMults(value.start, value.stop, groups);
    return [...Array(groups - 1).fill(value.stop / 10), value.stop];
  }
  if (!Array.isArray(value))
    throw new TypeError(
      `${name} is a number, slice(…), or a list with a number for each parameter group, and not ${shown(value)}`,
    );
  const [only] = value;
  if (value.length === 1 && only !== undefined) return Array(groups).fill(only);
  if (value.length !== groups) {
    throw new Error(
      `${name} has ${counted(value.length, 'value')} but the optimizer has ${counted(groups, 'parameter group')}: give one number, a slice, or ${counted(groups, 'value')}.`,
    );
  }
  return [...value];
}

/** Throws where a learning rate holds something that is no number, or a negative one. */
export function checkRate(rate: LearningRate): void {
  const values: unknown[] = rate instanceof Slice ? [rate.start ?? rate.stop, rate.stop] : [rate].flat();
  const wrong = values.findIndex(
    (value) => !(typeof value === 'number' && value >= 0 && Number.isFinite(value)),
  );
  if (wrong < 0) return;
  throw new RangeError(
    `a learning rate is a number that is not negative, slice(…) of such numbers, or a list of them; this one has ${shown(values[wrong])}`,
  );
}
