import type { PassItem, ReadRows } from './item-reader.js';
import type { Rows } from './rows.js';

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
}

/** Divides indices into batches. */
export function* groupsOf(
  indices: Iterable<number>,
  options: GroupOptions,
): Generator<PassItem[], void, undefined> {
  const { bs, dropLast, onError, limit, start, known } = options;
  let toPass = start * bs;
  let taken = 0;
  let group: PassItem[] = [];
  const times = new Map<number, number>();
  if (limit === 0) return;
  for (const index of indices) {
    taken++;
    if (!known.has(index)) {
      const repeat = times.get(index) ?? 0;
      times.set(index, repeat + 1);
      if (toPass > 0) toPass--;
      else group.push({ index, repeat });
    }
    if (group.length === bs) {
      yield group;
      group = [];
    }
    if (taken === limit) break;
  }
  // Where items may be left out, the incomplete group may complete a batch.
  if (group.length > 0 && (!dropLast || onError === 'skip')) yield group;
}

/** Works on `depth` groups beyond the one that is waited for; results come in order. What is left at the end is freed. */
export async function* readAhead(
  groups: Iterator<PassItem[], void, undefined>,
  depth: number,
  read: (draws: readonly PassItem[]) => Promise<ReadRows>,
): AsyncGenerator<ReadRows, void, undefined> {
  const queue: Promise<ReadRows>[] = [];
  try {
    for (;;) {
      while (queue.length <= depth) {
        const next = groups.next();
        if (next.done) break;
        const reading = read(next.value);
        reading.catch(() => undefined);
        queue.push(reading);
      }
      const first = queue.shift();
      if (!first) return;
      yield await first;
    }
  } finally {
    groups.return?.();
    for (const reading of await Promise.allSettled(queue)) {
      if (reading.status === 'fulfilled') reading.value.rows.dispose();
    }
  }
}

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
