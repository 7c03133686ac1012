import { inspect } from 'node:util';
import {
  checkNumber,
  checkOptions,
  counted,
  is,
  isItems,
  shown,
  thereAre,
  wrongKind,
} from '../../base/index.js';
import { L, Path } from '../collections/index.js';
import type { Split } from '../items/index.js';
import { describeItem, ItemError } from '../items/index.js';
import { Rng } from '../random/index.js';
import {
  type Described,
  FunctionTransform,
  type MaybePromise,
  Pipeline,
  type Revivable,
  register,
  revive,
  type SetupSource,
  type SplitIdx,
  Transform,
  type TransformContext,
  type TransformLike,
} from '../transforms/index.js';

/** Options of {@link Datasets.create}. */
export interface DatasetsOptions {
  /** Indices of the training items and of the validation items. Default: everything is for training. */
  splits?: Split | readonly (readonly number[])[];
  /** The number of inputs; the other members are targets. Default: all members but the last, at least one. */
  nInp?: number;
}

/** What a member of the tuples goes through, and what kind of value each of its transforms takes. */
interface Part {
  readonly pipeline: Pipeline;
  readonly kinds: readonly string[];
}

const kindOf = (value: unknown): string => {
  if (typeof value === 'string' || value instanceof Path) return 'path or text';
  return typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'object') : typeof value;
};

/**
 * Items and, for each member of the tuple (picture, label), the pipeline that makes it of an item. Nothing is made
 * before it is asked for.
 *
 * ```ts
 * const dsets = await Datasets.create(files, [[openImage], [parentLabel, new Categorize()]], { splits });
 * await dsets.train.get(0);   // [TensorImage, TensorCategory]
 * ```
 *
 * fastai: `Datasets`.
 */
export class Datasets implements Revivable {
  readonly items: L<unknown>;
  readonly splits: readonly (readonly number[])[];
  readonly nInp: number;
  /** 0 for the training subset, 1 for the others, null for the whole. */
  readonly splitIdx: SplitIdx;
  readonly #parts: readonly Part[];

  private constructor(
    items: L<unknown>,
    parts: readonly Part[],
    settings: { splits: readonly (readonly number[])[]; nInp: number; splitIdx: SplitIdx },
  ) {
    // Only JavaScript gets past `private`, and fastai's Datasets are made so.
    if (!settings) throw new TypeError('Datasets are made by await Datasets.create(items, pipelines)');
    this.items = items;
    this.#parts = parts;
    this.splits = settings.splits;
    this.nInp = settings.nInp;
    this.splitIdx = settings.splitIdx;
  }

  /**
   * Sets up the transforms (vocabularies come from the training items).
   *
   * Throws an `ItemError` that names the item where one of the steps fails on it.
   */
  static async create(
    items: Iterable<unknown>,
    pipelines: readonly TransformLike[],
    options: DatasetsOptions = {},
  ): Promise<Datasets> {
    checkOptions(options, { splits: true, nInp: is.orNull(is.count(0)) }, 'Datasets.create');
    if (!isItems(items)) throw wrongKind('Datasets.create', 'a list of items', items);
    if (!Array.isArray(pipelines))
      throw wrongKind('Datasets.create', 'a list of pipelines, one for each member of the items', pipelines);
    const all = L.from(items);
    const splits = options.splits ?? [L.range(all.length), []];
    if (!Array.isArray(splits) || !splits.every(Array.isArray))
      throw wrongKind('Datasets.create({ splits })', 'lists of indices, [[0, 1], [2]]', splits);
    for (const i of splits.flat())
      if (!(Number.isInteger(i) && i < all.length && i >= -all.length))
        throw new RangeError(
          `Datasets.create: splits holds ${shown(i)}, which is no index of ${counted(all.length, 'item')}`,
        );
    const nInp = options.nInp ?? Math.max(1, pipelines.length - 1);
    checkNumber('Datasets.create: nInp', nInp, { most: Math.max(1, pipelines.length) });
    const training = all.pick(splits[0] ?? []);
    const parts: Part[] = [];
    for (const tfms of pipelines) {
      const pipeline = new Pipeline(tfms);
      await pipeline.setup((before) => trainingItems(training, before, splits[0] ?? []));
      parts.push({ pipeline, kinds: await kindsOf(training, pipeline) });
    }
    return new Datasets(all, parts, { splits, nInp, splitIdx: null });
  }

