import type { nn, Tensor } from '@onecycle/torch';
import { type DataLoaders, type Described, Path } from '../data/index.js';
import type { Figure, Table } from '../display/index.js';
import { type Callbacks, callbackList } from './callback.js';
import { ChannelsLast } from './callbacks/index.js';
import { Checkpoint, fitWithCheckpoints } from './checkpoint/index.js';
import { exportLearner } from './export.js';
import { inferenceModel } from './inference.js';
import { interruptible } from './interruption.js';
import type { Loss, LossFunc } from './losses/index.js';
import {
  LRFinder,
  type LrFindOptions,
  lrFind,
  type SuggestedLrs,
  type SuggestFunction,
  type SuggestFunctions,
} from './lr-find/index.js';
import { type Metric, type MetricLike, toMetric } from './metrics/index.js';
import { MixedPrecision, type MixedPrecisionOptions } from './mixed-precision/index.js';
import { loadModel, saveModel } from './model-file.js';
import { adam, markParameters, type OptFunc, type Optimizer } from './optimizer/index.js';
import { type Prediction, predict } from './predict.js';
import { type GetPredsOptions, getPreds, type Predictions, type ValidateOptions } from './predictions.js';
import { ProgressCallback } from './progress.js';
import { Recorder, type Value } from './recorder.js';
import type {
  FineTuneOptions,
  FitOptions,
  FlatCosOptions,
  LearningRate,
  Moms,
  OneCycleOptions,
  SgdrOptions,
} from './schedules/index.js';
import * as schedules from './schedules/index.js';
import { slice } from './schedules/index.js';
import { type ShowResultsOptions, showResults } from './show-results.js';
import { summary, trainingLoopText } from './summary.js';
import { TrainEvalCallback } from './train-eval.js';
import { type StartAt, TrainingLoop } from './training-loop.js';
import { type TtaOptions, type TtaPredictions, tta } from './tta.js';

/** Where a row of the epoch table goes. */
export type Logger = (row: readonly Value[]) => void;

/** Options of a {@link Learner}; names and defaults are fastai's. */
export interface LearnerOptions {
  /** Default: what the data ask for, `dls.lossFunc`. */
  lossFunc?: LossFunc;
  /** Makes the optimizer. Default `adam`. */
  optFunc?: OptFunc;
  /** Learning rate of fits that name none. Default 1e-3. */
  lr?: LearningRate;
  /** Parameter groups of a model. Default: one with everything that trains. */
  splitter?: (model: nn.Module<Tensor[]>) => Tensor[][];
  /** Callbacks for good. */
  cbs?: Callbacks;
  metrics?: MetricLike | readonly MetricLike[];
  /** Where `save` and `export` write. Default `dls.path`. */
  path?: Path | string;
  /** Folder of saved models inside `path`. Default 'models'. */
  modelDir?: string;
  /** Weight decay. Default: the optimizer's. */
  wd?: number;
  /** Whether biases and norm layers are decayed. Default false. */
  wdBnBias?: boolean;
  /** Whether norm layers of frozen groups train. Default true. */
  trainBn?: boolean;
  /** Momentum of 1cycle at the start, the top and the end. Default [0.95, 0.85, 0.95]. */
  moms?: Moms;
  /** Whether bars and tables are shown. Default true. */
  progress?: boolean;
  /** Whether four-dimensional weights go channels-last, which convolutions are faster with. Default true. */
  channelsLast?: boolean;
}

/** A learning rate, or named options that may hold one. */
type RateOr<Options> = LearningRate | Options;

