import type { Tensor } from '@onecycle/torch';
import { L } from '../collections/index.js';
import type { Rng } from '../random/index.js';
import type { ItemCache } from './item-cache.js';
import type { Described, Revivable } from './registry.js';

/** 0 is the training set, 1 the validation set; null means neither or both. */
export type SplitIdx = 0 | 1 | null;

/** What a transform is handed with every item or batch. */
export interface TransformContext {
  /**
   * The random stream of this transform for this item (or batch): a function of the seed, the epoch, the index and the
   * transform's place. Every member of a tuple sees the same numbers, so that a picture and its mask move together.
   */
  readonly rng: Rng;
  /** The set that the item belongs to. */
  readonly splitIdx: SplitIdx;
  /** Where a pipeline notes the tensors that transforms with `makesNew` made, for the loader to dispose. */
  readonly made?: Set<Tensor> | undefined;
}

/** Several transforms of a pipeline in one. The result must be what they give one after the other, random draws included. */
export interface Fusion {
  /** How many transforms, the first included. */
  readonly length: number;
  /** Whether `encodesAsync` is the processor's work wherever batches go: then it is done before they are sent to another device. */
  readonly onProcessor?: boolean;
  /** Whether this value can take them in one; otherwise it goes from one to the next. */
  accepts(x: unknown): boolean;
  /** `contexts` has one for each transform. Null where what was drawn cannot be done in one: then one follows the other. */
  encodes(x: unknown, contexts: readonly TransformContext[]): unknown;
  /**
   * The same off the main thread. Data loaders take it where it is offered. Null as of `encodes`. What comes of the promise belongs to
   * the caller.
   */
  encodesAsync?(x: unknown, contexts: readonly TransformContext[]): Promise<Tensor | null> | null;
}

/** A transform of a chain, with the number of its random stream: it is handed `ctx.rng.fork(stream)`. */
export interface ChainLink {
  readonly transform: Transform;
  readonly stream: number;
}

/** The first transforms of batches, which are done in one, with the context of each. */
export interface BatchStep {
  readonly fusion: Fusion;
  readonly contexts: readonly TransformContext[];
}

/** What became of one batch: the rows of the items that could be read, in order, and the others' errors. */
export interface BatchRead {
  /** One row an item that was read, [n − failures, …]; null where not one was. Owned by the caller. */
  readonly batch: Tensor | null;
  /** `position` counts in the array that `read` was given. */
  readonly failures: readonly { readonly position: number; readonly error: Error }[];
  /** Whether the step that comes next is done already. Default false. */
  readonly begun?: boolean;
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
  read(
    inputs: readonly unknown[],
    contexts: readonly TransformContext[],
    options?: BatchReadOptions,
  ): BatchRead | Promise<BatchRead>;
  /** Whether what it reads is worth keeping in a cache. Default true. */
  readonly isKept?: boolean;
  /**
   * What stands for all that is done to items of a set, where an item becomes the same each time; null where something is drawn
   * for it, or nobody knows. What is the same can be kept in its place.
   */
  fixed?(splitIdx: SplitIdx): string | null;
}

/** How a batch is read. */
export interface BatchReadOptions {
  /** Asks to keep what is read for the passes to come, in memory. */
  readonly keeping?: Keeping | undefined;
  /** Whether the batch goes on to a GPU: in pinned memory it does so without anybody waiting. Default false. */
  readonly pinned?: boolean;
  /**
   * What batches go through next. A reader may do it as it reads, with the values that it has for the whole batch, and says so (`begun`). Only
   * given where an item that cannot be read ends the pass.
   */
  readonly next?: BatchStep | undefined;
}

/** Where what was read may be kept, and as what. */
export interface Keeping {
  readonly cache: ItemCache;
  /** The set that the items are of, and which of their members it is. */
  readonly set: object;
  readonly member: number;
  /** A number of each item: its place in the set, or another one where it comes from another file than before. */
  readonly indices: readonly number[];
}

/**
 * Offered by a transform that can begin a fast path: given the links of the chain that come after it (only those
 * that run for this `splitIdx`, in running order), a reader that does the transform itself and all of them, or null
 * where one of them is not known to it. A link whose transform cannot concern the member (`accepts` is false for
 * what it would get) is to be passed over.
 */
export type BatchReaderOffer = (own: ChainLink, rest: readonly ChainLink[]) => BatchReader | null;

/** A class of a target: a name, mostly. */
export type Label = string | number | boolean;

