import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tensor } from '@onecycle/torch';
import { thereAre } from '../../base/index.js';
import { Path } from '../collections/index.js';
import { ItemError, isShortage } from '../items/index.js';
import { itemRng } from '../random/index.js';
import {
  andThen,
  type BatchRead,
  type BatchReader,
  type BatchStep,
  type ItemCache,
  type MaybePromise,
  type Pipeline,
  type SplitIdx,
  type TransformContext,
} from '../transforms/index.js';
import { Datasets } from './datasets.js';
import { rowsOf } from './device-rows.js';
import { type FastMember, fastMembers } from './fast-members.js';
import { type ItemSource, isList, splitOf } from './item-source.js';
import { keepRows, type ReadItem, Rows } from './rows.js';

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

/** Milliseconds between the tries of reading where the machine is short of something. */
const pauses = [50, 250, 1000];

/** What was made for an item that no transform has worked on. */
const nothing: ReadonlySet<Tensor> = new Set();

/** Whether not the item is at fault: a shortage, or the folder that it lay in is gone. */
function isMachines({ item, cause }: ItemError): boolean {
  if (isShortage(cause)) return true;
  const path = item instanceof Path || typeof item === 'string' ? new Path(item) : undefined;
  return path !== undefined && path.parent.name !== '' && !path.exists() && !path.parent.exists();
}

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
  /** Whether nothing is done to items before all of them are read together. */
  readonly #isUntouched: boolean;
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
    this.#isUntouched =
      this.#fast.length > 0 && this.#slow.length === 0 && this.#fast.every(({ begun }) => !begun);
    this.#cache = settings.cache;
    this.#device = settings.device;
    this.#pinned = settings.pinned;
    if (this.#cache && this.#fast.every(({ reader }) => reader.isKept === false))
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
  read(draws: readonly PassItem[], next?: BatchStep): Promise<ReadRows> {
    return this.#read(draws, next, 0);
  }

  /** The same after so many tries. */
  async #read(draws: readonly PassItem[], next: BatchStep | undefined, tries: number): Promise<ReadRows> {
    const items = this.#readItems(draws);
    const failures: ItemError[] = [];
    let good: Reading[] = [];
    for (const item of items instanceof Promise ? await items : items)
      if (item instanceof ItemError) failures.push(item);
      else good.push(item);
    const batches = new Map<number, Tensor>();
    const begun = new Set<number>();
    for (const { member, reader } of this.#fast) {
      if (good.length === 0) break;
      const reading = this.#readMember(member, reader, good, next);
      const read = reading instanceof Promise ? await reading : reading;
      if (read.failures.length > 0) {
        failures.push(...this.#errorsOf(good, read));
        good = withoutFailed(good, read, batches);
      }
      if (read.batch) batches.set(member, read.batch);
      if (read.begun) begun.add(member);
    }
    const rows = new Rows(good.map(itemOf), batches, begun);
    const shortage = failures.find(isMachines);
    if (!shortage) return { rows, failures };
    rows.dispose();
    const pause = pauses[tries];
    if (pause === undefined) throw shortage;
    await sleep(pause);
    return this.#read(draws, next, tries + 1);
  }

  /** The errors of items that a member could not be read of; what was made for them is freed. */
  #errorsOf(items: readonly Reading[], { failures }: BatchRead): ItemError[] {
    return failures.map(({ position, error }) => {
      const { index = -1, item } = items[position] ?? {};
      for (const tensor of item?.made ?? []) tensor.dispose();
      return new ItemError(index, this.#describable(index), error);
    });
  }

  /** One member of these items: read, or taken from where it is kept. */
  #readMember(
    member: number,
    reader: BatchReader,
    items: readonly Reading[],
    next: BatchStep | undefined,
  ): MaybePromise<BatchRead> {
    const set = this.#source;
    const cache = this.#cache;
    const device = this.#device;
    const pinned = this.#pinned;
    const inputs: unknown[] = [];
    const contexts: TransformContext[] = [];
    for (const { item, ctx } of items) {
      inputs.push(item.members[member]);
      contexts.push(ctx);
    }
    if (!cache || isList(set) || reader.isKept === false)
      return reader.read(inputs, contexts, { pinned, next });
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
    return rows.batch(indices, async (positions) =>
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
    const rng = itemRng(this.#seed, this.#epoch, index, repeat);
    const splitIdx = this.#splitIdx;
    const made = this.#isUntouched ? undefined : new Set<Tensor>();
    const ctx = { rng, splitIdx, made };
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

  #failed(index: number, made: ReadonlySet<Tensor> = nothing, error: unknown): ItemError {
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
        throw new RangeError(`there is no such item: ${thereAre(source.length)}`);
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
    const source = this.#source;
    if (!(source instanceof Datasets)) throw new TypeError('only data sets are read in batches');
    const members = new Array<unknown>(source.width);
    for (const [i, member] of this.#slow.entries()) members[member] = slow[i];
    let waits = false;
    for (const { member, begun } of this.#fast) {
      const first = begun ? source.begun(index, ctx, begun) : source.item(index);
      members[member] = first;
      waits ||= first instanceof Promise;
    }
    if (!waits) return { members, single: false };
    return Promise.all(members).then((all) => ({ members: all, single: false }));
  }

  /** What an error calls the item: a tensor or tuple has no name. */
  #describable(index: number): unknown {
    return this.#source instanceof Datasets ? this.#source.items[index] : undefined;
  }
}

const itemOf = ({ item }: Reading): ReadItem => item;

/** An item that was read. What its transforms made on the way is freed. */
function readingOf(
  index: number,
  ctx: TransformContext,
  { members, single }: Omit<ReadItem, 'made'>,
): Reading {
  const { made = nothing } = ctx;
  for (const tensor of made) {
    if (members.includes(tensor)) continue;
    tensor.dispose();
    ctx.made?.delete(tensor);
  }
  return { index, ctx, item: { members, single, made } };
}

/** The items that a member could be read of, and of the batches that were read before their rows. */
function withoutFailed(
  items: readonly Reading[],
  { failures }: BatchRead,
  batches: Map<number, Tensor>,
): Reading[] {
  const bad = new Set(failures.map(({ position }) => position));
  const left = [...items.keys()].filter((i) => !bad.has(i));
  keepRows(batches, left);
  return items.filter((_, i) => !bad.has(i));
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
