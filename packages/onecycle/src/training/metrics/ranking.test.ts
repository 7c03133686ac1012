import { expect, test } from 'vitest';
import {
  averagePrecisionOf,
  explainedOf,
  multiclassRocAucOf,
  rankedLabels,
  rocAucOf,
  spearmanOf,
} from './ranking.js';
import {
  balancedAccuracyOf,
  cohenKappaOf,
  confusionMatrix,
  fBetaOf,
  labelScore,
  matthewsOf,
} from './scores.js';

// Expected numbers are scikit-learn's (1.2).

const targets = [0, 1, 2, 2, 1, 0, 2];
const probs = [
  [0.7, 0.2, 0.1],
  [0.3, 0.4, 0.3],
  [0.2, 0.2, 0.6],
  [0.5, 0.2, 0.3],
  [0.25, 0.5, 0.25],
  [0.3, 0.4, 0.3],
  [0.1, 0.3, 0.6],
];

test.each([
  ['macro', 'ovr', 0.9055555555555554],
  ['macro', 'ovo', 0.9027777777777777],
  ['weighted', 'ovr', 0.9071428571428571],
  ['weighted', 'ovo', 0.9047619047619048],
] as const)('area under the ROC curve of three classes: %s, %s', (average, multiClass, expected) => {
  expect(multiclassRocAucOf(targets, probs, average, multiClass)).toBeCloseTo(expected, 12);
});

const labels = [
  [1, 0, 1],
  [0, 1, 1],
  [1, 1, 0],
  [0, 0, 1],
];
const scores = [
  [0.9, 0.2, 0.4],
  [0.3, 0.8, 0.6],
  [0.6, 0.1, 0.7],
  [0.5, 0.4, 0.5],
];

test.each([
  ['micro', 0.7948979591836733, 0.6857142857142857],
  ['macro', 0.7962962962962963, 0.5],
  ['weighted', 0.7738095238095237, 0.42857142857142855],
  ['samples', 0.7708333333333333, 0.6875],
] as const)('rankings of several labels: %s', (average, precision, area) => {
  expect(rankedLabels(averagePrecisionOf, labels, scores, average)).toBeCloseTo(precision, 12);
  expect(rankedLabels(rocAucOf, labels, scores, average)).toBeCloseTo(area, 12);
});

test('rankings of several labels, each for itself; a weighted one without any label is 0', () => {
  expect(rankedLabels(rocAucOf, labels, scores, null)).toEqual([1, 0.5, 0]);
  const none = labels.map((row) => row.map(() => 0));
  expect(rankedLabels(averagePrecisionOf, none, scores, 'weighted')).toBe(0);
});

test.each([
  ['micro', 0.7142857142857143],
  ['macro', 0.7111111111111111],
  ['weighted', 0.7047619047619048],
  ['samples', 0.7083333333333333],
] as const)('F1 of several labels: %s', (average, expected) => {
  const decided = scores.map((row) => row.map((score) => Number(score > 0.45)));
  expect(labelScore(fBetaOf(1), labels, decided, { average })).toBeCloseTo(expected, 12);
});

test('agreement of classes: kappa with and without distances, Matthews, balanced accuracy', () => {
  const [wanted, got] = [
    [0, 1, 2, 2, 1, 0],
    [0, 2, 2, 1, 1, 1],
  ];
  expect(confusionMatrix(wanted, got)).toEqual([
    [1, 1, 0],
    [0, 1, 1],
    [0, 1, 1],
  ]);
  expect(cohenKappaOf(wanted, got)).toBeCloseTo(0.25, 12);
  expect(cohenKappaOf(wanted, got, 'linear')).toBeCloseTo(0.4, 12);
  expect(cohenKappaOf(wanted, got, 'quadratic')).toBeCloseTo(0.5714285714285714, 12);
  expect(matthewsOf(wanted, got)).toBeCloseTo(0.26111648393354675, 12);
  expect(balancedAccuracyOf(wanted, got)).toBeCloseTo(0.5, 12);
  expect(balancedAccuracyOf(wanted, got, true)).toBeCloseTo(0.25, 12);
});

test('the explained share, also of targets that are all alike', () => {
  expect(explainedOf([1, 2, 4], [2, 3, 5], false)).toBeCloseTo(0.3571428571428571, 12);
  expect(explainedOf([1, 2, 4], [2, 3, 5], true)).toBeCloseTo(1, 12);
  expect(explainedOf([1, 1, 1], [1, 1, 1], false)).toBe(1);
  expect(explainedOf([1, 1, 1], [1, 2, 1], false)).toBe(0);
});

test('equal values share their rank', () => {
  expect(spearmanOf([1, 2, 2, 3], [1, 3, 2, 4])).toBeCloseTo(0.9486832980505138, 12);
});

test('a share of false positives beyond 1 is refused', () => {
  expect(() => rocAucOf([true, false], [1, 0], 1.5)).toThrow(
    'maxFpr is a share above 0 and at most 1, not 1.5',
  );
});
