import type { Tensor } from '@onecycle/torch';
import { type DataLoader, isPicture } from '../data/index.js';
import type { Picture } from '../display/index.js';
import type { Counts } from '../training/index.js';

/** Predictions on data whose labels are known, as plain numbers; row i is about item `items[i]`. */
export interface Findings {
  vocab: readonly string[];
  /** Of each item the probabilities of the classes. */
  preds: readonly (readonly number[])[];
  /** Of each item the class; with several labels an item a 0 or 1 for every class. */
  targs: readonly number[] | readonly (readonly number[])[];
  /** What the model decides, in the same form. */
  decoded: readonly number[] | readonly (readonly number[])[];
  losses: readonly number[];
  /** Indices of the items in their data set. */
  items: readonly number[];
  /** Fetches the pictures of some items; undefined where they are none. */
  pictures: (items: readonly number[]) => Promise<Picture[] | undefined>;
}

/** Whether every item has one label. */
export const isFlat = (rows: readonly number[] | readonly (readonly number[])[]): rows is readonly number[] =>
  rows.every((row) => typeof row === 'number');

/** Right and wrong decisions: what was wanted against what the model decided. */
export function countsOf(wanted: readonly number[], got: readonly number[]): Counts {
  const count = (target: number, decision: number) =>
    wanted.filter((value, i) => Number(value > 0) === target && Number((got[i] ?? 0) > 0) === decision)
      .length;
  const [tp, fp, fn] = [count(1, 1), count(0, 1), count(1, 0)];
  return { tp, fp, fn, support: tp + fn };
}

/** The elements as numbers. */
export const numbersOf = (tensor: Tensor): number[] => Array.from(tensor.contiguous().toTypedArray(), Number);

/** The rows of a matrix as lists of numbers. */
export function rowsOf(tensor: Tensor): number[][] {
  const flat = numbersOf(tensor);
  const width = tensor.shape[1] ?? 1;
  return Array.from({ length: tensor.shape[0] ?? 0 }, (_, row) => flat.slice(row * width, (row + 1) * width));
}

/** Reads some items once more and takes their pictures, undefined where they have none. */
export async function picturesOf<B extends readonly Tensor[]>(
  dl: DataLoader<B>,
  items: readonly number[],
): Promise<Picture[] | undefined> {
  if (items.length === 0) return [];
  const few = dl.new<B>({ bs: items.length, shuffle: false, dropLast: false });
  few.getIdxs = () => [...items];
  const batch = await few.oneBatch();
  const pictures = few
    .decodeBatch(batch, { maxN: items.length })
    .map((sample) => sample.find(isPicture)?.toPicture());
  for (const tensor of batch) tensor.dispose();
  const found = pictures.filter((picture) => picture !== undefined);
  return found.length === items.length ? found : undefined;
}
