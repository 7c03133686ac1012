import { stat } from 'node:fs/promises';
import {
  checkChoice,
  checkCount,
  checkName,
  checkNumber,
  checkOptions,
  is,
  type OptionCheck,
} from '../../base/index.js';
import { Callback, type CallbackState, CancelFitException } from '../events/index.js';
import { tryFolder } from '../persistence/index.js';
import { ParamScheduler } from '../schedules/index.js';

/** How a monitored value gets better. */
export type Comparison = 'less' | 'greater';

/** Options of every callback that watches a value. */
export interface TrackerOptions {
  /** A column of the epoch table. Default 'valid_loss'. */
  monitor?: string;
  /** Default: 'less' where the column's name has 'loss' or 'error' in it, else 'greater'. */
  comp?: Comparison;
  /** By how much a value must be better than the best one to count. Default 0. */
  minDelta?: number;
  /** Whether each fit starts without a best value. Default true. */
  resetOnFit?: boolean;
}

/** Keeps the best value of a column of the epoch table. Source: fastai's TrackerCallback. */
export class TrackerCallback extends Callback {
  override order = 60;
  override removeOnFetch = true;
  override onlyFits = true;
  /** The options that the callback has, which `new` checks. */
  protected static readonly optionNames: Readonly<Record<string, true | OptionCheck>> = {
    monitor: true,
    comp: true,
    minDelta: true,
    resetOnFit: is.flag,
  };
  readonly monitor: string;
  readonly comp: Comparison;
  readonly minDelta: number;
  readonly resetOnFit: boolean;
  /** The best value so far. */
  best: number;
  /** Whether the last epoch's value was the best. */
  newBest = false;

  constructor(options: TrackerOptions = {}) {
    super();
    checkOptions<object>(options, new.target.optionNames, new.target.name);
    const { monitor = 'valid_loss', comp, minDelta = 0, resetOnFit = true } = options;
    if (comp !== undefined) checkChoice('comp', comp, ['less', 'greater']);
    checkName('monitor', monitor);
    checkNumber('minDelta', minDelta);
    this.monitor = monitor;
    this.comp = comp ?? (/loss|error/.test(monitor) ? 'less' : 'greater');
    this.minDelta = minDelta;
    this.resetOnFit = resetOnFit;
    this.best = this.worst;
  }

  protected get worst(): number {
    return this.comp === 'less' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  override beforeFit(): void | Promise<void> {
    if (this.resetOnFit) this.best = this.worst;
    const names = this.learn.recorder.metricNames.slice(1).filter((name) => name !== 'time');
    const { loaders } = this.learn.dls;
    if (this.monitor !== 'train_loss' && loaders[1]?.length === 0)
      throw new Error(
        `there is nothing to watch: the validation set is empty, so that '${this.monitor}' has no value`,
      );
    if (names.includes(this.monitor)) return;
    throw new Error(`there is no '${this.monitor}' to watch: monitor one of ${names.join(', ')}`);
  }

  override afterEpoch(): void | Promise<void> {
    this.track();
  }

  /** Compares the epoch's value with the best one. */
  protected track(): void {
    const { metricNames, values } = this.learn.recorder;
    const value = values.at(-1)?.[metricNames.indexOf(this.monitor) - 1];
    // An epoch without validation has no value to compare.
    this.newBest = typeof value === 'number' && this.isBetter(value);
    if (this.newBest) this.best = Number(value);
  }

  /** Says something beside the epoch table; nothing where the learner shows none. */
  protected say(sentence: string): void {
    if (this.learn.logger && this.learn.strategy.rank === 0) console.log(sentence);
  }

  private isBetter(value: number): boolean {
    return this.comp === 'less' ? value + this.minDelta < this.best : value - this.minDelta > this.best;
  }

  override state(): CallbackState {
    return { values: { best: this.best } };
  }

  override restoreState({ values }: CallbackState): void {
    this.best = Number(values?.best);
  }
}

/** Options of trackers that wait for an improvement. */
export interface PatienceOptions extends TrackerOptions {
  /** Epochs in a row without improvement before something is done; 0 does what 1 does. Default 1. */
  patience?: number;
}

/** A tracker that acts after `patience` epochs without improvement. */
abstract class PatientCallback extends TrackerCallback {
  protected static override readonly optionNames: Readonly<Record<string, true | OptionCheck>> = {
    ...TrackerCallback.optionNames,
    patience: true,
  };
  readonly patience: number;
  protected wait = 0;

