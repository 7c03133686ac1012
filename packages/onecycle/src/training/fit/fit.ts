import type { Tensor } from '@onecycle/torch';
import { checkCount, checkNumber, checkOptions, is, kindOf, type OptionNames } from '../../base/index.js';
import { Checkpoint, fitWithCheckpoints, type Resume } from '../checkpoint/index.js';
import { type CallbackLearner, type Callbacks, callbackList } from '../events/index.js';
import { interruptible, type StartAt, type TrainingLoop } from '../loop/index.js';
import { LRFinder } from '../lr-find/index.js';
import { checkRate, type LearningRate } from '../optimizer/index.js';
import type { ParamScheduler } from '../schedules/index.js';
import { checkBatches } from '../state/index.js';

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
  /**
   * Goes on where a checkpoint of this very fit was written. A fit that is shaped by anything else (data, classes, rates,
   * …) is refused with the difference, unless it is 'anyway'. Default false; true for a fit with checkpoints in a process
   * that `onecycle launch` or torchrun started anew.
   */
  resume?: Resume;
  /** Counts epochs from here: a fit of 5 that starts at 2 runs epochs 2, 3 and 4. Default 0. */
  startEpoch?: number;
}

/** The names of what every fit method takes. */
export const fitNames: OptionNames<FitOptions> = {
  wd: true,
  cbs: true,
  resetOpt: is.flag,
  resume: is.oneOf(true, false, 'anyway'),
  startEpoch: is.count(0),
};

/** Throws where `moms` are no three numbers. */
export function checkMoms(moms: unknown): void {
  const list: unknown[] = Array.isArray(moms) ? moms : [];
  if (list.length !== 3) {
    throw new RangeError(
      `moms are three numbers, momentum at the start, in the middle and at the end of a cycle, and not ${Array.isArray(moms) ? `[${moms}]` : kindOf(moms)}`,
    );
  }
  for (const mom of list) checkNumber('a momentum', mom, { least: 0, most: 1 });
}

/** Whether whoever launched this process had to do so again, because one of its kind failed. */
const wasRestarted = (): boolean => Number(process.env.TORCHELASTIC_RESTART_COUNT ?? 0) > 0;

/** A learner, as far as fit methods need it: what callbacks see, and the loop to run. */
export interface Fittable<B extends readonly Tensor[] = Tensor[]> extends CallbackLearner<B> {
  readonly loop: TrainingLoop<B>;
  wd: number | undefined;
  moms: Moms;
  createOpt(): unknown;
  freeze(): void;
  freezeTo(n: number): void;
  unfreeze(): void;
}

/**
 * Trains for `epochs` epochs at `lr`, or as `scheduler` sets the rates; see `learn.fit`. Every fit method ends here.
 *
 * @throws RangeError for a number of epochs that is not whole, or a negative rate
 */
export async function fit<B extends readonly Tensor[]>(
  learn: Fittable<B>,
  epochs: number,
  options: FitOptions & { lr?: LearningRate } = {},
  scheduler?: ParamScheduler,
): Promise<void> {
  checkOptions<FitOptions & { lr?: LearningRate }>(options, { lr: true, ...fitNames }, 'learn.fit');
  const { lr = learn.lr, wd = learn.wd, resetOpt = false, startEpoch = 0 } = options;
  const given = callbackList(options.cbs ?? []);
  const isKept = learn.callback(Checkpoint) || given.some((cb) => cb instanceof Checkpoint);
  const { resume = isKept && wasRestarted() } = options;
  learn.loop.checkIdle('A fit');
  if (wd !== undefined) checkNumber('wd', wd, { least: 0 });
  checkCount('epochs', epochs, 0);
  checkRate(lr);
  const { train } = learn.dls;
  checkBatches(train, { count: learn.strategy.count(train), size: learn.strategy.size });
  const own = [...(scheduler ? [scheduler] : []), ...given];
  const cbs = resume && !isKept ? [...own, new Checkpoint()] : own;
  await learn.addedCbs(cbs, async () => {
    if (resetOpt) learn.createOpt();
    learn.opt.setHypers({ lr, ...(wd === undefined ? {} : { wd }) });
    const run = (start: StartAt) => {
      const { dls, loop } = learn;
      return interruptible(loop.state, () => loop.fit(dls.train, dls.loaders[1] ?? null, start));
    };
    const checkpoint = learn.callback(Checkpoint);
    learn.nEpoch = epochs;
    learn.isFitting = !learn.callback(LRFinder);
    try {
      if (checkpoint && learn.isFitting) await fitWithCheckpoints(learn, checkpoint, resume, startEpoch, run);
      else await run({ epoch: startEpoch, batch: 0, restore: () => {} });
    } finally {
      learn.isFitting = false;
    }
  });
}
