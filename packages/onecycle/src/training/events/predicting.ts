import type { Tensor } from '@onecycle/torch';
import type { Batches } from '../state/index.js';
import type { Callbacks } from './any-callback.js';

/** Options of `learn.validate`. */
export interface ValidateOptions<B extends readonly Tensor[]> {
  /** 0 for the training data, 1 (the default) for the validation data. */
  dsIdx?: number;
  /** Other data. */
  dl?: Batches<B>;
  /** Callbacks for this call only. */
  cbs?: Callbacks;
}

/** Options of `learn.getPreds`. */
export interface GetPredsOptions<B extends readonly Tensor[]> {
  /** 0 for the training data (in order, yet with its augmentation), 1 (the default) for the validation data. */
  dsIdx?: number;
  /** Other data: a loader, such as `dls.testDl(items)`, or a list of batches. */
  dl?: Batches<B>;
  /** Also the inputs (of several in a batch the first, as of several targets). */
  withInput?: boolean;
  /** Also one loss per item. */
  withLoss?: boolean;
  /** Also the decisions: the classes of the highest probability, say. */
  withDecoded?: boolean;
  /** What turns the model's output into predictions. Default: the loss's activation. */
  act?: (output: Tensor) => Tensor;
  /** Whether predictions stand in the order of the items, however the loader shuffles. Default true. */
  reorder?: boolean;
  /** The axis along which batches are put together. Default 0. */
  concatDim?: number;
  /** True in the middle of a fit: `beforeFit` and the like are not heard again. Default false. */
  inner?: boolean;
  /** Callbacks for this call only. */
  cbs?: Callbacks;
}

/** What `learn.getPreds` gives: predictions and targets, and what was asked for beside them. */
export type Predictions<O> = {
  preds: Tensor;
  /** Null where the data have no labels. */
  targs: O extends { dl: Batches<readonly [Tensor]> } ? Tensor | null : Tensor;
} & (O extends { withInput: true } ? { inputs: Tensor } : unknown) &
  (O extends { withLoss: true } ? { losses: Tensor } : unknown) &
  (O extends { withDecoded: true } ? { decoded: Tensor } : unknown);

/**
 * What a prediction is made for: a picture as a file, an address (`URL`; `file:`, `http:` or `https:`), bytes (`Buffer`,
 * `Uint8Array`, `ArrayBuffer`, `Blob`, `File`), a picture or tensor in memory, or an item as the data loaders have them,
 * such as a row of a table.
 */
export type PredictItem = string | object;

/** What a learner makes of one item. */
export interface Prediction {
  /** What people read: the class, of several classes all separated by ';', or the numbers of a regression. */
  label: string;
  /** The class with the highest probability. */
  index: number;
  /** The probability of each class (or whatever the loss's activation gives). */
  probs: number[];
  /** The place of the item in the list: with `onError: 'skip'` those that could not be read are left out. */
  item: number;
  /** The label as the data loaders decode it: a class of the vocabulary, a list of classes, a number. */
  decoded: unknown;
}
