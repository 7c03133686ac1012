import {
  checkChoice,
  checkList,
  checkOptions,
  is,
  isItems,
  kindOf,
  type OptionNames,
  thereAre,
  withoutUndefined,
  wrongKind,
} from '../../base/index.js';
import type { Figure, Table } from '../../display/index.js';
import { checkPath, Path, type PathLike } from '../collections/index.js';
import type { Label } from '../transforms/index.js';
import {
  type Described,
  Pipeline,
  type Revivable,
  register,
  revive,
  type TransformLike,
} from '../transforms/index.js';
import { DataLoader } from './data-loader.js';
import { Datasets } from './datasets.js';
import type { ItemSource } from './item-source.js';
import { cacheOf, type DataLoaderOptions, loaderOptions } from './loader-options.js';
import type { ShowBatchOptions } from './show-batch.js';

/** Options of the training loader, most of which hold for the others too. */
export interface DataLoadersOptions<B> extends DataLoaderOptions<B> {
  /** Items in a validation batch. Default: `bs`. */
  valBs?: number;
  /** Whether training items are shuffled. Default true. */
  shuffle?: boolean;
  /** Whether an incomplete last training batch is left out. Default: where training items are shuffled. */
  dropLast?: boolean;
  /** Whether validation items are shuffled. Default false. */
  valShuffle?: boolean;
  /** Whether an incomplete last validation batch is left out. Default false. */
  valDropLast?: boolean;
  /** Use only the first `n` training items. Default: all. */
  n?: number;
  /** Partial epochs: so many training items in each, new ones every time. */
  partialN?: number;
  /** The training items' chances of being drawn: one for each training item, or for each item of the source. */
  weights?: readonly number[];
  /** Where a learner keeps its models. Default: the working directory. */
  path?: PathLike;
}

export const loadersOptions: OptionNames<DataLoadersOptions<unknown>> = {
  ...loaderOptions,
  valBs: is.count(1),
  valShuffle: is.flag,
  valDropLast: is.flag,
  path: checkPath,
};

/** A training and a validation data loader, and what a learner asks about the data. fastai: `DataLoaders`. */
export class DataLoaders<B = unknown> implements Revivable {
  readonly loaders: DataLoader<B>[];
  path: Path;

  constructor(loaders: readonly DataLoader<B>[], options: { path?: PathLike } = {}) {
    const wanted = 'a list of data loaders (DataLoaders.fromDsets, one of sets)';
    checkList('new DataLoaders', wanted, loaders, (loader) => loader instanceof DataLoader);
    checkOptions(options, { path: checkPath }, 'new DataLoaders');
    const { path = '.' } = options;
    this.loaders = [...loaders];
    this.path = new Path(path);
  }

  /**
   * Loaders for the subsets of `Datasets`, or for sets of one's own: the first one is for training, the others for
   * validation, in order unless `valShuffle`. `weights` and `n` are about the training set.
   */
  static fromDsets<B = unknown>(
    dsets: Datasets | readonly ItemSource[],
    options: DataLoadersOptions<B> = {},
  ): DataLoaders<B> {
    checkOptions(options, loadersOptions, 'DataLoaders.fromDsets');
    if (dsets instanceof Datasets) return DataLoaders.#ofSubsets(dsets, options);
    const {
      bs,
      valBs = bs,
      shuffle = true,
      dropLast = shuffle,
      valShuffle = false,
      valDropLast = false,
      path,
      n,
      partialN,
      weights,
      shuffleBuffer,
      cache: _,
      cacheBytes: __,
      ...given
    } = options;
    if (!Array.isArray(dsets)) throw wrongKind('fromDsets', 'Datasets or a list of sets', dsets);
    const [training, ...others] = dsets;
    if (!training) throw new Error('data loaders need at least a training set');
    const cache = cacheOf(options);
    const same = { ...given, ...withoutUndefined({ cache }) }; // one budget for all
    const train = new DataLoader<B>(training, {
      ...same,
      shuffle,
      dropLast,
      ...withoutUndefined({ bs, n, partialN, weights, shuffleBuffer }),
    });
    const { afterItem, beforeBatch, afterBatch, seed } = train;
    const validation = {
      ...withoutUndefined({ bs: valBs, ...(valShuffle && { shuffleBuffer }) }),
      shuffle: valShuffle,
      dropLast: valDropLast,
    };
    const rest = others.map(
      (set) => new DataLoader<B>(set, { ...same, afterItem, beforeBatch, afterBatch, seed, ...validation }),
    );
    return new DataLoaders([train, ...rest], withoutUndefined({ path }));
  }

