import { torch } from '@onecycle/torch';
import { checkOptions, counted, is, withoutUndefined } from '../../base/index.js';
import type { Figure, Table } from '../../display/index.js';
import type { L } from '../collections/index.js';
import type { ItemError } from '../items/index.js';
import { batchRng, epochIndices, randomSeed } from '../random/index.js';
import { type ItemCache, Pipeline, type SetupSource } from '../transforms/index.js';
import { asTuple, disposeMembers, samplesOf, toDevice } from './batch.js';
import { bufferedOrder, runsOf } from './buffered-order.js';
import { Datasets } from './datasets.js';
import { itemStreams } from './fast-members.js';
import { type ItemSource, isList, listed, splitOf } from './item-source.js';
import { cacheOf, checkedOptions, type DataLoaderOptions, loaderOptions } from './loader-options.js';
import { passOver } from './pass.js';
import { checkShard, type Shard, whole } from './shard.js';
import { type ShowBatchOptions, showBatchOptions, showSamples, wantedItems } from './show-batch.js';

/**
 * Batches of items, in order, read ahead on native threads while the ones before are used: `for await (const [x, y] of
 * dls.train)`. Every pass is an epoch of its own: randomness is a function of the seed, the epoch and the item's index,
 * whatever the number of threads. A batch belongs to whoever passes over them.
 *
 * fastai: `DataLoader` and `TfmdDL`.
 */
export class DataLoader<B = unknown> implements AsyncIterable<B> {
  readonly dataset: ItemSource;
  readonly bs: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly shuffleBuffer: number | undefined;
  /** How many of the items are used. */
  readonly n: number;
  /** What order and random transforms are a function of, with the epoch and the item's index. */
  seed: number;
  readonly prefetch: number;
  readonly onError: 'throw' | 'skip';
  readonly afterItem: Pipeline;
  readonly beforeBatch: Pipeline;
  readonly afterBatch: Pipeline;
  device: string;
  /** The number of the next pass; set it to go on where another run stopped. */
  epoch = 0;
  /** The items that could not be read and are left out since then (`onError: 'skip'`), by index. */
  readonly failures = new Map<number, ItemError>();
  /** Where what was read is kept from one pass to the next. */
  readonly cache: ItemCache | undefined;
  /** Called before each pass. */
  beforeIter: (() => void | Promise<void>) | undefined;
  /** Called after a pass with the items that were left out in it (`onError: 'skip'`). Default: a warning. */
  whenLeftOut: (items: readonly ItemError[]) => void = warnOf;
  readonly #options: DataLoaderOptions<B>;
  #runs: readonly number[] | undefined;

  /** @param source the items; what has no length, a generator for instance, is listed, up to `n` items of it */
  constructor(source: ItemSource | Iterable<unknown>, options: DataLoaderOptions<B> = {}) {
    const { bs, shuffle, dropLast, prefetch, onError, device, n, seed } = checkedOptions(options);
    const dataset = listed(source, n);
    this.dataset = dataset;
    this.bs = bs;
    this.shuffle = shuffle;
    this.dropLast = dropLast;
    this.shuffleBuffer = options.shuffleBuffer;
    this.prefetch = prefetch;
    this.onError = onError;
    this.device = device;
    this.n = Math.min(n ?? dataset.length, dataset.length);
    this.seed = seed ?? randomSeed();
    this.cache = cacheOf(options);
    this.afterItem = new Pipeline(options.afterItem, { firstStream: itemStreams });
    this.beforeBatch = new Pipeline(options.beforeBatch);
    this.afterBatch = new Pipeline(options.afterBatch);
    this.#options = options;
  }

  /** Items of a pass. */
  get #perPass(): number {
    return Math.min(this.n, this.#options.partialN ?? this.n);
  }

  /** The number of batches of a pass. */
  get length(): number {
    return this.lengthFor(1);
  }

