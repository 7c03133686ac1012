import { counted } from '../../base/index.js';
/** The queue of a predictor is full: the call was not taken. Try again when others are done. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';

  constructor(
    /** How many pictures wait. */
    readonly queued: number,
  ) {
    super(
      `${counted(queued, 'picture waits', 'pictures wait')} already, which is as many as may: try again later, or allow more with createPredictor(…, { maxQueue })`,
    );
  }
}

/** A worker thread of a predictor ended while it worked on the picture, at the second try too. */
export class WorkerDiedError extends Error {
  override readonly name = 'WorkerDiedError';

  constructor(reason: string) {
    super(
      `the worker thread ended twice while it worked on this picture (${reason}). The predictor goes on with a new one; this picture may be what ends it`,
    );
  }
}

/** The predictor was closed before the call. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';

  constructor() {
    super('the predictor is closed');
  }
}
