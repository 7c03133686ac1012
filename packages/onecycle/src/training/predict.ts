import { type Tensor, torch } from '@onecycle/torch';
import { Datasets } from '../data/index.js';
import type { Learner } from './learner.js';

/** What a learner makes of one item. */
export interface Prediction {
  /** What people read: the class, of several classes all separated by ';', or the numbers of a regression. */
  label: string;
  /** The class with the highest probability. */
  index: number;
  /** The probability of each class (or whatever the loss's activation gives). */
  probs: number[];
  /** The label as the data loaders decode it: a class of the vocabulary, a list of classes, a number. */
  decoded: unknown;
}

/** See `learn.predict`. */
export async function predict<B extends readonly Tensor[]>(
  learn: Learner<B>,
  items: readonly unknown[],
): Promise<Prediction[]> {
  if (items.length === 0) return [];
  const dl = learn.dls.testDl(items);
  const { preds, decoded } = await learn.noBar(() => learn.getPreds({ dl, withDecoded: true }));
  const decode = targetDecoder(learn);
  return torch.scope(() => {
    const predictions = Array.from({ length: preds.shape[0] ?? 0 }, (_, row) => {
      const probs = Array.from(preds.select(0, row).double().reshape([-1]).toTypedArray(), Number);
      const value = decode(decoded.select(0, row));
      const index = probs.indexOf(probs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY));
      return { label: text(value), index, probs, decoded: value };
    });
    preds.dispose();
    decoded.dispose();
    return predictions;
  });
}

/** How the data turn a decided target into what people read. */
export function targetDecoder<B extends readonly Tensor[]>({ dls }: Learner<B>): (target: Tensor) => unknown {
  const { dataset } = dls.at(-1);
  const pipeline = dataset instanceof Datasets ? dataset.pipelines[dls.nInp] : undefined;
  return (target) => pipeline?.decode(target) ?? target.tolist();
}

const text = (value: unknown): string => (Array.isArray(value) ? value.join(';') : String(value));
