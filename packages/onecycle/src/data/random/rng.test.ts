import { expect, test } from 'vitest';
import { philox, Rng } from './rng.js';

// The known answers that come with the authors' library, Random123.
test.each([
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const)('philox(%j, %j)', (counter, key, words) => {
  const got = new Uint32Array(4);
  philox(counter[0], counter[1], counter[2], counter[3], key[0], key[1], got);
  expect([...got]).toEqual(words);
});

const draws = (rng: Rng, n = 1000) => Array.from({ length: n }, () => rng.uniform());
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the same seed, epoch and index give the same numbers; any other one gives others', () => {
  expect(draws(new Rng(42, 1, 2))).toEqual(draws(new Rng(42, 1, 2)));
  const starts = new Set<number>();
  for (const seed of [0, 1, 42, 2 ** 32, 2 ** 40 + 1]) {
    for (const epoch of [0, 1, 2]) {
      for (const index of [0, 1, 2]) starts.add(new Rng(seed, epoch, index).uniform());
    }
  }
  expect(starts.size).toBe(45);
});

test('a fork is independent of what has been drawn, and of its siblings', () => {
  const fresh = new Rng(1);
  const used = new Rng(1);
  draws(used);
  expect(draws(used.fork(3))).toEqual(draws(fresh.fork(3)));
  expect(fresh.fork(3).uniform()).not.toBe(fresh.fork(4).uniform());
  expect(fresh.fork(3).fork(4).uniform()).not.toBe(fresh.fork(4).fork(3).uniform());
});

test('distributions have the right moments', () => {
  const rng = new Rng(7);
  const uniform = draws(rng, 20_000);
  expect(mean(uniform)).toBeCloseTo(0.5, 1.9);
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  const normal = Array.from({ length: 20_000 }, () => rng.normal(3, 2));
  expect(Math.abs(mean(normal) - 3)).toBeLessThan(0.06);
  expect(Math.abs(mean(normal.map((value) => (value - 3) ** 2)) - 4)).toBeLessThan(0.2);
  const counts = [0, 0, 0];
  for (let i = 0; i < 3000; i++) {
    const drawn = rng.int(3);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(100);
  expect(rng.uniform(5, 6)).toBeGreaterThanOrEqual(5);
});

test('permutation', () => {
  const values = Array.from({ length: 50 }, (_, i) => i);
  const permuted = new Rng(3).permutation(50);
  expect(permuted).not.toEqual(values);
  expect([...permuted].sort((a, b) => a - b)).toEqual(values);
  expect(new Rng(3).permutation(0)).toEqual([]);
});
