/** Events inside a batch: synchronous, because they run inside the batch's `torch.scope`. */
export const batchEvents = [
  'beforeBatch',
  'afterPred',
  'afterLoss',
  'beforeBackward',
  'afterCancelBackward',
  'afterBackward',
  'beforeStep',
  'afterCancelStep',
  'afterStep',
  'afterCancelBatch',
  'afterBatch',
] as const;

/** Events of a fit and of an epoch, which may be asynchronous. */
export const fitEvents = [
  'beforeFit',
  'beforeEpoch',
  'beforeTrain',
  'afterCancelTrain',
  'afterTrain',
  'beforeValidate',
  'afterCancelValidate',
  'afterValidate',
  'afterCancelEpoch',
  'afterEpoch',
  'afterCancelFit',
  'afterFit',
] as const;

/** What a callback hears within a batch, in order. */
export type BatchEvent = (typeof batchEvents)[number];
/** What a callback hears of a fit and its epochs. */
export type FitEvent = (typeof fitEvents)[number];

/** Every moment at which a callback is asked; fastai's events in camelCase. */
export type Event = 'afterCreate' | FitEvent | BatchEvent;

/** What a callback throws to steer the loop. None of them is an error: the loop goes on at the place named. */
export abstract class CancelException extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** Skips the rest of this batch and goes on at `afterBatch`. */
export class CancelBatchException extends CancelException {}
/** Skips the backward pass and goes on at `afterBackward`. */
export class CancelBackwardException extends CancelException {}
/** Skips the optimizer's step and goes on at `afterStep`. */
export class CancelStepException extends CancelException {}
/** Skips the rest of the epoch's training and goes on at `afterTrain`. */
export class CancelTrainException extends CancelException {}
/** Skips the rest of the epoch's validation and goes on at `afterValidate`. */
export class CancelValidException extends CancelException {}
/** Skips the rest of this epoch and goes on at `afterEpoch`. */
export class CancelEpochException extends CancelException {}
/** Ends the training and goes on at `afterFit`. */
export class CancelFitException extends CancelException {}
