import type { Tensor } from '@onecycle/torch';
import { checkChoice, checkNumber, checkOptions, is, shown } from '../../base/index.js';
import { AccumMetric, type AccumOptions, rows, values } from './accum-metric.js';
import type { MetricValue } from './metric.js';
import * as ranking from './ranking.js';
import * as scores from './scores.js';

/** The axis of the classes; default -1. */
interface ClassOptions {
  axis?: number;
}

const overClasses = (
  name: string,
  score: (targets: number[], preds: number[]) => MetricValue,
  options: ClassScoreOptions,
) => {
  checkScore(options, ['binary', 'micro', 'macro', 'weighted', null]);
  const { axis = -1 } = options;
  if (!Number.isInteger(axis)) throw new RangeError(`axis is a whole number, and not ${shown(axis)}`);
  return new AccumMetric(name, (preds, targets) => score(values(targets), values(preds)), { argmax: axis });
};

type ClassScoreOptions = ClassOptions & scores.ScoreOptions;

const scoreNames = { average: true, posLabel: is.number(), labels: is.numbers } as const;
const classNames = { axis: is.whole, ...scoreNames } as const;
const labelNames = { thresh: is.number(), sigmoid: is.flag, ...scoreNames } as const;

/** Throws where scores of classes cannot be averaged so. */
function checkScore({ average }: scores.ScoreOptions, averages: readonly unknown[]): void {
  if (average !== undefined) checkChoice('average', average, averages);
}

/** How many of the items that are predicted as a class belong to it. */
export const precision = (options: ClassScoreOptions = {}) => {
  checkOptions<ClassScoreOptions>(options, classNames, 'precision');
  return overClasses(
    'precision_score',
    (y, x) => scores.classScore(scores.precisionOf, y, x, options),
    options,
  );
};

/** How many of the items of a class are found. */
export const recall = (options: ClassScoreOptions = {}) => {
  checkOptions<ClassScoreOptions>(options, classNames, 'recall');
  return overClasses('recall_score', (y, x) => scores.classScore(scores.recallOf, y, x, options), options);
};

/** The harmonic mean of precision and recall. */
export const f1Score = (options: ClassScoreOptions = {}) => {
  checkOptions<ClassScoreOptions>(options, classNames, 'f1Score');
  return overClasses('f1_score', (y, x) => scores.classScore(scores.fBetaOf(1), y, x, options), options);
};

/** The harmonic mean of precision and recall in which recall counts `beta` times as much. */
export const fBeta = (given: ClassScoreOptions & { beta: number }) => {
  checkOptions<ClassScoreOptions & { beta: number }>(
    given,
    { beta: is.number({ above: 0 }), ...classNames },
    'fBeta',
  );
  checkNumber('beta', given?.beta, { above: 0 });
  const { beta, ...options } = given;
  return overClasses(
    'fbeta_score',
    (y, x) => scores.classScore(scores.fBetaOf(beta), y, x, options),
    options,
  );
};

/** Intersection over union of predicted and actual items of a class. */
export const jaccard = (options: ClassScoreOptions = {}) => {
  checkOptions<ClassScoreOptions>(options, classNames, 'jaccard');
  return overClasses('jaccard_score', (y, x) => scores.classScore(scores.jaccardOf, y, x, options), options);
};

/** The share of wrong predictions. */
export const hammingLoss = (options: ClassOptions = {}) => {
  checkOptions<ClassOptions>(options, { axis: is.whole }, 'hammingLoss');
  return overClasses('hamming_loss', scores.hammingLossOf, options);
};

/** The mean recall over the classes that occur; `adjusted` makes chance 0 and perfection 1. */
export const balancedAccuracy = (options: ClassOptions & { adjusted?: boolean } = {}) => {
  checkOptions<ClassOptions & { adjusted?: boolean }>(
    options,
    { axis: is.whole, adjusted: is.flag },
    'balancedAccuracy',
  );
  const { adjusted = false } = options;
  return overClasses('balanced_accuracy_score', (y, x) => scores.balancedAccuracyOf(y, x, adjusted), options);
};

interface KappaOptions extends ClassOptions {
  /** Default null: all classes are equally far from each other. */
  weights?: 'linear' | 'quadratic' | null;
  /** The classes that count; default: those among targets or predictions. */
  labels?: readonly number[];
}

/** Agreement beyond chance; `weights` make far classes count more. */
export const cohenKappa = (options: KappaOptions = {}) => {
  checkOptions<KappaOptions>(options, { axis: is.whole, weights: true, labels: is.numbers }, 'cohenKappa');
  const { weights = null, labels } = options;
  checkChoice('weights', weights, ['linear', 'quadratic', null]);
  return overClasses('cohen_kappa_score', (y, x) => scores.cohenKappaOf(y, x, weights, labels), options);
};

/** The correlation of targets and predictions, from -1 to 1. */
export const matthewsCorrCoef = (options: ClassOptions = {}) => {
  checkOptions<ClassOptions>(options, { axis: is.whole }, 'matthewsCorrCoef');
  return overClasses('matthews_corrcoef', scores.matthewsOf, options);
};

