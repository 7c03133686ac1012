import type { Tensor } from '@onecycle/torch';
import type { Transform, TransformContext } from './transform.js';

/** A transform of a chain, with the number of its random stream: it is handed `ctx.rng.fork(stream)`. */
export interface ChainLink {
  readonly transform: Transform;
  readonly stream: number;
}

/** What became of one batch: the rows of the items that could be read, in order, and the others' errors. */
export interface BatchRead {
  /** One row an item that was read, [n − failures, …]; null where not one was. Owned by the caller. */
  readonly batch: Tensor | null;
  /** `position` counts in the array that `read` was given. */
  readonly failures: readonly { readonly position: number; readonly error: Error }[];
}

/**
 * Reads a whole batch of one member of the items at once, off the main thread: the fast path for pictures.
 *
 * A data loader takes it where a transform of the member's chain offers one (`Transform.batchReader`) and can
 * do all of what follows it: the rest of the type transforms and the item transforms. `inputs[i]` is what that
 * transform's `encodes` would be called with (a path), `contexts[i]` the item's context. The result must equal
 * what item-by-item work followed by collation gives, random draws included: transform k of the chain draws from
 * `contexts[i].rng.fork(chain[k].stream)`.
 *
 * It must not reject because of a bad item: that goes into `failures`, and the loader names item and file.
 */
export interface BatchReader {
  read(inputs: readonly unknown[], contexts: readonly TransformContext[]): Promise<BatchRead>;
}

/**
 * Offered by a transform that can begin a fast path: given the links of the chain that come after it (only those
 * that run for this `splitIdx`, in running order), a reader that does the transform itself and all of them, or null
 * where one of them is not known to it. A link whose transform cannot concern the member (`accepts` is false for
 * what it would get) is to be passed over.
 */
export type BatchReaderOffer = (own: ChainLink, rest: readonly ChainLink[]) => BatchReader | null;
