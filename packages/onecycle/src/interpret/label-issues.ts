import { checkChoice, checkNumbers, counted, shown } from '../base/index.js';

/** An item whose label is probably wrong, or one of all items ranked by how well its label fits. */
export interface LabelIssue {
  /** The place in the list of probabilities. */
  row: number;
  /** The class that the item has, and the one that it probably is of. */
  given: number;
  suggested: number;
  /** How well the label fits, from 0 to 1: the lower, the more probably wrong. */
  score: number;
  /** Whether confident learning counts the label as an error. */
  isIssue: boolean;
}

/** How well a label fits. */
export type LabelQuality = 'selfConfidence' | 'normalizedMargin';

/**
 * How well each label fits, by cleanlab's formulas: `selfConfidence` is the probability of the label, p(label);
 * `normalizedMargin` is (p(label) − the largest p of another class + 1) / 2. Source: Kuan and Mueller 2022.
 */
export function labelQuality(
  probs: readonly (readonly number[])[],
  labels: readonly number[],
  by: LabelQuality,
): number[] {
  checkChoice('by', by, ['selfConfidence', 'normalizedMargin']);
  if (!Array.isArray(probs) || !probs.every((row) => Array.isArray(row)))
    throw new TypeError(
      `probs is a list that has, for each item, a list of numbers, and not ${shown(probs)}`,
    );
  checkNumbers('labels', labels);
  if (probs.length !== labels.length)
    throw new RangeError(
      `there are probabilities of ${counted(probs.length, 'item')}, and ${counted(labels.length, 'label')}: each item has one`,
    );
  const wrong = probs.findIndex((row, i) => row[labels[i] ?? -1] === undefined || row.some(Number.isNaN));
  if (wrong >= 0)
    throw new RangeError(
      `item ${wrong} has the label ${labels[wrong]} and the probabilities [${probs[wrong]?.slice(0, 5).join(', ')}${(probs[wrong]?.length ?? 0) > 5 ? ', …' : ''}]: a label is the place of a class among them, and each is a number`,
    );
  return probs.map((row, i) => {
    const label = labels[i] ?? 0;
    const own = row[label] ?? Number.NaN;
    if (by === 'selfConfidence') return own;
    const other = row.reduce(
      (most, p, c) => (c === label ? most : Math.max(most, p)),
      Number.NEGATIVE_INFINITY,
    );
    return (own - other + 1) / 2;
  });
}

/**
 * Confident learning: a class's threshold is the mean probability that the items with its label have of it; an item counts as one of the
 * class that is the most probable among those whose thresholds it reaches, and where that is another than its label, the label
 * is probably wrong; not, as in cleanlab, where the label is more probable than any other class. All items come, those with the worst
 * labels first. Source: Northcutt, Jiang and Chuang 2021.
 *
 * @param probs of each item the probability of each class, from a model that has not been trained on the item
 */
export function labelIssues(
  probs: readonly (readonly number[])[],
  labels: readonly number[],
  by: LabelQuality = 'selfConfidence',
): LabelIssue[] {
  const quality = labelQuality(probs, labels, by);
  const confidents = confidentClasses(probs, labels);
  return probs
    .map((row, i): LabelIssue => {
      const given = labels[i] ?? 0;
      const confident = confidents[i] ?? -1;
      const probable = largest(row, () => true);
      const isIssue = confident >= 0 && confident !== given && probable !== given;
      const suggested = isIssue ? confident : probable;
      return { row: i, given, suggested, score: quality[i] ?? Number.NaN, isIssue };
    })
    .sort((a, b) => a.score - b.score);
}

const largest = (row: readonly number[], among: (c: number) => boolean): number =>
  row.reduce((best, p, c) => (among(c) && (best < 0 || p > (row[best] ?? 0)) ? c : best), -1);

/** Of each item the most probable class among those whose thresholds it reaches; −1 where it reaches none. */
function confidentClasses(probs: readonly (readonly number[])[], labels: readonly number[]): number[] {
  const classes = probs[0]?.length ?? 0;
  const thresholds = Array.from({ length: classes }, (_, c) => {
    const own = probs.filter((_row, i) => labels[i] === c).map((row) => row[c] ?? 0);
    return own.reduce((sum, p) => sum + p, 0) / own.length; // no number where the class has no items: none reaches it
  });
  return probs.map((row) => largest(row, (c) => (row[c] ?? 0) >= (thresholds[c] ?? Number.NaN)));
}
