import { Tensor, torch } from '@onecycle/torch';
import { checkOptions, defaultBs, type OptionNames, withoutUndefined } from '../../base/index.js';
import type { Figure, Table } from '../../display/index.js';
import type { L } from '../collections/index.js';
import type { ItemError } from '../items/index.js';
import { batchRng, epochIndices, randomSeed } from '../random/index.js';
import type { CachePlace, SetupSource } from '../transforms/index.js';
import { ItemCache, Pipeline, refuseAsync, type TransformLike } from '../transforms/index.js';
import { areOn, asTuple, disposeMembers, samplesOf, toDevice } from './batch.js';
import { bufferedOrder, runsOf } from './buffered-order.js';
import { Datasets } from './datasets.js';
import { defaultDevice } from './default-device.js';
import {
  ItemReader,
  type ItemSource,
  isList,
  itemStreams,
  listed,
  type ReadRows,
  splitOf,
} from './item-reader.js';
import { groupsOf, readAhead, regroup } from './prefetch.js';
import type { Rows } from './rows.js';
import { checkShard, markPadding, type Shard, whole } from './shard.js';
import { type ShowBatchOptions, showBatchOptions, showSamples, wantedItems } from './show-batch.js';
import { oneAhead, Uploads } from './uploads.js';

/** Options of {@link DataLoader}. */
export interface DataLoaderOptions<B> {
  /** Items in a batch. Default 64 (`defaultBs`). */
  bs?: number;
  /** Whether every epoch has a new order. Default false. */
  shuffle?: boolean;
  /** Whether an incomplete last batch is left out. Default false. */
  dropLast?: boolean;
  /**
   * Shuffles so that reading stays nearly sequential: archives of items in random order, their items through a buffer of
   * so many. Of several processes each then reads archives of its own. Default: items come in any order.
   */
  shuffleBuffer?: number;
  /** Use only the first `n` items. Default: all. */
  n?: number;
  /** Partial epochs: so many items a pass, of a shuffled set new ones each time. Default: all. */
  partialN?: number;
  /** The items' chances of being drawn, for shuffled sets; drawn with replacement. */
  weights?: readonly number[];
  /** Where the randomness starts from. Default: a number from PyTorch's global generator. */
  seed?: number;
  /** Where batches are put before the batch transforms. Default: `defaultDevice()`. */
  device?: string;
  /** Transforms of items, of lists of items, and of batches. */
  afterItem?: TransformLike;
  beforeBatch?: TransformLike;
  afterBatch?: TransformLike;
  /** How many batches are worked on before they are asked for. Default 2. */
  prefetch?: number;
  /** What an item that cannot be read does: it ends the pass, or it is left out and counted. Default `'throw'`. */
  onError?: 'throw' | 'skip';
  /**
   * Keeps decoded pictures for the epochs to come; values are the same as without. `'memory'`: where a resize draws nothing at random
   * (in validation, say) the resized pictures are kept, else the whole ones. `'device'`: resized ones where batches go, and a resize
   * that draws is refused. Files that change meanwhile are not read again. Default false.
   */
  cache?: CachePlace | ItemCache | false;
  /** How many bytes the cache may take; what finds no room is read anew in every epoch. Default: half of what is free there. */
  cacheBytes?: number;
  /** Checks the type that batches promise to have. */
  isBatch?: (batch: unknown) => batch is B;
}

