import { expect, test } from 'vitest';
import { reference } from '../../testing/reference.js';
import { evenMults, type LearningRate, Slice, slice, spread } from './learning-rate.js';

type Json = number | number[] | { start: number | null; stop: number };
interface Reference {
  groups: { n_groups: number; lr: Json; group_lrs: number[] }[];
  other_hypers: { n_groups: number; value: Json; group_values: number[] }[];
  errors: { n_groups: number; lr: number[] }[];
  even_mults: { start: number; stop: number; n: number; values: number[] }[];
}
const cases = reference<Reference>('discriminative_lr');

const rate = (json: Json): LearningRate =>
  typeof json === 'number' || Array.isArray(json) ? json : slice(json.start, json.stop);
const near = (actual: number[], expected: number[]) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value / (expected[i] ?? Number.NaN) - 1)).toBeLessThan(1e-5);
  });
};

test.skipIf(!cases)('every learning rate spreads over the groups as in fastai', () => {
  for (const { n_groups, lr, group_lrs } of cases?.groups ?? []) near(spread(rate(lr), n_groups), group_lrs);
  for (const { n_groups, value, group_values } of cases?.other_hypers ?? []) {
    near(spread(rate(value), n_groups, 'mom'), group_values);
  }
  for (const { start, stop, n, values } of cases?.even_mults ?? []) near(evenMults(start, stop, n), values);
});

test.skipIf(!cases)('a list of another length than the groups is refused, with both numbers', () => {
  for (const { n_groups, lr } of cases?.errors ?? []) {
    expect(() => spread(lr, n_groups)).toThrow(
      `lr has ${lr.length} values but the optimizer has ${n_groups}`,
    );
  }
});

test('slices print as they are written', () => {
  expect(String(slice(1e-3))).toBe('slice(0.001)');
  expect(String(slice(1e-6, 1e-4))).toBe('slice(0.000001, 0.0001)');
  expect(slice(0, 1e-4)).toEqual(new Slice(null, 1e-4));
});
