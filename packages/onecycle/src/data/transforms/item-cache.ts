import { constants } from 'node:buffer';
import { freemem } from 'node:os';
import { torch } from '@onecycle/torch';
import { counted, shown } from '../../base/index.js';

/** Where what was read of items is kept for the epochs to come: in the machine's memory, or on the device that batches go to. */
export type CachePlace = 'memory' | 'device';

/** What a cache holds. */
export interface CacheState {
  items: number;
  bytes: number;
  /** How often something found no room. */
  refused: number;
}

/**
 * Half of the memory that is free now, of a GPU, or for this process as well as for the machine.
 *
 * @throws RangeError for a GPU of which that is not known
 */
function share(device: string): number {
  if (device.startsWith('cuda')) {
    // libtorch knows of the memory of a GPU once there is a tensor.
    torch.empty([1], { device }).dispose();
    const [, number = '0'] = device.split(':');
    const free = torch.cuda.memoryStats(Number(number))?.free;
    if (free !== undefined) return Math.floor(free / 2);
    throw new RangeError(
      `libtorch ${torch.version} does not tell how much memory ${device} has free: say how much of it the cache may take (cacheBytes)`,
    );
  }
  const limit = process.constrainedMemory?.();
  // Where nothing is limited, this is 0 or a number beyond all memory.
  const ours =
    limit && limit < constants.MAX_LENGTH ? limit - process.memoryUsage.rss() : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.floor(Math.min(freemem(), ours) / 2));
}

/**
 * What a data loader has read of its items, for the epochs that follow. It takes in what comes until its budget is used up; what finds no room
 * then is read anew in every epoch, and a warning says so once.
 */
export class ItemCache {
  readonly place: CachePlace;
  #budget: number | undefined;
  readonly #holders = new Set<() => CacheState>();
  #isTold = false;

  /** `budget` in bytes; by default half of the memory that is free at the first use. */
  constructor(place: CachePlace, budget?: number) {
    if (place !== 'memory' && place !== 'device')
      throw new RangeError(`cache is 'memory', 'device' or false, not ${JSON.stringify(place)}`);
    if (budget !== undefined && !(Number.isSafeInteger(budget) && budget >= 0))
      throw new RangeError(`cacheBytes is a whole number of bytes, not ${shown(budget)}`);
    this.place = place;
    this.#budget = budget;
  }

  /** How many bytes it may hold, where it holds them on `device`. */
  budget(device = 'cpu'): number {
    this.#budget ??= share(device);
    return this.#budget;
  }

  /** How many of them are left. */
  left(device: string): number {
    return Math.max(0, this.budget(device) - this.state.bytes);
  }

  /** What holds items in the cache's name says here what it has. */
  heldBy(holder: () => CacheState): void {
    this.#holders.add(holder);
  }

  /** What is held now. */
  get state(): CacheState {
    const sum: CacheState = { items: 0, bytes: 0, refused: 0 };
    for (const holder of this.#holders) {
      const { items, bytes, refused } = holder();
      sum.items += items;
      sum.bytes += bytes;
      sum.refused += refused;
    }
    return sum;
  }

  /** Warns, once, when something found no room. */
  tell(): void {
    if (this.#isTold) return;
    const { items, bytes, refused } = this.state;
    if (refused === 0) return;
    this.#isTold = true;
    console.warn(
      `the cache is full: ${megabytes(bytes)} of ${megabytes(this.budget())} hold ${counted(items, 'item')}, and the others are read anew in every ` +
        'epoch. Give it more (cacheBytes), or make the files smaller once (resizeImages)',
    );
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
