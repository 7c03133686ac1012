import type { Tensor } from '@onecycle/torch';
import type { Rng } from '../random/index.js';
import type { SplitIdx, TransformContext } from '../transforms/index.js';

/** An item of a pass, and how often the pass has had it before: then it gets other random numbers. */
export interface PassItem {
  readonly index: number;
  readonly repeat: number;
}

/** An item on its way into a batch: what transforms are handed with it, and what has become of it. */
export class ReadItem implements TransformContext {
  /** After the transforms so far. */
  members: readonly unknown[] = [];
  /** Whether the source gave a single value and not a tuple. */
  single = false;

  #made: Set<Tensor> | undefined;

  constructor(
    readonly index: number,
    readonly rng: Rng,
    readonly splitIdx: SplitIdx,
  ) {}

  /** The tensors that were made for it, which are freed after collation. Most items have none. */
  get made(): Set<Tensor> {
    this.#made ??= new Set();
    return this.#made;
  }

  /** Frees what was made for it. */
  dispose(): void {
    if (this.#made) for (const tensor of this.#made) tensor.dispose();
  }

  /** Frees what was made on the way to its members. */
  disposeOthers(): void {
    if (this.#made === undefined) return;
    for (const tensor of this.#made) {
      if (this.members.includes(tensor)) continue;
      tensor.dispose();
      this.#made.delete(tensor);
    }
  }
}
