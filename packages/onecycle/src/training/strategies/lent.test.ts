import { expect, test } from 'vitest';
import { Lent } from './lent.js';

test('what was given back is lent again, to one at a time, and for the same', () => {
  const made: string[] = [];
  const lent = new Lent((name) => ({ name, number: made.push(name) }));
  const [one, two] = [lent.take('cuda:0'), lent.take('cuda:0')];
  expect(one).not.toBe(two);
  lent.giveBack('cuda:0', one);
  expect(lent.take('cuda:1').name).toBe('cuda:1');
  expect(lent.take('cuda:0')).toBe(one);
  expect(lent.take('cuda:0').number).toBe(4);
  expect(made).toEqual(['cuda:0', 'cuda:0', 'cuda:1', 'cuda:0']);
});
