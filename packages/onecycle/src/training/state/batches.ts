import type { Tensor } from '@onecycle/torch';
import { counted, kindOf, unawaited } from '../../base/index.js';
import { disposeMembers, markPadding, type Shard } from '../../data/index.js';

/** Something that can be passed over batch by batch: a `DataLoader`. */
export interface BatchSource<B extends readonly Tensor[]> {
  /** The number of batches. */
  readonly length: number;
  /** Items in a batch. */
  readonly bs?: number;
  /** One pass; with `start`, without the batches before it; with `shard`, the part of each that a process reads. */
  iterate(options?: { start?: number; shard?: Shard }): AsyncIterable<B>;
  /** The number of batches of a pass that so many processes share; only where {@link iterate} knows of shards. */
  lengthFor?(size: number): number;
}

/** A data loader, or a list of ready batches. */
export type Batches<B extends readonly Tensor[]> = BatchSource<B> | readonly B[];

const isList = <B extends readonly Tensor[]>(batches: Batches<B>): batches is readonly B[] =>
  Array.isArray(batches);

/** What was given as batches, as it is passed over: a data loader, or a list; another iterable is listed. */
export function batchesOf<B extends readonly Tensor[]>(given: Batches<B> | Iterable<B>): Batches<B> {
  if (typeof given === 'object' && given !== null) {
    if (Array.isArray(given)) return checkedList(given);
    if ('iterate' in given) return given;
    if (Symbol.iterator in given) return checkedList([...given]);
  }
  throw new TypeError(
    `dl is a data loader, or a list of batches, and not ${kindOf(given)}${unawaited(given)}`,
  );
}

/** Throws where a data loader gave no list of tensors: its items are none, or were made into none. */
export function checkBatch(batch: unknown): void {
  if (Array.isArray(batch) && typeof batch[0] !== 'string') return;
  throw new TypeError(
    `a model takes batches that are lists of tensors, [x, y], and this one is ${Array.isArray(batch) ? 'a list of texts' : kindOf(batch)}: ` +
      'items are as the data loaders have them, each a list of its members, [x, y] or [x]',
  );
}

function checkedList<B extends readonly Tensor[]>(batches: readonly B[]): readonly B[] {
  const wrong = batches.find((batch: unknown) => !Array.isArray(batch));
  if (wrong === undefined) return batches;
  throw new TypeError(
    `dl is a list of batches, each a list of tensors, and this one has ${kindOf(wrong)} in it: of one batch it is [[x, y]]`,
  );
}

/** Passes over batches, starting at number `start`. */
export async function* iterate<B extends readonly Tensor[]>(
  batches: Batches<B>,
  start = 0,
): AsyncGenerator<B> {
  if (isList(batches)) yield* batches.slice(start);
  else yield* batches.iterate({ start });
}

/**
 * Passes over what a process reads of batches; those that know nothing of shards are dealt out one by one. Where they do not
 * divide, and the shard is to be filled, whoever gets none of the last ones gets the first of them, marked as padding.
 */
export async function* iterateShard<B extends readonly Tensor[]>(
  batches: Batches<B>,
  start: number,
  shard: Shard,
): AsyncGenerator<B> {
  if (!isList(batches) && batches.lengthFor) {
    yield* batches.iterate({ start, shard });
    return;
  }
  const free = (batch: B | null) => {
    if (batch && areOurs(batches)) disposeMembers(batch);
  };
  let number = start * shard.size;
  let filler: B | null = null;
  try {
    for await (const batch of iterate(batches, number)) {
      const turn = number++ % shard.size;
      if (turn === shard.rank) {
        free(filler);
        filler = null;
        yield batch;
      } else if (shard.fill && turn === 0) filler = batch;
      else free(batch);
    }
    if (!filler) return;
    // Another object: of a list the batch itself is somebody's in the next pass.
    const padding = Object.assign([], filler);
    filler = null;
    markPadding(padding);
    yield padding;
  } finally {
    free(filler);
  }
}

/** How many batches of a pass each of `size` processes has at most. */
export const lengthFor = <B extends readonly Tensor[]>(batches: Batches<B>, size: number): number =>
  isList(batches) || !batches.lengthFor ? Math.ceil(batches.length / size) : batches.lengthFor(size);

/** A loader makes its batches for whoever passes over them; those in a list belong to whoever made the list. */
export const areOurs = <B extends readonly Tensor[]>(batches: Batches<B>): boolean => !isList(batches);

/** Throws where there is nothing to train on; `size` processes share each batch, and have `count` of them. */
export function checkBatches(
  { n, bs }: { n: number; bs: number },
  { count, size }: { count: number; size: number },
): void {
  if (count > 0) return;
  const all = size === 1 ? `${bs}` : `${bs * size}, ${bs} for each of ${size} processes`;
  throw new Error(
    `there is nothing to train on: ${counted(n, 'item makes', 'items make')} no batch of ${all}; make the data loaders with a smaller bs, or with dropLast: false`,
  );
}
