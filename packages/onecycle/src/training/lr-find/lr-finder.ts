import { checkNumber, checkOptions, is, type OptionNames } from '../../base/index.js';
import { CancelFitException, CancelValidException } from '../events/index.js';
import { ParamScheduler, schedExp } from '../schedules/index.js';

/** Options of {@link LRFinder}. */
export interface LrFinderOptions {
  /** The first learning rate, or one per parameter group. Default 1e-7. */
  startLr?: number | readonly number[];
  /** The rate that iteration `numIt` would have. Default 10. */
  endLr?: number | readonly number[];
  /** Training batches; fewer than 6 are made 6, as far as `floor(numIt / batches) + 1` epochs go. Default 100. */
  numIt?: number;
  /** Whether to stop when the smoothed loss is more than 4 times the best. Default true. */
  stopDiv?: boolean;
}

/** The names of the options of a learning-rate finder. */
export const lrFinderNames: OptionNames<LrFinderOptions> = {
  startLr: true,
  endLr: true,
  numIt: is.count(0),
  stopDiv: is.flag,
};

/**
 * Trains with an exponentially growing learning rate and without validation, until the loss diverges. `lrFind` uses
 * it and puts everything back afterwards.
 *
 * Source: fastai's LRFinder; Smith 2015.
 */
export class LRFinder extends ParamScheduler {
  readonly numIt: number;
  readonly stopDiv: boolean;
  /** Whether the last search ended because the loss grew too large. */
  diverged = false;
  private bestLoss = Number.POSITIVE_INFINITY;

  constructor(options: LrFinderOptions = {}) {
    checkOptions(options, lrFinderNames, 'LRFinder');
    const { startLr = 1e-7, endLr = 10, numIt = 100, stopDiv = true } = options;
    for (const lr of [startLr].flat()) checkNumber('startLr', lr, { above: 0 });
    for (const lr of [endLr].flat()) checkNumber('endLr', lr, { above: 0 });
    const [starts, ends] = [[startLr].flat(), [endLr].flat()];
    if (starts.length === 0 || starts.some((start, i) => start >= (ends[i] ?? ends[0] ?? 0)))
      throw new RangeError(`lrFind goes up from startLr to endLr, and cannot from ${startLr} to ${endLr}`);
    const groups = Math.max(starts.length, ends.length);
    const fill = (rates: number[]) =>
      rates.length === 1 ? Array<number>(groups).fill(rates[0] ?? 0) : rates;
    super({ lr: schedExp(fill(starts), fill(ends)) });
    this.numIt = Math.max(numIt, 6);
    this.stopDiv = stopDiv;
  }

  override beforeFit(): void {
    super.beforeFit();
    this.bestLoss = Number.POSITIVE_INFINITY;
    this.diverged = false;
  }

  override beforeBatch(): void {
    this.setAt(this.learn.trainIter / this.numIt);
  }

  override afterBatch(): void {
    super.afterBatch();
    const { smoothLoss, trainIter } = this.learn;
    if (smoothLoss < this.bestLoss) this.bestLoss = smoothLoss;
    this.diverged = this.stopDiv && smoothLoss > 4 * this.bestLoss;
    if (this.diverged) throw new CancelFitException('the loss diverged');
    if (trainIter >= this.numIt) throw new CancelFitException('enough iterations');
  }

  override beforeValidate(): void {
    throw new CancelValidException('no validation while a learning rate is searched for');
  }
}
