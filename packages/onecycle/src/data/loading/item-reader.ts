import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Tensor, torch } from '@onecycle/torch';
import { kindOf } from '../../base/index.js';
import { Path } from '../collections/index.js';
import { ItemError, isShortage } from '../items/index.js';
import { itemRng } from '../random/index.js';
import type {
  BatchRead,
  BatchReader,
  BatchStep,
  ChainLink,
  ItemCache,
  SplitIdx,
  Transform,
  TransformContext,
} from '../transforms/index.js';
import { andThen, type MaybePromise, Pipeline, retainType } from '../transforms/index.js';
import { Datasets } from './datasets.js';
import { rowsOf } from './device-rows.js';
import { type ReadItem, Rows } from './rows.js';

/** A collection that makes item number `i` when asked. */
export interface IndexedItems {
  readonly length: number;
  readonly nInp?: number;
  get(i: number, ctx: TransformContext): MaybePromise<unknown>;
}

/** What a data loader can take items from. An item is a tuple (an array), or a single value. */
export type ItemSource = Datasets | IndexedItems | readonly unknown[];

export const isList = (source: ItemSource): source is readonly unknown[] => Array.isArray(source);

/**
 * A source with a length: any other iterable is listed, up to `n` items of it, which may so be endless.
 *
 * Throws where it is none.
 */
export function listed(source: ItemSource | Iterable<unknown>, n?: number): ItemSource {
  if (hasLength(source)) return source;
  if (typeof source === 'object' && source !== null && Symbol.iterator in source) {
    const items: unknown[] = [];
    for (const item of source) {
      if (n !== undefined && items.length >= n) break;
      items.push(item);
    }
    return items;
  }
  throw new TypeError(
    `a data loader takes its items from a list, another iterable, or an object with length and get(i), not from ${kindOf(source)}`,
  );
}

const hasLength = (source: ItemSource | Iterable<unknown>): source is ItemSource =>
  typeof source === 'object' &&
  source !== null &&
  'length' in source &&
  typeof source.length === 'number' &&
  (Array.isArray(source) || 'get' in source);

/** Which set the items are of; plain collections don't say. */
export const splitOf = (source: ItemSource): SplitIdx =>
  source instanceof Datasets ? source.splitIdx : null;

/** An item of a pass, and how often the pass has had it before: then it gets other random numbers. */
export interface PassItem {
  readonly index: number;
  readonly repeat: number;
}

/** The rows of the items that could be read, and the errors of the others. */
export interface ReadRows {
  readonly rows: Rows;
  readonly failures: readonly ItemError[];
}

/** A member of the tuple that is read for whole batches, after JavaScript has done its first transforms. */
interface FastMember {
  readonly member: number;
  /** Those transforms, where there are any. */
  readonly begun: Pipeline | undefined;
  readonly reader: BatchReader;
}

/** Of the pass that items are read in. */
export interface ReadSettings {
  seed: number;
  epoch: number;
  /** Whether members may be read for whole batches. */
  batchwise: boolean;
  /** Where what is read is kept for other passes. */
  cache: ItemCache | undefined;
  /** Where batches go. */
  device: string;
  /** Whether they are read into pinned memory, to go to a GPU from there. */
  pinned: boolean;
}

interface Reading {
  readonly index: number;
  readonly ctx: TransformContext;
  readonly item: ReadItem;
}

/** How many items at a time are worked on in JavaScript: enough to keep native threads busy, without holding all. */
const itemsInFlight = 2 * availableParallelism() + 2;

/** Milliseconds between the tries of reading where the machine is short of something; after the last there is none. */
const pauses = [50, 250, 1000, undefined];

/** Whether not the item is at fault: a shortage, or the folder that it lay in is gone. */
function isMachines({ item, cause }: ItemError): boolean {
  if (isShortage(cause)) return true;
  const path = item instanceof Path || typeof item === 'string' ? new Path(item) : undefined;
  return path !== undefined && path.parent.name !== '' && !path.exists() && !path.parent.exists();
}

/** Item transforms' random streams come after those of the type transforms. */
export const itemStreams = 1000;

/**
 * Reads items and takes them through the item transforms. Members that can be read for a whole batch at once, off the
 * main thread, are (see `BatchReader`); the others go item by item.
 */
export class ItemReader {
  readonly #source: ItemSource;
  readonly #afterItem: Pipeline;
  readonly #splitIdx: SplitIdx;
  readonly #seed: number;
  readonly #epoch: number;
  readonly #fast: readonly FastMember[];
  /** The members that go item by item. */
  readonly #slow: readonly number[];
  readonly #cache: ItemCache | undefined;
  readonly #device: string;
  readonly #pinned: boolean;

