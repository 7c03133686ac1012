import { torch } from '@onecycle/torch';
import {
  checkCount,
  checkFunction,
  checkOptions,
  checkShare,
  counted,
  is,
  shown,
  wrongKind,
} from '../../base/index.js';
import { L, Path, type PathLike } from '../collections/index.js';
import { Rng, randomSeed } from '../random/index.js';
import { cell } from './columns.js';

/** The indices of the training items and those of the validation items. */
export type Split = [train: number[], valid: number[]];

/** Divides items into training and validation. */
export type Splitter<I = unknown> = (items: readonly I[]) => Split | Promise<Split>;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Throws a TypeError where there is no list to divide. */
function checkItems(items: readonly unknown[]): void {
  if (!Array.isArray(items)) throw wrongKind('a splitter', 'a list of items', items);
}

/** PyTorch's permutation; a seed is given to the global generator, which stays so seeded, as in fastai. */
function randperm(n: number, seed: number | undefined): number[] {
  if (seed !== undefined) torch.manualSeed(seed);
  return torch.scope(() => Array.from(torch.randperm(n).toTypedArray(), Number));
}

/**
 * A random fraction `validPct` (default 0.2) of the items for validation. With a `seed` the split is the one that fastai
 * and PyTorch make of it, and PyTorch's global generator is left seeded with it. fastai: `RandomSplitter`.
 */
export function randomSplitter(options: { validPct?: number; seed?: number } = {}): Splitter {
  checkOptions(options, { validPct: true, seed: is.seed }, 'randomSplitter');
  const { validPct = 0.2, seed } = options;
  checkShare('validPct', validPct);
  return (items) => {
    checkItems(items);
    const order = randperm(items.length, seed);
    const cut = Math.floor(validPct * items.length);
    return [order.slice(cut), order.slice(0, cut)];
  };
}

/** Options of {@link kFoldSplitter}. */
export interface KFoldOptions<I = unknown> {
  /** Of the order in which items are dealt out; the same for all folds of one division. Default 0. */
  seed?: number;
  /** An item's class, of which each fold then gets its part: `(file) => parentLabel(file)`. Default: classes do not count. */
  stratify?: (item: I) => unknown;
}

/**
 * Divides the items into `k` parts at random and takes part `fold` (from 0) for validation, all others for training. The
 * parts differ by at most one item, and with `stratify` by at most one of each class.
 */
export function kFoldSplitter<I = unknown>(
  k: number,
  fold: number,
  options: KFoldOptions<I> = {},
): Splitter<I> {
  checkOptions<KFoldOptions<I>>(options, { seed: is.seed, stratify: is.orNull(is.func) }, 'kFoldSplitter');
  checkCount('k', k, 2);
  checkCount('fold', fold, 0);
  if (fold >= k) throw new RangeError(`fold is from 0 to ${k - 1}, and not ${shown(fold)}`);
  const { seed = 0, stratify } = options;
  return (items) => {
    checkItems(items);
    if (items.length < k)
      throw new RangeError(`${counted(items.length, 'item')} cannot be divided into ${k} parts`);
    const generator = new torch.Generator().manualSeed(seed);
    const order = torch.scope(() =>
      Array.from(torch.randperm(items.length, { generator }).toTypedArray(), Number),
    );
    const groups = new Map<unknown, number[]>();
    for (const i of order) {
      const item = items[i];
      const key = stratify && item !== undefined ? stratify(item) : undefined;
      const group = groups.get(key);
      if (group) group.push(i);
      else groups.set(key, [i]);
    }
    // Dealt out in turn, class after class.
    const parts: Split = [[], []];
    for (const [place, i] of [...groups.values()].flat().entries()) parts[place % k === fold ? 1 : 0].push(i);
    return [parts[0].sort((a, b) => a - b), parts[1].sort((a, b) => a - b)];
  };
}

/** Random subsets: a fraction for training, another for validation; the rest is left out. fastai: `RandomSubsetSplitter`. */
export function randomSubsetSplitter(
  trainSz: number,
  validSz: number,
  options: { seed?: number } = {},
): Splitter {
  checkOptions(options, { seed: is.seed }, 'randomSubsetSplitter');
  const { seed } = options;
  if (!(trainSz > 0 && validSz > 0 && trainSz + validSz <= 1)) {
    throw new RangeError(
      `trainSz (${trainSz}) and validSz (${validSz}) must be above 0 and at most 1 together`,
    );
  }
  return (items) => {
    checkItems(items);
    const [nTrain, nValid] = [Math.floor(items.length * trainSz), Math.floor(items.length * validSz)];
    const order = randperm(items.length, seed);
    return [order.slice(0, nTrain), order.slice(nTrain, nTrain + nValid)];
  };
}