/** The names of the options, for those who take them, too. */
export const loaderOptions: OptionNames<DataLoaderOptions<unknown>> = {
  bs: true,
  shuffle: true,
  dropLast: true,
  shuffleBuffer: true,
  n: true,
  partialN: true,
  weights: true,
  seed: true,
  device: true,
  afterItem: true,
  beforeBatch: true,
  afterBatch: true,
  prefetch: true,
  onError: true,
  cache: true,
  cacheBytes: true,
  isBatch: true,
};

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
    checkOptions(options, loaderOptions, 'DataLoader');
    const {
      bs = defaultBs,
      shuffle = false,
      dropLast = false,
      prefetch = 2,
      onError = 'throw',
      device = defaultDevice(),
    } = options;
    checkWhole('bs', bs, 1);
    checkWhole('prefetch', prefetch, 0);
    if (options.n !== undefined) checkWhole('n', options.n, 0);
    if (options.shuffleBuffer !== undefined) checkWhole('shuffleBuffer', options.shuffleBuffer, 1);
    if (options.partialN !== undefined) checkWhole('partialN', options.partialN, 1);
    const dataset = listed(source, options.n);
    this.dataset = dataset;
    this.bs = bs;
    this.shuffle = shuffle;
    this.dropLast = dropLast;
    this.shuffleBuffer = options.shuffleBuffer;
    this.prefetch = prefetch;
    this.onError = onError;
    this.device = device;
    this.n = Math.min(options.n ?? dataset.length, dataset.length);
    if (options.seed !== undefined && !Number.isSafeInteger(options.seed))
      throw new RangeError(`seed is a whole number, and not ${options.seed}`);
    this.seed = options.seed ?? randomSeed();
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
    checkOptions(options, { start: true, shard: true }, 'iterate');
    const { start = 0, shard = whole } = options;
    return this.#pass(start, this.prefetch, checkShard(shard));
  }

  #pass(start: number, prefetch: number, shard = whole): AsyncGenerator<B, void, undefined> {
    const uploads = prefetch > 0 ? Uploads.to(this.device) : null;
    const batches = this.#batches(start, prefetch, shard, uploads);
    return uploads ? this.#sent(batches, uploads) : batches;
  }

  /** Batches that go to a GPU are put there, and changed, while the ones before are used. */
  async *#sent(
    batches: AsyncGenerator<B, void, undefined>,
    uploads: Uploads,
  ): AsyncGenerator<B, void, undefined> {
    uploads.follow();
    yield* oneAhead(
      batches,
      (batch) => uploads.handOver(asTuple(batch)),
      (batch) => disposeMembers(asTuple(batch)),
    );
  }

  async *#batches(
    start: number,
    prefetch: number,
    shard: Shard,
    uploads: Uploads | null,
  ): AsyncGenerator<B, void, undefined> {
    await this.beforeIter?.();
    const indices = this.getIdxs(shard);
    const { seed, bs, dropLast, onError, failures: known } = this;
    const epoch = this.epoch++;
    const limit = Array.isArray(indices) ? Number.POSITIVE_INFINITY : this.n;
    // Which items make up the first batches is known only after they were read, where some may be left out.
    const from = onError === 'skip' ? 0 : start;
    let paddedAt = -1;
    const padded = (number: number) => {
      paddedAt = number;
    };
    const groups = groupsOf(indices, { bs, dropLast, onError, limit, start: from, known, shard, padded });
    const { rank, size } = shard;
    const reader = new ItemReader(this.dataset, this.afterItem, {
      seed,
      epoch,
      batchwise: this.beforeBatch.length === 0,
      cache: this.cache,
      device: this.device,
      pinned: uploads !== null,
    });
    const read = readAhead(
      groups,
      prefetch,
      (draws) => reader.read(draws),
      (rows) => this.#checked(rows),
    );
    const failedBefore = known.size;
    let number = from;
    // Where nothing is left out, what was read together is a batch.
    for await (const rows of onError === 'skip' ? regroup(read, this) : read) {
      if (number < start) rows.dispose();
      else {
        const batch = await this.#finish(rows, epoch, number * size + rank, uploads);
        if (number === paddedAt && typeof batch === 'object' && batch !== null) markPadding(batch);
        yield batch;
      }
      number++;
    }
    this.cache?.tell();
    this.#report(failedBefore);
    const [failure] = known.values();
    if (number === 0 && failure && this.#perPass > 0)
      throw new Error(
        `a pass without a batch: of ${this.#perPass} items ${known.size} could not be read, the first of them ${failure.message}`,
        { cause: failure },
      );
  }

  /** The rows; items that failed are noted, or end the pass. */
  #checked({ rows, failures }: ReadRows): Rows {
    const [first] = failures;
    if (first && this.onError === 'throw') {
      rows.dispose();
      throw first;
    }
    for (const failure of failures) this.failures.set(failure.index, failure);
    return rows;
  }

  #report(failedBefore: number): void {
    const fresh = [...this.failures.values()].slice(failedBefore);
    if (fresh.length > 0) this.whenLeftOut(fresh);
  }

  /** Collates rows and takes the batch through the batch transforms, on the device. */
  async #finish(rows: Rows, epoch: number, number: number, uploads: Uploads | null): Promise<B> {
    const ctx = { rng: batchRng(this.seed, epoch, number), splitIdx: splitOf(this.dataset) };
    const changed =
      this.beforeBatch.length > 0 ? await this.beforeBatch.encode(rows.samples, ctx) : rows.samples;
    if (!Array.isArray(changed)) throw new TypeError('a transform before batching must give a list of items');
    const collated = rows.collate(changed);
    // Work on a GPU is queued, and keeps no thread: only what the processor computes is begun elsewhere.
    const isMoving = this.device !== 'cpu';
    const { members, begun, done } = await this.afterBatch.begin(collated, ctx, isMoving);
    // What was made on the device already belongs to the current stream.
    const ahead = uploads?.device === this.device && areOn(members, 'cpu') ? uploads : null;
    const finish = () =>
      torch.noGrad(() =>
        torch.scope(() => {
          const placed = toDevice(members, this.device, ahead !== null);
          return refuseAsync(this.afterBatch.encodeTuple(placed, ctx, begun));
        }),
      );
    const batch = done && !isMoving ? members : ahead ? ahead.run(finish) : finish();
    for (const member of [...collated, ...members])
      if (member instanceof Tensor && !batch.includes(member)) member.dispose();
    return this.#typed(rows.items[0]?.single ? batch[0] : batch);
  }

  #typed(batch: unknown): B {
    const { isBatch } = this.#options;
    // Where no block says what a batch is, nothing can be checked: the caller's type argument is taken at its word.
    if (!isBatch) return batch as B;
    if (isBatch(batch)) return batch;
    const types = asTuple(batch).map((member) => Object(member).constructor?.name ?? String(member));
    throw new TypeError(
      `the transforms made a batch of [${types.join(', ')}], which is not what the blocks promise`,
    );
  }

  /** The first batch of a new pass. Throws where there is none. */
  async oneBatch(): Promise<B> {
    for await (const batch of this.#pass(0, 0)) return batch;
    const dropped =
      this.dropLast && this.n > 0 ? `; ${this.n} items are less than a batch of ${this.bs}` : '';
    throw new Error(`this data loader has no batches (${this.n} items)${dropped}`);
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
    const { n, weights, partialN, cache: _, cacheBytes: __, isBatch: ___, ...same } = this.#options;
    const isSame = dataset === this.dataset;
    const { cache } = this;
    const about = isSame
      ? withoutUndefined({ n, weights, cache, ...(changes.shuffle !== false && { partialN }) })
      : {};
    const { afterItem, beforeBatch, afterBatch, device, seed } = this;
    return new DataLoader<C>(dataset, {
      ...same,
      ...about,
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
    checkOptions(options, { maxN: true }, 'decodeBatch');
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

/** The cache that the options ask for. Throws where there is none of that name. */
export function cacheOf({
  cache = false,
  cacheBytes,
}: Pick<DataLoaderOptions<unknown>, 'cache' | 'cacheBytes'>) {
  if (cache instanceof ItemCache) return cache;
  if (cache !== false) return new ItemCache(cache, cacheBytes);
  if (cacheBytes !== undefined) throw new RangeError("cacheBytes is for a cache: add cache: 'memory'");
  return undefined;
}

function warnOf(items: readonly ItemError[]): void {
  console.warn(
    `left out ${items.length} items that could not be read (see failures): ${items[0]?.message ?? ''}`,
  );
}

function checkWhole(name: string, value: number, from: number): void {
  if (!(Number.isInteger(value) && value >= from))
    throw new RangeError(`${name} must be a whole number from ${from} on, not ${value}`);
}
