import { expect, test } from 'vitest';
import { batchSize, fraction, positiveInteger, positiveNumber, wholeNumber } from './arguments.js';

test('numbers are taken as people write them', () => {
  expect(['16', '1e3', ' 7 ', '2.0', '1e9'].map(positiveInteger)).toEqual([16, 1000, 7, 2, 1e9]);
  expect(['0', '42'].map(wholeNumber)).toEqual([0, 42]);
  expect(['0.002', '2e-3', '.5', '3.'].map(positiveNumber)).toEqual([0.002, 0.002, 0.5, 3]);
  expect(fraction('0.25')).toBe(0.25);
  expect(['dynamic', '8'].map(batchSize)).toEqual(['dynamic', 8]);
});

test('what is no number, or none that makes sense, is refused with one that is', () => {
  for (const text of ['0', '-1', '1.5', '0x10', '0b1', '1_000', '1,000', '', ' ', 'Infinity', 'NaN', '16px'])
    expect(() => positiveInteger(text), text).toThrow('It must be a whole number of at least 1, like 16.');
  expect(() => wholeNumber('-1')).toThrow('at least 0, like 42');
  for (const text of ['1e16', '9007199254740993', '1e999'])
    expect(() => positiveInteger(text), text).toThrow('That is more than can be counted.');
  for (const text of ['0', '-0.1', '0x1p-3', '1e999', '', '1/2'])
    expect(() => positiveNumber(text), text).toThrow('It must be a number above 0, like 0.002.');
  for (const text of ['0', '1', '20%', '1e-999'])
    expect(() => fraction(text), text).toThrow('It must be a number between 0 and 1, like 0.2.');
});
