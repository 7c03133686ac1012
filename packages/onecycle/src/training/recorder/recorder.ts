import { checkOptions, is } from '../../base/index.js';
import type { Chart, Grid } from '../../display/index.js';
import { Callback, type CallbackState, type PlotLossOptions, type TrainingRecord } from '../events/index.js';
import { type LrFindResult, plotLrFind } from '../lr-find/index.js';
import { AvgLoss, AvgSmoothLoss, type Metric } from '../metrics/index.js';
import type { Value } from '../state/index.js';
import type { Strategy } from '../strategies/index.js';
import { clock } from './clock.js';
import { plotLoss, plotMetrics, plotSched } from './plots.js';

/** Options of {@link Recorder}. */
export interface RecorderOptions {
  /** A column with the epoch's time. Default true. */
  addTime?: boolean;
  /** Metrics on the training batches too, in the mode of training. Default false. */
  trainMetrics?: boolean;
  /** Loss and metrics on the validation set. Default true. */
  validMetrics?: boolean;
  /** The weight of the past in the smoothed training loss. Default 0.98. */
  beta?: number;
}

/** Where an epoch stood when a validation or a prediction began in its middle. */
interface OuterEpoch {
  log: Value[];
  validCancelled: boolean;
  epochBegan: number;
  metrics: readonly unknown[];
}

/**
 * Keeps the learning rate and the smoothed loss of every training batch and a row of losses and metrics of every
 * epoch; each fit starts anew. Every learner has one, as `learn.recorder`. Source: fastai's Recorder.
 */
export class Recorder extends Callback implements TrainingRecord {
  override order = 50;
  override capturable = true;
  override removeOnFetch = true;
  override hearsInnerEpochs = true;
  readonly addTime: boolean;
  trainMetrics: boolean;
  validMetrics: boolean;
  /** Learning rate of the last parameter group, at every training batch. */
  lrs: number[] = [];
  /** Smoothed, debiased training loss at every training batch. */
  losses: number[] = [];
  /** Training batches seen at the end of each epoch. */
  iters: number[] = [];
  /** Per epoch what {@link metricNames} says between epoch and time. */
  values: Value[][] = [];
  /** The last row of the table, epoch and time included, and how long that epoch took. */
  row: Value[] = [];
  seconds = 0;
  /** Names of the table's columns; a second metric of the same name is `f1_score_2`. */
  metricNames: string[] = [];
  /** Hyper-parameters of every training batch, by name; what the fit's schedules left. */
  hps: Record<string, number[]> = {};
  /** What the last `learn.lrFind()` found. */
  lrFind: LrFindResult | null = null;
  readonly smoothLoss: AvgSmoothLoss;
  readonly loss = new AvgLoss();
  private log: Value[] = [];
  #validCancelled = false;
  #epochBegan = 0;
  /** The epochs in the middle of which a validation or a prediction is made. */
  #outer: OuterEpoch[] = [];

  constructor(options: RecorderOptions = {}) {
    super();
    checkOptions(
      options,
      { addTime: is.flag, trainMetrics: is.flag, validMetrics: is.flag, beta: is.share },
      'Recorder',
    );
    const { addTime = true, trainMetrics = false, validMetrics = true, beta = 0.98 } = options;
    this.addTime = addTime;
    this.trainMetrics = trainMetrics;
    this.validMetrics = validMetrics;
    this.smoothLoss = new AvgSmoothLoss({ beta });
  }

  override beforeFit(): void {
    // Predictions and validations are fits without epochs: they leave the last fit's record to be plotted.
    if (!this.learn.showsEpochs) return;
    this.lrs = [];
    this.losses = [];
    this.iters = [];
    this.values = [];
    this.hps = {};
    this.metricNames = ['epoch', ...this.#valueNames(), ...(this.addTime ? ['time'] : [])];
    this.smoothLoss.reset();
    this.#outer = [];
  }

  #valueNames(): string[] {
    const names = distinct(this.learn.metrics.map(({ name }) => name));
    if (!this.#validates)
      return ['train_loss', ...(this.trainMetrics ? names.map((name) => `train_${name}`) : [])];
    if (!this.trainMetrics) return ['train_loss', 'valid_loss', ...names];
    return ['train', 'valid'].flatMap((set) => ['loss', ...names].map((name) => `${set}_${name}`));
  }

  /** Whether a fit has columns of a validation set. */
  get #validates(): boolean {
    return this.validMetrics && this.learn.dls.loaders.length > 1;
  }

