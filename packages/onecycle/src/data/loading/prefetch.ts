import type { ReadRows } from './item-reader.js';
import type { PassItem } from './read-item.js';
import type { Rows } from './rows.js';
import { ownPart, type Shard } from './shard.js';

/** How a pass divides its indices. */
export interface GroupOptions {
  bs: number;
  dropLast: boolean;
  onError: 'throw' | 'skip';
  /** How many indices are taken at most. */
  limit: number;
  /** The first batch. */
  start: number;
  /** Items that are known to fail, and are not counted. */
  known: ReadonlyMap<number, unknown>;
  /** Which part of each batch is read here; `bs` is then the part's size. */
  shard: Shard;
  /** Told the number of the last group where that only fills a place. */
  padded?: (number: number) => void;
}

/** Divides indices into batches; of each, what is read here. */
export function* groupsOf(
  indices: Iterable<number>,
  options: GroupOptions,
): Generator<PassItem[], void, undefined> {
  const { bs, dropLast, onError, limit, start, known, shard } = options;
  const shared = bs * shard.size;
  let toPass = start * shared;
  let taken = 0;
  let number = start;
  let group: PassItem[] = [];
  const times = new Map<number, number>();
  if (limit === 0) return;
  for (const index of indices) {
    taken++;
    // Where others read, too, nobody knows what fails there: all divide everything alike.
    if (shard.size > 1 || !known.has(index)) {
      const repeat = times.get(index) ?? 0;
      times.set(index, repeat + 1);
      if (toPass > 0) toPass--;
      else group.push({ index, repeat });
    }
    if (group.length === shared) {
      yield readable(ownPart(group, shard), known);
      group = [];
      number++;
    }
    if (taken === limit) break;
  }
  // Where items may be left out, the incomplete group may complete a batch.
  if (group.length === 0 || (dropLast && onError !== 'skip')) return;
  const own = ownPart(group, shard);
  if (own.length > 0) yield readable(own, known);
  else if (shard.fill && !dropLast) {
    options.padded?.(number);
    yield group.slice(0, 1);
  }
}

const readable = (group: PassItem[], known: ReadonlyMap<number, unknown>): PassItem[] =>
  known.size === 0 ? group : group.filter(({ index }) => !known.has(index));

/** How groups are read. */
export interface ReadAheadOptions {
  /** How many groups are worked on beyond the one that is waited for. */
  depth: number;
  read(draws: readonly PassItem[]): Promise<ReadRows>;
}

/** Groups that are read ahead; they come in order. */
export class ReadAhead {
  readonly #groups: Iterator<PassItem[], void, undefined>;
  readonly #options: ReadAheadOptions;
  readonly #queue: Promise<ReadRows>[] = [];

  constructor(groups: Iterator<PassItem[], void, undefined>, options: ReadAheadOptions) {
    this.#groups = groups;
    this.#options = options;
  }

  /** The next group, which is being read; undefined where there is none. */
  next(): Promise<ReadRows> | undefined {
    while (this.#queue.length <= this.#options.depth) {
      const { done, value } = this.#groups.next();
      if (done) break;
      const reading = this.#options.read(value);
      reading.catch(ignored); // it is thrown where it is waited for
      this.#queue.push(reading);
    }
    return this.#queue.shift();
  }

  /** Frees what nobody has asked for, as soon as it is read. */
  async close(): Promise<void> {
    this.#groups.return?.();
    for (const reading of await Promise.allSettled(this.#queue.splice(0)))
      if (reading.status === 'fulfilled') reading.value.rows.dispose();
  }
}

const ignored = (): void => undefined;

/** Makes batches of `bs` items: items that were left out are made up for by those that follow. */
export class Regrouping {
  readonly #bs: number;
  readonly #dropLast: boolean;
  #waiting: Rows | undefined;

  constructor({ bs, dropLast }: { bs: number; dropLast: boolean }) {
    this.#bs = bs;
    this.#dropLast = dropLast;
  }

  /** The batches that are complete with these rows; without rows, the last one. */
  *add(rows: Rows | undefined): Generator<Rows, void, undefined> {
    let next = this.#waiting;
    this.#waiting = undefined;
    if (rows && rows.n > 0) next = next ? next.concat(rows) : rows;
    while (next && next.n > this.#bs) {
      const [full, rest] = next.split(this.#bs);
      this.#waiting = rest;
      yield full;
      this.#waiting = undefined;
      next = rest;
    }
    const isWhole = next?.n === this.#bs || (!rows && !this.#dropLast);
    if (next && isWhole) yield next;
    else this.#waiting = next;
  }

  /** Frees what waits for more. */
  dispose(): void {
    this.#waiting?.dispose();
  }
}
