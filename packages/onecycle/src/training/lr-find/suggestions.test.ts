import { expect, test } from 'vitest';
import { numbers, reference } from '../../testing/reference.js';
import { plotLrFind } from './plot.js';
import { minimum, type SuggestFunction, slide, steep, valley } from './suggestions.js';

interface Reference {
  lrs: number[];
  curves: {
    name: string;
    losses: (number | string)[];
    /** The rate, and the point that is marked; or fastai's error. */
    result: Record<string, [number, number, number | string] | { error: string }>;
  }[];
}
const cases = reference<Reference>('lr_find');
const functions: Record<string, SuggestFunction> = { minimum, steep, valley, slide };

test('every function suggests and marks what fastai’s does, on every curve', () => {
  for (const { name: curve, losses, result } of cases.curves) {
    for (const [name, expected] of Object.entries(result)) {
      const what = `${name} on ${curve}`;
      const suggest = () => functions[name]?.(cases.lrs, numbers(losses));
      if ('error' in expected) {
        expect(suggest, what).toThrow();
        continue;
      }
      const [lr, lrMarked, lossMarked] = expected;
      const suggestion = suggest();
      expect((suggestion?.lr ?? Number.NaN) / lr, what).toBeCloseTo(1, 5);
      expect((suggestion?.point.lr ?? Number.NaN) / lrMarked, what).toBeCloseTo(1, 5);
      const [loss, wanted] = [suggestion?.point.loss ?? Number.NaN, Number(lossMarked)];
      if (!Number.isFinite(wanted)) expect(loss, what).toBe(wanted);
      else {
        // What slide marks fastai interpolates over 32-bit log10s, here it is the point itself.
        const tolerance = name === 'slide' ? 1e-4 : 5e-6;
        expect(Math.abs(loss - wanted), what).toBeLessThan(tolerance * Math.max(1, Math.abs(wanted)));
      }
    }
  }
});

test('the first loss or slope that is no number counts as the least, as in PyTorch', () => {
  const lrs = [1e-4, 1e-3, 1e-2, 1e-1, 1];
  const losses = [3, 2, Number.NaN, 1, Number.NaN];
  expect(minimum(lrs, losses).point.lr).toBeCloseTo(1e-2, 8);
  expect(steep(lrs, losses).lr).toBeCloseTo(1e-3, 8);
});

test('curves that are too short are refused with advice', () => {
  for (const [name, suggest] of Object.entries(functions)) {
    expect(() => suggest([], []), name).toThrow(/smaller startLr/);
  }
  expect(() => steep([1e-7], [1])).toThrow(/at least 2/);
  expect(() => slide(Array(15).fill(1e-3), Array(15).fill(1))).toThrow(/at least 16/);
  expect(valley([1e-7], [1]).lr).toBeCloseTo(1e-7, 12);
});

test.each(Object.entries(functions))('%s of what is no curve is refused', (name, suggest) => {
  for (const args of [[], [null, null], [[1, 2]], [Promise.resolve([]), []], [{ lrs: [1], losses: [1] }]])
    expect(() => Reflect.apply(suggest, undefined, args), `${args}`).toThrow(
      `${name} takes the rates and the losses of a curve, two lists of numbers, not `,
    );
});

test.each([
  [undefined, 'not undefined'],
  [null, 'not null'],
  [{ valley: 1e-3 }, 'not an object'],
  [{ lrs: [], losses: [] }, 'not an object'],
])('a plot of what no search found is refused: %j', (found, message) => {
  expect(() => plotLrFind(found as never)).toThrow(message);
  const curve = { lrs: [1e-3], losses: [1], suggestions: {} };
  expect(() => plotLrFind(curve, null as never)).toThrow('plotLrFind takes its options as an object');
  expect(() => plotLrFind(curve, { skipEnd: -1 })).toThrow('skipEnd is a whole number, at least 0');
});
