import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Tensor, torch } from '@onecycle/torch';
import { kindOf } from '../../base/index.js';
import { Path } from '../collections/index.js';
import { ItemError, isShortage } from '../items/index.js';
import { itemRng } from '../random/index.js';
import type { BatchReader, ChainLink, SplitIdx, Transform, TransformContext } from '../transforms/index.js';
import { type MaybePromise, Pipeline, retainType } from '../transforms/index.js';
import { Datasets } from './datasets.js';
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

/** A member of the tuple that is read for whole batches, after JavaScript has done the first `begun` of its transforms. */
interface FastMember {
  readonly member: number;
  readonly begun: number;
  readonly reader: BatchReader;
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
  readonly #seed: number;
  readonly #epoch: number;
  readonly #fast: readonly FastMember[];

  constructor(
    source: ItemSource,
    afterItem: Pipeline,
    settings: { seed: number; epoch: number; batchwise: boolean },
  ) {
    this.#source = source;
    this.#afterItem = afterItem;
    this.#seed = settings.seed;
    this.#epoch = settings.epoch;
    this.#fast = settings.batchwise && source instanceof Datasets ? fastMembers(source, afterItem) : [];
  }

  /**
   * The items, in order. Those that fail are left out and told of. Where the machine and not an item is at fault (too many
   * open files, a disk that does not answer, a folder that is gone), they are read again after a while; what fails still
   * fails all of it, whatever is done about items that cannot be read.
   */
  async read(draws: readonly PassItem[]): Promise<ReadRows> {
    for (const pause of pauses) {
      const read = await this.#readOnce(draws);
      const shortage = read.failures.find(isMachines);
      if (!shortage) return read;
      read.rows.dispose();
      if (pause === undefined) throw shortage;
      await sleep(pause);
    }
    throw new Error('no try was left');
  }

  async #readOnce(draws: readonly PassItem[]): Promise<ReadRows> {
    const read = await mapLimited(draws, itemsInFlight, (draw) => this.#readItem(draw));
    const failures = read.filter((item): item is ItemError => item instanceof ItemError);
    let good = read.filter((item): item is Reading => !(item instanceof ItemError));
    const batches = new Map<number, Tensor>();
    for (const { member, reader } of this.#fast) {
      if (good.length === 0) break;
      const { batch, failures: failed } = await reader.read(
        good.map(({ item }) => item.members[member]),
        good.map(({ ctx }) => ctx),
      );
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
    }
    return {
      rows: new Rows(
        good.map(({ item }) => item),
        batches,
      ),
      failures,
    };
  }

  async #readItem({ index, repeat }: PassItem): Promise<Reading | ItemError> {
    const made = new Set<Tensor>();
    const ctx = {
      rng: itemRng(this.#seed, this.#epoch, index, repeat),
      splitIdx: splitOf(this.#source),
      made,
    };
    try {
      const { members, single } = await this.#members(index, ctx);
      for (const tensor of made) {
        if (members.includes(tensor)) continue;
        tensor.dispose();
        made.delete(tensor);
      }
      return { index, ctx, item: { members, made, single } };
    } catch (error) {
      for (const tensor of made) tensor.dispose();
      return error instanceof ItemError ? error : new ItemError(index, this.#describable(index), error);
    }
  }

  /** The item's members after the item transforms; those that are read batchwise are what their readers begin with. */
  async #members(
    index: number,
    ctx: TransformContext,
  ): Promise<{ members: readonly unknown[]; single: boolean }> {
    const source = this.#source;
    if (!(source instanceof Datasets)) {
      if (!Number.isInteger(index) || index < 0 || index >= source.length) {
        throw new RangeError(`there is no such item: there are ${source.length}`);
      }
      const item = await (isList(source) ? source[index] : source.get(index, ctx));
      const single = !Array.isArray(item);
      return { members: await this.#afterItem.encodeTuple(single ? [item] : item, ctx), single };
    }
    const single = false;
    if (this.#fast.length === 0) {
      return { members: await this.#afterItem.encodeTuple(await source.get(index, ctx), ctx), single };
    }
    const slow = Array.from({ length: source.width }, (_, i) => i).filter(
      (i) => !this.#fast.some((f) => f.member === i),
    );
    const encoded = await this.#afterItem.encodeTuple(await source.members(index, ctx, slow), ctx);
    const members: unknown[] = [];
    for (const [i, member] of slow.entries()) members[member] = encoded[i];
    for (const { member, begun } of this.#fast)
      members[member] = await source.begun(index, ctx, member, begun);
    return { members, single };
  }

  /** What an error calls the item: a tensor or tuple has no name. */
  #describable(index: number): unknown {
    return this.#source instanceof Datasets ? this.#source.items[index] : undefined;
  }
}

/** Takes the rows at `kept` of all batches read so far. */
function keepRows(batches: Map<number, Tensor>, rows: readonly number[]): void {
  for (const [member, batch] of batches) {
    const left = torch.scope(() =>
      retainType(batch.indexSelect(0, torch.tensor(rows, { dtype: 'int64' })), batch),
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
    return reader ? [{ member, begun, reader }] : [];
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
