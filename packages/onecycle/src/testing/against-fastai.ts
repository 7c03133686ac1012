import type { Tensor } from '@onecycle/torch';
import { expect } from 'vitest';
import { numbers, type ReferenceTensor } from './reference.js';

/** Expects fastai's numbers: to 1e-5, of a number's size where it is above 1; NaN and infinities as they are. */
export function expectClose(
  actual: readonly number[],
  expected: readonly (number | string)[],
  what: string,
): void {
  const wanted = numbers(expected);
  expect(actual, what).toHaveLength(wanted.length);
  const isClose = (a: number, b: number) =>
    Object.is(a, b) || Math.abs(a - b) < 1e-5 * Math.max(1, Math.abs(b));
  const far = wanted
    .map((value, i) => ({ i, got: actual[i] ?? Number.NaN, wanted: value }))
    .filter((pair) => !isClose(pair.got, pair.wanted));
  expect(far, what).toEqual([]);
}

/** Expects fastai's tensor: its shape, and its values as {@link expectClose} compares them. */
export function expectTensor(actual: Tensor, expected: ReferenceTensor, what: string): void {
  expect(actual.shape, what).toEqual(expected.shape);
  const values = actual.detach().double().contiguous().toTypedArray();
  expectClose(Array.from(values, Number), expected.data, what);
}

/** fastai's name as ours: `max_fpr` → `maxFpr`. */
export const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** fastai's arguments as our options. */
export const camelCased = <T>(args: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [camel(name), value]));
