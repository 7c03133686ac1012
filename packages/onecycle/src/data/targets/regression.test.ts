import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { revive } from '../transforms/index.js';
import { RegressionSetup } from './index.js';

test('numbers and lists of them become floats, and come back', () => {
  const setup = new RegressionSetup();
  expect(setup.encodes(1.5).tolist()).toBe(1.5);
  expect(setup.encodes([1, 2]).dtype).toBe('float32');
  expect(setup.decodes(torch.tensor(1.5))).toBe(1.5);
  expect(setup.decodes(torch.tensor([1, 2.5]))).toEqual([1, 2.5]);
});

test.each<[unknown, string]>([
  [Number.NaN, 'a target is a number, or a list of numbers, and not NaN'],
  [Number.POSITIVE_INFINITY, 'a target is a number, or a list of numbers, and not Infinity'],
  [[1, Number.NaN], 'a target is a number, or a list of numbers, and not NaN'],
  ['3', "a target is a number, or a list of numbers, and not '3'"],
  [undefined, 'a target is a number, or a list of numbers, and not undefined'],
  [[1, null], 'a target is a number, or a list of numbers, and not null'],
])('%s is no target', (value, message) => {
  expect(() => new RegressionSetup().encodes(value as never)).toThrow(message);
});

test('how many numbers there are is told by the first item, an option or an exported file', async () => {
  const source = (first: unknown, n = 1) => ({ n, item: async () => first }) as never;
  const one = new RegressionSetup();
  await one.setup(source([1, 2, 3]));
  expect(one.c).toBe(3);
  const single = new RegressionSetup();
  await single.setup(source(4));
  expect(single.c).toBe(1);
  const given = new RegressionSetup({ c: 2 });
  await given.setup(source([1, 2, 3]));
  expect([given.c, revive(JSON.parse(JSON.stringify(given)))]).toEqual([2, given]);
  const none = new RegressionSetup();
  await none.setup(source(1, 0));
  expect(none.c).toBeUndefined();
  expect(revive({ type: 'RegressionSetup' })).toEqual(none);
  expect(() => new RegressionSetup({ C: 1 } as never)).toThrow("RegressionSetup has no option 'C'");
});