/** Options of {@link trainTestSplitter}. */
export interface TrainTestSplitterOptions<I> {
  /** The fraction for validation. Default 0.2. */
  testSize?: number;
  /** The fraction for training; what is left is in neither set. Default: all that is not for validation. */
  trainSize?: number;
  /** Makes the split the same every time. Default: one drawn from PyTorch's global generator. */
  seed?: number;
  /** The class of an item; each class is then divided in the same proportion, to the nearest item. */
  stratify?: ((item: I) => unknown) | readonly unknown[];
}

/**
 * A random split that can keep the classes' proportions (`stratify`), as scikit-learn's `train_test_split` does; its
 * stream of random numbers is our own. fastai: `TrainTestSplitter`.
 */
export function trainTestSplitter<I = unknown>(options: TrainTestSplitterOptions<I> = {}): Splitter<I> {
  const known = { testSize: is.share, trainSize: is.share, seed: is.seed, stratify: true } as const;
  checkOptions(options, known, 'trainTestSplitter');
  const { testSize = 0.2, trainSize, stratify } = options;
  if (stratify !== undefined && typeof stratify !== 'function' && !Array.isArray(stratify))
    throw wrongKind('trainTestSplitter: stratify', 'a function of the item, or a list of classes', stratify);
  if (trainSize !== undefined && trainSize + testSize > 1)
    throw new RangeError(`trainSize (${trainSize}) and testSize (${testSize}) must be at most 1 together`);
  return (items) => {
    const rng = new Rng(options.seed ?? randomSeed());
    const nValid = Math.ceil(testSize * items.length);
    const rest = items.length - nValid;
    const nTrain = trainSize === undefined ? rest : Math.min(rest, Math.floor(trainSize * items.length));
    const order = rng.permutation(items.length);
    if (stratify === undefined) return [order.slice(nValid, nValid + nTrain), order.slice(0, nValid)];
    if (typeof stratify !== 'function' && stratify.length !== items.length) {
      throw new Error(
        `stratify has ${counted(stratify.length, 'class', 'classes')} for ${counted(items.length, 'item')}`,
      );
    }
    const classes = typeof stratify === 'function' ? items.map((item) => stratify(item)) : stratify;
    const groups = [
      ...L.from(order)
        .groupby((i) => classes[i])
        .values(),
    ];
    const sizes = groups.map((group) => group.length);
    const ofValid = proportional(sizes, nValid);
    const left = sizes.map((size, k) => size - (ofValid[k] ?? 0));
    const ofTrain = proportional(left, nTrain);
    const split: Split = [[], []];
    groups.forEach((group, k) => {
      const [valid = 0, train = 0] = [ofValid[k], ofTrain[k]];
      // One by one: a call takes only so many arguments, and a class may have more items.
      for (const i of group.slice(0, valid)) split[1].push(i);
      for (const i of group.slice(valid, valid + train)) split[0].push(i);
    });
    const shuffled = (indices: number[]) =>
      rng.permutation(indices.length).flatMap((i) => indices.slice(i, i + 1));
    return [shuffled(split[0]), shuffled(split[1])];
  };
}

/** `total` divided in proportion to `sizes`, in whole numbers: the largest remainders are rounded up. */
function proportional(sizes: readonly number[], total: number): number[] {
  const sum = sizes.reduce((a, b) => a + b, 0);
  const exact = sizes.map((size) => (sum === 0 ? 0 : (size * total) / sum));
  const whole = exact.map(Math.floor);
  const missing = total - whole.reduce((a, b) => a + b, 0);
  const byRemainder = range(sizes.length).sort((a, b) => remainder(exact, b) - remainder(exact, a));
  const raised = new Set(byRemainder.slice(0, missing));
  return whole.map((quota, i) => quota + (raised.has(i) ? 1 : 0));
}

const remainder = (exact: readonly number[], i: number): number => (exact[i] ?? 0) % 1;

