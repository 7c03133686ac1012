import { checkCount, checkOptions, is, type OptionNames, shown } from '../../base/index.js';
import { type ProgressiveResizingOptions, progressiveStages } from '../callbacks/index.js';
import { callbackList } from '../events/index.js';
import { slice } from '../optimizer/index.js';
import { type OneCycleOptions, oneCycleNames } from './one-cycle.js';

/** Options of `learn.fineTune`. */
export interface FineTuneOptions extends Omit<OneCycleOptions, 'lrMax'> {
  /** The learning rate of the head while the body is frozen; half of it afterwards. Default 2e-3. */
  baseLr?: number;
  /** Epochs with a frozen body. Default 1. */
  freezeEpochs?: number;
  /**
   * The first parameter group that trains afterwards, as `learn.freezeTo` takes it (−1: the last). Default 0: all of them do. The first
   * layers of a pretrained model hardly change in few epochs; with 1, and a learner of `trainBn: false`, what they would cost on the
   * way back is saved.
   */
  freezeTo?: number;
  /** How much smaller the first group's rate is than the last one's after unfreezing. Default 100. */
  lrMult?: number;
  /**
   * Starts on pictures of half their sides, and has them grow: see `progressiveResizing`, whose options it takes. The frozen epochs
   * stay at the first size. Default false.
   */
  progressive?: boolean | ProgressiveResizingOptions;
}

const { lrMax: _, ...shared } = oneCycleNames;
const fineTuneNames: OptionNames<FineTuneOptions> = {
  baseLr: is.number({ least: 0 }),
  freezeEpochs: is.count(0),
  freezeTo: true,
  lrMult: is.number({ above: 0 }),
  progressive: true,
  ...shared,
};

/** What `learn.fineTune` was given, checked and with its defaults: what its frozen fit and its whole one take. */
export function fineTuneSettings(epochs: number, options: FineTuneOptions) {
  checkOptions(options, fineTuneNames, 'learn.fineTune');
  const {
    baseLr = 2e-3,
    freezeEpochs = 1,
    freezeTo = 0,
    lrMult = 100,
    pctStart = 0.3,
    div = 5,
    ...others
  } = options;
  checkCount('epochs', epochs, 0);
  if (!Number.isInteger(freezeTo))
    throw new RangeError(`freezeTo takes the number of a parameter group, not ${shown(freezeTo)}`);
  const { progressive = false, cbs = [], ...both } = others;
  const given = callbackList(cbs);
  const [small, growing] = progressiveStages(progressive);
  return {
    freezeEpochs,
    freezeTo,
    frozen: { ...both, cbs: [...small, ...given], lrMax: slice(baseLr), pctStart: 0.99 },
    whole: {
      ...both,
      cbs: [...growing, ...given],
      lrMax: slice(baseLr / 2 / lrMult, baseLr / 2),
      pctStart,
      div,
    },
  };
}
