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
  /** What is given of what was read. */
  take(read: ReadRows): Rows;
}

/** Reads groups ahead; results come in order. What is left at the end is freed. */
export class ReadAhead implements AsyncIterableIterator<Rows, undefined, undefined> {
  readonly #groups: Iterator<PassItem[], void, undefined>;
  readonly #options: ReadAheadOptions;
  readonly #queue: Promise<ReadRows>[] = [];

  constructor(groups: Iterator<PassItem[], void, undefined>, options: ReadAheadOptions) {
    this.#groups = groups;
    this.#options = options;
  }

  async next(): Promise<IteratorResult<Rows, undefined>> {
    try {
      this.#fill();
      const first = this.#queue.shift();
      if (first) return { done: false, value: this.#options.take(await first) };
    } catch (error) {
      await this.return();
      throw error;
    }
    return this.return();
  }

  #fill(): void {
    while (this.#queue.length <= this.#options.depth) {
      const { done, value } = this.#groups.next();
      if (done) return;
      const reading = this.#options.read(value);
      reading.catch(ignored); // it is thrown where it is waited for
      this.#queue.push(reading);
    }
  }

  async return(): Promise<IteratorResult<Rows, undefined>> {
    this.#groups.return?.();
    for (const reading of await Promise.allSettled(this.#queue.splice(0)))
      if (reading.status === 'fulfilled') reading.value.rows.dispose();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const ignored = (): void => undefined;

/** Rows in batches of `bs`: items that were left out are made up for by those that follow. */
export async function* regroup(
  source: AsyncIterable<Rows>,
  { bs, dropLast }: { bs: number; dropLast: boolean },
): AsyncGenerator<Rows, void, undefined> {
  let waiting: Rows | undefined;
  try {
    for await (const rows of source) {
      if (rows.n === 0) continue;
      let next = waiting ? waiting.concat(rows) : rows;
      waiting = undefined;
      while (next.n > bs) {
        const [full, rest] = next.split(bs);
        waiting = rest;
        yield full;
        next = rest;
        waiting = undefined;
      }
      if (next.n === bs) yield next;
      else if (next.n > 0) waiting = next;
    }
    if (waiting && !dropLast) {
      const last = waiting;
      waiting = undefined;
      yield last;
    }
  } finally {
    waiting?.dispose();
  }
}
