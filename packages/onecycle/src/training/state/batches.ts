import type { Tensor } from '@onecycle/torch';

/** Something that can be passed over batch by batch: a `DataLoader`. */
export interface BatchSource<B extends readonly Tensor[]> {
  /** The number of batches. */
  readonly length: number;
  /** Items in a batch. */
  readonly bs?: number;
  /** One pass; with `start`, without the batches before it. */
  iterate(options?: { start?: number }): AsyncIterable<B>;
}

/** A data loader, or a list of ready batches. */
export type Batches<B extends readonly Tensor[]> = BatchSource<B> | readonly B[];

const isList = <B extends readonly Tensor[]>(batches: Batches<B>): batches is readonly B[] =>
  Array.isArray(batches);

/** Passes over batches, starting at number `start`. */
export async function* iterate<B extends readonly Tensor[]>(
  batches: Batches<B>,
  start = 0,
): AsyncGenerator<B> {
  if (isList(batches)) yield* batches.slice(start);
  else yield* batches.iterate({ start });
}

/** A loader makes its batches for whoever passes over them; those in a list belong to whoever made the list. */
export const areOurs = <B extends readonly Tensor[]>(batches: Batches<B>): boolean => !isList(batches);

/** Throws where there is nothing to train on. */
export function checkBatches({ length, n, bs }: { length: number; n: number; bs: number }): void {
  if (length > 0) return;
  throw new Error(
    `there is nothing to train on: ${n} items make no batch of ${bs}; make the data loaders with a smaller bs, or with dropLast: false`,
  );
}
