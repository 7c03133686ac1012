import { setTimeout as sleep } from 'node:timers/promises';
import type { Tensor } from '@onecycle/torch';
import { Path } from '../collections/index.js';
import { ItemError, isShortage } from '../items/index.js';
import type {
  BatchRead,
  BatchReader,
  BatchStep,
  ItemCache,
  MaybePromise,
  Pipeline,
} from '../transforms/index.js';
import { Datasets } from './datasets.js';
import { rowsOf } from './device-rows.js';
import { type FastMember, fastMembers } from './fast-members.js';
import { type ItemSource, isList, splitOf } from './item-source.js';
import type { PassItem, ReadItem } from './read-item.js';
import { keepRows, Rows } from './rows.js';
import { SingleItems } from './single-items.js';
import { keysOf } from './source-keys.js';

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

/** Milliseconds between the tries of reading where the machine is short of something. */
const pauses = [50, 250, 1000];

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
  readonly #fast: readonly FastMember[];
  readonly #single: SingleItems;
  readonly #settings: ReadSettings;

  /** Throws a RangeError where there is a cache and nothing is read that could be kept in it. */
  constructor(source: ItemSource, afterItem: Pipeline, settings: ReadSettings) {
    const { seed, epoch, batchwise, cache } = settings;
    const fast = batchwise && source instanceof Datasets ? fastMembers(source, afterItem) : [];
    if (cache && fast.every(({ reader }) => reader.isKept === false))
      throw new RangeError(
        'a cache keeps pictures that are read in whole batches: after imageBlock, one resize to a fixed size and nothing of your own. ' +
          'These items go one by one: leave cache out, or make your transform one of batches (batchTfms)',
      );
    this.#source = source;
    this.#fast = fast;
    this.#single = new SingleItems(source, afterItem, { seed, epoch, fast });
    this.#settings = settings;
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
    const items = this.#single.readAll(draws);
    const failures: ItemError[] = [];
    let good: ReadItem[] = [];
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
    const rows = new Rows(good, batches, begun);
    const shortage = failures.find(isMachines);
    if (!shortage) return { rows, failures };
    rows.dispose();
    const pause = pauses[tries];
    if (pause === undefined) throw shortage;
    await sleep(pause);
    return this.#read(draws, next, tries + 1);
  }

  /** The errors of items that a member could not be read of; what was made for them is freed. */
  #errorsOf(items: readonly ReadItem[], { failures }: BatchRead): ItemError[] {
    return failures.map(({ position, error }) => {
      const item = items[position];
      item?.dispose();
      return this.#single.errorOf(item?.index ?? -1, error);
    });
  }

  /** One member of these items: read, or taken from where it is kept. */
  #readMember(
    member: number,
    reader: BatchReader,
    items: readonly ReadItem[],
    next: BatchStep | undefined,
  ): MaybePromise<BatchRead> {
    const set = this.#source;
    const { cache, device, pinned } = this.#settings;
    const inputs = items.map(({ members }) => members[member]);
    if (!cache || isList(set) || reader.isKept === false) return reader.read(inputs, items, { pinned, next });
    const indices = keysOf(
      { set, member },
      items.map(({ index }) => index),
      inputs,
    );
    if (cache.place === 'memory')
      return reader.read(inputs, items, { keeping: { cache, set, member, indices }, pinned, next });
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
      reader.read(at(inputs, positions), at(items, positions), { pinned }),
    );
  }
}

/** The items that a member could be read of, and of the batches that were read before their rows. */
function withoutFailed(
  items: readonly ReadItem[],
  { failures }: BatchRead,
  batches: Map<number, Tensor>,
): ReadItem[] {
  const bad = new Set(failures.map(({ position }) => position));
  const left = [...items.keys()].filter((i) => !bad.has(i));
  keepRows(batches, left);
  return items.filter((_, i) => !bad.has(i));
}
