import { checkCount, checkNumber, checkOptions, type OptionNames } from '../../base/index.js';
import { type OneCycleOptions, oneCycleNames } from './one-cycle.js';

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

/** What `learn.fineTune` was given, checked and with its defaults; `both` is for both of its fits. */
export function fineTuneSettings(epochs: number, options: FineTuneOptions) {
  checkOptions(options, fineTuneNames, 'learn.fineTune');
  const { baseLr = 2e-3, freezeEpochs = 1, lrMult = 100, pctStart = 0.3, div = 5, ...both } = options;
  checkCount('epochs', epochs, 0);
  checkCount('freezeEpochs', freezeEpochs, 0);
  checkNumber('baseLr', baseLr, { least: 0 });
  checkNumber('lrMult', lrMult, { above: 0 });
  return { baseLr, freezeEpochs, lrMult, pctStart, div, both };
}
