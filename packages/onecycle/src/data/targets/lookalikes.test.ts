import { expect, test, vi } from 'vitest';
import { Datasets } from '../loading/index.js';
import { Categorize } from './categorize.js';
import { lookalikes } from './lookalikes.js';

test('labels that look the same are named with what tells them apart', () => {
  const by = (...labels: (string | number)[]) => lookalikes(labels).map(({ by }) => by);
  expect(by('pug', 'Pug', 'pug dog', 1, 2)).toEqual([]);
  expect(by('caf\u00e9', 'cafe\u0301')).toEqual([expect.stringContaining("normalize('NFC')")]);
  expect(by('pug', 'pug ', 'great dane', 'great\u00a0dane')).toEqual([
    expect.stringContaining('spaces'),
    expect.stringContaining('spaces'),
  ]);
  expect(by('1', 1)).toEqual(['one is a string, the other a number']);
});

test('a vocabulary with such labels is said, and is as it was asked for', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const items = ['caf\u00e9', 'cafe\u0301', 'tea'];
  const classes = new Categorize();
  await Datasets.create(items, [[(x: string) => x, classes]]);
  expect(classes.vocab).toHaveLength(3);
  expect(warn.mock.calls.flat()).toEqual([
    expect.stringMatching(
      /^the classes 'cafe\u0301' and 'caf\u00e9' look the same and are two: the same letters/,
    ),
  ]);
  warn.mockClear();
  await Datasets.create(['tea', 'milk'], [[(x: string) => x, new Categorize()]]);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