  static #ofSubsets<B>(dsets: Datasets, options: DataLoadersOptions<B>): DataLoaders<B> {
    const sets = dsets.splits.map((_, i) => dsets.subset(i));
    const training = dsets.splits[0] ?? [];
    const { weights } = options;
    const isForAll = weights && weights.length === dsets.length && weights.length !== training.length;
    const chosen = isForAll ? training.map((i) => weights[i] ?? 0) : weights;
    return DataLoaders.fromDsets<B>(sets, { ...options, ...(chosen && { weights: chosen }) });
  }

  /** Loader number `i`: 0 is training, 1 validation. */
  at(i: number): DataLoader<B> {
    const loader = Number.isInteger(i) ? this.loaders.at(i) : undefined;
    if (!loader && i === 1)
      throw new RangeError(
        'these data loaders have no validation set: have one made by a splitter, or give a second set',
      );
    if (!loader) throw new RangeError(`there is no data loader ${i}: ${thereAre(this.loaders.length)}`);
    return loader;
  }

  get train(): DataLoader<B> {
    return this.at(0);
  }

  get valid(): DataLoader<B> {
    return this.at(1);
  }

  /** The training items. */
  get trainDs(): ItemSource {
    return this.train.dataset;
  }

  /** The validation items. */
  get validDs(): ItemSource {
    return this.valid.dataset;
  }

  get #dsets(): Datasets | undefined {
    return this.trainDs instanceof Datasets ? this.trainDs : undefined;
  }

  /** The classes of the target, in the order of their numbers; empty where it has none. */
  get vocab(): readonly Label[] {
    return this.#dsets?.lookUp((t) => t.vocab) ?? [];
  }

  /** The number of classes, or of values of a regression; 0 where the data do not say. */
  get c(): number {
    return this.#dsets?.lookUp((t) => t.c) ?? 0;
  }

  /** The number of inputs in a batch; what follows are targets. */
  get nInp(): number {
    return this.train.nInp;
  }

  /** The loss that fits the target, made anew; undefined where the data do not say. */
  get lossFunc(): object | undefined {
    const loss = this.#dsets?.lookUp((t) => t.loss);
    return loss && revive(loss);
  }

  get device(): string {
    return this.train.device;
  }

  /** The batch transforms. */
  get afterBatch(): Pipeline {
    return this.train.afterBatch;
  }

  /** Puts batches on another device. */
  to(device: string): this {
    if (typeof device !== 'string')
      throw new TypeError(`a device is a text such as 'cuda', not ${kindOf(device)}`);
    for (const loader of this.loaders) loader.to(device);
    return this;
  }

  cuda(): this {
    return this.to('cuda:0');
  }

  cpu(): this {
    return this.to('cpu');
  }

  /** Adds transforms to a stage of all loaders. */
  addTfms(tfms: TransformLike, stage: 'afterItem' | 'beforeBatch' | 'afterBatch'): void {
    checkChoice('stage of addTfms', stage, ['afterItem', 'beforeBatch', 'afterBatch']);
    for (const loader of this.loaders) loader[stage].add(tfms);
  }

  /** The first batch of a new pass over the training items. */
  oneBatch(): Promise<B> {
    return this.train.oneBatch();
  }

  /** Shows training items as the model gets them: see `DataLoader.showBatch`. */
  showBatch(options: ShowBatchOptions = {}): Promise<Figure | Table> {
    return this.train.showBatch(options);
  }

  /**
   * A loader for new items, through the validation transforms and without shuffling. Without labels its batches hold
   * the inputs only.
   */
  testDl(items: Iterable<unknown>, options: { withLabels?: boolean; bs?: number } = {}): DataLoader<B> {
    if (!isItems(items)) throw wrongKind('testDl', 'a list of items', items);
    checkOptions(options, { withLabels: is.flag, bs: is.count(1) }, 'testDl');
    const { withLabels = false, bs = this.at(-1).bs } = options;
    const valid = this.at(-1);
    const dataset = this.#dsets ? this.#dsets.testSet(items, { withLabels }) : [...items];
    return valid.new<B>({ dataset, bs, shuffle: false, dropLast: false });
  }

  /** The same transforms and classes without any items: what an exported learner keeps. */
  newEmpty(): DataLoaders<B> {
    const empty = (loader: DataLoader<B>) => {
      const { dataset } = loader;
      return loader.new<B>({ dataset: dataset instanceof Datasets ? dataset.newEmpty() : [] });
    };
    return new DataLoaders(this.loaders.map(empty), { path: this.path });
  }

  /** Everything but the items and the device. */
  toJSON(): Described {
    const { bs, afterItem, beforeBatch, afterBatch } = this.train;
    const dsets = this.#dsets?.newEmpty() ?? null;
    return { type: 'DataLoaders', dsets, bs, valBs: this.at(-1).bs, afterItem, beforeBatch, afterBatch };
  }

  /** What `toJSON` wrote, without items. */
  static revive<B = unknown>(json: Described): DataLoaders<B> {
    const pipeline = (description: unknown): Pipeline => {
      const revived = revive(description);
      if (revived instanceof Pipeline) return revived;
      throw new Error(`${JSON.stringify(description)} describes no pipeline`);
    };
    const { dsets, bs, valBs } = json;
    const options: DataLoadersOptions<B> = {
      ...(typeof bs === 'number' && { bs }),
      ...(typeof valBs === 'number' && { valBs }),
      afterItem: pipeline(json.afterItem),
      beforeBatch: pipeline(json.beforeBatch),
      afterBatch: pipeline(json.afterBatch),
    };
    const sets = dsets === null ? undefined : revive(dsets);
    return DataLoaders.fromDsets<B>(sets instanceof Datasets ? sets : [[], []], options);
  }
}

register('DataLoaders', (json) => DataLoaders.revive(json));
