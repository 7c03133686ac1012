import type { Counts } from '../training/index.js';
import { type Findings, isFlat } from './findings.js';

/** A decision about an item, or about a label of it: the probability that it is right, and whether it is. */
export interface Decision {
  confidence: number;
  right: boolean;
}

/** Every decision with its probability; of several labels an item each is one. */
export function decisionsOf({ targs, decoded, preds, losses }: Findings): Decision[] {
  return losses.flatMap((_, row) => {
    const [target, decision, probs = []] = [targs[row], decoded[row], preds[row]];
    if (typeof target === 'number' && typeof decision === 'number')
      return [{ confidence: probs[decision] ?? Number.NaN, right: target === decision }];
    if (typeof target !== 'object' || typeof decision !== 'object') return [];
    return probs.map((probability, c) => {
      const found = (decision[c] ?? 0) > 0;
      return { confidence: found ? probability : 1 - probability, right: found === (target[c] ?? 0) > 0 };
    });
  });
}

/** Right and wrong decisions: what was wanted against what the model decided. */
export function countsOf(wanted: readonly number[], got: readonly number[]): Counts {
  const count = (target: number, decision: number) =>
    wanted.filter((value, i) => Number(value > 0) === target && Number((got[i] ?? 0) > 0) === decision)
      .length;
  const [tp, fp, fn] = [count(1, 1), count(0, 1), count(1, 0)];
  return { tp, fp, fn, support: tp + fn };
}

/** Right and wrong decisions about each class. */
export function countsByClass({ vocab, targs, decoded }: Findings): Counts[] {
  return vocab.map((_, c) => {
    const about = (rows: typeof targs) =>
      isFlat(rows) ? rows.map((label) => Number(label === c)) : rows.map((labels) => labels[c] ?? 0);
    return countsOf(about(targs), about(decoded));
  });
}
