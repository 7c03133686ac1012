import { expect, test } from 'vitest';
import { reference } from '../../testing/reference.js';
import { expectRates, type ReferenceRate, rate } from '../../testing/reference-rate.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import type { Optimizer } from './index.js';
import { evenMults, Slice, slice, spread } from './learning-rate.js';

type Values = (number | string)[];
interface Reference {
  groups: { n_groups: number; lr: ReferenceRate; group_lrs: Values }[];
  other_hypers: { n_groups: number; hyper: string; value: ReferenceRate; group_values: Values }[];
  errors: { n_groups: number; lr: number[] }[];
  through_learner: {
    n_groups: number;
    lr: ReferenceRate;
    given_to_learner: Values;
    given_to_fit: Values;
  }[];
  even_mults: { start: number; stop: number; n: number; values: Values }[];
  default_lr: number;
}
const cases = reference<Reference>('discriminative_lr');

const text = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join(', ');

test('every learning rate spreads over the groups as in fastai', () => {
  for (const { n_groups, lr, group_lrs } of cases.groups)
    expectRates(spread(rate(lr), n_groups), group_lrs, text(lr, n_groups));
  for (const { n_groups, hyper, value, group_values } of cases.other_hypers)
    expectRates(spread(rate(value), n_groups, hyper), group_values, text(hyper, value, n_groups));
  for (const { start, stop, n, values } of cases.even_mults)
    expectRates(evenMults(start, stop, n), values, text(start, stop, n));
});

test('a rate given to a learner, or to a fit, spreads over the model’s groups', async () => {
  const rates = ({ opt }: { opt: Optimizer }) => opt.hypers.map(({ lr = Number.NaN }) => lr);
  expect(tinyLearner().lr).toBe(cases.default_lr);
  for (const { n_groups: groups, lr, given_to_learner, given_to_fit } of cases.through_learner) {
    expectRates(rates(tinyLearner({ groups, lr: rate(lr) })), given_to_learner, text(lr, groups));
    const learn = tinyLearner({ groups });
    // Only rates count here, also where they are so high that the loss is lost.
    learn.haltOnNan = false;
    await learn.noLogging(() => learn.fit(1, rate(lr)));
    expectRates(rates(learn), given_to_fit, text(lr, groups));
  }
});

test('a list of another length than the groups is refused, with both numbers', () => {
  for (const { n_groups, lr } of cases.errors) {
    expect(() => spread(lr, n_groups)).toThrow(
      `lr has ${lr.length} values but the optimizer has ${n_groups}`,
    );
  }
});

test('a rate of 0 is one like others', () => {
  expect(spread(0, 2)).toEqual([0, 0]);
  expect(spread([0, 0.1], 2)).toEqual([0, 0.1]);
  expect(spread(slice(0), 2)).toEqual([0, 0]);
  expect(spread(slice(1e-3, 0), 3)).toEqual([1e-3, 0, 0]);
});

test('slices print as they are written', () => {
  expect(String(slice(1e-3))).toBe('slice(0.001)');
  expect(String(slice(1e-6, 1e-4))).toBe('slice(0.000001, 0.0001)');
  expect(slice(0, 1e-4)).toEqual(new Slice(null, 1e-4));
});
