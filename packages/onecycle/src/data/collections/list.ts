import { inspect } from 'node:util';
import { checkNumber, checkOptions, extent, is, isItems, wrongKind } from '../../base/index.js';
import { globalRng } from '../random/index.js';
import { compareKeys, type Key } from './compare.js';

declare global {
  // Without it `Promise.all` takes an `L` for a tuple, and gives a type with all of its methods made promises.
  interface PromiseConstructor {
    all<T>(values: L<T>): Promise<Awaited<T>[]>;
    allSettled<T>(values: L<T>): Promise<PromiseSettledResult<Awaited<T>>[]>;
  }
}

/** A call with more arguments may not fit onto the stack. */
const mostArguments = 50_000;

/** What `Array.from` makes items of; of anything else it makes none, without a word. */
const isListed = (value: unknown): boolean =>
  typeof value === 'string' ||
  (typeof value === 'object' &&
    value !== null &&
    (Symbol.iterator in value || ('length' in value && typeof value.length === 'number')));

/** How many items an `L` shows. */
const shownItems = 10;

/**
 * An array with fastcore's conveniences, which shows its length and its first ten items:
 * `(#7390) [Path('images/Abyssinian_1.jpg'),Path('images/Abyssinian_10.jpg')...]`.
 *
 * Made by `L.of(1, 2, 3)` and `L.from(iterable)`; `map`, `filter`, `slice` … give an `L` again.
 */
export class L<T> extends Array<T> {
  static override of<T>(...items: T[]): L<T> {
    return L.from(items);
  }

  static override from<T>(items: Iterable<T> | ArrayLike<T>): L<T>;
  static override from<T, U>(items: Iterable<T> | ArrayLike<T>, map: (item: T, i: number) => U): L<U>;
  static override from<T, U>(items: Iterable<T> | ArrayLike<T>, map?: (item: T, i: number) => U): L<T | U> {
    if (!isListed(items)) throw wrongKind('L.from', 'a list or another iterable', items);
    const list = new L<T | U>();
    for (const [i, item] of Array.from(items).entries()) list.push(map ? map(item, i) : item);
    return list;
  }

  /** 0 … `n` − 1, or `start` … `stop` − 1 by `step`. */
  static range(start: number, stop?: number, step = 1): L<number> {
    const [from, to] = stop === undefined ? [0, start] : [start, stop];
    for (const [what, value] of Object.entries({ start: from, stop: to, step }))
      checkNumber(`L.range: ${what}`, value);
    if (step === 0) throw new RangeError('L.range: step is 0, with which there is no end');
    return L.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
  }

  /** The text's words, or its parts between `separator`s. */
  static split(text: string, separator?: string): L<string> {
    if (typeof text !== 'string') throw wrongKind('L.split', 'a text', text);
    return L.from(separator === undefined ? text.split(/\s+/).filter(Boolean) : text.split(separator));
  }

  override map<U>(f: (item: T, i: number, list: T[]) => U): L<U> {
    return L.from(this, (item, i) => f(item, i, this));
  }

  override filter<U extends T>(f: (item: T, i: number, list: T[]) => item is U): L<U>;
  override filter(f: (item: T, i: number, list: T[]) => unknown): L<T>;
  override filter(f: (item: T, i: number, list: T[]) => unknown): L<T> {
    const kept = new L<T>();
    this.forEach((item, i) => {
      if (f(item, i, this)) kept.push(item);
    });
    return kept;
  }

  override slice(start?: number, end?: number): L<T> {
    return L.from(super.slice(start, end));
  }

  /** The items at `indices` (negative ones count from the end), or where a mask is true. */
  pick(indices: Iterable<number | boolean>): L<T> {
    if (!isItems(indices)) throw wrongKind('pick', 'positions, or a list of true and false', indices);
    const picked = new L<T>();
    let position = 0;
    for (const index of indices) {
      if (typeof index !== 'number' && typeof index !== 'boolean')
        throw wrongKind('pick', 'positions, or a list of true and false', index);
      const i = typeof index === 'number' ? index : index ? position : undefined;
      position++;
      if (i === undefined) continue;
      if (!Number.isInteger(i) || i >= this.length || i < -this.length) {
        throw new RangeError(`no item ${i} in a list of ${this.length}`);
      }
      // Set and not pushed: an item may be undefined itself, which its type would forbid.
      Reflect.set(picked, picked.length, this[i < 0 ? i + this.length : i]);
    }
    return picked;
  }

  /** Property `key` of every item; where it is undefined, `missing`. */
  attrgot<K extends keyof T>(key: K): L<T[K]>;
  attrgot<K extends keyof T, D>(key: K, missing: D): L<NonNullable<T[K]> | D>;
  attrgot<K extends keyof T>(key: K, missing?: unknown): L<unknown> {
    return this.map((item) => item[key] ?? missing);
  }

  /** Element `i` of every item, an array each; several numbers take an element of an element. */
  itemgot(...path: (number | string)[]): L<unknown> {
    const step = (value: unknown, key: number | string): unknown =>
      value === null || value === undefined ? undefined : Reflect.get(Object(value), key);
    return this.map((item) => path.reduce<unknown>(step, item));
  }

  /** The positions of the items for which `f` holds. */
  argwhere(f: (item: T, i: number) => unknown): L<number> {
    const found = new L<number>();
    this.forEach((item, i) => {
      if (f(item, i)) found.push(i);
    });
    return found;
  }

