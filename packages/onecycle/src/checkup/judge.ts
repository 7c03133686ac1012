import type { Tensor } from '@onecycle/torch';
import { type LabelErrors, labelErrors, labelIssues } from '../interpret/index.js';
import { outOfFold } from './embeddings.js';
import type { JudgedLabel } from './finding.js';

/** With fewer pictures labels cannot be compared. */
export const FEWEST = 10;
/** Classes with fewer pictures than folds are left out: of those no fold would know enough. */
export const FOLDS = 5;

/** What predictions that have not seen a picture say of it. */
export interface Judged {
  classes: readonly string[];
  /** Which of the pictures were judged: those of classes that are large enough. */
  rows: readonly number[];
  /** Of each of these the place of its label among the classes, and the probability of each class. */
  labels: readonly number[];
  probs: readonly (readonly number[])[];
  /** The share of labels that are the most probable class. */
  agreed: number;
  /** How many of the labels are probably wrong, and which. */
  errors: LabelErrors;
}

/**
 * Judges labels by logistic regressions on the features, each trained on the folds that a picture is not in.
 *
 * @param names the pictures' classes, undefined where nobody has said one
 * @returns undefined where too few pictures have a label
 */
export async function judge(
  features: Tensor,
  names: readonly (string | undefined)[],
): Promise<Judged | undefined> {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  const classes = [...counts.keys()].filter((name) => (counts.get(name) ?? 0) >= FOLDS).sort();
  const known = new Map<string | undefined, number>(classes.map((name, i) => [name, i]));
  const rows = [...names.keys()].filter((i) => known.has(names[i]));
  if (classes.length < 2 || rows.length < FEWEST) return undefined;
  const labels = rows.map((i) => known.get(names[i]) ?? 0);
  const probs = await outOfFold(features, rows, labels, classes.length, FOLDS);
  const agreeing = probs.filter((row, i) => row.every((p) => p <= (row[labels[i] ?? 0] ?? 0)));
  return {
    classes,
    rows,
    labels,
    probs,
    agreed: agreeing.length / probs.length,
    errors: labelErrors(probs, labels),
  };
}

/** All labels that were judged, those that fit worst first. */
export const rankedLabels = (
  { classes, rows, probs, labels, errors }: Judged,
  files: readonly string[],
): JudgedLabel[] =>
  labelIssues(probs, labels).map(({ row, given, suggested, score }) => ({
    file: files[rows[row] ?? -1] ?? '',
    label: classes[given] ?? '',
    suggested: classes[suggested] ?? '',
    score: 1 - score,
    chance: errors.chances[row] ?? 0,
    probs: Object.fromEntries(classes.map((name, c) => [name, probs[row]?.[c] ?? Number.NaN])),
  }));

/** A label is named where at least one in so many of its like is wrong: to look at some that are right costs less than to miss one. */
const LEAST = 1 / 10;

/** Labels that are probably enough wrong to be looked at; not those that are the most probable class all the same. */
export const doubtfulLabels = (ranked: readonly JudgedLabel[]): JudgedLabel[] =>
  ranked.filter(({ label, suggested, chance }) => label !== suggested && chance >= LEAST);
