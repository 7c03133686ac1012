import type { Tensor } from '@onecycle/torch';
import { checkOptions, is, type OptionNames } from '../../base/index.js';
import type { LearningRate } from '../optimizer/index.js';
import { combinedCos, ParamScheduler } from '../schedules/index.js';
import { checkMoms, type FitOptions, type Fittable, fit, fitNames, type Moms } from './fit.js';
import { groupRates } from './group-rates.js';

/** Options of `learn.fitOneCycle`. */
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

/** The names of the options of a 1cycle fit. */
export const oneCycleNames: OptionNames<OneCycleOptions> = {
  ...fitNames,
  lrMax: true,
  div: is.number({ above: 0 }),
  divFinal: is.number({ above: 0 }),
  pctStart: is.share,
  moms: true,
};

/**
 * Trains with the 1cycle policy: the learning rate rises to `lrMax` and falls far below its start in two cosines,
 * while momentum does the opposite. Source: fastai's fit_one_cycle; Smith 2018.
 */
export async function fitOneCycle<B extends readonly Tensor[]>(
  learn: Fittable<B>,
  epochs: number,
  options: OneCycleOptions = {},
): Promise<void> {
  checkOptions(options, oneCycleNames, 'learn.fitOneCycle');
  const { lrMax = learn.lr, div = 25, divFinal = 1e5, pctStart = 0.25, moms, ...rest } = options;
  checkMoms(moms ?? learn.moms);
  const rates = groupRates(learn, lrMax);
  const over = (divisor: number) => rates.map((rate) => rate / divisor);
  const [start, middle, end] = moms ?? learn.moms;
  const schedules = {
    lr: combinedCos(pctStart, over(div), rates, over(divFinal)),
    mom: combinedCos(pctStart, start, middle, end),
  };
  await fit(learn, epochs, rest, new ParamScheduler(schedules, 'fitOneCycle'));
}
