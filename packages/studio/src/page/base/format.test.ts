import { expect, it } from 'vitest';
import { asSentence, bytes, counted, duration, figure, percent, rate, when } from './format.js';

it('writes numbers as people read them', () => {
  expect(asSentence('it is so')).toBe('It is so.');
  expect(asSentence('Is it so?')).toBe('Is it so?');
  expect(counted(1, 'picture')).toBe('1 picture');
  expect(counted(12_345, 'picture')).toBe('12,345 pictures');
  expect(counted(2, 'class', 'classes')).toBe('2 classes');
  expect(percent(0.0678)).toBe('6.8\u00a0%');
  expect(percent(Number.NaN)).toBe('–');
  expect(figure(0.123456)).toBe('0.1235');
  expect(figure(0.00001)).toBe('1.00e-5');
  expect(figure(0)).toBe('0.0000');
  expect(figure(12.345)).toBe('12.3');
  expect(figure(null)).toBe('–');
  expect(rate(0.001)).toBe('1e-3');
  expect(rate(0.0023)).toBe('2.3e-3');
  expect(rate(1)).toBe('1e0');
  expect([0, 59.6, 60, 185, 7800, Number.NaN].map(duration)).toEqual([
    '0 s',
    '1 min',
    '1 min',
    '3 min 5 s',
    '2 h 10 min',
    '–',
  ]);
  expect([999, 1000, 45_300_000, 2e12].map(bytes)).toEqual(['999 B', '1.0 kB', '45.3 MB', '2000.0 GB']);
});

it('leaves out the day where it is today', () => {
  const now = new Date(2026, 10, 27, 15, 0);
  expect(when(new Date(2026, 10, 27, 9, 5), now)).toBe('09:05');
  expect(when(new Date(2026, 10, 26, 9, 5), now)).toBe('26 Nov, 09:05');
});