  constructor(given: PatienceOptions = {}) {
    checkOptions<object>(given, new.target.optionNames, new.target.name);
    const { patience = 1, ...options } = given;
    super(options);
    checkCount('patience', patience, 0);
    this.patience = patience;
  }

  override beforeFit(): void | Promise<void> {
    this.wait = 0;
    return super.beforeFit();
  }

  override afterEpoch(): void {
    this.track();
    if (this.newBest) {
      this.wait = 0;
      return;
    }
    this.wait += 1;
    if (this.wait >= this.patience) this.act();
  }

  protected abstract act(): void;

  override state(): CallbackState {
    return { values: { best: this.best, wait: this.wait } };
  }

  override restoreState(state: CallbackState): void {
    super.restoreState(state);
    this.wait = Number(state.values?.wait);
  }
}

/** Ends the fit when a value has stopped improving. Source: fastai's EarlyStoppingCallback. */
export class EarlyStoppingCallback extends PatientCallback {
  override order = 63;

  protected act(): void {
    this.say(`No improvement since epoch ${this.learn.epoch - this.wait}: early stopping`);
    throw new CancelFitException('early stopping');
  }
}

/** Options of {@link ReduceLROnPlateau}. */
export interface PlateauOptions extends PatienceOptions {
  /** What learning rates are divided by. Default 10. */
  factor?: number;
  /** Rates do not fall below it. Default 0. */
  minLr?: number;
}

/**
 * Divides all learning rates when a value has stopped improving: in `learn.fit`. Other fits set the rates of every batch anew, and warn of it.
 * Source: fastai's ReduceLROnPlateau.
 */
export class ReduceLROnPlateau extends PatientCallback {
  protected static override readonly optionNames = {
    ...PatientCallback.optionNames,
    factor: is.number({ above: 0 }),
    minLr: is.number({ least: 0 }),
  } as const;
  override order = 62;
  readonly factor: number;
  readonly minLr: number;

  constructor(given: PlateauOptions = {}) {
    checkOptions<object>(given, new.target.optionNames, new.target.name);
    const { factor = 10, minLr = 0, ...options } = given;
    super(options);
    this.factor = factor;
    this.minLr = minLr;
  }

  override async beforeFit(): Promise<void> {
    await super.beforeFit();
    if (this.learn.callback(ParamScheduler)?.schedules.lr === undefined || !this.learn.isFitting) return;
    console.warn(
      'reduceLrOnPlateau changes nothing in this fit, whose schedule sets the learning rate of every batch: train with learn.fit(epochs, lr)',
    );
  }

  protected act(): void {
    this.wait = 0;
    const { opt, epoch } = this.learn;
    const before = opt.hypers.at(-1)?.lr ?? 0;
    const rates = opt.hypers.map(({ lr = 0 }) => Math.max(lr / this.factor, this.minLr));
    opt.setHyper('lr', rates);
    const after = rates.at(-1) ?? 0;
    if (after < before) this.say(`Epoch ${epoch}: reducing lr to ${after}`);
  }
}

/** Options of {@link SaveModelCallback}. */
export interface SaveModelOptions extends TrackerOptions {
  /** The name under which `learn.save` writes. Default 'model'. */
  fname?: string;
  /** Saves every epoch, or every so many, as `<fname>_<epoch>`, whatever the value. Default false. */
  everyEpoch?: boolean | number;
  /** Saves the last model as `<fname>` instead of loading the best one. Default false. */
  atEnd?: boolean;
  /** Whether the optimizer is saved too. Default false. */
  withOpt?: boolean;
}

/**
 * Saves the model whenever a value is the best so far, and loads the best one at the end. Throws where both `everyEpoch`
 * and `atEnd` are set. Source: fastai's SaveModelCallback.
 */
export class SaveModelCallback extends TrackerCallback {
  protected static override readonly optionNames = {
    ...TrackerCallback.optionNames,
    fname: is.name,
    everyEpoch: (what: string, value: unknown) => {
      if (typeof value !== 'boolean') checkCount(what, value, 0);
    },
    atEnd: is.flag,
    withOpt: is.flag,
  } as const;
  override order = 61;
  readonly fname: string;
  readonly every: number;
  readonly atEnd: boolean;
  readonly withOpt: boolean;
  /** What was saved last, and how to know it again. */
  #saved: { file: string; stamp: string | undefined } | undefined;

