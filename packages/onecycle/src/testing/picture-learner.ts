import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { vi } from 'vitest';
import { DataLoader, DataLoaders, TensorCategory } from '../data/index.js';
import { type BatchWork, Learner, Single } from '../training/index.js';
import { TensorImage } from '../vision/index.js';
import type { TinyBatch } from './tiny-learner.js';

/** The sentences that are said meanwhile. */
export function listening(): string[] {
  const said: string[] = [];
  vi.spyOn(console, 'warn').mockImplementation((sentence) => void said.push(String(sentence)));
  return said;
}

export const values = (tensor: Tensor) => Array.from(tensor.detach().cpu().float().toTypedArray(), Number);
export const weights = (learn: { model: nn.Module<Tensor[]> }) =>
  [...learn.model.namedState()].map(([name, tensor]) => [name, values(tensor)] as const);

type Weights = ReturnType<typeof weights>;

/** The greatest distance of two states, as a share of the greatest number in each tensor. */
export function distance(one: Weights, two: Weights): number {
  return Math.max(
    ...one.map(([, a], i) => {
      const b = two[i]?.[1] ?? [];
      const size = Math.max(1e-3, ...a.map(Math.abs));
      return Math.max(...a.map((value, k) => Math.abs(value - (b[k] ?? Number.NaN)))) / size;
    }),
  );
}

export interface PictureOptions {
  device?: string;
  /** Pictures in an epoch, in batches of 4. Default 16. */
  items?: number;
  /** The share that dropout drops. Default 0.5. */
  drop?: number;
  lossFunc?: (pred: Tensor, target: Tensor) => Tensor;
}

/** A learner of small pictures with what a network has: convolution, batch norm, dropout. Two are equal from the first weight on. */
export function pictureLearner({ device = 'cpu', items = 16, drop = 0.5, lossFunc }: PictureOptions = {}) {
  torch.manualSeed(11);
  const all = Array.from(
    { length: items },
    // Tensors with a meaning, as the blocks of a data block make them.
    (_, i): TinyBatch => [
      TensorImage.from(torch.randn([3, 16, 16])),
      TensorCategory.from(torch.tensor(i % 3)),
    ],
  );
  const loader = (n: number) => new DataLoader<TinyBatch>(all.slice(0, n), { bs: 4, device });
  const dls = new DataLoaders<TinyBatch>([loader(items), loader(4)]);
  const model = new nn.Sequential(
    // Without a bias: before a batch norm its gradient is rounding alone, of which an optimizer makes whole steps.
    new nn.Conv2d(3, 8, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(8),
    new nn.ReLU(),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Dropout(drop),
    new nn.Linear(8, 3),
  );
  const learn = new Learner<TinyBatch>(dls, model, {
    lossFunc: lossFunc ?? ((pred: Tensor, target: Tensor) => F.crossEntropy(pred, target)),
    progress: false,
  });
  torch.manualSeed(12);
  return learn;
}

/** Takes down what of each training step is to be known. */
export class Noting<T> extends Single {
  readonly noted: T[] = [];
  constructor(readonly note: (work: BatchWork, strategy: Single) => T) {
    super();
  }
  override run(work: BatchWork): void {
    if (work.learns) this.noted.push(this.note(work, this));
    super.run(work);
  }
}
