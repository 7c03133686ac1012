import { expect, test } from 'vitest';
import { breeds, drawPet, petPictures, type RandomStream } from './index.js';

/** Mulberry32, a small generator, with sums of three as an almost normal distribution. */
function stream(...seeds: number[]): RandomStream {
  let state = seeds.reduce((sum, seed) => sum * 31 + seed + 1, 7);
  const unit = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform: (low = 0, high = 1) => low + unit() * (high - low),
    normal: (mean = 0, deviation = 1) => mean + deviation * 2 * (unit() + unit() + unit() - 1.5),
    int: (n) => Math.floor(unit() * n),
  };
}

test('twelve breeds, cats with a capital', () => {
  expect(breeds).toHaveLength(12);
  for (const { name, kind } of breeds) expect(/^[A-Z]/.test(name)).toBe(kind === 'cat');
  expect(new Set(breeds.map(({ kind }) => kind))).toEqual(new Set(['cat', 'dog']));
});

test('drawings need no fonts, refer to nothing outside, and differ in quality', () => {
  const drawings = breeds.map((breed, b) => drawPet(breed, stream(7, b, 3)));
  for (const { svg } of drawings) expect(svg).not.toMatch(/<text|<image|href|NaN|undefined/);
  expect(new Set(drawings.map(({ quality }) => quality)).size).toBeGreaterThan(6);
});

test('the same numbers draw the same bytes', async () => {
  const [first, again, other] = [1, 1, 2].map(
    (seed) => petPictures({ seed, perBreed: 1, random: stream })[4],
  );
  expect(first).toMatchObject({ fname: `${first?.label}_1.jpg`, label: breeds[4]?.name });
  const [a, b, c] = await Promise.all([first?.jpeg(), again?.jpeg(), other?.jpeg()]);
  expect(a?.equals(b ?? Buffer.alloc(0))).toBe(true);
  expect(a?.equals(c ?? Buffer.alloc(0))).toBe(false);
});

test('a wrong number of pictures is refused', () => {
  for (const perBreed of [0, -1, 1.5, Number.NaN])
    expect(() => petPictures({ perBreed, random: stream })).toThrow(
      `a positive whole number of pictures per breed, not ${perBreed}`,
    );
});