  constructor(given: SaveModelOptions = {}) {
    checkOptions<object>(given, new.target.optionNames, new.target.name);
    const { fname = 'model', everyEpoch = false, atEnd = false, withOpt = false, ...options } = given;
    super(options);
    if (everyEpoch && atEnd) {
      throw new Error('saveModel takes everyEpoch or atEnd, not both: leave one of them out');
    }
    this.fname = fname;
    this.every = Number(everyEpoch);
    this.atEnd = atEnd;
    this.withOpt = withOpt;
  }

  override async beforeFit(): Promise<void> {
    const { modelDir, path, strategy } = this.learn;
    if (strategy.rank === 0) await tryFolder(String(path.join(modelDir)));
    await super.beforeFit();
  }

  override async afterEpoch(): Promise<void> {
    const { epoch } = this.learn;
    if (this.every > 0) {
      if (epoch % this.every === 0) await this.save(`${this.fname}_${epoch}`);
      return;
    }
    this.track();
    if (!this.newBest) return;
    this.say(`Better model found at epoch ${epoch} with ${this.monitor} value: ${this.best}.`);
    await this.save(this.fname);
  }

  override async afterFit(): Promise<void> {
    if (this.atEnd) await this.save(this.fname);
    // Where no value counted as the best, there is nothing to load.
    else if (this.every === 0 && this.best !== this.worst) await this.loadBest();
  }

  private async loadBest(): Promise<void> {
    if (this.#saved && (await stampOf(this.#saved.file)) !== this.#saved.stamp)
      throw new Error(
        `${this.#saved.file} is not what this fit saved as its best model: is another run writing to it? The weights are those of the last epoch; give each run a name of its own (fname), or a folder`,
      );
    await this.learn.load(this.fname, { withOpt: this.withOpt });
  }

  private async save(name: string): Promise<void> {
    const file = String(await this.learn.save(name, { withOpt: this.withOpt }));
    if (this.learn.strategy.rank === 0) this.#saved = { file, stamp: await stampOf(file) };
  }
}

/** Ends the fit, without an error, at a loss that is NaN or infinite. Source: fastai's TerminateOnNaNCallback. */
export class TerminateOnNaNCallback extends Callback {
  override order = -9;
  override capturable = true;

  override afterBatch(): void {
    const { learn } = this;
    if (!learn.hasLoss || Number.isFinite(learn.lossValue)) return;
    throw new CancelFitException('the loss is no number');
  }
}

/** Ends the fit when `monitor` has not improved for `patience` epochs; see {@link EarlyStoppingCallback}. */
export const earlyStopping = (options: PatienceOptions = {}): EarlyStoppingCallback =>
  new EarlyStoppingCallback(options);
/** Divides the learning rate when `monitor` has not improved for `patience` epochs; see {@link ReduceLROnPlateau}. */
export const reduceLrOnPlateau = (options: PlateauOptions = {}): ReduceLROnPlateau =>
  new ReduceLROnPlateau(options);
/** Saves the best model and loads it at the end; see {@link SaveModelCallback}. */
export const saveModel = (options: SaveModelOptions = {}): SaveModelCallback =>
  new SaveModelCallback(options);
/** Ends the fit at a loss that is no number; see {@link TerminateOnNaNCallback}. */
export const terminateOnNan = (): TerminateOnNaNCallback => new TerminateOnNaNCallback();

/** What tells a file from another that takes its place, since each is written whole; undefined where there is none. */
const stampOf = (file: string): Promise<string | undefined> =>
  stat(file).then(
    ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
    () => undefined,
  );
