import type { Tensor } from '@onecycle/torch';
import { itemRng, type Rng } from '../random/index.js';
import type { SplitIdx, TransformContext } from '../transforms/index.js';

/** An item of a pass, and how often the pass has had it before: then it gets other random numbers. */
export interface PassItem {
  readonly index: number;
  readonly repeat: number;
}

/** What the random streams of a pass are a function of, and the set that its items are of. */
export interface ItemsOfPass {
  readonly seed: number;
  readonly epoch: number;
  readonly splitIdx: SplitIdx;
}

/** An item on its way into a batch: what transforms are handed with it, and what has become of it. */
export class ReadItem implements TransformContext {
  /** After the transforms so far. */
  members: readonly unknown[] = [];
  /** Whether the source gave a single value and not a tuple. */
  single = false;
  readonly #item: PassItem;
  readonly #pass: ItemsOfPass;
  #rng: Rng | undefined;
  #made: Set<Tensor> | undefined;

  constructor(item: PassItem, pass: ItemsOfPass) {
    this.#item = item;
    this.#pass = pass;
  }

  get index(): number {
    return this.#item.index;
  }

  get splitIdx(): SplitIdx {
    return this.#pass.splitIdx;
  }

  /** Begun when it is asked for: nothing is drawn for most items of a validation set. */
  get rng(): Rng {
    const { seed, epoch } = this.#pass;
    this.#rng ??= itemRng(seed, epoch, this.#item.index, this.#item.repeat);
    return this.#rng;
  }

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
