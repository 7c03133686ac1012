/** Where a fit is: what an error in its middle has to tell. */
export interface FitPosition {
  readonly epoch: number;
  readonly nEpoch: number;
  readonly iter: number;
  readonly nIter: number;
  readonly training: boolean;
}

/** Something failed in the middle of a fit, or the loss left the numbers; says where, and what to do. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
  /** Epoch and batch, counted from 0, and whether it was a training batch. */
  readonly epoch: number;
  readonly batch: number;
  readonly training: boolean;

  constructor(what: string, at: FitPosition, cause?: unknown, advice = '') {
    const reason = cause === undefined ? '' : `: ${cause instanceof Error ? cause.message : String(cause)}`;
    super(`${what} (${describePosition(at)})${reason}${advice && `\n${advice}`}`, { cause });
    this.epoch = at.epoch;
    this.batch = at.iter;
    this.training = at.training;
  }
}

/** The loss left the numbers, which all of several processes find at once: each of them can go on. */
export class DivergenceError extends TrainingError {}

/** `epoch 2 of 0…9, training batch 17 of 0…36`. */
function describePosition({ epoch, nEpoch, iter, nIter, training }: FitPosition): string {
  if (nIter === 0) return `epoch ${epoch} of ${nEpoch}, before its first batch`;
  return `epoch ${epoch} of ${nEpoch}, ${training ? 'training' : 'validation'} batch ${iter} of ${nIter}, counted from 0`;
}
