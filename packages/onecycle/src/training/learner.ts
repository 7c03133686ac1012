import type { Tensor } from '@onecycle/torch';
import type { Path } from '../data/index.js';
import type { Figure, Table } from '../display/index.js';
import { callbackList } from './callback.js';
import { ChannelsLast } from './callbacks/index.js';
import { Checkpoint, fitWithCheckpoints } from './checkpoint/index.js';
import { exportLearner } from './export.js';
import { inferenceModel } from './inference.js';
import { interruptible } from './interruption.js';
import { LearnerBase } from './learner-base.js';
import {
  LRFinder,
  type LrFindOptions,
  lrFind,
  type SuggestedLrs,
  type SuggestFunction,
  type SuggestFunctions,
} from './lr-find/index.js';
import { MixedPrecision, type MixedPrecisionOptions } from './mixed-precision/index.js';
import { readModel, writeModel } from './model-file.js';
import { type Prediction, predictAll, predictOne } from './predict.js';
import { type GetPredsOptions, getPreds, type Predictions, type ValidateOptions } from './predictions.js';
import type { Value } from './recorder.js';
import { checkCount, checkRate } from './schedules/check.js';
import type {
  FineTuneOptions,
  FitOptions,
  FlatCosOptions,
  LearningRate,
  OneCycleOptions,
  SgdrOptions,
} from './schedules/index.js';
import * as schedules from './schedules/index.js';
import { slice } from './schedules/index.js';
import { type RateOr, withRate } from './schedules/rate-options.js';
import { type ShowResultsOptions, showResults } from './show-results.js';
import { summary, trainingLoopText } from './summary.js';
import type { StartAt } from './training-loop.js';
import { type TtaOptions, type TtaPredictions, tta } from './tta.js';

/**
 * Data, a model, a loss and metrics, and everything that is done with them: training by `fit`, `fitOneCycle`,
 * `fineTune` and others, predictions, saving and exporting. Callbacks hear of every step and may change it.
 *
 * ```ts
 * const learn = new Learner(dls, new Net(), { metrics: accuracy });
 * await learn.fitOneCycle(3, 3e-3);
 * ```
 *
 * Source: fastai's Learner.
 *
 * @typeParam B the batches of the data: `[TensorImage, TensorCategory]`
 */
export class Learner<B extends readonly Tensor[] = Tensor[]> extends LearnerBase<B> {
  /**
   * Trains for `epochs` epochs at the learning rates `lr` (default: the learner's), with a row of losses and metrics
   * per epoch.
   *
   * Ctrl-C ends the fit after the batch in hand and keeps everything; pressed twice it ends the process.
   *
   * @throws RangeError for a number of epochs that is not whole, or a negative rate
   * @throws TrainingError that names epoch and batch, if a batch, a callback or a metric fails or the loss is no
   *   number any more; the learner can be used again
   */
  async fit(
    epochs: number,
    lr?: RateOr<FitOptions & { lr?: LearningRate }>,
    more: FitOptions = {},
  ): Promise<void> {
    const options = withRate<FitOptions & { lr?: LearningRate }>('lr', lr, more);
    const { wd = this.wd, cbs = [], resetOpt = false, resume = false, startEpoch = 0 } = options;
    checkCount('epochs', epochs, 0);
    checkCount('startEpoch', startEpoch, 0);
    checkRate(options.lr ?? this.lr);
    const { train } = this.dls;
    if (train.length === 0) {
      throw new Error(
        `there is nothing to train on: ${train.n} items make no batch of ${train.bs}; make the data loaders with a smaller bs, or with dropLast: false`,
      );
    }
    const given = callbackList(cbs);
    const isKept = this.callback(Checkpoint) || given.some((cb) => cb instanceof Checkpoint);
    const own = resume && !isKept ? [...given, new Checkpoint()] : given;
    await this.turns.take(() =>
      this.addedCbs(own, async () => {
        const run = (start: StartAt) => {
          if (resetOpt) this.createOpt();
          this.opt.setHypers({ lr: options.lr ?? this.lr, ...(wd === undefined ? {} : { wd }) });
          return interruptible(this, () => this.runFit(this.dls.train, this.dls.loaders[1] ?? null, start));
        };
        const checkpoint = this.callback(Checkpoint);
        this.nEpoch = epochs;
        this.isFitting = !this.callback(LRFinder);
        try {
          if (checkpoint && this.isFitting)
            await fitWithCheckpoints(this, checkpoint, resume, startEpoch, run);
          else await run({ epoch: startEpoch, batch: 0, restore: () => {} });
        } finally {
          this.isFitting = false;
        }
      }),
    );
  }

