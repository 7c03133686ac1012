import type { nn, Tensor } from '@onecycle/torch';
import { type DataLoaders, type Described, Path } from '../data/index.js';
import { type Callbacks, callbackList } from './callback.js';
import { checkNotForInference } from './inference.js';
import type { LearnerOptions, Logger } from './learner-options.js';
import { isLoss } from './losses/base-loss.js';
import type { LossFunc } from './losses/index.js';
import { type Metric, type MetricLike, toMetric } from './metrics/index.js';
import { adam, markParameters, type OptFunc, type Optimizer } from './optimizer/index.js';
import { ProgressCallback } from './progress.js';
import { Recorder, type Value } from './recorder.js';
import type { LearningRate, Moms } from './schedules/index.js';
import { TrainEvalCallback } from './train-eval.js';
import { TrainingLoop } from './training-loop.js';
import { Turns } from './turns.js';

/** What a learner consists of, and its training loop: everything but the methods that users call to get something done. */
export abstract class LearnerBase<B extends readonly Tensor[] = Tensor[]> extends TrainingLoop<B> {
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
  /** Two calls that overlap would see each other's batches, so that they wait for each other. */
  protected readonly turns = new Turns();
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
    checkNotForInference(this.model);
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
