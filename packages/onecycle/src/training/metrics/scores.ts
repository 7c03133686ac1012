// scikit-learn's classification scores on plain numbers: classes, counts and averages.
import { withoutUndefined } from '../../base/index.js';
import { sum } from './sum.js';

/** How one score comes out of the scores of several classes: see scikit-learn's `average`; null keeps them apart. */
export type Average = 'binary' | 'micro' | 'macro' | 'weighted' | 'samples' | null;

export interface ScoreOptions {
  /** Default 'binary' for classes, 'macro' for several labels. */
  average?: Average;
  /** The class that `average: 'binary'` looks at; default 1. */
  posLabel?: number;
  /** The classes that count; default: those among targets or predictions. */
  labels?: readonly number[];
}

/** Right and wrong decisions about one class: true and false positives, false negatives, and how often it is a target. */
export interface Counts {
  tp: number;
  fp: number;
  fn: number;
  support: number;
}

type Score = (counts: Counts) => number;

/** a / b, and 0 where there is nothing to divide by. */
const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);

export const precisionOf: Score = ({ tp, fp }) => ratio(tp, tp + fp);
export const recallOf: Score = ({ tp, fn }) => ratio(tp, tp + fn);
export const jaccardOf: Score = ({ tp, fp, fn }) => ratio(tp, tp + fp + fn);
/**
 * The harmonic mean of precision and recall in which recall counts `beta` times as much; computed from the two, as
 * scikit-learn does, for printed scores that lie between two digits.
 */
export const fBetaOf =
  (beta: number): Score =>
  (counts) => {
    const [precision, recall] = [precisionOf(counts), recallOf(counts)];
    return ratio((1 + beta ** 2) * precision * recall, beta ** 2 * precision + recall);
  };

/** The classes among targets or predictions, ascending. */
export const classesOf = (...lists: readonly (readonly number[])[]): number[] =>
  [...new Set(lists.flat())].sort((a, b) => a - b);

/** Counts per class, for single labels. */
function countClasses(
  targets: readonly number[],
  preds: readonly number[],
  classes: readonly number[],
): Counts[] {
  const counts = new Map(classes.map((name) => [name, { tp: 0, fp: 0, fn: 0, support: 0 }]));
  targets.forEach((target, i) => {
    const wanted = counts.get(target);
    const pred = preds[i];
    const got = pred === undefined ? undefined : counts.get(pred);
    if (wanted) wanted.support += 1;
    if (wanted && wanted === got) wanted.tp += 1;
    else {
      if (wanted) wanted.fn += 1;
      if (got) got.fp += 1;
    }
  });
  return [...counts.values()];
}

const merge = (counts: readonly Counts[]): Counts => ({
  tp: sum(counts.map(({ tp }) => tp)),
  fp: sum(counts.map(({ fp }) => fp)),
  fn: sum(counts.map(({ fn }) => fn)),
  support: sum(counts.map(({ support }) => support)),
});

function averaged(score: Score, counts: readonly Counts[], average: Average): number | number[] {
  const scores = counts.map(score);
  if (average === null) return scores;
  if (average === 'micro') return score(merge(counts));
  if (average === 'weighted') {
    const weights = counts.map(({ support }) => support);
    return ratio(sum(scores.map((value, i) => value * (weights[i] ?? 0))), sum(weights));
  }
  return ratio(sum(scores), scores.length);
}

/** A score of single-label predictions. Throws where 'binary' meets more than two classes, as scikit-learn does. */
export function classScore(
  score: Score,
  targets: readonly number[],
  preds: readonly number[],
  { average = 'binary', posLabel = 1, labels }: ScoreOptions = {},
): number | number[] {
  const present = classesOf(targets, preds);
  if (average === 'binary') {
    if (present.length > 2) {
      throw new Error(
        `average: 'binary' is for two classes, and ${present.length} occur: choose { average: 'macro' }, 'micro', 'weighted' or null.`,
      );
    }
    const [counts] = countClasses(targets, preds, [posLabel]);
    return counts ? score(counts) : 0;
  }
  if (average === 'samples') throw new Error("average: 'samples' is for several labels per item.");
  return averaged(score, countClasses(targets, preds, labels ?? present), average);
}