/** Mean squared difference of 0 or 1 targets and the decided class. */
export const brierScore = (options: ClassOptions & { posLabel?: number } = {}) => {
  checkOptions<ClassOptions & { posLabel?: number }>(
    options,
    { axis: is.whole, posLabel: is.number() },
    'brierScore',
  );
  const { posLabel = 1 } = options;
  const positive = (targets: readonly number[]) => targets.map((target) => Number(target === posLabel));
  return overClasses('brier_score_loss', (y, x) => brier(positive(y), x), options);
};

const brier = (targets: readonly number[], preds: readonly number[]): number =>
  preds.reduce((total, pred, i) => total + (pred - (targets[i] ?? 0)) ** 2, 0) / preds.length;

const ranked = (name: string, score: ranking.RankingScore, posLabel: number) =>
  new AccumMetric(
    name,
    (preds, targets) =>
      score(
        values(targets).map((target) => target === posLabel),
        values(preds),
      ),
    { activation: 'binarySoftmax' },
  );

/** Of the area under a ROC curve. */
interface AreaOptions {
  /** Only the curve up to this share of false positives, scaled so that chance is 0.5. Default null: all of it. */
  maxFpr?: number | null;
}

const areaUpTo =
  ({ maxFpr }: AreaOptions): ranking.RankingScore =>
  (positive, scored) =>
    ranking.rocAucOf(positive, scored, maxFpr);

/** The area under the ROC curve for two classes, by the probability of the second one; NaN where only one occurs. */
export const rocAucBinary = (options: AreaOptions = {}) => {
  checkOptions<AreaOptions>(options, { maxFpr: is.orNull(is.number({ above: 0, most: 1 })) }, 'rocAucBinary');
  return ranked('roc_auc_score', areaUpTo(options), 1);
};

/** Average precision for two classes, by the probability of the last one; 0 without items of `posLabel`. */
export const apScoreBinary = (options: { posLabel?: number } = {}) => {
  checkOptions<{ posLabel?: number }>(options, { posLabel: is.number() }, 'apScoreBinary');
  return ranked('average_precision_score', ranking.averagePrecisionOf, options.posLabel ?? 1);
};

interface MulticlassAreaOptions {
  /** Whether classes count alike (default 'macro') or by their items. */
  average?: 'macro' | 'weighted';
  /** Each class against the rest (default 'ovr'), or pair by pair. */
  multiClass?: 'ovr' | 'ovo';
}

/** The area under the ROC curve for several classes: each against the rest ('ovr'), or pair by pair ('ovo'). */
export const rocAuc = (options: MulticlassAreaOptions = {}) => {
  checkOptions<MulticlassAreaOptions>(options, { average: true, multiClass: true }, 'rocAuc');
  const { average = 'macro', multiClass = 'ovr' } = options;
  checkChoice('average', average, ['macro', 'weighted']);
  checkChoice('multiClass', multiClass, ['ovr', 'ovo']);
  return new AccumMetric(
    'roc_auc_score',
    (preds, targets) => ranking.multiclassRocAucOf(values(targets), rows(preds), average, multiClass),
    { activation: 'softmax', flatten: false },
  );
};

/** Labels count as predicted where the sigmoid (unless `sigmoid: false`) is at least `thresh` (default 0.5). */
interface LabelOptions {
  thresh?: number;
  sigmoid?: boolean;
}
type LabelScoreOptions = LabelOptions & scores.ScoreOptions;

const overLabels = (
  name: string,
  score: (targets: number[][], preds: number[][]) => MetricValue,
  options: LabelScoreOptions,
) => {
  checkScore(options, ['binary', 'micro', 'macro', 'weighted', 'samples', null]);
  const { thresh = 0.5, sigmoid = true } = options;
  return new AccumMetric(name, (preds, targets) => score(rows(targets), rows(preds)), {
    ...labelActivation(sigmoid),
    thresh,
    flatten: false,
  });
};

function labelActivation(sigmoid: boolean): AccumOptions {
  return sigmoid ? { activation: 'sigmoid' } : {};
}

/** `precision` for several labels per item; average 'macro' by default. */
export const precisionMulti = (options: LabelScoreOptions = {}) => {
  checkOptions<LabelScoreOptions>(options, labelNames, 'precisionMulti');
  return overLabels(
    'precision_score',
    (y, x) => scores.labelScore(scores.precisionOf, y, x, options),
    options,
  );
};

/** `recall` for several labels per item; average 'macro' by default. */
export const recallMulti = (options: LabelScoreOptions = {}) => {
  checkOptions<LabelScoreOptions>(options, labelNames, 'recallMulti');
  return overLabels('recall_score', (y, x) => scores.labelScore(scores.recallOf, y, x, options), options);
};

/** `f1Score` for several labels per item; average 'macro' by default. */
export const f1ScoreMulti = (options: LabelScoreOptions = {}) => {
  checkOptions<LabelScoreOptions>(options, labelNames, 'f1ScoreMulti');
  return overLabels('f1_score', (y, x) => scores.labelScore(scores.fBetaOf(1), y, x, options), options);
};

