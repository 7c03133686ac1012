import { expect, test } from 'vitest';
import { reference } from '../../testing/reference.js';
import { expectRates } from '../../testing/reference-rate.js';
import { combinedCos, combineScheds, schedCos, schedExp, schedLin, schedNo, schedPoly } from './anneal.js';
import { ParamScheduler } from './param-scheduler.js';

type Named = [string, number, number, number?];
type Values = (number | string)[];
interface Reference {
  functions: { sched: Named; pos: number[]; values: Values }[];
  combined: { pcts: number[]; scheds: Named[]; pos: number[]; values: Values }[];
  combined_cos: {
    pct: number;
    start: number;
    middle: number;
    end: number;
    pos: number[];
    values: Values;
  }[];
}
const cases = reference<Reference>('schedules');

/** Where a schedule passes 0, a difference of numbers of any size is rounded. */
const expectValues = (actual: number[], expected: Values, what: string) =>
  expectRates(actual, expected, what, 1e-12);

const make = ([name, start, end, power = 1]: Named) => {
  if (name === 'poly') return schedPoly(start, end, power);
  const anneal = { lin: schedLin, cos: schedCos, exp: schedExp, no: schedNo }[name];
  if (!anneal) throw new Error(`unknown schedule ${name}`);
  return anneal(start, end);
};

const paramScheduler = (schedules: never) => new ParamScheduler(schedules);

test('every annealing function has fastai’s values', () => {
  for (const { sched, pos, values } of cases.functions) {
    expectValues(pos.map(make(sched)), values, sched.join(' '));
  }
});

test('combined schedules change over where fastai’s do', () => {
  for (const { pcts, scheds, pos, values } of cases.combined) {
    expectValues(pos.map(combineScheds(pcts, scheds.map(make))), values, `${pcts}: ${scheds}`);
  }
  for (const { pct, start, middle, end, pos, values } of cases.combined_cos) {
    expectValues(pos.map(combinedCos(pct, start, middle, end)), values, `${[pct, start, middle, end]}`);
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

test.each<[string, (...args: never[]) => unknown, unknown[], string]>([
  ['schedCos of nothing', schedCos, [], 'a schedule takes two numbers, or two lists of equal length'],
  ['schedLin to nothing', schedLin, [1], 'not 1 and undefined'],
  ['schedExp of null', schedExp, [null, 1], 'not null and 1'],
  ['schedNo of a list and a number', schedNo, [[1], 1], 'not [1] and 1'],
  ['combineScheds of nothing', combineScheds, [], 'shares is a list of numbers, and not undefined'],
  ['combineScheds of shares alone', combineScheds, [[1]], 'combineScheds takes a list of schedules'],
  ['combineScheds of a maker’s number', combineScheds, [[1], [5]], 'takes a function, not a number'],
  ['combinedCos of nothing', combinedCos, [], 'share is a share, from 0 to 1, and not undefined'],
  ['combinedCos without an end', combinedCos, [0.5, 1, 2], 'not [2] and undefined'],
  ['ParamScheduler of nothing', paramScheduler, [], 'ParamScheduler takes schedules by hyper-parameter'],
  ['ParamScheduler of a schedule', paramScheduler, [schedCos(1, 0)], 'ParamScheduler takes schedules by'],
  ['ParamScheduler of a number', paramScheduler, [{ lr: 5 }], 'not {"lr":5}'],
])('%s is refused in words', (_, call, args, message) => {
  expect(() => Reflect.apply(call, undefined, args)).toThrow(message);
});