  /** Throws a RangeError where there is a cache and nothing is read that could be kept in it. */
  constructor(source: ItemSource, afterItem: Pipeline, settings: ReadSettings) {
    this.#source = source;
    this.#splitIdx = splitOf(source);
    this.#afterItem = afterItem;
    this.#seed = settings.seed;
    this.#epoch = settings.epoch;
    this.#fast = settings.batchwise && source instanceof Datasets ? fastMembers(source, afterItem) : [];
    const width = source instanceof Datasets ? source.width : 0;
    this.#slow = [...Array(width).keys()].filter((i) => !this.#fast.some(({ member }) => member === i));
    this.#cache = settings.cache;
    this.#device = settings.device;
    this.#pinned = settings.pinned;
    if (this.#cache && this.#fast.length === 0)
      throw new RangeError(
        'a cache keeps pictures that are read in whole batches: after imageBlock, one resize to a fixed size and nothing of your own. ' +
          'These items go one by one: leave cache out, or make your transform one of batches (batchTfms)',
      );
  }

  /**
   * The items, in order. Those that fail are left out and told of. Where the machine and not an item is at fault (too many
   * open files, a disk that does not answer, a folder that is gone), they are read again after a while; what fails still
   * fails all of it, whatever is done about items that cannot be read.
   *
   * @param next what the batch goes through next, for readers that do it at once; rows say which members have `begun`
   */
  async read(draws: readonly PassItem[], next?: BatchStep): Promise<ReadRows> {
    for (const pause of pauses) {
      const read = await this.#readOnce(draws, next);
      const shortage = read.failures.find(isMachines);
      if (!shortage) return read;
      read.rows.dispose();
      if (pause === undefined) throw shortage;
      await sleep(pause);
    }
    throw new Error('no try was left');
  }

  async #readOnce(draws: readonly PassItem[], next: BatchStep | undefined): Promise<ReadRows> {
    const items = this.#readItems(draws);
    const read = items instanceof Promise ? await items : items;
    const failures = read.filter((item): item is ItemError => item instanceof ItemError);
    let good = read.filter((item): item is Reading => !(item instanceof ItemError));
    const batches = new Map<number, Tensor>();
    const begun = new Set<number>();
    for (const { member, reader } of this.#fast) {
      if (good.length === 0) break;
      const { batch, failures: failed, begun: isBegun } = await this.#readMember(member, reader, good, next);
      const reading = good;
      const isBad = new Set(failed.map(({ position }) => position));
      good = reading.filter((_, i) => !isBad.has(i));
      if (isBad.size > 0)
        keepRows(
          batches,
          [...reading.keys()].filter((i) => !isBad.has(i)),
        );
      for (const { position, error } of failed) {
        const index = reading[position]?.index ?? -1;
        for (const tensor of reading[position]?.item.made ?? []) tensor.dispose();
        failures.push(new ItemError(index, this.#describable(index), error));
      }
      if (batch) batches.set(member, batch);
      if (isBegun) begun.add(member);
    }
    return {
      rows: new Rows(
        good.map(({ item }) => item),
        batches,
        begun,
      ),
      failures,
    };
  }

  /** One member of these items: read, or taken from where it is kept. */
  #readMember(
    member: number,
    reader: BatchReader,
    items: readonly Reading[],
    next: BatchStep | undefined,
  ): Promise<BatchRead> {
    const { set, cache, device } = { set: this.#source, cache: this.#cache, device: this.#device };
    const pinned = this.#pinned;
    const inputs = items.map(({ item }) => item.members[member]);
    const contexts = items.map(({ ctx }) => ctx);
    if (!cache || isList(set)) return reader.read(inputs, contexts, { pinned, next });
    const indices = items.map(({ index }) => index);
    if (cache.place === 'memory')
      return reader.read(inputs, contexts, { keeping: { cache, set, member, indices }, pinned, next });
    const settings = reader.fixed?.(splitOf(set)) ?? null;
    if (settings === null)
      throw new RangeError(
        "cache: 'device' keeps what becomes of pictures, and here another part is cut out of each in every epoch: take cache: 'memory', which keeps " +
          "the whole pictures, or a resize that draws nothing, resize(224, { method: 'squish' })",
      );
    const rows = rowsOf(cache, { set, member, settings, device, items: set.length });
    const at = <T>(values: readonly T[], positions: readonly number[]): T[] =>
      positions.flatMap((position) => values.slice(position, position + 1));
    return rows.batch(indices, (positions) =>
      reader.read(at(inputs, positions), at(contexts, positions), { pinned }),
    );
  }

  /** At once where no transform is asynchronous; else some at a time. */
  #readItems(draws: readonly PassItem[]): MaybePromise<(Reading | ItemError)[]> {
    const items: (Reading | ItemError)[] = [];
    for (const draw of draws) {
      const item = this.#readItem(draw);
      if (item instanceof Promise) {
        const rest = draws.slice(items.length + 1);
        const others = mapLimited(rest, itemsInFlight, async (other) => this.#readItem(other));
        return Promise.all([item, others]).then(([one, more]) => [...items, one, ...more]);
      }
      items.push(item);
    }
    return items;
  }

  #readItem({ index, repeat }: PassItem): MaybePromise<Reading | ItemError> {
    const made = new Set<Tensor>();
    const ctx = {
      rng: itemRng(this.#seed, this.#epoch, index, repeat),
      splitIdx: this.#splitIdx,
      made,
    };
    try {
      const item = this.#members(index, ctx);
      if (!(item instanceof Promise)) return readingOf(index, ctx, item);
      return item.then(
        (read) => readingOf(index, ctx, read),
        (error) => this.#failed(index, made, error),
      );
    } catch (error) {
      return this.#failed(index, made, error);
    }
  }

  #failed(index: number, made: ReadonlySet<Tensor>, error: unknown): ItemError {
    for (const tensor of made) tensor.dispose();
    return error instanceof ItemError ? error : new ItemError(index, this.#describable(index), error);
  }

  /** The item's members after the item transforms; those that are read batchwise are what their readers begin with. */
  #members(index: number, ctx: TransformContext): MaybePromise<Omit<ReadItem, 'made'>> {
    const source = this.#source;
    const encoded = (members: readonly unknown[], single = false) =>
      andThen(this.#afterItem.encodeTuple(members, ctx), (done) => ({ members: done, single }));
    if (!(source instanceof Datasets)) {
      if (!Number.isInteger(index) || index < 0 || index >= source.length) {
        throw new RangeError(`there is no such item: there are ${source.length}`);
      }
      return andThen(isList(source) ? source[index] : source.get(index, ctx), (item) =>
        Array.isArray(item) ? encoded(item) : encoded([item], true),
      );
    }
    if (this.#fast.length === 0) return andThen(source.get(index, ctx), (members) => encoded(members));
    const slow =
      this.#slow.length === 0
        ? { members: [] }
        : andThen(source.members(index, ctx, this.#slow), (members) => encoded(members));
    return andThen(slow, (done) => this.#begin(index, ctx, done.members));
  }

  /** Puts the members that went item by item in their places, and in the others what their readers begin with. */
  #begin(
    index: number,
    ctx: TransformContext,
    slow: readonly unknown[],
  ): MaybePromise<Omit<ReadItem, 'made'>> {
    const { source, members } = {
      source: this.#source,
      members: new Array<unknown>(this.#slow.length + this.#fast.length),
    };
    for (const [i, member] of this.#slow.entries()) members[member] = slow[i];
    if (!(source instanceof Datasets)) throw new TypeError('only data sets are read in batches');
    for (const { member, begun } of this.#fast)
      members[member] = begun ? source.begun(index, ctx, begun) : source.item(index);
    return members.some((member) => member instanceof Promise)
      ? Promise.all(members).then((all) => ({ members: all, single: false }))
      : { members, single: false };
  }

  /** What an error calls the item: a tensor or tuple has no name. */
  #describable(index: number): unknown {
    return this.#source instanceof Datasets ? this.#source.items[index] : undefined;
  }
}

/** An item that was read. What its transforms made on the way is freed. */
function readingOf(
  index: number,
  ctx: TransformContext & { made: Set<Tensor> },
  { members, single }: Omit<ReadItem, 'made'>,
): Reading {
  const { made } = ctx;
  for (const tensor of made) {
    if (members.includes(tensor)) continue;
    tensor.dispose();
    made.delete(tensor);
  }
  return { index, ctx, item: { members, single, made } };
}

/** Takes the rows at `kept` of all batches read so far. */
function keepRows(batches: Map<number, Tensor>, rows: readonly number[]): void {
  for (const [member, batch] of batches) {
    const left = torch.scope(() =>
      retainType(batch.indexSelect(0, torch.tensor(rows, { dtype: 'int64', device: batch.device })), batch),
    );
    batch.dispose();
    batches.set(member, left);
  }
}

/** The members whose pipeline offers a reader for whole batches that can also do all item transforms. */
function fastMembers(source: Datasets, afterItem: Pipeline): FastMember[] {
  if (afterItem.transforms.some((t) => t.whole)) return [];
  return source.pipelines.flatMap((pipeline, member): FastMember[] => {
    const links = [...linksOf(pipeline, source.splitIdx), ...linksOf(afterItem, source.splitIdx)];
    const start = links.findIndex(({ transform }) => transform.batchReader !== undefined);
    const own = links[start];
    const begun = own ? pipeline.transforms.indexOf(own.transform) : -1;
    const reader = begun >= 0 && own ? own.transform.batchReader?.(own, links.slice(start + 1)) : null;
    return reader ? [{ member, begun: begun > 0 ? pipeline.first(begun) : undefined, reader }] : [];
  });
}

function linksOf(pipeline: Pipeline, splitIdx: SplitIdx): ChainLink[] {
  return pipeline.transforms
    .map((transform: Transform, i) => ({ transform, stream: pipeline.firstStream + i }))
    .filter(({ transform }) => Pipeline.runs(transform, splitIdx));
}

/** `f` of every value, in order, at most `limit` at a time. `f` must not fail. */
async function mapLimited<T, U>(
  values: readonly T[],
  limit: number,
  f: (value: T) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  const entries = values.entries();
  const worker = async () => {
    for (const [i, value] of entries) results[i] = await f(value);
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, worker));
  return results;
}