  /** Trains with the 1cycle policy, at the highest rate of `lrMax` (default: the learner's `lr`). Smith 2018. */
  async fitOneCycle(
    epochs: number,
    lrMax?: RateOr<OneCycleOptions>,
    more: OneCycleOptions = {},
  ): Promise<void> {
    const options = withRate('lrMax', lrMax, more);
    await this.turns.take(() => schedules.fitOneCycle(this, epochs, options));
  }

  /** Trains at a flat rate that falls in a cosine at the end. Source: fastai's fit_flat_cos. */
  async fitFlatCos(epochs: number, lr?: RateOr<FlatCosOptions>, more: FlatCosOptions = {}): Promise<void> {
    const options = withRate('lr', lr, more);
    await this.turns.take(() => schedules.fitFlatCos(this, epochs, options));
  }

  /** Trains in `cycles` cosines with warm restarts, the first of `cycleLen` epochs. Loshchilov and Hutter 2017. */
  async fitSgdr(
    cycles: number,
    cycleLen: number,
    lrMax?: RateOr<SgdrOptions>,
    more: SgdrOptions = {},
  ): Promise<void> {
    const options = withRate('lrMax', lrMax, more);
    await this.turns.take(() => schedules.fitSgdr(this, cycles, cycleLen, options));
  }

  /**
   * Transfer learning in two 1cycle fits: the head alone for `freezeEpochs` (1) at `baseLr` (2e-3), then everything for
   * `epochs` at half of it, with rates up to `lrMult` (100) times smaller towards the first layers. `pctStart` (0.3)
   * and `div` (5) shape only the second fit, all other options both. Source: fastai's fine_tune.
   */
  async fineTune(epochs: number, options: FineTuneOptions = {}): Promise<void> {
    const { baseLr = 2e-3, freezeEpochs = 1, lrMult = 100, pctStart = 0.3, div = 5, ...both } = options;
    checkCount('epochs', epochs, 0);
    checkCount('freezeEpochs', freezeEpochs, 0);
    this.freeze();
    await this.fitOneCycle(freezeEpochs, slice(baseLr), { ...both, pctStart: 0.99 });
    if (this.stopRequested) return;
    this.unfreeze();
    await this.fitOneCycle(epochs, slice(baseLr / 2 / lrMult, baseLr / 2), { ...both, pctStart, div });
  }

  /** Lets only the parameter groups from `n` on train (−1: the last one), and forgets the optimizer's averages. */
  freezeTo(n: number): void {
    this.opt.freezeTo(n);
    this.opt.clearState();
  }

  /**
   * Lets only the last parameter group train, and batch norms everywhere unless `trainBn` is false. A model of one
   * group trains whole, as in fastai.
   */
  freeze(): void {
    this.freezeTo(-1);
  }

  /** Lets everything train. */
  unfreeze(): void {
    this.freezeTo(0);
  }

  /**
   * A mock training with a growing learning rate, after which the learner is as before; what callbacks of your own keep
   * (those that are not `onlyFits`) is left to them.
   * @returns the rates that the `suggest` functions propose, by their names: `{ valley: 1e-3 }`
   */
  async lrFind<S extends SuggestFunctions = { valley: SuggestFunction }>(
    options: LrFindOptions<S> = {},
  ): Promise<SuggestedLrs<S>> {
    return this.turns.take(() => lrFind(this, options));
  }

  /** Trains and predicts in mixed precision: fp16 with loss scaling on a GPU, bf16 on CPUs that have it. */
  toFp16(options: MixedPrecisionOptions = {}): this {
    return this.toFp32().addCb(new MixedPrecision(options));
  }

  /** Trains and predicts in bf16 where 16 bits do. */
  toBf16(): this {
    return this.toFp32().addCb(new MixedPrecision({ ampMode: 'bf16' }));
  }

