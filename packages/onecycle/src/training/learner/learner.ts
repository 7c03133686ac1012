import { nn, type Tensor, torch } from '@onecycle/torch';
import { checkFunction, checkInstance, checkOptions, is, shown, wrongKind } from '../../base/index.js';
import { type DataLoaders, type Described, Path } from '../../data/index.js';
import type { Figure, Table } from '../../display/index.js';
import { ChannelsLast, ProgressCallback } from '../callbacks/index.js';
import {
  type AnyCallback,
  type CallbackClass,
  type Callbacks,
  callbackList,
  type Event,
  type GetPredsOptions,
  type PredictItem,
  type Prediction,
  type Predictions,
  type ValidateOptions,
} from '../events/index.js';
import {
  type FineTuneOptions,
  type FitOptions,
  type Fittable,
  type FlatCosOptions,
  fineTuneSettings,
  fit,
  fitFlatCos,
  fitOneCycle,
  fitSgdr,
  type Moms,
  type OneCycleOptions,
  type RateOr,
  type SgdrOptions,
  withRate,
} from '../fit/index.js';
import { CallbackList, TrainEvalCallback, TrainingLoop } from '../loop/index.js';
import { isLoss, type LossFunc } from '../losses/index.js';
import {
  type LrFindOptions,
  lrFind,
  type RateFindable,
  type SuggestedLrs,
  type SuggestFunction,
  type SuggestFunctions,
} from '../lr-find/index.js';
import { type Metric, type MetricLike, toMetric } from '../metrics/index.js';
import { MixedPrecision, type MixedPrecisionOptions } from '../mixed-precision/index.js';
import { adam, type LearningRate, markParameters, type OptFunc, Optimizer } from '../optimizer/index.js';
import { type Exportable, exportLearner, readModel, writeModel } from '../persistence/index.js';
import {
  type CalibrateOptions,
  type Calibration,
  calibrate,
  checkNotForInference,
  getPreds,
  inferenceModel,
  type Predicting,
  predictAll,
  predictOne,
  type TtaOptions,
  type TtaPredictions,
  tta,
} from '../predict/index.js';
import { Recorder } from '../recorder/index.js';
import {
  type Batches,
  type BatchState,
  batchesOf,
  batchKeys,
  type FitState,
  fitKeys,
  type Value,
} from '../state/index.js';
import {
  CudaGraph,
  DataParallel,
  type DistributedOptions,
  Single,
  type Strategy,
} from '../strategies/index.js';
import { delegate } from './delegate.js';
import { checkLearner, type LearnerOptions } from './learner-options.js';
import { type ShowResultsOptions, showResults } from './show-results.js';
import { summary, trainingLoopText } from './summary.js';

/**
 * Data, a model, a loss and metrics, and everything that is done with them: training by `fit`, `fitOneCycle`,
 * `fineTune` and others, predictions, saving and exporting. Callbacks hear of every step and may change it.
 *
 * ```ts
 * const learn = new Learner(dls, new Net(), { metrics: accuracy });
 * await learn.fitOneCycle(3, 3e-3);
 * ```
 *
 * It is the door to its parts: `loop` trains, with the batch in hand, the callbacks and the strategy; what it does
 * beside that stands in functions that take no more of the learner than they need. Source: fastai's Learner.
 *
 * @typeParam B the batches of the data: `[TensorImage, TensorCategory]`
 * @typeParam M the model, so that `learn.model` needs no cast
 */
export class Learner<
  B extends readonly Tensor[] = Tensor[],
  M extends nn.Module<Tensor[]> = nn.Module<Tensor[]>,
