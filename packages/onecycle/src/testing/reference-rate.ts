import { expect } from 'vitest';
import { type LearningRate, slice } from '../training/index.js';
import { numbers } from './reference.js';

/** A learning rate, or another hyper-parameter, as the reference files write it. */
export type ReferenceRate = number | number[] | { start: number | null; stop: number };

/** The reference's rate as one of ours. */
export function rate(json: ReferenceRate): LearningRate;
export function rate(json: ReferenceRate | undefined): LearningRate | undefined;
export function rate(json: ReferenceRate | undefined): LearningRate | undefined {
  return typeof json === 'object' && !Array.isArray(json) ? slice(json.start, json.stop) : json;
}

/** Expects fastai's rates, each to 1e-5 of its size (they span many orders of magnitude) and `floor`, for those of 0. */
export function expectRates(
  actual: readonly number[],
  expected: readonly (number | string)[],
  what: string,
  floor = 1e-15,
): void {
  const wanted = numbers(expected);
  expect(actual, what).toHaveLength(wanted.length);
  // One expectation for all: there are thousands of rates, and each expectation takes its time.
  const far = wanted.flatMap((value, i) => {
    const got = actual[i] ?? Number.NaN;
    const isNear = Object.is(got, value) || Math.abs(got - value) < 1e-5 * Math.abs(value) + floor;
    return isNear ? [] : [{ i, got, wanted: value }];
  });
  expect(far, what).toEqual([]);
}
