import { orderRng } from '../random/index.js';
import { ArchivedPicture } from '../shards/index.js';
import type { Datasets } from './datasets.js';
import { ownCount, type Shard } from './shard.js';

/** What a buffered order is a function of. */
export interface BufferedPass {
  seed: number;
  epoch: number;
  /** Items to take: all of them, or fewer. */
  take: number;
  /** Items of a process's batch. */
  bs: number;
  shard: Shard;
  /** How many items the buffer holds. */
  buffer: number;
}

/** How many items follow each other in each archive; one run where items lie in none. */
export function runsOf({ items }: Pick<Datasets, 'items'>, n: number): number[] {
  const runs: number[] = [];
  let last: unknown;
  for (let i = 0; i < n; i++) {
    const item = items[i];
    const archive = item instanceof ArchivedPicture ? item.archive : undefined;
    if (i === 0 || archive !== last) runs.push(0);
    runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    last = archive;
  }
  return runs;
}

/**
 * The indices of an epoch so that reading stays nearly sequential: archives come in random order, each process has those
 * that follow each other, and draws from a buffer of the items that come next in them. One after the other, the batches
 * of `bs` items of all processes; each item comes once. Source: WebDataset's shuffling of shards and of samples.
 */
export function bufferedOrder(
  runs: readonly number[],
  { seed, epoch, take, bs, shard: { size }, buffer }: BufferedPass,
): number[] {
  const rng = orderRng(seed, epoch);
  const sequence = inRuns(runs, rng.permutation(runs.length)).slice(0, take);
  const steps = Math.floor(take / (bs * size));
  const rest = take - steps * bs * size;
  let from = 0;
  const parts = Array.from({ length: size }, (_, rank) => {
    const part = sequence.slice(from, from + steps * bs + ownCount(rest, rank, size));
    from += part.length;
    throughBuffer(part, buffer, rng.fork(rank));
    return part;
  });
  if (size === 1) return parts[0] ?? [];
  const order: number[] = [];
  for (let step = 0; step <= steps; step++)
    for (const part of parts) for (const index of part.slice(step * bs, (step + 1) * bs)) order.push(index);
  return order;
}

/** The indices of all runs, in the given order of runs. */
function inRuns(runs: readonly number[], order: readonly number[]): number[] {
  const starts: number[] = [];
  let total = 0;
  for (const length of runs) {
    starts.push(total);
    total += length;
  }
  return order.flatMap((run) => Array.from({ length: runs[run] ?? 0 }, (_, i) => (starts[run] ?? 0) + i));
}

/** What a buffer that is filled from a list and emptied at random gives, in place. */
function throughBuffer(list: number[], buffer: number, rng: { int(n: number): number }): void {
  for (let i = 0; i < list.length; i++) {
    const chosen = i + rng.int(Math.min(buffer, list.length - i));
    const value = list[i] ?? 0;
    list[i] = list[chosen] ?? 0;
    list[chosen] = value;
  }
}