/** What a transform may look at in its `setup`: the training items, as the transforms before it leave them. */
export interface SetupSource {
  /** The number of training items. */
  readonly n: number;
  /** The transforms that run before this one. */
  readonly before: readonly Transform[];
  /** Training item number `i`. */
  item(i: number): Promise<unknown>;
  /** All training items: work through them only where that is needed, a vocabulary for instance. */
  items(): Promise<unknown[]>;
  /** What is thrown where item number `i` is at fault: an error that names it. */
  blame?(i: number, error: unknown): Error;
  /** The first batch (batch transforms only), through the transforms before this one. */
  oneBatch?(): Promise<unknown[]>;
}

/**
 * One step between the source and the model, and back for display.
 *
 * A user's own transform is a class with `encodes`. In item and batch pipelines it is applied to each member of the
 * tuple that it `accepts`. Item transforms may be asynchronous, batch transforms may not.
 *
 * ```ts
 * class Dim extends Transform<TensorImage, Tensor> {
 *   override order = 50;
 *   override splitIdx: SplitIdx = 0;       // training only
 *   override accepts(x: unknown): x is TensorImage { return x instanceof TensorImage; }
 *   encodes(x: TensorImage, { rng }: TransformContext) { return x.mul(rng.uniform(0.9, 1.1)); }
 * }
 * ```
 *
 * fastai: `Transform`.
 */
export abstract class Transform<I = unknown, O = unknown> implements Revivable {
  /** Transforms of a pipeline run by rising order, equal ones as given. Default 0. */
  order = 0;
  /** 0: only on training items, 1: only on validation items, null: always. Default null. */
  splitIdx: SplitIdx = null;
  /** Whether it takes the whole tuple instead of its members one by one (fastai's `ItemTransform`). Default false. */
  whole = false;
  /**
   * Whether every call makes a new tensor, which the loader may dispose as soon as it has copied it into the batch.
   * Default false: what a transform holds on to stays valid, and memory is returned when the garbage is collected.
   */
  makesNew = false;

  /** Set by a target's transform: the classes, in the order of their numbers. */
  vocab?: readonly Label[];
  /** Set by a target's transform: the number of classes or of values. */
  c?: number;
  /** Set by a target's transform: the description of the loss that fits it, for `revive`. */
  loss?: Described;

  /** Whether it applies to `x` (dispatch by type: use `instanceof`). Default: to anything. */
  accepts(_x: unknown): _x is I {
    return true;
  }

  /** Whether `decodes` applies to `x`. Default: where `accepts` does. */
  decodable(x: unknown): x is O {
    return this.accepts(x);
  }

  /** The step itself. */
  abstract encodes(x: I, ctx: TransformContext): O | Promise<O>;

  /** The step back, for display. Without it a value passes unchanged. */
  decodes?(x: O): unknown;

  /** Called once, before the first item, with the training items as the transforms before this one leave them. */
  setup?(source: SetupSource): void | Promise<void>;

  /**
   * An equal transform that has learned nothing yet, where `setup` has learned from other data; else itself. A data block
   * asks for it, so that what one set of data taught is not taken for what the next one says.
   */
  anew(): Transform<I, O> {
    return this;
  }

  /** Called when the data loader moves to another device, for transforms that hold tensors. */
  to?(device: string): void;

  /** Lets a transform that reads files take a whole batch at once. */
  batchReader?: BatchReaderOffer;

  /** Lets a transform do its step and those of the transforms that come next in one go, where it knows them. */
  fuse?(next: readonly Transform[]): Fusion | null;

  /** What `summary` and `toString` show of it. Default: nothing. */
  settings(): Record<string, unknown> {
    return {};
  }

  /** The name that `summary` prints. */
  get name(): string {
    return this.constructor.name;
  }

  /** Transforms with the same identity replace each other in a data block. Default: the class. */
  get identity(): unknown {
    return this.constructor;
  }

  toJSON(): Described {
    return { type: this.name, ...this.settings() };
  }

  /** `Resize -- { size: [ 460, 460 ], method: 'crop' }` */
  toString(): string {
    const settings = this.settings();
    const shown = Object.entries(settings).map(([key, value]) => `${key}: ${inWords(value)}`);
    return shown.length === 0 ? this.name : `${this.name} -- { ${shown.join(', ')} }`;
  }
}

/** A setting as `summary` shows it: a long list, a vocabulary say, by its first elements. */
function inWords(value: unknown): string {
  if (Array.isArray(value) && value.length > 10) return String(L.from(value));
  return typeof value === 'function' ? value.name || 'function' : JSON.stringify(value);
}