  get length(): number {
    return this.items.length;
  }

  /** The number of members of a tuple. */
  get width(): number {
    return this.#parts.length;
  }

  /** The training subset. */
  get train(): Datasets {
    return this.subset(0);
  }

  /** The validation subset. */
  get valid(): Datasets {
    return this.subset(1);
  }

  /** The pipelines of the members. */
  get pipelines(): readonly Pipeline[] {
    return this.#parts.map((part) => part.pipeline);
  }

  /** Subset number `i`: 0 is training, 1 validation. */
  subset(i: number): Datasets {
    const split = this.splits[i];
    if (!split) throw new RangeError(`there is no subset ${i}: ${thereAre(this.splits.length)}`);
    const settings = { splits: [L.range(split.length), []], nInp: this.nInp };
    return new Datasets(this.items.pick(split), this.#parts, { ...settings, splitIdx: i === 0 ? 0 : 1 });
  }

  /** Tuple number `i`. Throws an `ItemError` where it cannot be made. */
  get(i: number, ctx: TransformContext = this.#context(i)): MaybePromise<unknown[]> {
    return this.members(i, ctx, [...this.#parts.keys()]);
  }

  /** Some members of tuple number `i`. */
  members(i: number, ctx: TransformContext, which: readonly number[]): MaybePromise<unknown[]> {
    const item = this.item(i);
    const members = which.map((member) =>
      guarded(i, item, () => this.#part(member).pipeline.encode(item, ctx)),
    );
    return members.some((member) => member instanceof Promise) ? Promise.all(members) : members;
  }

  /** What the first transforms of a member make of item number `i`. */
  begun(i: number, ctx: TransformContext, first: Pipeline): MaybePromise<unknown> {
    const item = this.item(i);
    return guarded(i, item, () => first.encode(item, ctx));
  }

  /** Item number `i`, as it came from the source. */
  item(i: number): unknown {
    if (!Number.isInteger(i) || i < 0 || i >= this.items.length) {
      throw new RangeError(`there is no item ${i}: ${thereAre(this.items.length)}`);
    }
    return this.items[i];
  }

  #part(member: number): Part {
    const part = this.#parts[member];
    if (!part) throw new RangeError(`there is no member ${member}: tuples have ${this.width}`);
    return part;
  }

  #context(i: number): TransformContext {
    return { rng: new Rng(0, 0, i), splitIdx: this.splitIdx };
  }

  /** A tuple (or its first members) back to what people read. */
  decode(tuple: readonly unknown[]): unknown[] {
    if (!Array.isArray(tuple)) throw wrongKind('decode', 'a tuple of members', tuple);
    return tuple.map((value, i) => this.#part(i).pipeline.decode(value));
  }

  /**
   * New items, with the inputs only or with the targets too. A pipeline begins at the transform that takes such an
   * item: a file can be given where the source had rows of a table. fastai: `test_set`.
   */
  testSet(items: Iterable<unknown>, { withLabels = false }: { withLabels?: boolean } = {}): Datasets {
    if (!isItems(items)) throw wrongKind('testSet', 'a list of items', items);
    const all = L.from(items);
    const used = withLabels ? this.#parts : this.#parts.slice(0, this.nInp);
    const parts = used.map((part) => (all.length === 0 ? part : beginAt(part, all[0])));
    return new Datasets(all, parts, { splits: [L.range(all.length), []], nInp: this.nInp, splitIdx: 1 });
  }

  /** The same items with the transforms of the training set (0) or the validation set (1). fastai: `set_split_idx`. */
  withSplit(splitIdx: SplitIdx): Datasets {
    return new Datasets(this.items, this.#parts, { splits: this.splits, nInp: this.nInp, splitIdx });
  }

  /** The same without items. */
  newEmpty(): Datasets {
    return new Datasets(new L(), this.#parts, { splits: [[], []], nInp: this.nInp, splitIdx: this.splitIdx });
  }

  /** The last transform of all members that has what `find` looks for. */
  lookUp<T>(find: (t: Transform) => T | undefined): T | undefined {
    const transforms = this.#parts.flatMap((part) => [...part.pipeline.transforms]);
    return transforms.reduceRight<T | undefined>((found, t) => found ?? find(t), undefined);
  }

  toJSON(): Described {
    return { type: 'Datasets', parts: this.#parts, nInp: this.nInp, splitIdx: this.splitIdx };
  }

  /** What `toJSON` wrote, without items. */
  static revive({ parts, nInp, splitIdx }: Described): Datasets {
    if (!Array.isArray(parts) || typeof nInp !== 'number')
      throw new Error('a description of data sets is damaged');
    const revived = parts.map(({ pipeline, kinds }): Part => {
      const found = revive(pipeline);
      if (!(found instanceof Pipeline) || !Array.isArray(kinds)) throw new Error('a pipeline is damaged');
      return { pipeline: found, kinds: kinds.map(String) };
    });
    return new Datasets(new L(), revived, { splits: [[], []], nInp, splitIdx: splitIdx === 0 ? 0 : 1 });
  }

  toString(): string {
    const items = this.items.slice(0, 10).map(describeItem);
    return `(#${this.length}) [${items.join(',')}${this.length > 10 ? '...' : ''}]`;
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

function guarded<T>(i: number, item: unknown, work: () => MaybePromise<T>): MaybePromise<T> {
  const blame = (error: unknown): never => {
    throw error instanceof ItemError ? error : new ItemError(i, item, error);
  };
  try {
    const result = work();
    return result instanceof Promise ? result.catch(blame) : result;
  } catch (error) {
    return blame(error);
  }
}

/** What a transform's `setup` sees: the training items as the transforms before it leave them. */
function trainingItems(items: L<unknown>, before: Pipeline, places: readonly number[]): SetupSource {
  const item = async (i: number) =>
    guarded(i, items[i], () => before.encode(items[i], { rng: new Rng(0, 0, i), splitIdx: 0 }));
  const all = async () => {
    const values: unknown[] = [];
    for (const i of items.keys()) values.push(await item(i));
    return values;
  };
  const blame = (i: number, error: unknown) =>
    error instanceof ItemError ? error : new ItemError(places[i] ?? i, items[i], error);
  return { n: items.length, before: before.transforms, item, items: all, blame };
}

/** The kind of value that each transform takes, seen on the first item. */
async function kindsOf(items: L<unknown>, pipeline: Pipeline): Promise<string[]> {
  const kinds: string[] = [];
  if (items.length === 0) return kinds;
  for (const n of pipeline.transforms.keys())
    kinds.push(kindOf(await trainingItems(items, pipeline.first(n), []).item(0)));
  return kinds;
}

/** The part from the first transform on that takes such an item: by the kind it was set up with, or because it says so. */
function beginAt(part: Part, item: unknown): Part {
  const { transforms, firstStream } = part.pipeline;
  const takes = (t: Transform, i: number) => {
    const chooses = !(t instanceof FunctionTransform) && t.accepts !== Transform.prototype.accepts;
    return part.kinds[i] === kindOf(item) || (chooses && t.accepts(item));
  };
  const begin = Math.max(0, transforms.findIndex(takes));
  const pipeline = new Pipeline(transforms.slice(begin), { firstStream: firstStream + begin });
  return { pipeline, kinds: part.kinds.slice(begin) };
}

register('Datasets', (json) => Datasets.revive(json));
