import type { Tensor } from '@onecycle/torch';
import { checkCount, checkOptions, is } from '../../base/index.js';
import type { LearningRate } from '../optimizer/index.js';
import { combineScheds, ParamScheduler, type Schedule, schedCos } from '../schedules/index.js';
import { type FitOptions, type Fittable, fit, fitNames } from './fit.js';
import { groupRates } from './group-rates.js';

/** Options of `learn.fitSgdr`. */
export interface SgdrOptions extends FitOptions {
  /** The learning rate at the start of each cycle, in a call that names everything. Default: the learner's. */
  lrMax?: LearningRate;
  /** Each cycle is this many times as long as the one before: 2 (the default) or more. */
  cycleMult?: number;
}

/**
 * Trains in `cycles` cosines from `lrMax` to 0, the first `cycleLen` epochs long, each next one `cycleMult` times as
 * long (all three whole numbers). Source: fastai's fit_sgdr; Loshchilov and Hutter 2017.
 */
export async function fitSgdr<B extends readonly Tensor[]>(
  learn: Fittable<B>,
  cycles: number,
  cycleLen: number,
  options: SgdrOptions = {},
): Promise<void> {
  const names = { ...fitNames, lrMax: true, cycleMult: is.count(2) } as const;
  checkOptions<SgdrOptions>(options, names, 'learn.fitSgdr');
  const { lrMax = learn.lr, cycleMult = 2, ...rest } = options;
  checkCount('cycles', cycles, 1);
  checkCount('cycleLen', cycleLen, 1);
  const rates = groupRates(learn, lrMax);
  const zeros = rates.map(() => 0);
  const epochs = (cycleLen * (cycleMult ** cycles - 1)) / (cycleMult - 1);
  const shares = Array.from({ length: cycles }, (_, i) => (cycleLen * cycleMult ** i) / epochs);
  const lr = combineScheds(shares, Array<Schedule<number[]>>(cycles).fill(schedCos(rates, zeros)));
  await fit(learn, epochs, rest, new ParamScheduler({ lr }, 'fitSgdr'));
}
