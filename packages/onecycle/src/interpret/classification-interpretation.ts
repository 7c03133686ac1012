import type { Tensor } from '@onecycle/torch';
import { checkOptions, is, kindOf } from '../base/index.js';
import { DataLoader } from '../data/index.js';
import { type Figure, type FigureOptions, figureOptions, Table } from '../display/index.js';
import { checkIsLearner, confusionMatrix } from '../training/index.js';
import { classificationReport } from './classification-report.js';
import { type Confusion, mostConfused, mostConfusedLabels } from './confusion.js';
import { countsByClass, countsOf, decisionsOf } from './decisions.js';
import {
  type Findings,
  findingsOf,
  type Interpretable,
  type InterpretationOptions,
  isFlat,
} from './findings.js';
import { type LabelIssue, type LabelQuality, labelIssues } from './label-issues.js';
import { type ConfusionMatrixOptions, plotConfusion, plotLabelCounts } from './plot-confusion.js';
import { reliabilityDiagram } from './plot-reliability.js';
import {
  expectedCalibrationError,
  type ReliabilityBin,
  reliabilityBins,
  type SureFrom,
  sureFrom,
  wilson,
} from './reliability.js';
import { type PlotTopLossesOptions, plotTopLosses, type TopLossesOptions, topLosses } from './top-losses.js';

/** Options of {@link ClassificationInterpretation.plotReliability}. */
export interface ReliabilityOptions extends FigureOptions {
  /** Bins of equal width. Default 15. */
  bins?: number;
}

/** Options of {@link ClassificationInterpretation.classScores}. */
export interface ClassScoresOptions {
  /** How certain it is that the intervals hold the true value. Default 0.95. */
  level?: number;
}

/**
 * What a classifier gets right and wrong: the confusion matrix, the pairs that it confuses most, the items that it is
 * most wrong about. For one label an item, or several (then each label is a yes or no of its own). fastai:
 * `ClassificationInterpretation`.
 *
 * ```ts
 * const interp = await ClassificationInterpretation.fromLearner(learn);
 * await interp.plotConfusionMatrix({ figsize: [12, 12] }).save('confusion.png');
 * interp.mostConfused({ minVal: 5 });   // [['Birman', 'Ragdoll', 7], …]
 * ```
 */
export class ClassificationInterpretation {
  readonly vocab: readonly string[];
  readonly losses: readonly number[];

  constructor(private readonly findings: Findings) {
    if (!Array.isArray(findings?.losses))
      throw new TypeError(
        `ClassificationInterpretation takes findings, not ${kindOf(findings)}: make one with await ClassificationInterpretation.fromLearner(learn)`,
      );
    this.vocab = findings.vocab;
    this.losses = findings.losses;
  }

  /**
   * Predicts the validation data (or others) and keeps predictions, decisions and losses.
   *
   * @throws if the data have no vocabulary or no labels.
   */
  static async fromLearner<B extends readonly Tensor[]>(
    learn: Interpretable<B>,
    options: InterpretationOptions<B> = {},
  ): Promise<ClassificationInterpretation> {
    checkIsLearner('fromLearner', learn);
    checkOptions<InterpretationOptions<B>>(
      options,
      { dsIdx: true, dl: is.orNull(is.instance('a data loader', DataLoader)), act: is.orNull(is.func) },
      'ClassificationInterpretation.fromLearner',
    );
    return new ClassificationInterpretation(await findingsOf(learn, options));
  }

  /** Rows are the actual classes, columns the predicted ones, in the vocabulary's order. One label an item only. */
  confusionMatrix(): number[][] {
    const { targs, decoded } = this.findings;
    if (!isFlat(targs) || !isFlat(decoded)) {
      throw new Error(
        'several labels an item have no confusion matrix: see mostConfused() and classificationReport()',
      );
    }
    return confusionMatrix(
      targs,
      decoded,
      this.vocab.map((_, i) => i),
    );
  }

  /**
   * The confusion matrix as a figure, in which what is right (the diagonal, blue) and what is confused (orange) have
   * scales of their own. With several labels an item: what was found, missed and wrongly found of each label.
   */
  plotConfusionMatrix(options: ConfusionMatrixOptions = {}): Figure {
    if (isFlat(this.findings.targs)) return plotConfusion(this.confusionMatrix(), this.vocab, options);
    return plotLabelCounts(countsByClass(this.findings), this.vocab, options);
  }

