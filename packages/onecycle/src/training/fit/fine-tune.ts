import type { Tensor } from '@onecycle/torch';
import { checkCount, checkNumber, checkOptions, type OptionNames } from '../../base/index.js';
import { slice } from '../optimizer/index.js';
import type { Fittable } from './fit.js';
import { fitOneCycle, type OneCycleOptions, oneCycleNames } from './one-cycle.js';

/** Options of `learn.fineTune`. */
export interface FineTuneOptions extends Omit<OneCycleOptions, 'lrMax'> {
  /** The learning rate of the head while the body is frozen; half of it afterwards. Default 2e-3. */
  baseLr?: number;
  /** Epochs with a frozen body. Default 1. */
  freezeEpochs?: number;
  /** How much smaller the first group's rate is than the last one's after unfreezing. Default 100. */
  lrMult?: number;
}

const { lrMax: _, ...shared } = oneCycleNames;
const fineTuneNames: OptionNames<FineTuneOptions> = {
  baseLr: true,
  freezeEpochs: true,
  lrMult: true,
  ...shared,
};

/** Transfer learning in two 1cycle fits; see `learn.fineTune`. Source: fastai's fine_tune. */
export async function fineTune<B extends readonly Tensor[]>(
  learn: Fittable<B>,
  epochs: number,
  options: FineTuneOptions = {},
): Promise<void> {
  checkOptions(options, fineTuneNames, 'learn.fineTune');
  const { baseLr = 2e-3, freezeEpochs = 1, lrMult = 100, pctStart = 0.3, div = 5, ...both } = options;
  learn.loop.checkIdle('A fit');
  checkCount('epochs', epochs, 0);
  checkCount('freezeEpochs', freezeEpochs, 0);
  checkNumber('baseLr', baseLr, { least: 0 });
  checkNumber('lrMult', lrMult, { above: 0 });
  learn.freeze();
  await fitOneCycle(learn, freezeEpochs, { ...both, lrMax: slice(baseLr), pctStart: 0.99 });
  if (learn.stopRequested) return;
  learn.unfreeze();
  const lrMax = slice(baseLr / 2 / lrMult, baseLr / 2);
  await fitOneCycle(learn, epochs, { ...both, lrMax, pctStart, div });
}