  /** The position of the first item for which `f` holds, or undefined. */
  argfirst(f: (item: T, i: number) => unknown): number | undefined {
    const i = this.findIndex((item, index) => f(item, index));
    return i < 0 ? undefined : i;
  }

  /** The distinct items in order of first appearance, or sorted. */
  unique(options: { sort?: boolean } = {}): L<T> {
    checkOptions(options, { sort: is.flag }, 'unique');
    const { sort = false } = options;
    const distinct = L.from(new Set(this));
    return sort ? distinct.sorted() : distinct;
  }

  /** A sorted copy: by the items, by a property's name or by a function of the item. Texts sort by code point. */
  sorted(key?: keyof T | ((item: T) => Key), options: { reverse?: boolean } = {}): L<T> {
    checkOptions(options, { reverse: is.flag }, 'sorted');
    const { reverse = false } = options;
    const keyOf = (item: T): unknown =>
      key === undefined ? item : typeof key === 'function' ? key(item) : item[key];
    const sign = reverse ? -1 : 1;
    return L.from([...this].sort((a, b) => sign * compareKeys(keyOf(a), keyOf(b))));
  }

  /** A copy in random order, after PyTorch's global generator. */
  shuffle(): L<T> {
    return this.pick(globalRng().permutation(this.length));
  }

  /** The items by key, in order of the keys' first appearance. */
  groupby<K>(key: (item: T) => K): Map<K, L<T>>;
  groupby<K, V>(key: (item: T) => K, value: (item: T) => V): Map<K, L<V>>;
  groupby<K>(key: (item: T) => K, value: (item: T) => unknown = (item) => item): Map<K, L<unknown>> {
    const groups = new Map<K, L<unknown>>();
    for (const item of this) {
      const group = groups.get(key(item)) ?? new L<unknown>();
      group.push(value(item));
      groups.set(key(item), group);
    }
    return groups;
  }

  /** For items that are arrays: the first elements, the second ones, …; as long as the shortest item. */
  zip(): L<L<unknown>> {
    const rows = this.map((item) => (Array.isArray(item) ? L.from<unknown>(item) : L.of<unknown>(item)));
    return L.range(shortest(rows)).map((i) => rows.map((row) => row[i]));
  }

  /** The items beside those of other lists; as long as the shortest. */
  zipwith<U extends unknown[]>(...others: { [K in keyof U]: Iterable<U[K]> }): L<L<unknown>> {
    return L.of<Iterable<unknown>>(this, ...others)
      .map((list) => [...list])
      .zip();
  }

  /** For items that are arrays: what `f` gives for each one's elements. */
  starmap<A extends readonly unknown[], U>(this: L<A>, f: (...elements: A) => U): L<U> {
    return this.map((item) => f(...item));
  }

  /** For items that are arrays: what `f` gives for the first elements, the second ones, … */
  mapZip<E, U>(this: L<readonly E[]>, f: (...elements: E[]) => U): L<U> {
    if (this.length > mostArguments)
      throw new RangeError(
        `mapZip gives f an argument for each of ${this.length} items, and a call takes about ${mostArguments}: use zip().map(…)`,
      );
    return L.range(shortest(this)).map((i) => f(...this.flatMap((item) => item.slice(i, i + 1))));
  }

  /** What `f` gives for each item, without nulls and undefineds. */
  mapFilter<U>(f: (item: T, i: number) => U | null | undefined): L<U> {
    const kept = new L<U>();
    this.forEach((item, i) => {
      const value = f(item, i);
      if (value !== null && value !== undefined) kept.push(value);
    });
    return kept;
  }

  /** The first result of `f` that is neither null nor undefined. */
  mapFirst<U>(f: (item: T, i: number) => U | null | undefined): U | undefined {
    return this.mapFilter(f)[0];
  }

  /** From every item to what `f` gives for it. */
  mapDict<U>(f: (item: T) => U): Map<T, U> {
    return new Map(this.map((item): [T, U] => [item, f(item)]));
  }

  /** [position, item] pairs. */
  enumerate(): L<[number, T]> {
    return this.map((item, i) => [i, item]);
  }

  /** [item, position] pairs. */
  renumerate(): L<[T, number]> {
    return this.map((item, i) => [item, i]);
  }

  /** From every item to its (last) position. */
  val2idx(): Map<T, number> {
    return new Map(this.renumerate());
  }

  /** The items again and again, without end. */
  *cycle(): Generator<T, void, undefined> {
    while (this.length > 0) yield* this;
  }

  /** The sum of numbers. */
  sum(): number {
    return this.reduce((sum, item) => sum + Number(item), 0);
  }

  /** The product of numbers. */
  product(): number {
    return this.reduce((product, item) => product * Number(item), 1);
  }

  override toString(): string {
    const shown = this.slice(0, shownItems).map((item) =>
      typeof item === 'string' ? `'${item}'` : display(item),
    );
    return `(#${this.length}) [${[...shown].join(',')}${this.length > shownItems ? '...' : ''}]`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [Symbol.for('Deno.customInspect')](): string {
    return this.toString();
  }

  [Symbol.for('Jupyter.display')](): Record<string, string> {
    return { 'text/plain': this.toString() };
  }
}

/** The length of the shortest list, 0 where there is none. */
const shortest = (lists: readonly (readonly unknown[])[]): number =>
  lists.length === 0 ? 0 : extent(lists.map((list) => list.length))[0];

const display = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? inspect(value, { breakLength: Number.POSITIVE_INFINITY })
    : String(value);
