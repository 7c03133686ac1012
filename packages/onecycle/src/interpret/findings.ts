import type { Tensor } from '@onecycle/torch';
import { type DataLoader, disposeMembers, isPicture, L } from '../data/index.js';
import type { Picture } from '../display/index.js';
import type { CallbackLearner } from '../training/index.js';
import { type ActivationMap, activationMaps, type Explainable } from './activation-maps/index.js';

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
  /** Where in some items the model finds each one's class; absent where there is no model any more to ask. */
  maps?: (
    items: readonly number[],
    targets: readonly (number | undefined)[],
  ) => Promise<readonly ActivationMap[]>;
}

/** Options of `ClassificationInterpretation.fromLearner`. */
export interface InterpretationOptions<B extends readonly Tensor[]> {
  /** 0 for the training data, 1 (the default) for the validation data. */
  dsIdx?: number;
  /** Other data with labels: `learn.dls.testDl(items, { withLabels: true })`. */
  dl?: DataLoader<B>;
  /** What turns the model's output into predictions. Default: the loss's activation. */
  act?: (output: Tensor) => Tensor;
}

/** A learner, as far as an interpretation needs it: what callbacks see will do. */
export interface Interpretable<B extends readonly Tensor[] = Tensor[]> extends Explainable<B> {
  getPreds: CallbackLearner<B>['getPreds'];
}

/** Predicts data whose labels are known; see `ClassificationInterpretation.fromLearner`. */
export async function findingsOf<B extends readonly Tensor[]>(
  learn: Interpretable<B>,
  options: InterpretationOptions<B>,
): Promise<Findings> {
  const dl = (options.dl ?? learn.dls.at(options.dsIdx ?? 1)).new<B>({ shuffle: false, dropLast: false });
  const vocab = (learn.dls.vocab ?? []).map(String);
  if (vocab.length === 0) {
    throw new Error(
      'a classification can be interpreted where the targets are classes, and these data have no vocab',
    );
  }
  const found = await learn.getPreds({
    dl,
    ...(options.act && { act: options.act }),
    withLoss: true,
    withDecoded: true,
  });
  const { preds, targs, decoded, losses } = found;
  if (!targs)
    throw new Error('an interpretation needs labels: make the data with testDl(items, { withLabels: true })');
  const findings = {
    vocab,
    preds: rowsOf(preds),
    targs: targs.ndim > 1 ? rowsOf(targs) : numbersOf(targs),
    decoded: decoded.ndim > 1 ? rowsOf(decoded) : numbersOf(decoded),
    losses: numbersOf(losses),
    items: L.range(dl.n).filter((item) => !dl.failures.has(item)),
    pictures: (items: readonly number[]) => picturesOf(dl, items),
    maps: (items: readonly number[], targets: readonly (number | undefined)[]) =>
      mapsOf(learn, dl, items, targets),
  };
  for (const tensor of [preds, targs, decoded, losses]) tensor.dispose();
  return findings;
}

/** Whether every item has one label. */
export const isFlat = (rows: readonly number[] | readonly (readonly number[])[]): rows is readonly number[] =>
  rows.every((row) => typeof row === 'number');

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
  return readingAgain(dl, items, (_batch, pictures) => whole(pictures));
}

/**
 * Reads some items once more and looks where in them a class is found.
 *
 * @param targets of each item the class; undefined for the one that the model takes for the most probable
 */
export async function mapsOf<B extends readonly Tensor[]>(
  learn: Explainable<B>,
  dl: DataLoader<B>,
  items: readonly number[],
  targets: readonly (number | undefined)[],
): Promise<ActivationMap[]> {
  return readingAgain(dl, items, (batch, pictures) =>
    activationMaps(learn, batch, targets).map((made, i) => made(pictures[i])),
  );
}

async function readingAgain<B extends readonly Tensor[], T>(
  dl: DataLoader<B>,
  items: readonly number[],
  use: (batch: B, pictures: (Picture | undefined)[]) => T,
): Promise<T | []> {
  if (items.length === 0) return [];
  const few = dl.new<B>({ bs: items.length, shuffle: false, dropLast: false });
  few.getIdxs = () => [...items];
  const batch = await few.oneBatch();
  const samples = few.decodeBatch(batch, { maxN: items.length });
  try {
    return use(
      batch,
      samples.map((sample) => sample.find(isPicture)?.toPicture()),
    );
  } finally {
    disposeMembers(batch);
  }
}

function whole<T>(list: readonly (T | undefined)[]): T[] | undefined {
  const found = list.filter((member) => member !== undefined);
  return found.length === list.length ? found : undefined;
}
