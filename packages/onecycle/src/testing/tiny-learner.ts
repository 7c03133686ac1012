import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { DataLoader, DataLoaders } from '../data/index.js';
import { Learner, type LearnerOptions } from '../training/index.js';

/** Inputs and targets of the tiny learner: numbers. */
export type TinyBatch = [Tensor, Tensor];

export interface TinyLearnerOptions extends LearnerOptions {
  /** Parameter groups: as many layers of one weight and one bias. Default 1. */
  groups?: number;
  /** Training batches in an epoch. Default 4. */
  batches?: number;
  /** Leaves out the bias of the layers. Default false. */
  bias?: boolean;
}

/** A learner that a test trains in no time: a chain of `Linear(1, 1)`, one parameter group each, batches of one item. */
export function tinyLearner({
  groups = 1,
  batches = 4,
  bias = true,
  ...options
}: TinyLearnerOptions = {}): Learner<TinyBatch> {
  const items = (n: number) =>
    Array.from({ length: n }, (_, i) => [
      torch.tensor([i / n + 0.1], { dtype: 'float32' }),
      torch.tensor([0.5]),
    ]);
  const dls = new DataLoaders<TinyBatch>([
    new DataLoader<TinyBatch>(items(batches), { bs: 1 }),
    new DataLoader<TinyBatch>(items(1), { bs: 1 }),
  ]);
  const model = new nn.Sequential(...Array.from({ length: groups }, () => new nn.Linear(1, 1, { bias })));
  return new Learner<TinyBatch>(dls, model, {
    lossFunc: (pred: Tensor, target: Tensor) => F.mseLoss(pred, target),
    splitter: (whole) => whole.children().map((layer) => layer.parameters()),
    progress: false,
    ...options,
  });
}
