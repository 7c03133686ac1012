import { checkOptions, is } from '../../base/index.js';

/** Which part of every batch a process reads, of several that share a pass. */
export interface Shard {
  /** Which of the processes this one is, from 0. */
  rank: number;
  /** How many there are: together they read batches of `size * bs` items. */
  size: number;
  /**
   * What becomes of an incomplete last batch: 'uneven' (default) divides what is there, so that each item comes exactly
   * once; 'padded' repeats items of its beginning until all have the same number.
   */
  lastBatch?: 'uneven' | 'padded';
  /** Whether a process to which nothing of the last batch falls gets an item all the same, marked as padding. Default false. */
  fill?: boolean;
}

/** The whole pass. */
export const whole: Shard = { rank: 0, size: 1 };

/** Throws where a shard makes no sense. */
export function checkShard(shard: Shard): Shard {
  checkOptions<Shard>(shard, { rank: true, size: true, lastBatch: true, fill: is.flag }, 'shard');
  const { rank, size } = shard;
  if (Number.isInteger(size) && Number.isInteger(rank) && rank >= 0 && rank < size) return shard;
  throw new RangeError(`a shard has a size from 1 on and a rank below it, not size ${size} and rank ${rank}`);
}

/** The part of a shared batch that is a process's own. */
export function ownPart<T>(group: readonly T[], { rank, size, lastBatch }: Shard): T[] {
  if (size === 1) return [...group];
  const each = Math.floor(group.length / size);
  const more = group.length % size;
  if (more > 0 && lastBatch === 'padded') {
    const padded = Array.from({ length: size * (each + 1) }, (_, i) => group[i % group.length] as T);
    return padded.slice(rank * (each + 1), (rank + 1) * (each + 1));
  }
  const start = rank * each + Math.min(rank, more);
  return group.slice(start, start + ownCount(group.length, rank, size));
}

/** How many of `n` items fall to a process: the first ones get one more where it does not divide. */
export const ownCount = (n: number, rank: number, size: number): number =>
  Math.floor(n / size) + (rank < n % size ? 1 : 0);

const padding = new WeakSet<object>();

/** Marks a batch as one that stands for none. */
export const markPadding = (batch: object): void => void padding.add(batch);

/** Whether a batch only fills a place, and its items belong to another process. */
export const isPadding = (batch: object): boolean => padding.has(batch);
