import { expect, test } from 'vitest';
import { reference } from '../../testing/reference.js';
import { combinedCos, combineScheds, schedCos, schedExp, schedLin, schedNo, schedPoly } from './anneal.js';

type Named = [string, number, number, number?];
interface Reference {
  functions: { sched: Named; pos: number[]; values: number[] }[];
  combined: { pcts: number[]; scheds: Named[]; pos: number[]; values: number[] }[];
  combined_cos: {
    pct: number;
    start: number;
    middle: number;
    end: number;
    pos: number[];
    values: number[];
  }[];
}
const cases = reference<Reference>('schedules');

const make = ([name, start, end, power = 1]: Named) => {
  if (name === 'poly') return schedPoly(start, end, power);
  const anneal = { lin: schedLin, cos: schedCos, exp: schedExp, no: schedNo }[name];
  if (!anneal) throw new Error(`unknown schedule ${name}`);
  return anneal(start, end);
};

const near = (actual: number, expected = Number.NaN) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-5 * Math.abs(expected) + 1e-12);

test.skipIf(!cases)('every annealing function has fastai’s values', () => {
  for (const { sched, pos, values } of cases?.functions ?? []) {
    for (const [i, position] of pos.entries()) near(make(sched)(position), values[i]);
  }
});

test.skipIf(!cases)('combined schedules change over where fastai’s do', () => {
  for (const { pcts, scheds, pos, values } of cases?.combined ?? []) {
    const combined = combineScheds(pcts, scheds.map(make));
    for (const [i, position] of pos.entries()) near(combined(position), values[i]);
  }
  for (const { pct, start, middle, end, pos, values } of cases?.combined_cos ?? []) {
    const combined = combinedCos(pct, start, middle, end);
    for (const [i, position] of pos.entries()) near(combined(position), values[i]);
  }
});

test('lists anneal group by group', () => {
  expect(schedLin([0, 10], [1, 20])(0.5)).toEqual([0.5, 15]);
  expect(combinedCos(0.5, [1, 2], [3, 4], [5, 6])(1)).toEqual([5, 6]);
});

test('shares that do not fit the schedules are refused', () => {
  expect(() => combineScheds([0.3, 0.6], [schedNo(1, 1), schedNo(1, 1)])).toThrow(/sum to 1/);
  expect(() => combineScheds([1], [schedNo(1, 1), schedNo(1, 1)])).toThrow(/one share per schedule/);
  expect(() => combineScheds([-0.5, 1.5], [schedNo(1, 1), schedNo(1, 1)])).toThrow(/none negative/);
  expect(() => schedLin([1, 2], [3])).toThrow(/equal length/);
});
