import { expect, test } from 'vitest';
import { heatmap } from './heatmap.js';

const names = (length: number, n = 12) =>
  Array.from(
    { length: n },
    (_, i) =>
      `breed number ${i} ${'of a long name '.repeat(9)}`.slice(0, length - 2) + String(i).padStart(2, '0'),
  );
const counts = (n = 12) =>
  Array.from({ length: n }, (_, r) => Array.from({ length: n }, (_, c) => (r === c ? 9 : (r * c) % 3)));
/** The texts of the drawing, as they were set. */
const texts = async (labels: readonly string[]) => {
  const svg = await heatmap(counts(), labels, labels, { figsize: [6, 6], diagonal: true }).svg();
  return Array.from(svg.matchAll(/font-size="([\d.]+)px"[^>]*>([^<]+)</g), ([, size, text]) => ({
    size: Number(size),
    text,
  }));
};

test.each([60, 90, 400])(
  'labels of %i letters lose their middle, and the cells stay legible',
  async (length) => {
    const drawn = await texts(names(length));
    const labels = drawn.filter(({ text }) => text?.includes('…')).map(({ text }) => text);
    // Each stands below and beside the matrix, and none is like another.
    expect(labels).toHaveLength(24);
    expect(new Set(labels).size).toBe(12);
    const numbers = drawn.filter(({ text }) => text === '9');
    expect(numbers).toHaveLength(12);
    for (const { size } of numbers) expect(size).toBeGreaterThan(6);
  },
);

test('labels that differ in their middle only stay apart', async () => {
  const alike = Array.from({ length: 12 }, (_, i) => `${'a'.repeat(40)} ${i} ${'b'.repeat(40)}`);
  const labels = (await texts(alike)).map(({ text }) => text).filter((text) => text?.includes('…'));
  expect(new Set(labels).size).toBe(12);
});

test('short labels are whole', async () => {
  const drawn = (await texts(names(16))).map(({ text }) => text);
  for (const name of names(16)) expect(drawn).toContain(name);
});

test('a matrix of many cells does not die of them', async () => {
  const n = 400;
  const many = names(8, n);
  expect(heatmap(counts(n), many, many, { figsize: [16, 16] }).figsize).toEqual([16, 16]);
});

test('an option that there is not is refused', () => {
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse
  expect(() => heatmap([[1]], ['a'], ['a'], { titel: 'x' } as any)).toThrow("did you mean 'title'?");
});
