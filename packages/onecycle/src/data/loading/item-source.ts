import { kindOf, unawaited } from '../../base/index.js';
import type { MaybePromise, SplitIdx, TransformContext } from '../transforms/index.js';
import { Datasets } from './datasets.js';

/** A collection that makes item number `i` when asked. */
export interface IndexedItems {
  readonly length: number;
  readonly nInp?: number;
  get(i: number, ctx: TransformContext): MaybePromise<unknown>;
}

/** What a data loader can take items from. An item is a tuple (an array), or a single value. */
export type ItemSource = Datasets | IndexedItems | readonly unknown[];

export const isList = (source: ItemSource): source is readonly unknown[] => Array.isArray(source);

/**
 * A source with a length: any other iterable is listed, up to `n` items of it, which may so be endless.
 *
 * Throws where it is none.
 */
export function listed(source: ItemSource | Iterable<unknown>, n?: number): ItemSource {
  if (hasLength(source)) return source;
  if (typeof source === 'object' && source !== null && Symbol.iterator in source) {
    const items: unknown[] = [];
    for (const item of source) {
      if (n !== undefined && items.length >= n) break;
      items.push(item);
    }
    return items;
  }
  throw new TypeError(
    `a data loader takes its items from a list, another iterable, or an object with length and get(i), not from ${kindOf(source)}${unawaited(source)}`,
  );
}

const hasLength = (source: ItemSource | Iterable<unknown>): source is ItemSource =>
  typeof source === 'object' &&
  source !== null &&
  'length' in source &&
  typeof source.length === 'number' &&
  (Array.isArray(source) || 'get' in source);

/** Which set the items are of; plain collections don't say. */
export const splitOf = (source: ItemSource): SplitIdx =>
  source instanceof Datasets ? source.splitIdx : null;