const isRate = (value: unknown): value is LearningRate =>
  typeof value === 'number' || Array.isArray(value) || value instanceof schedules.Slice;

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
export class Learner<B extends readonly Tensor[] = Tensor[]> extends TrainingLoop<B> {
  dls: DataLoaders<B>;
  model: nn.Module<Tensor[]>;
  lossFunc: LossFunc;
  optFunc: OptFunc;
  lr: LearningRate;
  splitter: (model: nn.Module<Tensor[]>) => Tensor[][];
  path: Path;
  modelDir: string;
  wd: number | undefined;
  wdBnBias: boolean;
  trainBn: boolean;
  moms: Moms;
  /** How to build the model again, for `export`; `visionLearner` sets it. */
  architecture: Described | null = null;
  /** Where the rows of the epoch table go; null keeps them to the recorder. */
  logger: Logger | null = (row) => console.log(row.join('  '));
  /** Whether a fit shows its epochs. */
  showsEpochs = true;
  /** Loss and metrics of the last epoch or validation, in the order of the table. */
  finalRecord: Value[] = [];
  /** How many fits came before, so that a script that is run again finds the one to go on with. */
  fitCount = 0;
  #metrics: Metric[] = [];
  #opt: Optimizer | null = null;

  constructor(dls: DataLoaders<B>, model: nn.Module<Tensor[]>, options: LearnerOptions = {}) {
    super();
    this.dls = dls;
    this.model = model;
    this.lossFunc = options.lossFunc ?? lossFromData(dls.lossFunc);
    this.optFunc = options.optFunc ?? adam;
    this.lr = options.lr ?? 1e-3;
    this.splitter = options.splitter ?? trainableParams;
    this.path = new Path(options.path ?? dls.path ?? '.');
    this.modelDir = options.modelDir ?? 'models';
    this.wd = options.wd;
    this.wdBnBias = options.wdBnBias ?? false;
    this.trainBn = options.trainBn ?? true;
    this.moms = options.moms ?? [0.95, 0.85, 0.95];
    this.metrics = options.metrics ?? [];
    // libtorch then computes the whole convolutional part so; the numbers stay the same up to rounding.
    if (options.channelsLast ?? true) model.to({ memoryFormat: 'channels_last' });
    const given = callbackList(options.cbs ?? []);
    const recorder = given.some((cb) => cb instanceof Recorder) ? [] : [new Recorder()];
    const shows = options.progress !== false && !given.some((cb) => cb instanceof ProgressCallback);
    const progress = shows ? [new ProgressCallback()] : [];
    if (options.progress === false) this.logger = null;
    this.addCbs([new TrainEvalCallback(), ...recorder, ...progress, ...given]);
    this.batchEvent('afterCreate');
  }

  /** The optimizer; made at the first use. */
  get opt(): Optimizer {
    return this.#opt ?? this.createOpt();
  }

