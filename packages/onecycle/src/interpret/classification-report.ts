import { type Cell, Table } from '../display/index.js';
import { type Counts, fBetaOf, precisionOf, recallOf } from '../training/index.js';

const f1 = fBetaOf(1);

/**
 * scikit-learn's classification report: precision, recall, F1 and number of items of every class, their averages, and
 * the accuracy (for several labels an item: the averages over all decisions and over items). Where a class is neither
 * in the targets nor in the predictions, scikit-learn has the average over all decisions in place of the accuracy.
 *
 * @param samples right and wrong decisions about each item, for several labels; else undefined
 */
export function classificationReport(
  vocab: readonly string[],
  classes: readonly Counts[],
  samples: readonly Counts[] | undefined,
): Table {
  const total = sum(classes, 'support');
  const rows: Cell[][] = classes.map((counts, i) => [vocab[i], ...scores(counts), counts.support]);
  const all = {
    tp: sum(classes, 'tp'),
    fp: sum(classes, 'fp'),
    fn: sum(classes, 'fn'),
    support: total,
  };
  const everyClassOccurs = classes.every(({ tp, fp, fn }) => tp + fp + fn > 0);
  if (samples || !everyClassOccurs) rows.push(['micro avg', ...scores(all), total]);
  else rows.push(['accuracy', null, null, f1(all), total]);
  rows.push(['macro avg', ...average(classes, () => 1), total]);
  rows.push(['weighted avg', ...average(classes, ({ support }) => support), total]);
  if (samples) rows.push(['samples avg', ...average(samples, () => 1), total]);
  return new Table(['', 'precision', 'recall', 'f1-score', 'support'], rows, {
    columnDigits: { precision: 2, recall: 2, 'f1-score': 2 },
  });
}

const scores = (counts: Counts): number[] => [precisionOf(counts), recallOf(counts), f1(counts)];

const sum = (list: readonly Counts[], what: keyof Counts): number =>
  list.reduce((total, counts) => total + counts[what], 0);

function average(list: readonly Counts[], weightOf: (counts: Counts) => number): number[] {
  const weights = list.map(weightOf);
  const whole = weights.reduce((total, weight) => total + weight, 0);
  return [precisionOf, recallOf, f1].map((score) =>
    whole > 0 ? list.reduce((total, counts, i) => total + score(counts) * (weights[i] ?? 0), 0) / whole : 0,
  );
}
