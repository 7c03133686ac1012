import { checkOptions, is } from '../base/index.js';
import { type Figure, type FigureOptions, figureOptions, heatmap } from '../display/index.js';
import type { Counts } from '../training/index.js';
import { normalised } from './confusion.js';

/** Options of `ClassificationInterpretation.plotConfusionMatrix`. */
export interface ConfusionMatrixOptions extends FigureOptions {
  /** Parts of the actual class's items instead of counts. Default false. */
  normalize?: boolean;
  /** Decimals of the parts. Default 2. */
  normDec?: number;
}

/** A confusion matrix whose diagonal, what is right, has a scale of its own; the options are checked here. */
export function plotConfusion(
  matrix: readonly (readonly number[])[],
  vocab: readonly string[],
  options: ConfusionMatrixOptions,
): Figure {
  const { normalize, digits, side, figure } = settings(vocab, options);
  return heatmap(normalize ? normalised(matrix) : matrix, vocab, vocab, {
    title: normalize ? 'Normalized confusion matrix' : 'Confusion matrix',
    x: 'Predicted',
    y: 'Actual',
    figsize: [side, side],
    ...figure,
    digits,
    diagonal: true,
  });
}

/** What was found, missed and wrongly found of each label, in place of a confusion matrix. */
export function plotLabelCounts(
  counts: readonly Counts[],
  vocab: readonly string[],
  options: ConfusionMatrixOptions,
): Figure {
  const { normalize, digits, side, figure } = settings(vocab, options);
  const rows = counts.map(({ tp, fn, fp }) => [tp, fn, fp]);
  return heatmap(normalize ? normalised(rows) : rows, vocab, ['found', 'missed', 'wrongly found'], {
    title: 'Labels',
    y: 'Label',
    figsize: [5, side],
    ...figure,
    digits,
  });
}

function settings(vocab: readonly string[], options: ConfusionMatrixOptions) {
  checkOptions(
    options,
    { ...figureOptions, normalize: is.flag, normDec: is.count(0) },
    'plotConfusionMatrix',
  );
  const { normalize = false, normDec = 2, ...figure } = options;
  const side = Math.max(5, Math.min(16, 2.6 + 0.26 * vocab.length));
  return { normalize, digits: normalize ? normDec : 0, side, figure };
}
