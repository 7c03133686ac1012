import { expect, it } from 'vitest';
import { nextName } from './runs.js';

it.each([
  [[], 'Run 1'],
  [['Run 1', 'Run 3'], 'Run 4'],
  [['first', 'second'], 'Run 3'],
])('of %j the next is %s', (names, next) => {
  expect(nextName(names)).toBe(next);
});
