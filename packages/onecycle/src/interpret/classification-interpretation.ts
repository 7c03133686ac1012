import { type Tensor, torch } from '@onecycle/torch';
import {
  checkChoice,
  checkCount,
  checkNumber,
  checkOptions,
  extent,
  kindOf,
  withoutUndefined,
} from '../base/index.js';
import {
  type Figure,
  type FigureOptions,
  heatmap,
  type OverlayOptions,
  overlayOptions,
  type Picture,
  pictureGrid,
  Table,
  toFixedEven,
  verdictColor,
} from '../display/index.js';
import { type Counts, confusionMatrix } from '../training/index.js';
import { classificationReport } from './classification-report.js';
import { type Confusion, mostConfused, normalised } from './confusion.js';
import {
  countsOf,
  type Findings,
  findingsOf,
  type Interpretable,
  type InterpretationOptions,
  isFlat,
  numbersOf,
} from './findings.js';
import { type LabelIssue, type LabelQuality, labelIssues } from './label-issues.js';
import { reliabilityDiagram } from './plot-reliability.js';
import {
  type Decision,
  expectedCalibrationError,
  type ReliabilityBin,
  reliabilityBins,
  type SureFrom,
  sureFrom,
  wilson,
} from './reliability.js';

/** Options of {@link ClassificationInterpretation.plotConfusionMatrix}. */
export interface ConfusionMatrixOptions extends FigureOptions {
  /** Parts of the actual class's items instead of counts. Default false. */
  normalize?: boolean;
  /** Decimals of the parts. Default 2. */
  normDec?: number;
}

/** Options of {@link ClassificationInterpretation.topLosses}. */
export interface TopLossesOptions {
  /** The largest losses, or the smallest. Default true. */
  largest?: boolean;
}

/** Options of {@link ClassificationInterpretation.plotTopLosses}. */
export interface PlotTopLossesOptions extends TopLossesOptions, FigureOptions, OverlayOptions {
  /** Pictures per row; default: as square a grid as possible. */
  ncols?: number;
  /**
   * Whether each picture lies below a map of the places that spoke for the class that was predicted (`gradCam`), with the `alpha` and
   * the `colorMap` that are given beside it. Default false.
   */
  heatmap?: boolean;
}

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

