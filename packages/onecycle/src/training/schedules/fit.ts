import type { Callbacks } from '../callback.js';
import type { Optimizer } from '../optimizer/index.js';
import { combinedCos, combineScheds, type Schedule, schedCos } from './anneal.js';
import { checkCount, checkRate, checkShare } from './check.js';
import type { LearningRate } from './learning-rate.js';
import { ParamScheduler, type Schedules } from './param-scheduler.js';

/** Momentum at the start, in the middle and at the end of a cycle. */
export type Moms = readonly [number, number, number];

/** What every fit method takes beside its own options. */
export interface FitOptions {
  /** Weight decay for this fit; left alone by default. */
  wd?: number;
  /** Callbacks for this fit only. */
  cbs?: Callbacks;
  /** Starts with a new optimizer. Default false. */
  resetOpt?: boolean;
  /** Goes on where a checkpoint of this very fit was written. Default false. */
  resume?: boolean;
  /** Counts epochs from here: a fit of 5 that starts at 2 runs epochs 2, 3 and 4. Default 0. */
  startEpoch?: number;
}

export interface OneCycleOptions extends FitOptions {
  /** The highest learning rate, in a call that names everything. Default: the learner's. */
  lrMax?: LearningRate;
  /** The first rate is `lrMax / div`. Default 25. */
  div?: number;
  /** The rate falls towards `lrMax / divFinal`. Default 1e5. */
  divFinal?: number;
  /** The share of the training in which the rate rises. Default 0.25. */
  pctStart?: number;
  /** Momentum at start, top and end. Default: the learner's (0.95, 0.85, 0.95). */
  moms?: Moms;
}

export interface FlatCosOptions extends FitOptions {
  lr?: LearningRate;
  /** The rate falls towards `lr / divFinal`. Default 1e5. */
  divFinal?: number;
  /** The share of the training in which the rate stays. Default 0.75. */
  pctStart?: number;
}

export interface SgdrOptions extends FitOptions {
  lrMax?: LearningRate;
  /** Each cycle is this many times as long as the one before: 2 (the default) or more. */
  cycleMult?: number;
}

export interface FineTuneOptions extends Omit<OneCycleOptions, 'lrMax'> {
  /** The learning rate of the head while the body is frozen; half of it afterwards. Default 2e-3. */
  baseLr?: number;
  /** Epochs with a frozen body. Default 1. */
  freezeEpochs?: number;
  /** How much smaller the first group's rate is than the last one's after unfreezing. Default 100. */
  lrMult?: number;
}

/** A learner, as far as the fit methods need it. */
export interface Schedulable {
  readonly opt: Optimizer;
  lr: LearningRate;
  moms: Moms;
  fit(epochs: number, options: FitOptions): Promise<unknown>;
}

/** Puts the highest rates into the optimizer and reads them back, one per parameter group. */
function groupRates(
  { opt, lr: ownLr }: { opt: Optimizer; lr: LearningRate },
  lr: LearningRate | undefined,
): number[] {
  checkRate(lr ?? ownLr);
  opt.setHyper('lr', lr ?? ownLr);
  return opt.hypers.map((hypers) => hypers.lr ?? Number.NaN);
}

async function fitScheduled(
  learn: Schedulable,
  kind: string,
  epochs: number,
  schedules: Schedules,
  { cbs = [], ...options }: FitOptions,
): Promise<void> {
  const own = 'length' in cbs ? cbs : [cbs];
  await learn.fit(epochs, { ...options, cbs: [new ParamScheduler(schedules, kind), ...own] });
}

/**
 * Trains with the 1cycle policy: the learning rate rises to `lrMax` and falls far below its start in two cosines,
 * while momentum does the opposite. Source: fastai's fit_one_cycle; Smith 2018.
 */
export async function fitOneCycle(
  learn: Schedulable,
  epochs: number,
  { lrMax, div = 25, divFinal = 1e5, pctStart = 0.25, moms, ...fit }: OneCycleOptions = {},
): Promise<void> {
  checkShare('pctStart', pctStart);
  const rates = groupRates(learn, lrMax);
  const over = (divisor: number) => rates.map((rate) => rate / divisor);
  const [start, middle, end] = moms ?? learn.moms;
  const schedules = {
    lr: combinedCos(pctStart, over(div), rates, over(divFinal)),
    mom: combinedCos(pctStart, start, middle, end),
  };
  await fitScheduled(learn, 'fitOneCycle', epochs, schedules, fit);
}

/**
 * Trains at a flat learning rate that falls in a cosine at the end; momentum stays. Source: fastai's fit_flat_cos,
 * which ignores its `start_epoch`; here `startEpoch` counts as in the other fits.
 */
export async function fitFlatCos(
  learn: Schedulable,
  epochs: number,
  { lr, divFinal = 1e5, pctStart = 0.75, ...fit }: FlatCosOptions = {},
): Promise<void> {
  checkShare('pctStart', pctStart);
  const rates = groupRates(learn, lr);
  const last = rates.map((rate) => rate / divFinal);
  await fitScheduled(learn, 'fitFlatCos', epochs, { lr: combinedCos(pctStart, rates, rates, last) }, fit);
}

/**
 * Trains in `cycles` cosines from `lrMax` to 0, the first `cycleLen` epochs long, each next one `cycleMult` times as
 * long (all three whole numbers). Source: fastai's fit_sgdr; Loshchilov and Hutter 2017.
 */
export async function fitSgdr(
  learn: Schedulable,
  cycles: number,
  cycleLen: number,
  { lrMax, cycleMult = 2, ...fit }: SgdrOptions = {},
): Promise<void> {
  checkCount('cycles', cycles, 1);
  checkCount('cycleLen', cycleLen, 1);
  checkCount('cycleMult', cycleMult, 2);
  const rates = groupRates(learn, lrMax);
  const zeros = rates.map(() => 0);
  const epochs = (cycleLen * (cycleMult ** cycles - 1)) / (cycleMult - 1);
  const shares = Array.from({ length: cycles }, (_, i) => (cycleLen * cycleMult ** i) / epochs);
  const lr = combineScheds(shares, Array<Schedule<number[]>>(cycles).fill(schedCos(rates, zeros)));
  await fitScheduled(learn, 'fitSgdr', epochs, { lr }, fit);
}
