import { expect, test } from 'vitest';
import { toFixedEven } from './to-fixed-even.js';

test('halves go to the even digit, as in Python', () => {
  // Python: [f'{x:.2f}' for x in (0.125, 0.375, 0.625, 0.875, -0.125, 2.5, 1.125)]
  const halves = [0.125, 0.375, 0.625, 0.875, -0.125, 2.5, 1.125];
  expect(halves.map((x) => toFixedEven(x, 2))).toEqual([
    '0.12',
    '0.38',
    '0.62',
    '0.88',
    '-0.12',
    '2.50',
    '1.12',
  ]);
  expect([0.5, 1.5, 2.5, 10.5].map((x) => toFixedEven(x, 0))).toEqual(['0', '2', '2', '10']);
});

test('all others go to the nearer one', () => {
  // In binary 0.285 and 1.005 are a little less: they only look like halves.
  expect([0.285, 1.005, 0.126, 0.1, 3].map((x) => toFixedEven(x, 2))).toEqual([
    '0.28',
    '1.00',
    '0.13',
    '0.10',
    '3.00',
  ]);
  expect([Number.NaN, Number.POSITIVE_INFINITY].map((x) => toFixedEven(x, 2))).toEqual(['NaN', 'Infinity']);
});