/** Exactly these indices for validation, in the given order; the others for training. fastai: `IndexSplitter`. */
export function indexSplitter(validIdx: Iterable<number>): Splitter {
  if (typeof validIdx !== 'object' || validIdx === null || !(Symbol.iterator in validIdx))
    throw wrongKind('indexSplitter', 'the indices of the items for validation', validIdx);
  const valid = [...validIdx];
  return (items) => {
    const wrong = valid.find((i) => !Number.isInteger(i) || i < 0 || i >= items.length);
    if (wrong !== undefined)
      throw new RangeError(`there is no item ${wrong} among ${counted(items.length, 'item')}`);
    const isValid = new Set(valid);
    return [range(items.length).filter((i) => !isValid.has(i)), [...valid]];
  };
}

/**
 * The last items (with `validLast: false` the first) for validation: for data in order of time. `validPct` (default 0.2)
 * lies between 0 and 1, without both; else it throws. fastai: `EndSplitter`.
 */
export function endSplitter(options: { validPct?: number; validLast?: boolean } = {}): Splitter {
  checkOptions(options, { validPct: true, validLast: is.flag }, 'endSplitter');
  const { validPct = 0.2, validLast = true } = options;
  if (!(validPct > 0 && validPct < 1))
    throw new RangeError(`validPct must be above 0 and below 1, not ${shown(validPct)}`);
  return (items) => {
    const all = range(items.length);
    const cut = Math.floor(validPct * items.length);
    if (!validLast) return [all.slice(cut), all.slice(0, cut)];
    // With a cut of zero fastai's slice [-0:] is everything; so it is here.
    return cut === 0 ? [[], all] : [all.slice(0, -cut), all.slice(-cut)];
  };
}

/** Options of {@link grandparentSplitter}. */
export interface GrandparentSplitterOptions {
  /** The folder's name, or several. Default `'train'`. */
  trainName?: string | readonly string[];
  /** The folder's name, or several. Default `'valid'`. */
  validName?: string | readonly string[];
}

/** By the name of the folder above the file's folder: `train/pug/1.jpg`. fastai: `GrandparentSplitter`. */
export function grandparentSplitter(options: GrandparentSplitterOptions = {}): Splitter<PathLike> {
  checkOptions(options, { trainName: is.textOrTexts, validName: is.textOrTexts }, 'grandparentSplitter');
  const { trainName = 'train', validName = 'valid' } = options;
  return (items) => {
    checkItems(items);
    const folders = items.map((item) => new Path(item).parent.parent.name);
    const inFolders = (names: string | readonly string[]) =>
      (typeof names === 'string' ? [names] : [...names]).flatMap((name) =>
        range(items.length).filter((i) => folders[i] === name),
      );
    return [inFolders(trainName), inFolders(validName)];
  };
}

/** Items for which `f` is true are for validation. fastai: `FuncSplitter`. */
export function funcSplitter<I>(f: (item: I) => boolean): Splitter<I> {
  checkFunction('funcSplitter', f);
  return (items) => {
    checkItems(items);
    return maskSplitter(items.map((item) => f(item)))(items);
  };
}

/** Validation where the mask is true; items beyond its end are for training. fastai: `MaskSplitter`. */
export function maskSplitter(mask: readonly boolean[]): Splitter {
  if (!Array.isArray(mask)) throw wrongKind('maskSplitter', 'a list of true and false', mask);
  return (items) => indexSplitter(range(mask.length).filter((i) => mask[i]))(items);
}

/**
 * Validation where the file's name is a line of the text file, whose lines may end as on any system. fastai:
 * `FileSplitter`.
 */
export function fileSplitter(file: PathLike): Splitter<PathLike> {
  return async (items) => {
    const names = new Set((await new Path(file).readText()).split(/\r\n|\r|\n/));
    return funcSplitter((item: PathLike) => names.has(new Path(item).name))(items);
  };
}

/** True is 1 and false is 0, as in pandas. */
const asNumber = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);

/**
 * Validation where the column of the row, by name or position (a negative one counts from the end), is true (in texts:
 * not empty, `0` or `false`), or equals `on`, or is among `on`. fastai: `ColSplitter`.
 */
export function colSplitter(
  col: string | number = 'is_valid',
  options: { on?: unknown | readonly unknown[] } = {},
): Splitter<object> {
  checkOptions(options, { on: true }, 'colSplitter');
  const { on } = options;
  const isValid = (value: unknown): boolean => {
    if (on !== undefined && on !== null) return [on].flat().map(asNumber).includes(asNumber(value));
    return typeof value === 'string' ? !['', '0', 'false'].includes(value.toLowerCase()) : Boolean(value);
  };
  return funcSplitter((row: object) => isValid(cell(row, col)));
}
