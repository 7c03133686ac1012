import { expect, test } from 'vitest';
import type { Counts } from '../training/index.js';
import { classificationReport } from './classification-report.js';

/** The rows as printed, one space between the columns. */
const printed = (vocab: string[], ...classes: Counts[]) =>
  String(classificationReport(vocab, classes, undefined))
    .split('\n')
    .slice(2)
    .map((line) => line.replaceAll(/ +/g, ' ').trim());

// The expected rows are what scikit-learn 1.2 prints for such targets and predictions.

test('two digits always, halves to the even one', () => {
  const rows = printed(['a', 'b'], { tp: 1, fp: 0, fn: 7, support: 8 }, { tp: 0, fp: 7, fn: 0, support: 0 });
  expect(rows).toEqual([
    'a 1.00 0.12 0.22 8',
    'b 0.00 0.00 0.00 0',
    'accuracy 0.12 8',
    'macro avg 0.50 0.06 0.11 8',
    'weighted avg 1.00 0.12 0.22 8',
  ]);
});

test('the accuracy is an F1 score, which rounds 19 of 40 up', () => {
  const rows = printed(
    ['a', 'b'],
    { tp: 10, fp: 11, fn: 10, support: 20 },
    { tp: 9, fp: 10, fn: 11, support: 20 },
  );
  expect(rows).toEqual([
    'a 0.48 0.50 0.49 20',
    'b 0.47 0.45 0.46 20',
    'accuracy 0.48 40',
    'macro avg 0.47 0.47 0.47 40',
    'weighted avg 0.47 0.47 0.47 40',
  ]);
});

test('a class that does not occur makes the accuracy an average over all decisions', () => {
  const rows = printed(
    ['a', 'b', 'c'],
    { tp: 2, fp: 1, fn: 0, support: 2 },
    { tp: 1, fp: 0, fn: 1, support: 2 },
    { tp: 0, fp: 0, fn: 0, support: 0 },
  );
  expect(rows.slice(3)).toEqual([
    'micro avg 0.75 0.75 0.75 4',
    'macro avg 0.56 0.50 0.49 4',
    'weighted avg 0.83 0.75 0.73 4',
  ]);
});
