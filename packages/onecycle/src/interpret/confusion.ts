import type { Counts } from '../training/index.js';

/** An actual class, the class that was predicted instead, and how often. */
export type Confusion = [actual: string, predicted: string, count: number];

/**
 * The cells that count at least `minVal`, largest first; equal counts keep the matrix' order, row by row. The diagonal
 * counts as 0, so that it appears where `minVal` is 0 or less. Source: fastai's most_confused.
 */
export function mostConfused(
  matrix: readonly (readonly number[])[],
  vocab: readonly string[],
  minVal: number,
): Confusion[] {
  return matrix
    .flatMap((row, actual) =>
      row.map(
        (count, predicted): Confusion => [
          vocab[actual] ?? '',
          vocab[predicted] ?? '',
          actual === predicted ? 0 : count,
        ],
      ),
    )
    .filter(([, , count]) => count >= minVal)
    .sort((a, b) => b[2] - a[2]);
}

/**
 * The same of several labels an item, by what is right and wrong of each label: one that was missed at least `minVal` times stands as
 * `['cat', 'not cat', n]`, one wrongly found as `['not cat', 'cat', n]`.
 */
export function mostConfusedLabels(
  counts: readonly Counts[],
  vocab: readonly string[],
  minVal: number,
): Confusion[] {
  return counts
    .flatMap(({ fp, fn }, i): Confusion[] => {
      const label = vocab[i] ?? '';
      return [
        [label, `not ${label}`, fn],
        [`not ${label}`, label, fp],
      ];
    })
    .filter(([, , count]) => count >= minVal)
    .sort((a, b) => b[2] - a[2]);
}

/** Each row divided by its sum; a class without items has zeros, where fastai has NaN. */
export function normalised(matrix: readonly (readonly number[])[]): number[][] {
  return matrix.map((row) => {
    const sum = row.reduce((total, count) => total + count, 0);
    return row.map((count) => (sum > 0 ? count / sum : 0));
  });
}
