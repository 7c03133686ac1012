import type { ClassificationInterpretation } from 'onecycle';
import type { ReliabilityPoint, RunReport } from '../protocol/index.js';

/** So sure shall be what is said without "not sure". */
const PRECISION = 0.99;
const BINS = 10;

/** What is worth knowing of a classifier, by its validation pictures: before and after its probabilities were calibrated. */
export function reportOf(
  before: ClassificationInterpretation,
  after: ClassificationInterpretation | null,
  temperature: number | null,
): Omit<RunReport, 'test'> {
  const now = after ?? before;
  const matrix = now.confusionMatrix();
  const items = now.losses.length;
  const right = matrix.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  const sure = now.sureFrom(PRECISION);
  return {
    errorRate: items > 0 ? 1 - right / items : 0,
    accuracy: items > 0 ? right / items : 0,
    items,
    calibrationError: before.calibrationError({ bins: BINS }),
    calibrated:
      after && temperature !== null
        ? { temperature, calibrationError: after.calibrationError({ bins: BINS }) }
        : null,
    reliability: now.reliability({ bins: BINS }).map(pointOf),
    reliabilityBefore: before.reliability({ bins: BINS }).map(pointOf),
    sureFrom: sure ? { precision: PRECISION, threshold: sure.threshold, share: sure.coverage } : null,
    classes: now.classScores().rows.map(([name, ...scores]) => {
      const [precision, precisionFrom, precisionTo, recall, recallFrom, recallTo, support] =
        scores.map(Number);
      return {
        name: String(name),
        support: support ?? 0,
        precision: finite(precision),
        precisionFrom: finite(precisionFrom) ?? 0,
        precisionTo: finite(precisionTo) ?? 1,
        recall: finite(recall),
        recallFrom: finite(recallFrom) ?? 0,
        recallTo: finite(recallTo) ?? 1,
      };
    }),
    mostConfused: now.mostConfused().map(([actual, predicted, count]) => ({ actual, predicted, count })),
  };
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

const pointOf = (bin: ReturnType<ClassificationInterpretation['reliability']>[number]): ReliabilityPoint => ({
  from: bin.from,
  to: bin.to,
  count: bin.count,
  confidence: finite(bin.confidence),
  accuracy: finite(bin.accuracy),
});