  /** Makes a new optimizer with default hyper-parameters, in place of the one that is there. */
  createOpt(): Optimizer {
    this.#opt?.clearState();
    const { wdBnBias, trainBn } = this;
    this.#opt = this.optFunc(this.splitter(this.model), { lr: this.lr });
    markParameters(this.#opt, this.model, { wdBnBias, trainBn });
    return this.#opt;
  }

  get metrics(): readonly Metric[] {
    return this.#metrics;
  }
  set metrics(metrics: MetricLike | readonly MetricLike[]) {
    this.#metrics = (isList(metrics) ? metrics : [metrics]).map(toMetric);
  }

  /** Losses, metrics and learning rates of the last fit. */
  get recorder(): Recorder {
    const recorder = this.callback(Recorder);
    if (!recorder)
      throw new Error('this learner has no Recorder any more: add one with learn.addCb(new Recorder())');
    return recorder;
  }

  protected get nInp(): number {
    return this.dls.nInp;
  }

  protected get device(): string {
    return this.dls.device;
  }

  /** Runs `fn` without progress bars. */
  async noBar<T>(fn: () => Promise<T>): Promise<T> {
    const bars = this.cbs.filter((cb) => cb instanceof ProgressCallback);
    return this.removedCbs(bars, fn);
  }

  /** Runs `fn` without rows being shown. */
  async noLogging<T>(fn: () => Promise<T>): Promise<T> {
    const { logger } = this;
    this.logger = null;
    try {
      return await fn();
    } finally {
      this.logger = logger;
    }
  }

  /** Runs `fn` while the loss is kept item by item instead of averaged. */
  async lossNotReduced<T>(fn: () => Promise<T>): Promise<T> {
    this.perItemLoss = true;
    try {
      return await fn();
    } finally {
      this.perItemLoss = false;
    }
  }

  /**
   * Trains for `epochs` epochs at the learning rates `lr` (default: the learner's), with a row of losses and metrics
   * per epoch.
   *
   * Ctrl-C ends the fit after the batch in hand and keeps everything; pressed twice it ends the process.
   *
   * @throws TrainingError that names epoch and batch, if a batch, a callback or a metric fails or the loss is no
   *   number any more; the learner can be used again
   */
  async fit(
    epochs: number,
    lr?: RateOr<FitOptions & { lr?: LearningRate }>,
    more: FitOptions = {},
  ): Promise<void> {
    const options = isRate(lr) ? { ...more, lr } : { ...more, ...lr };
    const { wd = this.wd, cbs = [], resetOpt = false, resume = false, startEpoch = 0 } = options;
    if (resume && this.stopRequested) {
      console.log('an earlier fit was interrupted: the rest of this run is left for when it is resumed');
      return;
    }
    const { train } = this.dls;
    if (train.length === 0) {
      throw new Error(
        `there is nothing to train on: ${train.n} items make no batch of ${train.bs}; make the data loaders with a smaller bs, or with dropLast: false`,
      );
    }
    const given = callbackList(cbs);
    const isKept = this.callback(Checkpoint) || given.some((cb) => cb instanceof Checkpoint);
    const own = resume && !isKept ? [...given, new Checkpoint()] : given;
    await this.addedCbs(own, async () => {
      if (resetOpt) this.createOpt();
      this.opt.setHypers({ lr: options.lr ?? this.lr, ...(wd === undefined ? {} : { wd }) });
      const run = (start: StartAt) =>
        interruptible(this, () => this.runFit(epochs, this.dls.train, this.dls.loaders[1] ?? null, start));
      const checkpoint = this.callback(Checkpoint);
      this.isFitting = !this.callback(LRFinder);
      try {
        if (checkpoint && this.isFitting) await fitWithCheckpoints(this, checkpoint, epochs, resume, run);
        else await run({ epoch: startEpoch, batch: 0, restore: () => {} });
      } finally {
        this.isFitting = false;
      }
      if (!this.stopRequested) this.fitCount += 1;
    });
  }

  /** Trains with the 1cycle policy, at the highest rate of `lrMax` (default: the learner's `lr`). Smith 2018. */
  async fitOneCycle(
    epochs: number,
    lrMax?: RateOr<OneCycleOptions>,
    more: OneCycleOptions = {},
  ): Promise<void> {
    await schedules.fitOneCycle(this, epochs, isRate(lrMax) ? { ...more, lrMax } : { ...more, ...lrMax });
  }

  /** Trains at a flat rate that falls in a cosine at the end. Source: fastai's fit_flat_cos. */
  async fitFlatCos(epochs: number, lr?: RateOr<FlatCosOptions>, more: FlatCosOptions = {}): Promise<void> {
    await schedules.fitFlatCos(this, epochs, isRate(lr) ? { ...more, lr } : { ...more, ...lr });
  }

  /** Trains in `cycles` cosines with warm restarts, the first of `cycleLen` epochs. Loshchilov and Hutter 2017. */
  async fitSgdr(
    cycles: number,
    cycleLen: number,
    lrMax?: RateOr<SgdrOptions>,
    more: SgdrOptions = {},
  ): Promise<void> {
    await schedules.fitSgdr(
      this,
      cycles,
      cycleLen,
      isRate(lrMax) ? { ...more, lrMax } : { ...more, ...lrMax },
    );
  }

  /**
   * Transfer learning in two 1cycle fits: the head alone for `freezeEpochs` (1) at `baseLr` (2e-3), then everything for
   * `epochs` at half of it, with rates up to `lrMult` (100) times smaller towards the first layers. `pctStart` (0.3)
   * and `div` (5) shape only the second fit, all other options both. Source: fastai's fine_tune.
   */
  async fineTune(epochs: number, options: FineTuneOptions = {}): Promise<void> {
    const { baseLr = 2e-3, freezeEpochs = 1, lrMult = 100, pctStart = 0.3, div = 5, ...both } = options;
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

  /** Lets only the last parameter group train, and batch norms everywhere unless `trainBn` is false. */
  freeze(): void {
    this.opt.freeze();
    this.opt.clearState();
  }

  /** Lets everything train. */
  unfreeze(): void {
    this.freezeTo(0);
  }

  /**
   * A mock training with a growing learning rate, after which everything is as before.
   * @returns the rates that the `suggest` functions propose, by their names: `{ valley: 1e-3 }`
   */
  async lrFind<S extends SuggestFunctions = { valley: SuggestFunction }>(
    options: LrFindOptions<S> = {},
  ): Promise<SuggestedLrs<S>> {
    return lrFind(this, options);
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
    await this.validationContext(cbs, false, () => this.passOver(dl));
    return this.finalRecord;
  }

  /** Runs `body` as callbacks expect a validation: with `cbs`, without rows, and inside a fit unless one is on (`inner`). */
  async validationContext(cbs: Callbacks, inner: boolean, body: () => Promise<void>): Promise<void> {
    const { showsEpochs } = this;
    this.showsEpochs = false;
    try {
      await this.noLogging(() => this.addedCbs(cbs, () => (inner ? body() : this.asFit(body))));
    } finally {
      this.showsEpochs = showsEpochs;
    }
  }

  /**
   * Predictions (after the loss's activation: probabilities) and targets of the validation set or of `dl`, in the order
   * of the items, on the CPU.
   */
  async getPreds<const O extends GetPredsOptions<B>>(options?: O): Promise<Predictions<O>> {
    return getPreds(this, options);
  }

  /** The prediction for a file, a Buffer or another item; of a list, one for each. */
  async predict(items: readonly unknown[]): Promise<Prediction[]>;
  async predict(item: unknown): Promise<Prediction>;
  async predict(items: unknown): Promise<Prediction | Prediction[]> {
    if (Array.isArray(items)) return predict(this, items);
    const [only] = await predict(this, [items]);
    if (!only) throw new Error('the item was left out because it could not be read');
    return only;
  }

  /** Predictions averaged over augmented versions of each item, and weighed against those of the plain one. */
  async tta(options: TtaOptions<B> = {}): Promise<TtaPredictions> {
    return tta(this, options);
  }

  /**
   * A learner for predictions only, with a copy of the model as it is now: batch norms folded into the convolutions
   * before them, run in inference mode. Its predictions are the same up to rounding, and come faster.
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
    return showResults(this, options);
  }

  /** Writes the model, and the optimizer unless `withOpt` is false, to `path/modelDir/<name>.safetensors`. */
  async save(name: Path | string, options: { withOpt?: boolean } = {}): Promise<Path> {
    return saveModel(this, name, options);
  }

  /** Reads what {@link save} wrote. */
  async load(name: Path | string, options: { withOpt?: boolean; strict?: boolean } = {}): Promise<this> {
    await loadModel(this, name, options);
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
}

/** Everything that trains, in one group. */
const trainableParams = (model: nn.Module<Tensor[]>): Tensor[][] => [
  model.parameters().filter((parameter) => parameter.requiresGrad),
];

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

const isLoss = (value: object): value is Loss => 'forward' in value && typeof value.forward === 'function';

function lossFromData(loss: object | undefined): LossFunc {
  if (loss && isLoss(loss)) return loss;
  throw new Error('the data do not say which loss fits them: give the learner a lossFunc');
}
