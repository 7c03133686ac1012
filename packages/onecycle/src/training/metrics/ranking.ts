// Scores of rankings (ROC curves, precision-recall curves) and of numbers, by scikit-learn's and scipy's definitions.
import { sum } from './sum.js';

const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Positives and all items down to every threshold, from the highest score; items of equal score come together. */
function thresholds(
  positive: readonly boolean[],
  scores: readonly number[],
): { hits: number; seen: number }[] {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const steps: { hits: number; seen: number }[] = [];
  let hits = 0;
  order.forEach((item, i) => {
    if (positive[item]) hits += 1;
    const next = order[i + 1];
    if (next === undefined || scores[next] !== scores[item]) steps.push({ hits, seen: i + 1 });
  });
  return steps;
}

/**
 * The area under the ROC curve; NaN unless both kinds occur. With `maxFpr` below 1 only that up to this share of false
 * positives, scaled so that chance is 0.5 and perfection 1 (McClish 1989).
 */
export function rocAucOf(
  positive: readonly boolean[],
  scores: readonly number[],
  maxFpr: number | null = null,
): number {
  const end = maxFpr ?? 1;
  if (!(end > 0 && end <= 1)) throw new Error(`maxFpr is a share above 0 and at most 1, not ${end}.`);
  const hits = positive.filter(Boolean).length;
  const misses = positive.length - hits;
  let area = 0;
  let last = { hits: 0, seen: 0 };
  for (const step of thresholds(positive, scores)) {
    const from = last.seen - last.hits;
    const full = step.seen - step.hits - from;
    const width = Math.min(full, end * misses - from);
    if (width < 0) break;
    // Where the curve is cut, its height lies on the line between the two thresholds.
    const height = full > 0 ? last.hits + ((step.hits - last.hits) * width) / full : step.hits;
    area += (width * (height + last.hits)) / 2;
    last = step;
  }
  const auc = area / (hits * misses);
  if (end === 1) return auc;
  const chance = end ** 2 / 2;
  return (1 + (auc - chance) / (end - chance)) / 2;
}

/** Average precision: the precision at every threshold, weighted with the gain in recall; 0 without positives. */
export function averagePrecisionOf(positive: readonly boolean[], scores: readonly number[]): number {
  const all = positive.filter(Boolean).length;
  if (all === 0) return 0;
  let total = 0;
  let before = 0;
  for (const { hits, seen } of thresholds(positive, scores)) {
    total += ((hits - before) / all) * (hits / seen);
    before = hits;
  }
  return total;
}

/** A ranking's score: `rocAucOf` or `averagePrecisionOf`. */
export type RankingScore = (positive: readonly boolean[], scores: readonly number[]) => number;

/** How one score comes out of several labels': see scikit-learn; null keeps them apart. */
export type RankingAverage = 'micro' | 'macro' | 'weighted' | 'samples' | null;

/**
 * A ranking score of several labels, one row of targets and one of scores per item. A weighted one is 0 where no label
 * holds anywhere.
 */
export function rankedLabels(
  score: RankingScore,
  targets: readonly (readonly number[])[],
  scores: readonly (readonly number[])[],
  average: RankingAverage = 'macro',
): number | number[] {
  const positive = targets.map((row) => row.map((value) => value === 1));
  if (average === 'micro') return score(positive.flat(), scores.flat());
  if (average === 'samples') return mean(positive.map((row, i) => score(row, scores[i] ?? [])));
  const columns = (targets[0] ?? []).map((_, j) => positive.map((row) => row[j] ?? false));
  const each = columns.map((column, j) =>
    score(
      column,
      scores.map((row) => row[j] ?? Number.NaN),
    ),
  );
  if (average === null) return each;
  if (average === 'macro') return mean(each);
  const weights = columns.map((column) => column.filter(Boolean).length);
  return sum(weights) === 0 ? 0 : sum(each.map((value, j) => value * (weights[j] ?? 0))) / sum(weights);
}

/** The area under the ROC curve of several classes: each against the rest, or each pair against one another. */
export function multiclassRocAucOf(
  targets: readonly number[],
  probs: readonly (readonly number[])[],
  average: 'macro' | 'weighted' = 'macro',
  multiClass: 'ovr' | 'ovo' = 'ovr',
): number {
  const classes = (probs[0] ?? []).map((_, j) => j);
  const column = (j: number, rows: readonly number[]) => rows.map((i) => probs[i]?.[j] ?? Number.NaN);
  const all = targets.map((_, i) => i);
  const share = (...wanted: number[]) =>
    targets.filter((target) => wanted.includes(target)).length / targets.length;
  const parts =
    multiClass === 'ovr'
      ? classes.map((j) => ({
          auc: rocAucOf(
            targets.map((target) => target === j),
            column(j, all),
          ),
          weight: share(j),
        }))
      : classes.flatMap((a) =>
          classes.slice(a + 1).map((b) => {
            const rows = all.filter((i) => targets[i] === a || targets[i] === b);
            const against = (j: number) =>
              rocAucOf(
                rows.map((i) => targets[i] === j),
                column(j, rows),
              );
            return { auc: (against(a) + against(b)) / 2, weight: share(a, b) };
          }),
        );
  if (average === 'macro') return mean(parts.map(({ auc }) => auc));
  return sum(parts.map(({ auc, weight }) => auc * weight)) / sum(parts.map(({ weight }) => weight));
}

/** The share of the targets' squares around their mean that the predictions explain; `centred` forgives a constant offset. */
export function explainedOf(targets: readonly number[], preds: readonly number[], centred: boolean): number {
  const errors = targets.map((target, i) => target - (preds[i] ?? Number.NaN));
  const offset = centred ? mean(errors) : 0;
  const middle = mean(targets);
  const around = sum(targets.map((target) => (target - middle) ** 2));
  const left = sum(errors.map((error) => (error - offset) ** 2));
  if (around === 0) return left === 0 ? 1 : 0;
  return 1 - left / around;
}

/** Pearson's correlation. */
export function pearsonOf(xs: readonly number[], ys: readonly number[]): number {
  const [mx, my] = [mean(xs), mean(ys)];
  const dx = xs.map((x) => x - mx);
  const dy = ys.map((y) => y - my);
  const size = (ds: readonly number[]) => Math.sqrt(sum(ds.map((d) => d ** 2)));
  return sum(dx.map((d, i) => d * (dy[i] ?? 0))) / (size(dx) * size(dy));
}

/** Spearman's correlation: Pearson's of the ranks, equal values sharing theirs. */
export const spearmanOf = (xs: readonly number[], ys: readonly number[]): number =>
  pearsonOf(ranks(xs), ranks(ys));

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const result = Array<number>(values.length).fill(0);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[first] ?? 0]) end += 1;
    for (const item of order.slice(first, end)) result[item] = (first + 1 + end) / 2;
    first = end;
  }
  return result;
}