const figureNames = { figsize: true, dpi: true, title: true } as const;

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
    if (typeof learn !== 'object' || learn === null || !('dls' in learn)) {
      const advice = Object(learn) instanceof Promise ? ': await it' : '';
      throw new TypeError(`fromLearner takes a learner, not ${kindOf(learn)}${advice}`);
    }
    checkOptions<InterpretationOptions<B>>(
      options,
      { dsIdx: true, dl: true, act: true },
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
    checkOptions(options, { ...figureNames, normalize: true, normDec: true }, 'plotConfusionMatrix');
    const { normalize = false, normDec = 2, ...figure } = options;
    checkCount('normDec', normDec, 0);
    const side = Math.max(5, Math.min(16, 2.6 + 0.26 * this.vocab.length));
    if (!isFlat(this.findings.targs)) {
      const counts = this.counts().map(({ tp, fn, fp }) => [tp, fn, fp]);
      const values = normalize ? normalised(counts) : counts;
      return heatmap(values, this.vocab, ['found', 'missed', 'wrongly found'], {
        title: 'Labels',
        y: 'Label',
        figsize: [5, side],
        ...figure,
        digits: normalize ? normDec : 0,
      });
    }
    const matrix = this.confusionMatrix();
    return heatmap(normalize ? normalised(matrix) : matrix, this.vocab, this.vocab, {
      title: normalize ? 'Normalized confusion matrix' : 'Confusion matrix',
      x: 'Predicted',
      y: 'Actual',
      figsize: [side, side],
      ...figure,
      digits: normalize ? normDec : 0,
      diagonal: true,
    });
  }

  /**
   * The pairs of classes that are confused at least `minVal` times (default 1; 0 gives all, the diagonal included), most
   * often first. With several labels an item, a label that was missed stands as `['cat', 'not cat', n]`, one wrongly
   * found as `['not cat', 'cat', n]`.
   */
  mostConfused(options: { minVal?: number } = {}): Confusion[] {
    checkOptions(options, { minVal: true }, 'mostConfused');
    const { minVal = 1 } = options;
    checkNumber('minVal', minVal);
    if (isFlat(this.findings.targs)) return mostConfused(this.confusionMatrix(), this.vocab, minVal);
    return this.counts()
      .flatMap(({ fp, fn }, i): Confusion[] => {
        const label = this.vocab[i] ?? '';
        return [
          [label, `not ${label}`, fn],
          [`not ${label}`, label, fp],
        ];
      })
      .filter(([, , count]) => count >= minVal)
      .sort((a, b) => b[2] - a[2]);
  }

  /** The `k` largest losses (default: all) and the items they belong to; equal losses in the order of `torch.topk`. */
  topLosses(k = this.losses.length, options: TopLossesOptions = {}): { losses: number[]; indices: number[] } {
    checkOptions(options, { largest: true }, 'topLosses');
    checkNumber('k', k);
    const { largest = true } = options;
    const rows = this.top(k, largest);
    return {
      losses: rows.map((row) => this.losses[row] ?? Number.NaN),
      indices: rows.map((row) => this.findings.items[row] ?? row),
    };
  }

  /**
   * The pictures of the largest (or smallest) losses with prediction, actual class, loss and probability of the
   * prediction; a table where the items are no pictures.
   */
  async plotTopLosses(k = 9, options: PlotTopLossesOptions = {}): Promise<Figure | Table> {
    const names = { ...figureNames, ...overlayOptions, largest: true, ncols: true, heatmap: true } as const;
    checkOptions(options, names, 'plotTopLosses');
    checkNumber('k', k);
    const { largest = true, heatmap: withMaps = false, alpha, colorMap, ...figure } = options;
    const rows = this.top(k, largest);
    const facts = rows.map((row) => this.fact(row));
    const indices = rows.map((row) => this.findings.items[row] ?? row);
    const pictures = await (withMaps
      ? this.picturesBelowMaps(rows, withoutUndefined({ alpha, colorMap }))
      : this.findings.pictures(indices));
    if (!pictures) {
      const columns = ['item', 'prediction', 'actual', 'loss', 'probability'];
      return new Table(
        columns,
        facts.map((fact, i) => [indices[i], fact.prediction, fact.actual, fact.loss, fact.probability]),
      );
    }
    return pictureGrid(
      pictures.map((picture, i) => ({ ...picture, ...titleOf(facts[i]) })),
      { title: 'Prediction / Actual / Loss / Probability', ...figure },
    );
  }

  /** Pictures of some rows, each below the map of what was predicted; undefined where the items are no pictures. */
  private async picturesBelowMaps(
    rows: readonly number[],
    options: OverlayOptions,
  ): Promise<Picture[] | undefined> {
    const { items, maps, decoded } = this.findings;
    if (!maps)
      throw new Error(
        'these findings have no model to ask where it looked: make them with fromLearner(learn)',
      );
    const indices = rows.map((row) => items[row] ?? row);
    const targets = rows.map((row) => (isFlat(decoded) ? decoded[row] : undefined));
    const found = await maps(indices, targets);
    if (found.some(({ picture }) => picture === undefined)) return undefined;
    return Promise.all(found.map((map) => map.over(options)));
  }

  /**
   * Decisions by their confidence, in `bins` (default 15) of equal width: honest probabilities have as large a share of right
   * decisions as their confidence says. With several labels an item every label is a decision of its own.
   */
  reliability(options: { bins?: number } = {}): ReliabilityBin[] {
    checkOptions(options, { bins: true }, 'reliability');
    return reliabilityBins(this.decisions(), options.bins ?? 15);
  }

  /**
   * How far confidence is from the share of right decisions, on average: the expected calibration error, from 0 to 1.
   * `learn.calibrate()` makes it smaller. Source: Naeini et al. 2015, Guo et al. 2017.
   */
  calibrationError(options: { bins?: number } = {}): number {
    checkOptions(options, { bins: true }, 'calibrationError');
    return expectedCalibrationError(reliabilityBins(this.decisions(), options.bins ?? 15));
  }

  /** The reliability diagram: {@link reliability} as bars, below or above the diagonal of honest probabilities. */
  plotReliability(options: ReliabilityOptions = {}): Figure {
    checkOptions(options, { ...figureNames, bins: true }, 'plotReliability');
    const { bins = 15, ...figure } = options;
    return reliabilityDiagram(reliabilityBins(this.decisions(), bins), figure);
  }

  /**
   * The lowest confidence from which on the share `precision` of the decisions is right: what is less certain is better
   * answered by "not sure". Undefined where no confidence is enough. Mind the interval: on few items a threshold is a guess.
   */
  sureFrom(precision: number): SureFrom | undefined {
    return sureFrom(this.decisions(), precision);
  }

  /**
   * Labels that are probably wrong, by confident learning: all items, those with the worst labels first; `isIssue` says of which it is
   * probable. Items are counted as {@link topLosses} counts them. One label an item only; make this interpretation of data that the
   * model has not been trained on (`crossValidate`), for it believes what it has learned.
   */
  labelIssues(options: { by?: LabelQuality } = {}): (LabelIssue & { item: number })[] {
    checkOptions(options, { by: true }, 'labelIssues');
    const { by = 'selfConfidence' } = options;
    checkChoice('by', by, ['selfConfidence', 'normalizedMargin']);
    const { targs, preds, items } = this.findings;
    if (!isFlat(targs)) throw new Error('labelIssues is for one label an item, and these have several');
    return labelIssues(preds, targs, by).map((issue) => ({ ...issue, item: items[issue.row] ?? issue.row }));
  }

  /** Precision and recall of every class with their intervals (Wilson's), which are wide where there are few items. */
  classScores(options: ClassScoresOptions = {}): Table {
    checkOptions(options, { level: true }, 'classScores');
    const { level = 0.95 } = options;
    const columns = ['precision', 'from', 'to', 'recall', 'from ', 'to ', 'support'];
    const rows = this.counts().map(({ tp, fp, fn, support }, i) => [
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
    if (isFlat(targs) || isFlat(decoded)) return classificationReport(this.vocab, this.counts(), undefined);
    const samples = targs.map((wanted, row) => countsOf(wanted, decoded[row] ?? []));
    return classificationReport(this.vocab, this.counts(), samples);
  }

  /** Every decision with its probability; of several labels an item each is one. */
  private decisions(): Decision[] {
    const { targs, decoded, preds } = this.findings;
    return this.losses.flatMap((_, row) => {
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

  /** Right and wrong decisions about each class. */
  private counts(): Counts[] {
    const { targs, decoded } = this.findings;
    return this.vocab.map((_, c) => {
      const about = (rows: typeof targs) =>
        isFlat(rows) ? rows.map((label) => Number(label === c)) : rows.map((labels) => labels[c] ?? 0);
      return countsOf(about(targs), about(decoded));
    });
  }

  /** Rows in the order of their losses; what is not a number counts as larger than any. */
  private top(k: number, largest: boolean): number[] {
    const count = Math.max(0, Math.min(k, this.losses.length));
    return torch.scope(() => {
      const losses = torch.tensor([...this.losses], { dtype: 'float32' });
      const [, rows] = losses.topk(count, { largest });
      return numbersOf(rows);
    });
  }

  private fact(row: number): Fact {
    const { targs, decoded, preds } = this.findings;
    const names = (labels: number | readonly number[] | undefined) =>
      typeof labels === 'number'
        ? (this.vocab[labels] ?? '')
        : this.vocab.filter((_, c) => (labels?.[c] ?? 0) > 0).join(';') || 'none';
    return {
      prediction: names(decoded[row]),
      actual: names(targs[row]),
      loss: this.losses[row] ?? Number.NaN,
      probability: extent(preds[row] ?? [])[1],
    };
  }
}

interface Fact {
  prediction: string;
  actual: string;
  loss: number;
  probability: number;
}

function titleOf(fact: Fact | undefined): Pick<Picture, 'title' | 'color'> {
  if (!fact) return {};
  const { prediction, actual, loss, probability } = fact;
  return {
    title: `${prediction} / ${actual}\n${toFixedEven(loss, 2)} / ${toFixedEven(probability, 2)}`,
    color: verdictColor(prediction === actual),
  };
}
