import { expect, test } from 'vitest';
import { inLines } from './found.js';

test('lines are broken behind commas, or between words, where a terminal would break words', () => {
  const text =
    'found 20 pictures of 2 classes in pets/images: 16 for training, 4 for validation\n  classes: pug 10, Sphynx 10\n';
  expect(inLines(text, 70)).toBe(
    'found 20 pictures of 2 classes in pets/images: 16 for training,\n  4 for validation\n  classes: pug 10, Sphynx 10\n',
  );
  expect(inLines('  classes: staffordshire_bull_terrier 3, great_pyrenees 3, pug 3\n', 42)).toBe(
    '  classes: staffordshire_bull_terrier 3,\n    great_pyrenees 3, pug 3\n',
  );
  expect(inLines('none of the words is longer than a line', 20)).toBe(
    'none of the words is\n  longer than a line',
  );
  expect(inLines('a_word_that_is_longer_than_any_line', 20)).toBe('a_word_that_is_longer_than_any_line');
  expect(inLines(text, undefined)).toBe(text);
});
