import { expect, test } from 'vitest';
import { reference } from '../../testing/reference.js';
import { minimum, type SuggestFunction, slide, steep, valley } from './suggestions.js';

interface Reference {
  lrs: number[];
  curves: { name: string; losses: number[]; result: Record<string, [number, number, number]> }[];
}
const cases = reference<Reference>('lr_find');
const functions: Record<string, SuggestFunction> = { minimum, steep, valley, slide };

test.skipIf(!cases)('every function suggests and marks what fastai’s does, on every curve', () => {
  for (const { name: curve, losses, result } of cases?.curves ?? []) {
    for (const [name, [lr, lrMarked, lossMarked]] of Object.entries(result)) {
      const suggestion = functions[name]?.(cases?.lrs ?? [], losses);
      expect((suggestion?.lr ?? Number.NaN) / lr, `${name} on ${curve}`).toBeCloseTo(1, 5);
      expect((suggestion?.point.lr ?? Number.NaN) / lrMarked, `${name} on ${curve}`).toBeCloseTo(1, 5);
      expect(suggestion?.point.loss, `${name} on ${curve}`).toBeCloseTo(lossMarked, 5);
    }
  }
});

test('curves that are too short are refused with advice', () => {
  for (const [name, suggest] of Object.entries(functions)) {
    expect(() => suggest([], []), name).toThrow(/smaller startLr/);
  }
  expect(() => steep([1e-7], [1])).toThrow(/at least 2/);
  expect(() => slide(Array(15).fill(1e-3), Array(15).fill(1))).toThrow(/at least 16/);
  expect(valley([1e-7], [1]).lr).toBeCloseTo(1e-7, 12);
});