  /** Takes `toFp16` or `toBf16` back. */
  toFp32(): this {
    return this.removeCbs(MixedPrecision);
  }

  /** Keeps four-dimensional weights and inputs channels-last, which convolutions are faster with. */
  toChannelsLast(): this {
    return this.removeCbs(ChannelsLast).addCb(new ChannelsLast());
  }

  /** Takes `toChannelsLast` back. */
  toContiguous(): this {
    this.model.to({ memoryFormat: 'contiguous' });
    return this.removeCbs(ChannelsLast);
  }

  /**
   * Loss and metrics on the validation set, or on other data.
   * @returns the loss, then the metrics in their order
   */
  async validate(options: ValidateOptions<B> = {}): Promise<Value[]> {
    const { dl = this.dls.at(options.dsIdx ?? 1), cbs = [] } = options;
    return this.turns.take(async () => {
      await this.validationContext(cbs, false, () => this.passOver(dl));
      return this.finalRecord;
    });
  }

  /**
   * Predictions (after the loss's activation: probabilities) and targets of the validation set or of `dl`, in the order
   * of the items, on the CPU.
   */
  async getPreds<const O extends GetPredsOptions<B>>(options?: O): Promise<Predictions<O>> {
    return this.turns.take(() => getPreds(this, options));
  }

  /**
   * The prediction for a file, a Buffer or another item; of a list, one for each.
   * @throws ItemError for an item that cannot be read; in a list those are left out where the data loaders were made with
   *   `onError: 'skip'`, and each prediction says by `item` which one it is of
   */
  async predict(items: readonly unknown[]): Promise<Prediction[]>;
  async predict(item: unknown): Promise<Prediction>;
  async predict(items: unknown): Promise<Prediction | Prediction[]> {
    if (!Array.isArray(items)) return this.turns.take(() => predictOne(this, items));
    const list: readonly unknown[] = items;
    return this.turns.take(() => predictAll(this, list));
  }

  /** Predictions averaged over augmented versions of each item, and weighed against those of the plain one. */
  async tta(options: TtaOptions<B> = {}): Promise<TtaPredictions> {
    return this.turns.take(() => tta(this, options));
  }

  /**
   * A learner for predictions only, with a copy of the model as it is now: batch norms folded into the convolutions
   * before them, run in inference mode. Its predictions are the same up to rounding, and come faster. Training, saving
   * and exporting are for the learner that it was made from.
   *
   * @throws Error where the model does not begin with a convolution, or gives other outputs with its norms folded
   */
  toInference(): Learner<B> {
    const { dls, lossFunc, path, modelDir, metrics } = this;
    return new Learner(dls, inferenceModel(this.model), {
      lossFunc,
      path,
      modelDir,
      metrics,
      progress: false,
    });
  }

  /** Pictures with their targets and predictions. */
  async showResults(options: ShowResultsOptions<B> = {}): Promise<Figure | Table> {
    return this.turns.take(() => showResults(this, options));
  }

  /** Writes the model, and the optimizer unless `withOpt` is false, to `path/modelDir/<name>.safetensors`. */
  async save(name: Path | string, options: { withOpt?: boolean } = {}): Promise<Path> {
    return writeModel(this, name, options);
  }

  /** Reads what {@link save} wrote. */
  async load(name: Path | string, options: { withOpt?: boolean; strict?: boolean } = {}): Promise<this> {
    await readModel(this, name, options);
    return this;
  }

  /** Writes everything that `loadLearner` needs for predictions into one file, `path/<file>`. */
  async export(file: Path | string = 'export.onecycle'): Promise<Path> {
    return exportLearner(this, file);
  }

  /** A table of the model's layers with the shapes of their outputs and the numbers of their parameters. */
  async summary(): Promise<string> {
    return summary(this);
  }

  /** Prints the training loop with the callbacks that each event has. */
  showTrainingLoop(): void {
    console.log(trainingLoopText((event) => this.orderedCbs(event).map(String)));
  }

  override toString(): string {
    return `Learner(${this.model.constructor.name}, ${this.cbs.map(String).join(', ')})`;
  }

  /** `console.log` shows a learner in one line. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
