import type { Tensor } from '@onecycle/torch';
import { type DataLoader, ItemError } from '../../data/index.js';
import type { Prediction } from '../events/index.js';
import { readable, UnreadableItemError } from './items.js';
import { predictions } from './predict.js';
import type { Predicting } from './predictions.js';

/**
 * For each item its prediction, or the error that says why it cannot be read: none costs another its prediction. The
 * items come to the model as one batch; they are read at once, while other calls may be predicting.
 */
export async function predictEach<B extends readonly Tensor[]>(
  learn: Predicting<B>,
  items: readonly unknown[],
): Promise<(Prediction | ItemError)[]> {
  const results: (Prediction | ItemError)[] = [];
  const fail = (place: number, error: ItemError) => {
    results[place] = new UnreadableItemError(items[place], error);
  };
  const places: number[] = [];
  const found: unknown[] = [];
  for (const [place, item] of (await Promise.allSettled(items.map((item) => readable(item)))).entries()) {
    if (item.status === 'rejected') fail(place, itemError(item.reason, place, items[place]));
    else found[places.push(place) - 1] = item.value;
  }
  if (found.length === 0) return results;
  const dl = learn.dls.testDl(found).new<B>({ bs: found.length, onError: 'skip', prefetch: 0 });
  const batch = await readBatch(dl);
  if (batch instanceof ItemError) {
    // The machine was short of something for one of the items, which is no reason to fail the others.
    if (items.length > 1) return (await Promise.all(items.map((item) => predictEach(learn, [item])))).flat();
    fail(0, batch);
    return results;
  }
  for (const [row, error] of dl.failures) fail(places[row] ?? 0, error);
  if (!batch) return results;
  try {
    for (const prediction of await learn.loop.turns.take(() => predictions(learn, dl, batch))) {
      const item = places[prediction.item] ?? 0;
      results[item] = { ...prediction, item };
    }
  } finally {
    for (const member of batch) member.dispose();
  }
  return results;
}

const itemError = (reason: unknown, place: number, item: unknown): ItemError =>
  reason instanceof ItemError ? reason : new ItemError(place, item, reason);

/** The items that can be read; undefined where none can, an error where the machine was short of something. */
async function readBatch<B>(dl: DataLoader<B>): Promise<B | ItemError | undefined> {
  dl.whenLeftOut = () => {};
  try {
    return await dl.oneBatch();
  } catch (error) {
    if (dl.failures.size === dl.n) return undefined;
    if (error instanceof ItemError) return error;
    throw error;
  }
}