> implements Fittable<B>, Predicting<B>, RateFindable<B>, Exportable<B>
{
  dls: DataLoaders<B>;
  model: M;
  lossFunc: LossFunc;
  optFunc: OptFunc;
  lr: LearningRate;
  path: Path;
  modelDir: string;
  wd: number | undefined;
  wdBnBias: boolean;
  trainBn: boolean;
  moms: Moms;
  /** How to build the model again, for `export`; `visionLearner` sets it. */
  architecture: Described | null = null;
  /** What trains, batch by batch, and tells the callbacks. */
  readonly loop: TrainingLoop<B>;
  /** Fits that are on, or wait for their turn. */
  #fits = 0;
  readonly #given: Pick<LearnerOptions<M>, 'splitter'>;
  #metrics: Metric[] = [];
  #opt: Optimizer | null = null;

  // The batch in hand.
  declare xb: BatchState<B>['xb'];
  declare yb: BatchState<B>['yb'];
  declare readonly x: BatchState<B>['x'];
  declare readonly y: BatchState<B>['y'];
  declare pred: Tensor;
  declare loss: Tensor;
  declare readonly lossValue: number | null;
  declare readonly hasLoss: boolean;
  declare lossGrad: Tensor;
  // Where the fit stands.
  declare epoch: number;
  declare nEpoch: number;
  declare iter: number;
  declare nIter: number;
  declare trainIter: number;
  declare pctTrain: number;
  declare training: boolean;
  declare isFitting: boolean;
  declare dl: FitState<B>['dl'];
  declare smoothLoss: number;
  declare haltOnNan: boolean;
  declare perItemLoss: boolean;
  declare stopRequested: boolean;
  declare logger: FitState<B>['logger'];
  declare showsEpochs: boolean;
  declare finalRecord: Value[];

  static {
    delegate(Learner.prototype, ({ loop }) => loop.batch, batchKeys);
    delegate(Learner.prototype, ({ loop }) => loop.state, fitKeys);
  }

  /** @throws TypeError or RangeError that names the argument that makes no sense */
  constructor(dls: DataLoaders<B>, model: M, options: LearnerOptions<M> = {}) {
    checkLearner(dls, model, options);
    this.dls = dls;
    this.model = model;
    this.#given = options;
    // Whoever starts a program in several processes wants them to train together.
    const isShared = (torch.distributed.launch()?.worldSize ?? 1) > 1;
    const strategy = isShared ? new DataParallel() : new Single();
    this.loop = new TrainingLoop<B>(this, new CallbackList(this), strategy);
    this.lossFunc = options.lossFunc ?? lossFromData(dls.lossFunc);
    this.optFunc = options.optFunc ?? adam;
    this.lr = options.lr ?? 1e-3;
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
    this.loop.callbacks.tellNow('afterCreate');
  }

  /** How a batch runs: on one device, step by step, unless another strategy is put here. */
  get strategy(): Strategy {
    return this.loop.strategy;
  }
  set strategy(strategy: Strategy) {
    this.loop.strategy = strategy;
  }

  /**
   * Trains in several processes together, each with a part of every batch, on one machine or several: started with
   * `onecycle launch`, torchrun, Slurm, MPI or Kubernetes, which say which process is which. A learner that is made in such a
   * process does so by itself; this says how. `bs` is the number of items in each process. Process 0 alone shows and writes.
   * Source: fastai's distrib_ctx.
   *
   * @throws Error where the environment says nothing of other processes, and there is no process group
   */
  distributed(options: DistributedOptions = {}): this {
    const strategy = new DataParallel(options);
    if (!torch.distributed.launch() && !torch.distributed.isInitialized())
      throw new Error(
        'learn.distributed() is for programs that were started in several processes, and this is one by itself: start it with npx onecycle launch --nproc 2 <program>',
      );
    this.loop.checkIdle('Training in several processes');
    if (this.strategy instanceof CudaGraph)
      console.warn('learn.distributed(): several processes train without CUDA graphs.');
    this.strategy = strategy;
    return this;
  }

  /** The parameter groups of a model. */
  splitter(model: M = this.model): Tensor[][] {
    checkInstance('learn.splitter takes a model', model, nn.Module);
    return (this.#given.splitter ?? trainableParams)(model);
  }

  /** The optimizer; made at the first use. */
  get opt(): Optimizer {
    return this.#opt ?? this.createOpt();
  }

  /** Makes a new optimizer with default hyper-parameters, in place of the one that is there. */
  createOpt(): Optimizer {
    checkNotForInference(this.model);
    this.#opt?.clearState();
    const { wdBnBias, trainBn } = this;
    const opt = this.optFunc(this.splitter(), { lr: this.lr });
    checkInstance('optFunc gives an optimizer', opt, Optimizer);
    markParameters(opt, this.model, { wdBnBias, trainBn });
    this.#opt = opt;
    return opt;
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

  /** All callbacks, in the order in which they were added. */
  get cbs(): AnyCallback[] {
    return this.loop.callbacks.all;
  }
  set cbs(cbs: AnyCallback[]) {
    this.loop.callbacks.all = cbs;
  }

  /** Adds callbacks for good. */
  addCbs(cbs: Callbacks): this {
    this.loop.callbacks.add(cbs);
    return this;
  }

  /** Adds a callback for good. */
  addCb(cb: AnyCallback): this {
    return this.addCbs(cb);
  }

  /** Takes callbacks away: these ones, or all of a class. */
  removeCbs(cbs: Callbacks | CallbackClass): this {
    this.loop.callbacks.remove(cbs);
    return this;
  }

  /** Takes a callback away. */
  removeCb(cb: AnyCallback | CallbackClass): this {
    return this.removeCbs(cb);
  }

  /** Runs `fn` with callbacks added. */
  async addedCbs<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T> {
    checkFunction('learn.addedCbs(cbs, fn)', fn);
    return this.loop.callbacks.added(cbs, fn);
  }

  /** Runs `fn` without some of the callbacks. */
  async removedCbs<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T> {
    checkFunction('learn.removedCbs(cbs, fn)', fn);
    return this.loop.callbacks.removed(cbs, fn);
  }

  /** The callback of a class, if there is one: `learn.callback(ProgressCallback)`. */
  callback<C>(type: CallbackClass<C>): C | undefined {
    return this.loop.callbacks.find(type);
  }

  /** The callbacks (that do something at an event) in the order in which they run. */
  orderedCbs(event?: Event): AnyCallback[] {
    return this.loop.callbacks.ordered(event);
  }

  /** Does something asynchronous after the batch in hand and before the next: batch events cannot wait themselves. */
  afterThisBatch(task: () => Promise<void>): void {
    this.loop.afterThisBatch(task);
  }

  /** Trains on a batch, or evaluates it, according to `training`. */
  oneBatch(index: number, batch: B): void {
    if (!Array.isArray(batch)) throw wrongKind('learn.oneBatch', 'a number and a batch, [x, y]', batch);
    this.loop.oneBatch(index, batch);
  }

  /** One pass over `dl` without learning, with the events of a validation. */
  async passOver(dl: Batches<B>): Promise<void> {
    return this.loop.passOver(batchesOf(dl));
  }

  /** Runs `fn` without progress bars. */
  async noBar<T>(fn: () => Promise<T>): Promise<T> {
    checkFunction('learn.noBar', fn);
    const bars = this.cbs.filter((cb) => cb instanceof ProgressCallback);
    return this.removedCbs(bars, fn);
  }

  /** Runs `fn` without rows being shown. */
  async noLogging<T>(fn: () => Promise<T>): Promise<T> {
    checkFunction('learn.noLogging', fn);
    const { logger } = this;
    this.logger = null;
    try {
      return await fn();
    } finally {
      this.logger = logger;
    }
  }

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
    await this.#train(() => fit(this, epochs, withRate<FitOptions & { lr?: LearningRate }>('lr', lr, more)));
  }

  /** Trains with the 1cycle policy, at the highest rate of `lrMax` (default: the learner's `lr`). Smith 2018. */
  async fitOneCycle(
    epochs: number,
    lrMax?: RateOr<OneCycleOptions>,
    more: OneCycleOptions = {},
  ): Promise<void> {
    await this.#train(() => fitOneCycle(this, epochs, withRate('lrMax', lrMax, more)));
  }

  /** Trains at a flat rate that falls in a cosine at the end. Source: fastai's fit_flat_cos. */
  async fitFlatCos(epochs: number, lr?: RateOr<FlatCosOptions>, more: FlatCosOptions = {}): Promise<void> {
    await this.#train(() => fitFlatCos(this, epochs, withRate('lr', lr, more)));
  }

  /** Trains in `cycles` cosines with warm restarts, the first of `cycleLen` epochs. Loshchilov and Hutter 2017. */
  async fitSgdr(
    cycles: number,
    cycleLen: number,
    lrMax?: RateOr<SgdrOptions>,
    more: SgdrOptions = {},
  ): Promise<void> {
    await this.#train(() => fitSgdr(this, cycles, cycleLen, withRate('lrMax', lrMax, more)));
  }

  /**
   * Transfer learning in two 1cycle fits: the head alone for `freezeEpochs` (1) at `baseLr` (2e-3), then everything for
   * `epochs` at half of it, with rates up to `lrMult` (100) times smaller towards the first layers. `pctStart` (0.3)
   * and `div` (5) shape only the second fit, all other options both. `progressive` and `freezeTo` save time: pictures that are small
   * at first, first layers that stay frozen. Source: fastai's fine_tune.
   */
  async fineTune(epochs: number, options: FineTuneOptions = {}): Promise<void> {
    // The chapter reads this source: the walk stands here, and what it is given elsewhere.
    await this.#train(async () => {
      const { freezeEpochs, freezeTo, frozen, whole } = fineTuneSettings(epochs, options);
      this.loop.checkIdle('A fit');
      const groups = this.opt.paramLists.length;
      if (freezeTo < -groups || freezeTo >= groups)
        throw new RangeError(
          `freezeTo is the number of a parameter group, from ${-groups} to ${groups - 1}, and not ${freezeTo}`,
        );
      this.freeze();
      await fitOneCycle(this, freezeEpochs, frozen);
      if (this.stopRequested) return;
      this.unfreeze();
      if (freezeTo !== 0) this.freezeTo(freezeTo);
      await fitOneCycle(this, epochs, whole);
    });
  }

  async #train(work: () => Promise<void>): Promise<void> {
    this.#fits += 1;
    try {
      await this.loop.turns.take(work);
    } finally {
      this.#fits -= 1;
    }
  }

  /**
   * Lets only the parameter groups from `n` on train (−1: the last one), and forgets the optimizer's averages.
   *
   * @throws Error while a fit is on or waits for its turn, whose parameters it would change; callbacks of that fit may
   */
  freezeTo(n: number): void {
    if (this.#fits > 0 && !this.loop.turns.isInside) {
      throw new Error(
        'a fit is on, or waits for its turn, and to freeze or unfreeze now would change what it trains: await it first',
      );
    }
    if (!Number.isInteger(n))
      throw new RangeError(`freezeTo takes the number of a parameter group, not ${shown(n)}`);
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
    return this.loop.turns.take(() => lrFind(this, options));
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

  /**
   * Trains with steps that are captured as CUDA graphs: forward pass, loss and backward pass, some hundreds of kernels, start with a
   * single launch, and the optimizer's step with another, which spares the processor most of its work for a step. The numbers stay the
   * same, and schedules act as ever. Memory is needed for up to two steps.
   *
   * What cannot be captured takes ordinary steps by itself, and the first time each says why: data that are not on an NVIDIA GPU; a
   * libtorch without CUDA or before 2.6; batches of other shapes than those before (the last one of an epoch); callbacks that hear what
   * happens inside of a step (`gradientAccumulation`, `mixUp`, hooks, `progressiveResizing`, those of your own that do not say
   * `capturable = true`); a model or a loss that reads values of tensors, or draws random numbers on the CPU. Several processes
   * train without it.
   *
   * A graph repeats the work of the GPU, not the JavaScript of a model: numbers that a `forward` of your own takes from elsewhere would be
   * those of the capture. The 1st, 2nd, 3rd, 5th, 9th, … step is taken both ways, and where they differ the ordinary one counts, and
   * training goes on without the graph. `learn.strategy = new Single()` ends it.
   *
   * Run with libtorch 2.11 on an H100, but for the optimizer's graph. Source: PyTorch's `torch.cuda.graph`.
   */
  toCudaGraph(): this {
    this.loop.checkIdle('toCudaGraph()');
    const kind = this.strategy.constructor;
    if (kind === Single || kind === CudaGraph) this.strategy = new CudaGraph();
    else console.warn(`learn.toCudaGraph(): the strategy ${kind.name} trains without CUDA graphs.`);
    return this;
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
    checkOptions<ValidateOptions<B>>(options, { dsIdx: true, dl: true, cbs: true }, 'learn.validate');
    const { cbs = [] } = options;
    const dl = options.dl === undefined ? this.dls.at(options.dsIdx ?? 1) : batchesOf(options.dl);
    return this.loop.turns.take(() => this.loop.validation(cbs, false, () => this.loop.passOver(dl), true));
  }

  /**
   * Predictions (after the loss's activation: probabilities) and targets of the validation set or of `dl`, in the order
   * of the items, on the CPU.
   */
  async getPreds<const O extends GetPredsOptions<B>>(options?: O): Promise<Predictions<O>> {
    return this.loop.turns.take(() => getPreds(this, options));
  }

  /**
   * The prediction for a picture (a file, an address, bytes, or one in memory) or another item; of a list, one for each.
   * @throws ItemError for an item that cannot be read; in a list those are left out where the data loaders were made with
   *   `onError: 'skip'`, and each prediction says by `item` which one it is of
   */
  async predict(items: readonly unknown[]): Promise<Prediction[]>;
  async predict(item: PredictItem): Promise<Prediction>;
  async predict(items: PredictItem): Promise<Prediction | Prediction[]> {
    if (!Array.isArray(items)) return this.loop.turns.take(() => predictOne(this, items));
    const list: readonly unknown[] = items;
    return this.loop.turns.take(() => predictAll(this, list));
  }

  /** Predictions averaged over augmented versions of each item, and weighed against those of the plain one. */
  async tta(options: TtaOptions<B> = {}): Promise<TtaPredictions> {
    return this.loop.turns.take(() => tta(this, options));
  }

  /**
   * Makes the probabilities honest: of predictions with the probability 0.9, nine of ten are right. One number, the temperature, by
   * which the model's outputs are divided, is fitted to labels that the model has not been trained on; the classes that are
   * predicted stay the same. The learner's loss becomes a `CalibratedLoss`, so that predictions, `getPreds`, exported files and
   * ONNX files have the temperature, too. Calibrate last: training further makes it stale. Source: Guo et al. 2017.
   *
   * @throws Error where outputs are no classes or labels, and where no temperature is the best: the model is right about every item,
   *   or no better than chance
   */
  async calibrate(options: CalibrateOptions<B> = {}): Promise<Calibration> {
    return this.loop.turns.take(() => calibrate(this, options));
  }

  /**
   * A learner for predictions only, with a copy of the model as it is now: batch norms folded into the convolutions
   * before them, which on a CPU with AVX2 are computed natively, run in inference mode. Its predictions are the same up to
   * rounding, and come faster; 3 × 3 filters take up to four times the memory of their weights. Training, saving
   * and exporting are for the learner that it was made from.
   *
   * @throws Error where the model does not begin with a convolution, or gives other outputs with its norms folded
   */
  toInference(): Learner<B> {
    const { dls, lossFunc, path, modelDir, metrics } = this;
    return new Learner(dls, inferenceModel(this.model, dls.device), {
      lossFunc,
      path,
      modelDir,
      metrics,
      progress: false,
    });
  }

  /** Pictures with their targets and predictions. */
  async showResults(options: ShowResultsOptions<B> = {}): Promise<Figure | Table> {
    return this.loop.turns.take(() => showResults(this, options));
  }

  /** Writes the model, and the optimizer unless `withOpt` is false, to `path/modelDir/<name>.safetensors`. */
  async save(name: Path | string, options: { withOpt?: boolean } = {}): Promise<Path> {
    checkOptions(options, { withOpt: is.flag }, 'learn.save');
    return writeModel(this, name, options);
  }

  /** Reads what {@link save} wrote. */
  async load(name: Path | string, options: { withOpt?: boolean; strict?: boolean } = {}): Promise<this> {
    checkOptions(options, { withOpt: is.flag, strict: is.flag }, 'learn.load');
    // Of several processes one writes, and maybe still does.
    await this.strategy.agree(null);
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

  toString(): string {
    return `Learner(${this.model.constructor.name}, ${this.cbs.map(String).join(', ')})`;
  }

  /** `console.log` shows a learner in one line. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** Everything that trains, in one group. */
const trainableParams = (model: nn.Module<Tensor[]>): Tensor[][] => [
  model.parameters().filter((parameter) => parameter.requiresGrad),
];

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

function lossFromData(loss: object | undefined): LossFunc {
  if (loss && isLoss(loss)) return loss;
  throw new Error('the data do not say which loss fits them: give the learner a lossFunc');
}