  /**
   * The pairs of classes that are confused at least `minVal` times (default 1; 0 gives all, the diagonal included), most
   * often first. With several labels an item, a label that was missed stands as `['cat', 'not cat', n]`, one wrongly
   * found as `['not cat', 'cat', n]`.
   */
  mostConfused(options: { minVal?: number } = {}): Confusion[] {
    checkOptions(options, { minVal: is.number() }, 'mostConfused');
    const { minVal = 1 } = options;
    if (isFlat(this.findings.targs)) return mostConfused(this.confusionMatrix(), this.vocab, minVal);
    return mostConfusedLabels(countsByClass(this.findings), this.vocab, minVal);
  }

  /** The `k` largest losses (default: all) and the items they belong to; equal losses in the order of `torch.topk`. */
  topLosses(k = this.losses.length, options: TopLossesOptions = {}): { losses: number[]; indices: number[] } {
    return topLosses(this.findings, k, options);
  }

  /**
   * The pictures of the largest (or smallest) losses with prediction, actual class, loss and probability of the
   * prediction; a table where the items are no pictures.
   */
  async plotTopLosses(k = 9, options: PlotTopLossesOptions = {}): Promise<Figure | Table> {
    return plotTopLosses(this.findings, k, options);
  }

  /**
   * Decisions by their confidence, in `bins` (default 15) of equal width: honest probabilities have as large a share of right
   * decisions as their confidence says. With several labels an item every label is a decision of its own.
   */
  reliability(options: { bins?: number } = {}): ReliabilityBin[] {
    checkOptions(options, { bins: is.count(1) }, 'reliability');
    return reliabilityBins(decisionsOf(this.findings), options.bins ?? 15);
  }

  /**
   * How far confidence is from the share of right decisions, on average: the expected calibration error, from 0 to 1.
   * `learn.calibrate()` makes it smaller. Source: Naeini et al. 2015, Guo et al. 2017.
   */
  calibrationError(options: { bins?: number } = {}): number {
    checkOptions(options, { bins: is.count(1) }, 'calibrationError');
    return expectedCalibrationError(reliabilityBins(decisionsOf(this.findings), options.bins ?? 15));
  }

  /** The reliability diagram: {@link reliability} as bars, below or above the diagonal of honest probabilities. */
  plotReliability(options: ReliabilityOptions = {}): Figure {
    checkOptions(options, { ...figureOptions, bins: is.count(1) }, 'plotReliability');
    const { bins = 15, ...figure } = options;
    return reliabilityDiagram(reliabilityBins(decisionsOf(this.findings), bins), figure);
  }

  /**
   * The lowest confidence from which on the share `precision` of the decisions is right: what is less certain is better
   * answered by "not sure". Undefined where no confidence is enough. Mind the interval: on few items a threshold is a guess.
   */
  sureFrom(precision: number): SureFrom | undefined {
    return sureFrom(decisionsOf(this.findings), precision);
  }

  /**
   * Labels that are probably wrong, by confident learning: all items, those with the worst labels first; `isIssue` says of which it is
   * probable. Items are counted as {@link topLosses} counts them. One label an item only; make this interpretation of data that the
   * model has not been trained on (`crossValidate`), for it believes what it has learned.
   */
  labelIssues(options: { by?: LabelQuality } = {}): (LabelIssue & { item: number })[] {
    checkOptions(options, { by: is.oneOf('selfConfidence', 'normalizedMargin') }, 'labelIssues');
    const { by = 'selfConfidence' } = options;
    const { targs, preds, items } = this.findings;
    if (!isFlat(targs)) throw new Error('labelIssues is for one label an item, and these have several');
    return labelIssues(preds, targs, by).map((issue) => ({ ...issue, item: items[issue.row] ?? issue.row }));
  }

  /** Precision and recall of every class with their intervals (Wilson's), which are wide where there are few items. */
  classScores(options: ClassScoresOptions = {}): Table {
    checkOptions(options, { level: true }, 'classScores');
    const { level = 0.95 } = options;
    const columns = ['precision', 'from', 'to', 'recall', 'from ', 'to ', 'support'];
    const rows = countsByClass(this.findings).map(({ tp, fp, fn, support }, i) => [
      this.vocab[i],
      tp / (tp + fp),
      ...wilson(tp, tp + fp, level),
      tp / (tp + fn),
      ...wilson(tp, tp + fn, level),
      support,
    ]);
    const digits = Object.fromEntries(columns.slice(0, -1).map((name) => [name, 2]));
    return new Table(['', ...columns], rows, { columnDigits: digits });
  }

  /** scikit-learn's classification report: precision, recall, F1 and items of every class, and their averages. */
  classificationReport(): Table {
    const { targs, decoded } = this.findings;
    if (isFlat(targs) || isFlat(decoded))
      return classificationReport(this.vocab, countsByClass(this.findings), undefined);
    const samples = targs.map((wanted, row) => countsOf(wanted, decoded[row] ?? []));
    return classificationReport(this.vocab, countsByClass(this.findings), samples);
  }
}
