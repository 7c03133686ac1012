import { expect, test } from 'vitest';
import { Kind, kindCount } from './kinds.js';
import { maxKeyedArguments } from './operator-family.js';

test('the kinds of so many arguments make a number that is exact, and no other makes the same', () => {
  const kinds = Object.values(Kind).filter((kind) => typeof kind === 'number');
  expect(kinds.toSorted((a, b) => a - b)).toEqual(Array.from({ length: kindCount }, (_, i) => i));
  // As resolve() computes it: 1, and the kinds behind it as digits.
  const key = (digits: number[]) => digits.reduce((sum, kind) => sum * kindCount + kind, 1);
  const largest = new Array<number>(maxKeyedArguments).fill(kindCount - 1);
  expect(Number.isSafeInteger(key(largest))).toBe(true);
  expect(key(largest)).toBeLessThan(key(new Array<number>(maxKeyedArguments + 1).fill(0)));
  expect(maxKeyedArguments).toBeGreaterThanOrEqual(10);
});
