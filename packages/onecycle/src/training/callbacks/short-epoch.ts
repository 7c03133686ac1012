import { checkShare } from '../../base/index.js';
import { Callback, CancelTrainException, CancelValidException } from '../events/index.js';

/** Ends each epoch after a share `pct` of its batches, to try something out. Source: fastai's ShortEpochCallback. */
export class ShortEpochCallback extends Callback {
  override capturable = true;

  /**
   * @param pct the share of the batches, 0 … 1
   * @param shortValid whether the validation is cut short too
   */
  constructor(
    readonly pct = 0.01,
    readonly shortValid = true,
  ) {
    super();
    checkShare('pct', pct);
  }

  override afterBatch(): void {
    const { iter, nIter, training } = this.learn;
    if (iter / nIter < this.pct) return;
    if (training) throw new CancelTrainException('the epoch is cut short');
    if (this.shortValid) throw new CancelValidException('the validation is cut short');
  }
}

/** See {@link ShortEpochCallback}. */
export const shortEpoch = (pct = 0.01, shortValid = true): ShortEpochCallback =>
  new ShortEpochCallback(pct, shortValid);
