import { checkOptions, defaultBs, is, type OptionNames } from '../../base/index.js';
import { type CachePlace, checkTfms, ItemCache, type TransformLike } from '../transforms/index.js';
import { checkDevice, defaultDevice } from './default-device.js';

/** Options of {@link DataLoader}. */
export interface DataLoaderOptions<B> {
  /** Items in a batch. Default 64 (`defaultBs`). */
  bs?: number;
  /** Whether every epoch has a new order. Default false. */
  shuffle?: boolean;
  /** Whether an incomplete last batch is left out. Default false. */
  dropLast?: boolean;
  /**
   * Shuffles so that reading stays nearly sequential: archives of items in random order, their items through a buffer of
   * so many. Of several processes each then reads archives of its own. Default: items come in any order.
   */
  shuffleBuffer?: number;
  /** Use only the first `n` items. Default: all. */
  n?: number;
  /** Partial epochs: so many items a pass, of a shuffled set new ones each time. Default: all. */
  partialN?: number;
  /** The items' chances of being drawn, with replacement; only with `shuffle`. */
  weights?: readonly number[];
  /** Where the randomness starts from. Default: a number from PyTorch's global generator. */
  seed?: number;
  /** Where batches are put before the batch transforms. Default: `defaultDevice()`. */
  device?: string;
  /** Transforms of items, of lists of items, and of batches. */
  afterItem?: TransformLike;
  beforeBatch?: TransformLike;
  afterBatch?: TransformLike;
  /** How many batches are worked on before they are asked for. Default 2. */
  prefetch?: number;
  /** What an item that cannot be read does: it ends the pass, or it is left out and counted. Default `'throw'`. */
  onError?: 'throw' | 'skip';
  /**
   * Keeps decoded pictures for the epochs to come; values are the same as without. `'memory'`: where a resize draws nothing at random
   * (in validation, say) the resized pictures are kept, else the whole ones. `'device'`: resized ones where batches go, and a resize
   * that draws is refused. Files that change meanwhile are not read again. Default false.
   */
  cache?: CachePlace | ItemCache | false;
  /** How many bytes the cache may take; what finds no room is read anew in every epoch. Default: half of what is free there. */
  cacheBytes?: number;
  /** Checks the type that batches promise to have. */
  isBatch?: (batch: unknown) => batch is B;
}

/** The names of the options, for those who take them, too. */
export const loaderOptions: OptionNames<DataLoaderOptions<unknown>> = {
  bs: is.count(1),
  shuffle: is.flag,
  dropLast: is.flag,
  shuffleBuffer: is.count(1),
  n: is.count(0),
  partialN: is.count(1),
  weights: is.orNull(is.numbers),
  seed: is.seed,
  device: true,
  afterItem: checkTfms,
  beforeBatch: checkTfms,
  afterBatch: checkTfms,
  prefetch: is.count(0),
  onError: is.oneOf('throw', 'skip'),
  cache: true,
  cacheBytes: true,
  isBatch: is.func,
};

/**
 * The options with their defaults.
 *
 * Throws where one is none, or makes no sense.
 */
export function checkedOptions<B>(options: DataLoaderOptions<B>) {
  checkOptions(options, loaderOptions, 'DataLoader');
  const {
    bs = defaultBs,
    shuffle = false,
    dropLast = false,
    prefetch = 2,
    onError = 'throw',
    device = defaultDevice(),
  } = options;
  if (options.device !== undefined) checkDevice(options.device);
  checkOrder(shuffle, options);
  return { ...options, bs, shuffle, dropLast, prefetch, onError, device };
}

/** Throws where an option would change nothing about the order. */
function checkOrder(
  shuffle: boolean,
  { weights, shuffleBuffer }: Pick<DataLoaderOptions<unknown>, 'weights' | 'shuffleBuffer'>,
): void {
  const useless = weights ? 'weights' : shuffleBuffer !== undefined ? 'shuffleBuffer' : undefined;
  if (!shuffle && useless)
    throw new RangeError(
      `${useless}: items that come in order have no use for that, add shuffle: true or leave it out`,
    );
  if (weights && shuffleBuffer !== undefined)
    throw new RangeError(
      'items that are drawn by their weights come in any order: leave shuffleBuffer or weights out',
    );
}

/** The cache that the options ask for. Throws where there is none of that name. */
export function cacheOf({
  cache = false,
  cacheBytes,
}: Pick<DataLoaderOptions<unknown>, 'cache' | 'cacheBytes'>) {
  if (cache instanceof ItemCache) return cache;
  if (cache !== false) return new ItemCache(cache, cacheBytes);
  if (cacheBytes !== undefined) throw new RangeError("cacheBytes is for a cache: add cache: 'memory'");
  return undefined;
}