  override beforeEpoch(): void {
    const { isFitting, metrics } = this.learn;
    this.#outer.push({
      log: this.log,
      validCancelled: this.#validCancelled,
      epochBegan: this.#epochBegan,
      metrics: this.trainMetrics && !isFitting ? metrics.map((metric) => metric.state()) : [],
    });
    this.#validCancelled = false;
    this.#epochBegan = Date.now();
    this.log = [this.learn.epoch];
  }

  override beforeTrain(): void {
    if (this.trainMetrics) for (const metric of this.learn.metrics) metric.reset();
  }

  override beforeValidate(): void {
    for (const metric of this.#ofValidation()) metric.reset();
  }

  override afterBatch(): void {
    const { learn } = this;
    if (!learn.hasLoss) return;
    const metrics = this.trainMetrics ? learn.metrics : [];
    for (const metric of learn.training ? metrics : this.#ofValidation()) {
      explain(metric, () => metric.accumulate(learn));
    }
    if (!learn.training) return;
    const [loss = Number.NaN] = learn.strategy.mean([learn.lossValue ?? Number.NaN]);
    this.smoothLoss.add(loss);
    this.lrs.push(learn.opt.hypers.at(-1)?.lr ?? Number.NaN);
    learn.smoothLoss = this.smoothLoss.value;
    this.losses.push(learn.smoothLoss);
  }

  override afterTrain(): void {
    const { epoch, metrics, strategy } = this.learn;
    // Not added to what is there: a run that goes on at the end of an epoch's training has taken that down already.
    this.log = [epoch, this.smoothLoss.value];
    if (this.trainMetrics) this.log.push(...metrics.map((metric) => measured(metric, strategy)));
  }

  override afterValidate(): void {
    const { dl, showsEpochs, strategy } = this.learn;
    // Of no items there is nothing to say: the columns of the table stay empty. Source: fastai, where they are None.
    if (showsEpochs && dl?.length === 0) return;
    this.log.push(...this.#ofValidation().map((metric) => measured(metric, strategy)));
  }

  override afterCancelValidate(): void {
    this.#validCancelled = true;
  }

  override afterEpoch(): void {
    this.learn.finalRecord = this.log.slice(1);
    const outer = this.#outer.pop();
    if (!this.learn.showsEpochs) {
      if (outer) this.#goOn(outer);
      return;
    }
    this.values.push(this.learn.finalRecord);
    this.seconds = (Date.now() - this.#epochBegan) / 1000;
    // An epoch whose validation was called off, or had no items, leaves its columns empty.
    const missing = this.metricNames.length - this.log.length - (this.addTime ? 1 : 0);
    const empty = Array<Value>(Math.max(0, missing)).fill('');
    this.row = [...this.log, ...empty, ...(this.addTime ? [clock(this.seconds)] : [])];
    if (this.learn.strategy.rank === 0) this.learn.logger?.(this.row);
    this.iters.push(this.smoothLoss.count);
  }

  /** Takes up the epoch again in the middle of which a validation or a prediction was made. */
  #goOn({ log, validCancelled, epochBegan, metrics }: OuterEpoch): void {
    this.log = log;
    this.#validCancelled = validCancelled;
    this.#epochBegan = epochBegan;
    for (const [i, state] of metrics.entries()) this.learn.metrics[i]?.restoreState(state);
  }

  /** The smoothed losses, those of the validation set at the ends of the epochs included. */
  plotLoss(options: PlotLossOptions = {}): Chart {
    const names = { skipStart: is.count(0), withValid: is.flag, log: is.flag, figsize: is.pair } as const;
    checkOptions<PlotLossOptions>(options, names, 'recorder.plotLoss');
    return plotLoss(this, options);
  }

  /** The hyper-parameters that the fit's schedule set, batch by batch. */
  plotSched(keys?: string[]): Grid {
    return plotSched(this.hps, keys);
  }

  /** Losses and metrics over the epochs. */
  plotMetrics(): Grid {
    return plotMetrics(this.metricNames, this.values);
  }

  /** The curve of the last `learn.lrFind()` with its suggestions; `skipEnd` (default 5) leaves out its last points. */
  plotLrFind(options: { skipEnd?: number } = {}): Chart {
    checkOptions(options, { skipEnd: is.count(0) }, 'recorder.plotLrFind');
    if (!this.lrFind) throw new Error('there is no curve to plot: call learn.lrFind() first');
    return plotLrFind(this.lrFind, options);
  }

  override state(): CallbackState {
    const { lrs, losses, iters, values, row, seconds, metricNames, hps, log } = this;
    return {
      values: {
        recorded: { lrs, losses, iters, values, row, seconds, metricNames, hps, log },
        metrics: this.#allMetrics().map((metric) => metric.state()),
        elapsed: Date.now() - this.#epochBegan,
      },
    };
  }

  override restoreState({ values = {} }: CallbackState): void {
    Object.assign(this, values.recorded);
    const saved: unknown[] = Array.isArray(values.metrics) ? values.metrics : [];
    this.#allMetrics().forEach((metric, i) => {
      metric.restoreState(saved[i]);
    });
    this.#epochBegan = Date.now() - Number(values.elapsed);
    this.learn.smoothLoss = this.losses.at(-1) ?? 0;
    this.learn.finalRecord = this.values.at(-1) ?? [];
  }

  #allMetrics(): Metric[] {
    return [this.smoothLoss, this.loss, ...this.learn.metrics];
  }

  #ofValidation(): Metric[] {
    return this.#validCancelled || !this.validMetrics ? [] : [this.loss, ...this.learn.metrics];
  }
}

/** A metric's value, over all items where several machines have measured a part each. */
function measured(metric: Metric, strategy: Strategy): Value {
  const value = () => explain(metric, () => metric.value);
  const states = strategy.gather(metric.state());
  if (states.length === 1 || metric.merge(states)) return value();
  const values = strategy.gather([value()].flat());
  const means = (values[0] ?? []).map((_, i) => mean(values.map((each) => each[i] ?? Number.NaN)));
  return Array.isArray(metric.value) ? means : (means[0] ?? Number.NaN);
}

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;

/** Names of which the second of a kind ends in `_2`, and so on. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let n = 2; taken.has(own); n++) own = `${name}_${n}`;
    taken.add(own);
    return own;
  });
}

/** Says which metric it was that threw. */
function explain<T>(metric: Metric, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the metric '${metric.name}' threw: ${reason}`, { cause: error });
  }
}
