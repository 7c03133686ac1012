import { type Tensor, torch } from '@onecycle/torch';
import { type DataLoader, type DataLoaders, Datasets, ItemError } from '../../data/index.js';
import type { PredictItem, Prediction } from '../events/index.js';
import { readable, UnreadableItemError } from './items.js';
import { getPreds, type Predicting } from './predictions.js';

/** See `learn.predict`. An item by itself that cannot be read is an error, whatever the data loaders do in a list. */
export async function predictOne<B extends readonly Tensor[]>(
  learn: Predicting<B>,
  item: PredictItem,
): Promise<Prediction> {
  const read = await readable(item);
  try {
    const [only] = await predictions(learn, learn.dls.testDl([read]).new<B>({ onError: 'throw' }));
    if (only) return only;
  } catch (error) {
    throw error instanceof ItemError ? new UnreadableItemError(item, error) : error;
  }
  throw new Error('the model gave no prediction for the item');
}

/** See `learn.predict`. */
export async function predictAll<B extends readonly Tensor[]>(
  learn: Predicting<B>,
  items: readonly unknown[],
): Promise<Prediction[]> {
  if (items.length === 0) return [];
  const read = await Promise.all(Array.from(items, readable));
  try {
    return await predictions(learn, learn.dls.testDl(read));
  } catch (error) {
    throw error instanceof ItemError
      ? new UnreadableItemError(items[error.index], error, error.index)
      : error;
  }
}

/** Predictions for the items of a loader, or for those of a batch that it gave. */
export async function predictions<B extends readonly Tensor[]>(
  learn: Predicting<B>,
  dl: DataLoader<B>,
  batch?: B,
): Promise<Prediction[]> {
  const { preds, decoded } = await learn.noBar(() =>
    getPreds(learn, { dl: batch ? [batch] : dl, withDecoded: true }),
  );
  const decode = targetDecoder(learn.dls);
  const read = Array.from({ length: dl.n }, (_, item) => item).filter((item) => !dl.failures.has(item));
  return torch.scope(() => {
    const made = read.map((item, row) => {
      const probs = Array.from(preds.select(0, row).double().reshape([-1]).toTypedArray(), Number);
      const value = labelOf(learn, () => decode(decoded.select(0, row)));
      const index = probs.indexOf(probs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY));
      return { label: text(value), index, probs, item, decoded: value };
    });
    preds.dispose();
    decoded.dispose();
    return made;
  });
}

/** What outputs are is said by the loss; where it does not, and the targets do not either, a decision cannot be read. */
function labelOf<B extends readonly Tensor[]>({ lossFunc }: Predicting<B>, decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    const name =
      typeof lossFunc === 'function' ? lossFunc.name || 'your function' : lossFunc.constructor.name;
    throw new Error(
      `a prediction cannot be read as a target: ${error instanceof Error ? error.message : error}. The loss (${name}) decides how: take one of the library's, such as new CrossEntropyLossFlat(), or give yours the methods activation(pred), which makes probabilities, and decodes(pred), which makes classes`,
      { cause: error },
    );
  }
}

/** How the data turn a decided target into what people read. */
export function targetDecoder<B extends readonly Tensor[]>(dls: DataLoaders<B>): (target: Tensor) => unknown {
  const { dataset } = dls.at(-1);
  const pipeline = dataset instanceof Datasets ? dataset.pipelines[dls.nInp] : undefined;
  return (target) => pipeline?.decode(target) ?? target.tolist();
}

const text = (value: unknown): string => (Array.isArray(value) ? value.join(';') : String(value));
