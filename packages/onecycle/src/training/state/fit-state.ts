import type { Tensor } from '@onecycle/torch';
import type { Batches } from './batches.js';

/** A value of a row of the epoch table: epoch, losses and metrics are numbers (or one per class), the time is text. */
export type Value = number | number[] | string;

/** Where a row of the epoch table goes. */
export type Logger = (row: readonly Value[]) => void;

/** Where a fit stands, and how it is run: counted by the loop, read and changed by callbacks. */
export class FitState<B extends readonly Tensor[] = Tensor[]> {
  /** The epoch of this fit, from 0. */
  epoch = 0;
  /** How many epochs there are. */
  nEpoch = 1;
  /** The batch of this pass over the data, from 0. */
  iter = 0;
  /** How many batches there are in this pass. */
  nIter = 0;
  /** Training batches seen in this fit. */
  trainIter = 0;
  /** The share of the fit that is done, 0 … 1. */
  pctTrain = 0;
  /** Whether the batch in hand is one to learn from. */
  training = false;
  /** Whether a fit is on, and not a validation, a prediction or a search for a learning rate. */
  isFitting = false;
  /** The batches that are being passed over. */
  dl: Batches<B> | null = null;
  /** Smoothed training loss, debiased; 0 before the first batch. */
  smoothLoss = 0;
  /** False lets a fit go on after a loss that is no number, as the learning-rate finder wants it. */
  haltOnNan = true;
  /** Whether the loss is kept item by item, as `getPreds({ withLoss: true })` wants it; there is no training then. */
  perItemLoss = false;
  /** Set by Ctrl-C, or by whoever wants it: the fit ends after the batch in hand. The next fit clears it. */
  stopRequested = false;
  /** Where the rows of the epoch table go; null keeps them to the recorder. */
  logger: Logger | null = (row) => console.log(row.join('  '));
  /** Whether a fit shows its epochs. */
  showsEpochs = true;
  /** Loss and metrics of the last epoch or validation, in the order of the table. */
  finalRecord: Value[] = [];
}

/** What of it stands on the learner, under fastai's names: everything. */
export const fitKeys = [
  'epoch',
  'nEpoch',
  'iter',
  'nIter',
  'trainIter',
  'pctTrain',
  'training',
  'isFitting',
  'dl',
  'smoothLoss',
  'haltOnNan',
  'perItemLoss',
  'stopRequested',
  'logger',
  'showsEpochs',
  'finalRecord',
] as const satisfies readonly (keyof FitState)[];