  /** The number of batches of a pass that so many processes share, each with batches of `bs` items. */
  lengthFor(size: number): number {
    return (this.dropLast ? Math.floor : Math.ceil)(this.#perPass / (this.bs * size));
  }

  /** Whether it is for training: its items are of the training set, or shuffled. */
  get isTrain(): boolean {
    return splitOf(this.dataset) === 0 || (splitOf(this.dataset) === null && this.shuffle);
  }

  /** The number of inputs in a batch; what follows are targets. */
  get nInp(): number {
    if (!isList(this.dataset)) return this.dataset.nInp ?? 1;
    const [first] = this.dataset;
    return Array.isArray(first) ? Math.max(1, first.length - 1) : 1;
  }

  /**
   * The indices of the next pass, in order. Can be replaced: an array is used whole, of any other iterable (an endless
   * one, say) as many as the loader has items. `length` stays as it was. Several
   * processes all give the same; `shard` says how they divide it.
   */
  getIdxs: (shard?: Shard) => Iterable<number> = (shard = whole) => {
    const { weights } = this.#options;
    const { shuffle, seed, epoch, bs, shuffleBuffer: buffer, dataset } = this;
    if (shuffle && !weights && buffer !== undefined) {
      this.#runs ??= dataset instanceof Datasets ? runsOf(dataset, this.n) : [this.n];
      return bufferedOrder(this.#runs, { seed, epoch, take: this.#perPass, bs, shard, buffer });
    }
    return epochIndices(this.n, { shuffle, seed, epoch, n: this.#perPass, weights });
  };

  [Symbol.asyncIterator](): AsyncGenerator<B, void, undefined> {
    return this.iterate();
  }

  /**
   * One pass; with `start` without the batches before it, the others exactly as in the whole pass. With `shard` it is a
   * pass that several processes share: of every batch of `size * bs` items, the part that falls to this one.
   *
   * Throws an `ItemError` where an item cannot be read (unless `onError` is `'skip'`), and a `CollateError` where
   * items don't fit together. Leaving the loop early frees what was read ahead.
   */
  iterate(options: { start?: number; shard?: Shard } = {}): AsyncGenerator<B, void, undefined> {
    checkOptions(options, { start: is.count(0), shard: true }, 'iterate');
    const { start = 0, shard = whole } = options;
    return this.#pass(start, this.prefetch, checkShard(shard));
  }

  #pass(start: number, prefetch: number, shard = whole): AsyncGenerator<B, void, undefined> {
    return passOver(this, { start, prefetch, shard, items: this.#perPass, isBatch: this.#options.isBatch });
  }

  /** The first batch of a new pass. Throws where there is none. */
  async oneBatch(): Promise<B> {
    for await (const batch of this.#pass(0, 0)) return batch;
    const dropped =
      this.dropLast && this.n > 0
        ? `; ${counted(this.n, 'item is', 'items are')} less than a batch of ${this.bs}`
        : '';
    throw new Error(`this data loader has no batches (${counted(this.n, 'item')})${dropped}`);
  }

  /** Lets the transforms learn from the data: the statistics of normalization, for instance. */
  async setup(): Promise<void> {
    const source = (before: Pipeline): SetupSource => {
      const item = async (i: number) =>
        isList(this.dataset)
          ? this.dataset[i]
          : this.dataset.get(i, { rng: batchRng(0, 0, i), splitIdx: null });
      const items = async () => Promise.all(Array.from({ length: this.dataset.length }, (_, i) => item(i)));
      return { n: this.dataset.length, before: before.transforms, item, items };
    };
    await this.afterItem.setup(source);
    await this.afterBatch.setup((before) => ({
      ...source(before),
      oneBatch: async () => [...asTuple(await this.new<unknown>({ afterBatch: before }).oneBatch())],
    }));
  }

  /**
   * A loader like this one, but for the given options and, maybe, the items. What is about the items of training (`n`,
   * `weights` and the cache for other items, `partialN` for an order that is fixed) is left behind.
   */
  new<C = B>(options: DataLoaderOptions<C> & { dataset?: ItemSource } = {}): DataLoader<C> {
    checkOptions(options, { ...loaderOptions, dataset: true }, 'DataLoader.new');
    const { dataset = this.dataset, ...changes } = options;
    const {
      n,
      weights,
      partialN,
      shuffleBuffer,
      cache: _,
      cacheBytes: __,
      isBatch: ___,
      ...same
    } = this.#options;
    const isSame = dataset === this.dataset;
    const isShuffled = changes.shuffle ?? this.shuffle;
    const { cache } = this;
    const about = isSame
      ? withoutUndefined({
          n,
          cache,
          ...(isShuffled && { weights }),
          ...(changes.shuffle !== false && { partialN }),
        })
      : {};
    const { afterItem, beforeBatch, afterBatch, device, seed } = this;
    return new DataLoader<C>(dataset, {
      ...same,
      ...about,
      ...(isShuffled && withoutUndefined({ shuffleBuffer })),
      afterItem,
      beforeBatch,
      afterBatch,
      device,
      seed,
      ...changes,
    });
  }

  /** Puts batches, and what batch transforms hold, on another device. */
  to(device: string): this {
    this.device = device;
    for (const transform of this.afterBatch.transforms) transform.to?.(device);
    return this;
  }

  /** The first items of a batch, back in the form in which people read them: pictures and labels. */
  decodeBatch(batch: B, options: { maxN?: number } = {}): L<unknown[]> {
    checkOptions(options, { maxN: is.limit(0) }, 'decodeBatch');
    const { maxN = 9 } = options;
    const samples = samplesOf(this.afterBatch.decodeTuple(toDevice(asTuple(batch), 'cpu')), maxN);
    return samples.map((sample) => {
      const decoded = this.afterItem.decodeTuple(sample);
      return this.dataset instanceof Datasets ? this.dataset.decode(decoded) : [...decoded];
    });
  }

  /**
   * Shows items of a batch as the model gets them, decoded: pictures in a grid with their labels, anything else as a
   * table. `unique` shows one item again and again.
   */
  async showBatch(options: ShowBatchOptions = {}): Promise<Figure | Table> {
    checkOptions(options, showBatchOptions, 'showBatch');
    const loader = options.unique ? this.new<B>({ bs: wantedItems(options), dropLast: false }) : this;
    if (options.unique) loader.getIdxs = () => new Array(loader.bs).fill(0);
    const batch = await loader.oneBatch();
    try {
      const samples = () => this.decodeBatch(batch, { maxN: wantedItems(options) });
      return torch.scope((): Figure | Table => showSamples(samples(), this.nInp, options));
    } finally {
      disposeMembers(asTuple(batch));
    }
  }
}

function warnOf(items: readonly ItemError[]): void {
  console.warn(
    `left out ${counted(items.length, 'item')} that could not be read (see failures): ${items[0]?.message ?? ''}`,
  );
}
