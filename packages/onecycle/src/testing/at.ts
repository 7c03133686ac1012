import { Callback } from '../training/index.js';

/** Calls something after one of the training batches: to interrupt a fit, or have it fail. */
export class At extends Callback {
  override runValid = false;
  constructor(
    readonly batch: number,
    readonly what: (learn: Callback['learn']) => void,
  ) {
    super();
  }
  override afterBatch(): void {
    if (this.learn.trainIter === this.batch) this.what(this.learn);
  }
}

/** What a fit fails of. */
export const fail = (): never => {
  throw new Error('on purpose');
};
