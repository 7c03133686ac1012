import type { Tensor } from '@onecycle/torch';
import { checkOptions, is } from '../../base/index.js';
import type { LearningRate } from '../optimizer/index.js';
import { combinedCos, ParamScheduler } from '../schedules/index.js';
import { type FitOptions, type Fittable, fit, fitNames } from './fit.js';
import { groupRates } from './group-rates.js';

/** Options of `learn.fitFlatCos`. */
export interface FlatCosOptions extends FitOptions {
  /** The learning rate, in a call that names everything. Default: the learner's. */
  lr?: LearningRate;
  /** The rate falls towards `lr / divFinal`. Default 1e5. */
  divFinal?: number;
  /** The share of the training in which the rate stays. Default 0.75. */
  pctStart?: number;
}

/**
 * Trains at a flat learning rate that falls in a cosine at the end; momentum stays. Source: fastai's fit_flat_cos,
 * which ignores its `start_epoch`; here `startEpoch` counts as in the other fits.
 */
export async function fitFlatCos<B extends readonly Tensor[]>(
  learn: Fittable<B>,
  epochs: number,
  options: FlatCosOptions = {},
): Promise<void> {
  const names = { ...fitNames, lr: true, divFinal: is.number({ above: 0 }), pctStart: is.share } as const;
  checkOptions<FlatCosOptions>(options, names, 'learn.fitFlatCos');
  const { lr = learn.lr, divFinal = 1e5, pctStart = 0.75, ...rest } = options;
  const rates = groupRates(learn, lr);
  const last = rates.map((rate) => rate / divFinal);
  const schedules = { lr: combinedCos(pctStart, rates, rates, last) };
  await fit(learn, epochs, rest, new ParamScheduler(schedules, 'fitFlatCos'));
}