/** `fBeta` for several labels per item; average 'macro' by default. */
export const fBetaMulti = (given: LabelScoreOptions & { beta: number }) => {
  checkOptions<LabelScoreOptions & { beta: number }>(
    given,
    { beta: is.number({ above: 0 }), ...labelNames },
    'fBetaMulti',
  );
  checkNumber('beta', given?.beta, { above: 0 });
  const { beta, ...options } = given;
  return overLabels('fbeta_score', (y, x) => scores.labelScore(scores.fBetaOf(beta), y, x, options), options);
};

/** `jaccard` for several labels per item; average 'macro' by default. */
export const jaccardMulti = (options: LabelScoreOptions = {}) => {
  checkOptions<LabelScoreOptions>(options, labelNames, 'jaccardMulti');
  return overLabels('jaccard_score', (y, x) => scores.labelScore(scores.jaccardOf, y, x, options), options);
};

/** The share of labels decided wrongly. */
export const hammingLossMulti = (options: LabelOptions = {}) => {
  checkOptions<LabelOptions>(options, { thresh: is.number(), sigmoid: is.flag }, 'hammingLossMulti');
  return overLabels('hamming_loss', (y, x) => scores.hammingLossOf(y.flat(), x.flat()), options);
};

/** Matthews' correlation over all labels of all items. */
export const matthewsCorrCoefMulti = (options: LabelOptions = {}) => {
  checkOptions<LabelOptions>(options, { thresh: is.number(), sigmoid: is.flag }, 'matthewsCorrCoefMulti');
  return overLabels('matthews_corrcoef', (y, x) => scores.matthewsOf(y.flat(), x.flat()), options);
};

/** Mean squared difference of targets and decided labels. */
export const brierScoreMulti = (options: LabelOptions = {}) => {
  checkOptions<LabelOptions>(options, { thresh: is.number(), sigmoid: is.flag }, 'brierScoreMulti');
  return overLabels('brier_score_loss', (y, x) => brier(y.flat(), x.flat()), options);
};

const rankedLabels = (
  name: string,
  score: ranking.RankingScore,
  { sigmoid = true, average = 'macro' }: RankingOptions,
) =>
  new AccumMetric(
    name,
    (preds, targets) => ranking.rankedLabels(score, rows(targets), rows(preds), average),
    {
      ...labelActivation(sigmoid),
      flatten: false,
    },
  );

interface RankingOptions {
  /** Whether outputs go through a sigmoid first. Default true. */
  sigmoid?: boolean;
  /** Default 'macro'. */
  average?: ranking.RankingAverage;
}

/** The area under the ROC curve of every label; NaN where a label always or never holds. */
export const rocAucMulti = (options: RankingOptions & AreaOptions = {}) => {
  checkOptions<RankingOptions & AreaOptions>(
    options,
    {
      sigmoid: is.flag,
      average: is.oneOf('micro', 'macro', 'weighted', 'samples', null),
      maxFpr: is.orNull(is.number({ above: 0, most: 1 })),
    },
    'rocAucMulti',
  );
  return rankedLabels('roc_auc_score', areaUpTo(options), options);
};

/** Average precision of every label; 0 for one that never holds. */
export const apScoreMulti = (options: RankingOptions = {}) => {
  checkOptions<RankingOptions>(
    options,
    { sigmoid: is.flag, average: is.oneOf('micro', 'macro', 'weighted', 'samples', null) },
    'apScoreMulti',
  );
  return rankedLabels('average_precision_score', ranking.averagePrecisionOf, options);
};

const overValues = (name: string, score: (targets: number[], preds: number[]) => number) =>
  new AccumMetric(name, (preds, targets) => score(values(targets), values(preds)));
const overTensors = (name: string, score: (preds: Tensor, targets: Tensor) => Tensor) =>
  new AccumMetric(name, (preds, targets) => Number(score(preds, targets).item()));

/** The root of the mean squared error; its column is called `_rmse`, as in fastai. */
export const rmse = () => overTensors('_rmse', (x, y) => x.sub(y).square().mean().sqrt());

/** The root mean square percentage error of the exponentials; its column is called `_exp_rmspe`, as in fastai. */
export const expRmspe = () =>
  overTensors('_exp_rmspe', (x, y) => y.exp().sub(x.exp()).div(y.exp()).square().mean().sqrt());

/** The coefficient of determination: 1 is perfect, 0 as good as the mean of the targets, NaN for a single item. */
export const r2Score = () =>
  overValues('r2_score', (y, x) => (y.length < 2 ? Number.NaN : ranking.explainedOf(y, x, false)));

/** The explained share of the variance, which forgives a constant offset. */
export const explainedVariance = () =>
  overValues('explained_variance_score', (y, x) => ranking.explainedOf(y, x, true));

/** Pearson's correlation of targets and predictions. */
export const pearsonCorrCoef = () => overValues('pearsonr', ranking.pearsonOf);

/** Spearman's rank correlation of targets and predictions. */
export const spearmanCorrCoef = () => overValues('spearmanr', ranking.spearmanOf);
