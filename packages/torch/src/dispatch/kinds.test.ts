import { expect, test } from 'vitest';
import { torch } from '../index.js';
import { Kind, kindCount } from './kinds.js';
import { keyOf } from './operator-family.js';

test('the kinds of arguments make a key that no other kinds make', () => {
  const kinds = Object.values(Kind).filter((kind) => typeof kind === 'number');
  expect(kinds.toSorted((a, b) => a - b)).toEqual(Array.from({ length: kindCount }, (_, i) => i));
  using x = torch.zeros([1]);
  const values = [undefined, null, x, 1, 0.5, true, 'a', 1n, [x], [1], [0.5], [], [true], ['a']];
  const seen = new Map<number | string, string>();
  const check = (args: unknown[], name: string) => {
    const key = keyOf(args);
    expect(seen.get(key) ?? name).toBe(name);
    seen.set(key, name);
  };
  let word = 1;
  for (let length = 0; length < 40; length++)
    for (let times = 0; times < 200; times++) {
      const chosen = Array.from({ length }, () => {
        word = (word * 48271) % 2147483647;
        return word % values.length;
      });
      const args = chosen.map((i) => values[i]);
      check(args, String(chosen));
      for (const options of [{ dim: 1 }, { dim: 1.5 }, { keepdim: true }, {}])
        check([...args, options], `${chosen} ${JSON.stringify(options)}`);
    }
  expect(typeof keyOf(new Array(10).fill(['a']))).toBe('number');
});
