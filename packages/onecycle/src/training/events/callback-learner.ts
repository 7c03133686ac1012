import type { nn, Tensor } from '@onecycle/torch';
import { wrongKind } from '../../base/index.js';
import type { DataLoaders, Path } from '../../data/index.js';
import type { LossFunc } from '../losses/index.js';
import type { Metric } from '../metrics/index.js';
import type { LearningRate, Optimizer } from '../optimizer/index.js';
import type { BatchState, FitState, Value } from '../state/index.js';
import type { Strategy } from '../strategies/index.js';
import type { AnyCallback, CallbackClass, Callbacks } from './any-callback.js';
import type { GetPredsOptions, PredictItem, Prediction, Predictions, ValidateOptions } from './predicting.js';
import type { TrainingRecord } from './training-record.js';

/**
 * The learner as its callbacks see it: what they may read and change, and what they may ask it for in the middle of a
 * fit. `Learner` is one.
 *
 * @typeParam B the learner's batch, `[TensorImage, TensorCategory]` say; `x` and `y` have its types.
 */
export interface CallbackLearner<B extends readonly Tensor[] = Tensor[]> extends BatchState<B>, FitState<B> {
  readonly model: nn.Module<Tensor[]>;
  lossFunc: LossFunc;
  /** The optimizer; made at the first use. */
  readonly opt: Optimizer;
  readonly dls: DataLoaders<B>;
  /** How a batch runs. */
  strategy: Strategy;
  /** Learning rate of fits that name none. */
  lr: LearningRate;
  readonly metrics: readonly Metric[];
  /** Losses, metrics and learning rates of the last fit. */
  readonly recorder: TrainingRecord;
  /** Where files are written, and the folder of saved models in it. */
  readonly path: Path;
  readonly modelDir: string;

  /** All callbacks, in the order in which they were added. */
  readonly cbs: readonly AnyCallback[];
  /** The callback of a class, if there is one. */
  callback<C>(type: CallbackClass<C>): C | undefined;
  /** Runs `fn` with callbacks added. */
  addedCbs<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T>;
  /** Runs `fn` without some of the callbacks. */
  removedCbs<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T>;
  /** Does something asynchronous after the batch in hand and before the next: batch events cannot wait themselves. */
  afterThisBatch(task: () => Promise<void>): void;

  /** Loss and metrics on the validation set, or on other data. */
  validate(options?: ValidateOptions<B>): Promise<Value[]>;
  /** Predictions and targets of the validation set, or of other data. */
  getPreds<const O extends GetPredsOptions<B>>(options?: O): Promise<Predictions<O>>;
  /** The prediction for an item; of a list, one for each. */
  predict(items: readonly unknown[]): Promise<Prediction[]>;
  predict(item: PredictItem): Promise<Prediction>;
  /** Writes the model, and the optimizer unless `withOpt` is false. */
  save(name: Path | string, options?: { withOpt?: boolean }): Promise<Path>;
  /** Reads what `save` wrote. */
  load(name: Path | string, options?: { withOpt?: boolean; strict?: boolean }): Promise<unknown>;
  /** Writes everything that `loadLearner` needs. */
  export(file?: Path | string): Promise<Path>;
}

/** Throws a TypeError where a function is given no learner: what has data and a model is one. */
export function checkIsLearner(where: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'dls' in value && 'model' in value) return;
  throw wrongKind(where, 'a learner', value);
}
