import { expect, it } from 'vitest';
import { distinctNames, thinned } from './curves.js';

it('tells runs of one name apart', () => {
  const runs = ['a', 'b', 'c'].map((id) => ({ id, name: id === 'b' ? 'other' : 'run' }));
  expect([...distinctNames(runs).values()]).toEqual(['run', 'other', 'run (2)']);
});

it('draws not many more points than are seen, and the last', () => {
  const points = Array.from({ length: 4321 }, (_, i) => i);
  const few = thinned(points, 500);
  expect(few.length).toBeLessThanOrEqual(501);
  expect(few[0]).toBe(0);
  expect(few.at(-1)).toBe(4320);
  expect(thinned([1, 2], 500)).toEqual([1, 2]);
});