/** A score of multi-label predictions, one row of 0 and 1 per item. One column alone is two classes to scikit-learn. */
export function labelScore(
  score: Score,
  targets: readonly (readonly number[])[],
  preds: readonly (readonly number[])[],
  { average = 'macro', posLabel, labels }: ScoreOptions = {},
): number | number[] {
  if (targets[0]?.length === 1) {
    return classScore(score, targets.flat(), preds.flat(), {
      average,
      ...withoutUndefined({ posLabel, labels }),
    });
  }
  const count = (pairs: [number, number][]): Counts => ({
    tp: pairs.filter(([target, pred]) => target === 1 && pred === 1).length,
    fp: pairs.filter(([target, pred]) => target !== 1 && pred === 1).length,
    fn: pairs.filter(([target, pred]) => target === 1 && pred !== 1).length,
    support: pairs.filter(([target]) => target === 1).length,
  });
  const columns = labels ?? Array.from({ length: targets[0]?.length ?? 0 }, (_, column) => column);
  const pair = (row: number, column: number): [number, number] => [
    targets[row]?.[column] ?? 0,
    preds[row]?.[column] ?? 0,
  ];
  if (average === 'samples') {
    return averaged(
      score,
      targets.map((_, row) => count(columns.map((column) => pair(row, column)))),
      'macro',
    );
  }
  const counts = columns.map((column) => count(targets.map((_, row) => pair(row, column))));
  return averaged(score, counts, average === 'binary' ? 'macro' : average);
}

/** Rows are targets, columns predictions, both in the order of `classes`. */
export function confusionMatrix(
  targets: readonly number[],
  preds: readonly number[],
  classes: readonly number[] = classesOf(targets, preds),
): number[][] {
  const place = new Map(classes.map((name, i) => [name, i]));
  const matrix = classes.map(() => Array<number>(classes.length).fill(0));
  targets.forEach((target, i) => {
    const row = matrix[place.get(target) ?? -1];
    const column = place.get(preds[i] ?? Number.NaN);
    if (row && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  });
  return matrix;
}

/** The share of items whose prediction is not the target. */
export const hammingLossOf = (targets: readonly number[], preds: readonly number[]): number =>
  targets.filter((target, i) => target !== preds[i]).length / targets.length;

/** The mean recall over the classes that are targets; `adjusted` makes chance 0. */
export function balancedAccuracyOf(
  targets: readonly number[],
  preds: readonly number[],
  adjusted = false,
): number {
  const classes = classesOf(targets);
  const mean = sum(countClasses(targets, preds, classes).map(recallOf)) / classes.length;
  const chance = 1 / classes.length;
  return adjusted ? (mean - chance) / (1 - chance) : mean;
}

/** Matthews' correlation coefficient; 0 where all targets or all predictions are the same class. */
export function matthewsOf(targets: readonly number[], preds: readonly number[]): number {
  const matrix = confusionMatrix(targets, preds);
  const { rows, columns, trace, total } = margins(matrix);
  const covariance = trace * total - sum(rows.map((row, i) => row * (columns[i] ?? 0)));
  const spread = (values: number[]) => total ** 2 - sum(values.map((value) => value ** 2));
  return ratio(covariance, Math.sqrt(spread(rows) * spread(columns)));
}

/** Cohen's kappa: agreement beyond chance, with the distance between classes as weight if wanted. */
export function cohenKappaOf(
  targets: readonly number[],
  preds: readonly number[],
  weights: 'linear' | 'quadratic' | null = null,
  labels?: readonly number[],
): number {
  const matrix = confusionMatrix(targets, preds, labels ?? classesOf(targets, preds));
  const { rows, columns, total } = margins(matrix);
  const distance = (i: number, j: number) => {
    if (weights === null) return i === j ? 0 : 1;
    return weights === 'linear' ? Math.abs(i - j) : (i - j) ** 2;
  };
  const cells = matrix.flatMap((row, i) => row.map((seen, j) => ({ seen, i, j, weight: distance(i, j) })));
  const observed = sum(cells.map(({ seen, weight }) => seen * weight));
  const expected = sum(
    cells.map(({ i, j, weight }) => ((rows[i] ?? 0) * (columns[j] ?? 0) * weight) / total),
  );
  return 1 - observed / expected;
}

function margins(matrix: readonly (readonly number[])[]) {
  const rows = matrix.map(sum);
  const columns = matrix.map((_, j) => sum(matrix.map((row) => row[j] ?? 0)));
  return { rows, columns, trace: sum(matrix.map((row, i) => row[i] ?? 0)), total: sum(rows) };
}
