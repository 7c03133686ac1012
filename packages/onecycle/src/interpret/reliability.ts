import { torch } from '@onecycle/torch';
import { checkCount, checkNumber, checkShare } from '../base/index.js';
import type { Decision } from './decisions.js';

/** Decisions of about the same confidence. */
export interface ReliabilityBin {
  /** Confidences above `from`, up to and including `to`. */
  from: number;
  to: number;
  count: number;
  /** The mean confidence; NaN where there is no decision. */
  confidence: number;
  /** The share of decisions that are right; NaN where there is none. */
  accuracy: number;
}

/** Decisions by their confidence in bins of equal width, which exclude their lower bound, as in Guo et al. 2017. */
export function reliabilityBins(decisions: readonly Decision[], bins: number): ReliabilityBin[] {
  checkCount('bins', bins, 1);
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { confidence, right } of decisions) {
    const bin = sums[Math.max(0, Math.ceil(confidence * bins) - 1)];
    if (!bin) continue; // no number
    bin.count += 1;
    bin.confidence += confidence;
    bin.right += Number(right);
  }
  return sums.map(({ count, confidence, right }, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    count,
    confidence: confidence / count,
    accuracy: right / count,
  }));
}

/** The mean distance of confidence and accuracy over the bins, weighted by their decisions. Source: Naeini et al. 2015. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins
    .filter(({ count }) => count > 0)
    .reduce((sum, bin) => sum + (bin.count / total) * Math.abs(bin.accuracy - bin.confidence), 0);
}

/** From where on a classifier may be believed. */
export interface SureFrom {
  /** Decisions of at least this confidence are taken, the others are "not sure". */
  threshold: number;
  /** The share of the decisions taken that are right. */
  precision: number;
  /** Where that share lies with 95 % certainty (Wilson's interval). */
  interval: [number, number];
  /** The share of all decisions that are taken. */
  coverage: number;
  /** How many are. */
  count: number;
}

/**
 * The lowest confidence from which on at least the share `precision` of the decisions is right, so that the most are taken;
 * undefined where even the most certain ones are wrong too often. Decisions of equal confidence are taken or left together.
 */
export function sureFrom(decisions: readonly Decision[], precision: number): SureFrom | undefined {
  checkShare('precision', precision);
  const ranked = decisions.toSorted((a, b) => b.confidence - a.confidence);
  let right = 0;
  let best: SureFrom | undefined;
  for (const [i, decision] of ranked.entries()) {
    right += Number(decision.right);
    const count = i + 1;
    if (ranked[count]?.confidence === decision.confidence || right < precision * count) continue;
    best = {
      threshold: decision.confidence,
      precision: right / count,
      interval: wilson(right, count),
      coverage: count / ranked.length,
      count,
    };
  }
  return best;
}

/**
 * Wilson's score interval of a share that was seen `hits` times of `total`: where it lies with the certainty `level`. All
 * from 0 to 1 where nothing was seen. Source: Wilson 1927.
 */
export function wilson(hits: number, total: number, level = 0.95): [low: number, high: number] {
  checkNumber('level', level, { above: 0, most: 0.999999 });
  if (total === 0) return [0, 1];
  // The normal distribution's quantile at (1 + level) / 2.
  const z = torch.scope(
    () => Math.SQRT2 * Number(torch.tensor([level], { dtype: 'float64' }).erfinv().item()),
  );
  const share = hits / total;
  const spread = z ** 2 / total;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (z / (1 + spread)) * Math.sqrt((share * (1 - share)) / total + spread / (4 * total));
  // At the ends the sums are 0 and 1, but for the last digit.
  return [hits === 0 ? 0 : centre - half, hits === total ? 1 : centre + half];
}
