import { availableParallelism } from 'node:os';
import { thereAre } from '../../base/index.js';
import { ItemError } from '../items/index.js';
import { andThen, type MaybePromise, type Pipeline } from '../transforms/index.js';
import { Datasets } from './datasets.js';
import type { FastMember } from './fast-members.js';
import { type ItemSource, isList, splitOf } from './item-source.js';
import { type ItemsOfPass, type PassItem, ReadItem } from './read-item.js';

/** How many items at a time are worked on in JavaScript: enough to keep native threads busy, without holding all. */
const itemsInFlight = 2 * availableParallelism() + 2;

/**
 * What is done to items one by one: all of it, or, where members are read for whole batches, those that are not, and what comes before that
 * reading.
 */
export class SingleItems {
  readonly #source: ItemSource;
  readonly #afterItem: Pipeline;
  readonly #pass: ItemsOfPass;
  readonly #fast: readonly FastMember[];
  /** The members that go item by item. */
  readonly #slow: readonly number[];

  constructor(
    source: ItemSource,
    afterItem: Pipeline,
    { seed, epoch, fast }: { seed: number; epoch: number; fast: readonly FastMember[] },
  ) {
    this.#source = source;
    this.#afterItem = afterItem;
    this.#pass = { seed, epoch, splitIdx: splitOf(source) };
    this.#fast = fast;
    const width = source instanceof Datasets ? source.width : 0;
    this.#slow = [...Array(width).keys()].filter((i) => !fast.some(({ member }) => member === i));
  }

  /** At once where no transform is asynchronous; else some at a time. */
  readAll(draws: readonly PassItem[]): MaybePromise<(ReadItem | ItemError)[]> {
    const items: (ReadItem | ItemError)[] = [];
    for (const draw of draws) {
      const item = this.#read(draw);
      if (item instanceof Promise) {
        const rest = draws.slice(items.length + 1);
        const others = mapLimited(rest, itemsInFlight, async (other) => this.#read(other));
        return Promise.all([item, others]).then(([one, more]) => [...items, one, ...more]);
      }
      items.push(item);
    }
    return items;
  }

  /** The error of an item; one that names an item already stays. */
  errorOf(index: number, error: unknown): ItemError {
    if (error instanceof ItemError) return error;
    // A tensor or tuple has no name.
    const item = this.#source instanceof Datasets ? this.#source.items[index] : undefined;
    return new ItemError(index, item, error);
  }

  #read(draw: PassItem): MaybePromise<ReadItem | ItemError> {
    const item = new ReadItem(draw, this.#pass);
    try {
      const members = this.#members(item);
      if (!(members instanceof Promise)) return done(item, members);
      return members.then(
        (all) => done(item, all),
        (error) => this.#failed(item, error),
      );
    } catch (error) {
      return this.#failed(item, error);
    }
  }

  #failed(item: ReadItem, error: unknown): ItemError {
    item.dispose();
    return this.errorOf(item.index, error);
  }

  /** The item's members after the item transforms; those that are read batchwise are what their readers begin with. */
  #members(item: ReadItem): MaybePromise<readonly unknown[]> {
    const { index } = item;
    const source = this.#source;
    if (!(source instanceof Datasets)) {
      if (!Number.isInteger(index) || index < 0 || index >= source.length) {
        throw new RangeError(`there is no such item: ${thereAre(source.length)}`);
      }
      return andThen(isList(source) ? source[index] : source.get(index, item), (value) => {
        item.single = !Array.isArray(value);
        return this.#afterItem.encodeTuple(Array.isArray(value) ? value : [value], item);
      });
    }
    if (this.#fast.length === 0)
      return andThen(source.get(index, item), (members) => this.#afterItem.encodeTuple(members, item));
    if (this.#slow.length === 0) return this.#begin(source, item, []);
    return andThen(source.members(index, item, this.#slow), (members) =>
      andThen(this.#afterItem.encodeTuple(members, item), (slow) => this.#begin(source, item, slow)),
    );
  }

  /** Puts the members that went item by item in their places, and in the others what their readers begin with. */
  #begin(source: Datasets, item: ReadItem, slow: readonly unknown[]): MaybePromise<unknown[]> {
    const { index } = item;
    const members = new Array<unknown>(source.width);
    for (let i = 0; i < slow.length; i++) members[this.#slow[i] ?? 0] = slow[i];
    let waits = false;
    for (const { member, begun } of this.#fast) {
      const first = begun ? source.begun(index, item, begun) : source.item(index);
      members[member] = first;
      waits ||= first instanceof Promise;
    }
    return waits ? Promise.all(members) : members;
  }
}

function done(item: ReadItem, members: readonly unknown[]): ReadItem {
  item.members = members;
  item.disposeOthers();
  return item;
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
