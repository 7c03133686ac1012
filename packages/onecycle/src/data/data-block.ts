import {
  checkNumber,
  checkOptions,
  counted,
  is,
  isClass,
  isItems,
  isMaker,
  kindOf,
  type OptionNames,
  unawaited,
} from '../base/index.js';
import { type TransformBlock, transformBlock } from './block.js';
import { L } from './collections/index.js';
import { describeItem, randomSplitter, type Split } from './items/index.js';
import { DataLoaders, type DataLoadersOptions, Datasets, loadersOptions } from './loading/index.js';
import { type SummaryOptions, summarize } from './summary.js';
import type { Transform } from './transforms/index.js';
import { checkTfms, type MaybePromise, Pipeline, type TransformLike } from './transforms/index.js';

/**
 * A getter: a function of an item of type `I`, or a pipeline of them. What it takes may be more than the items are, or
 * less where nobody says what they are: methods are compared in both directions.
 */
export type Getter<I = unknown> = { of(item: I): unknown }['of'] | Pipeline;

/** Options of {@link DataBlock}. */
export interface DataBlockOptions<B extends readonly unknown[], S = never, I = unknown> {
  /** One block for each member of the tuples: `[imageBlock(), categoryBlock()]`. Default: two that do nothing. */
  blocks?: readonly [...{ [K in keyof B]: TransformBlock<B[K]> }];
  /** From the source to the list of items. Default: the source is the list. */
  getItems?(source: S): MaybePromise<Iterable<I>>;
  /** Divides the items. Default: `randomSplitter()`. */
  splitter?(items: readonly I[]): MaybePromise<Split>;
  /** From an item to the input, or one function for each input. Default: the item. */
  getX?: Getter<I> | readonly Getter<I>[];
  /** From an item to the target, or one function for each target. Default: the item. */
  getY?: Getter<I> | readonly Getter<I>[];
  /** One function for each member, instead of `getX` and `getY`. */
  getters?: readonly Getter<I>[];
  /** The number of inputs. Default: all blocks but the last, at least one. */
  nInp?: number;
  /** Transforms of items, after those of the blocks: `resize(460)`. */
  itemTfms?: TransformLike;
  /** Transforms of batches, after those of the blocks: `augTransforms({ size: 224 })`. */
  batchTfms?: TransformLike;
}

const blockOptions = {
  blocks: true,
  getItems: true,
  splitter: true,
  getX: true,
  getY: true,
  getters: is.orNull(is.items),
  nInp: is.orNull(is.count(0)),
  itemTfms: checkTfms,
  batchTfms: checkTfms,
} satisfies OptionNames<DataBlockOptions<[]>>;

/** What `dataloaders` takes besides the source. */
export type BlockLoadersOptions<B> = Omit<
  DataLoadersOptions<B>,
  'afterItem' | 'beforeBatch' | 'afterBatch' | 'isBatch'
>;

const { afterItem: _, beforeBatch: __, afterBatch: ___, isBatch: ____, ...ofLoaders } = loadersOptions;
/** The names of all options of `dataloaders`. */
export const blockLoadersOptions: OptionNames<BlockLoadersOptions<unknown>> = ofLoaders;

/**
 * A template of how data become batches: which kinds of members there are, where items come from, how they are divided,
 * labelled and transformed.
 *
 * ```ts
 * const pets = new DataBlock({
 *   blocks: [imageBlock(), categoryBlock()],
 *   getItems: getImageFiles,
 *   splitter: randomSplitter({ seed: 42 }),
 *   getY: usingAttr(regexLabeller(/(.+)_\d+.jpg$/), 'name'),
 *   itemTfms: resize(460),
 *   batchTfms: augTransforms({ size: 224, minScale: 0.75 }),
 * });
 * const dls = await pets.dataloaders(path.join('images'));
 * ```
 *
 * fastai: `DataBlock`.
 */
export class DataBlock<B extends readonly unknown[] = [unknown, unknown], S = unknown, I = unknown> {
  readonly #options: DataBlockOptions<B, S>;
  readonly #blocks: readonly TransformBlock<unknown>[];
  readonly #getters: readonly (Getter | undefined)[];
  /** The number of inputs; the other members are targets. */
  readonly nInp: number;

  /** Throws for an option that there is not, a block that was not called, and numbers of getters that do not fit. */
  constructor(options: DataBlockOptions<B, S, I> = {}) {
    checkOptions(options, blockOptions, 'DataBlock');
    const { getX, getY, getters } = options;
    const blocks = checkedBlocks(options.blocks ?? [transformBlock(), transformBlock()]);
    for (const name of ['getItems', 'splitter'] as const) checkFunction(name, options[name]);
    this.#options = options;
    this.#blocks = blocks;
    this.nInp = options.nInp ?? Math.max(1, blocks.length - 1);
    checkNumber('DataBlock: nInp', this.nInp, { most: blocks.length });
    if (getters && (getX || getY)) throw new Error('give either getters or getX and getY');
    if (getters) this.#getters = checked('getters', getters, blocks.length);
    else {
      const inputs = getX ? checked('getX', [getX].flat(), this.nInp) : new Array(this.nInp).fill(undefined);
      const nTargets = blocks.length - this.nInp;
      const targets = getY ? checked('getY', [getY].flat(), nTargets) : new Array(nTargets).fill(undefined);
      this.#getters = [...inputs, ...targets];
    }
  }

  /** The item transforms: those of the blocks, then those given. */
  get itemTfms(): readonly Transform[] {
    return merged([...this.#blocks.map((block) => block.itemTfms), this.#options.itemTfms ?? []]);
  }

  /** The batch transforms: those of the blocks, then those given. */
  get batchTfms(): readonly Transform[] {
    return merged([...this.#blocks.map((block) => block.batchTfms), this.#options.batchTfms ?? []]);
  }

  /** The same with other transforms. fastai: `DataBlock.new`. */
  new(tfms: { itemTfms?: TransformLike; batchTfms?: TransformLike }): DataBlock<B, S> {
    checkOptions(tfms, { itemTfms: checkTfms, batchTfms: checkTfms }, 'DataBlock.new');
    const { itemTfms, batchTfms, ...rest } = this.#options;
    return new DataBlock({ ...rest, ...tfms });
  }

  /**
   * Items, split and labelled. `log` is told what is found.
   *
   * Throws where there are no items or none for training, and an `ItemError` that names the item which cannot be
   * labelled.
   */
  async datasets(source: S, log: (line: string) => void = () => undefined): Promise<Datasets> {
    const { getItems, splitter = randomSplitter() } = this.#options;
    log(`Collecting items from ${describeItem(source)}`);
    const items = L.from(getItems ? await getItems(source) : asList(source));
    log(`Found ${counted(items.length, 'item')}`);
    if (items.length === 0) {
      if (!getItems) throw new Error('there are no items: the list is empty');
      // A function written in place is called after the option, which says nothing.
      const finder = getItems.name === 'getItems' ? 'the function getItems' : getItems.name;
      throw new Error(`there are no items in ${describeItem(source)}: ${finder} found none there`);
    }
    const splits = checkedSplit(await Reflect.apply(splitter, undefined, [items]));
    log(`${splits.length} datasets of sizes ${splits.map((split) => split.length).join(',')}`);
    if (splits[0]?.length === 0) {
      throw new Error(
        `the splitter leaves none of ${items.length} items for training, and ${splits[1]?.length ?? 0} for validation: ` +
          'choose a smaller validPct, or check what it tells them by: the names of folders (trainName and validName of ' +
          'grandparentSplitter), a column',
      );
    }
    return Datasets.create(items, this.#typeTfms(), { splits, nInp: this.nInp });
  }

  #typeTfms(): TransformLike[] {
    return this.#blocks.map((block, i) =>
      anew(new Pipeline([this.#getters[i] ?? [], block.typeTfms]).transforms),
    );
  }

  /**
   * Data loaders for the items of `source`: a folder, a table, a list.
   *
   * Throws where there are no items, none for training, or one cannot be labelled.
   */
  async dataloaders(source: S, options: BlockLoadersOptions<B> = {}): Promise<DataLoaders<B>> {
    // Before the items are read, which may take long.
    checkOptions(options, blockLoadersOptions, 'dataloaders');
    return this.loadersOf(await this.datasets(source), options);
  }

  /** Data loaders for data sets made before. */
  async loadersOf(dsets: Datasets, options: BlockLoadersOptions<B> = {}): Promise<DataLoaders<B>> {
    checkOptions(options, blockLoadersOptions, 'dataloaders');
    const isMember = (member: unknown, i: number) => this.#blocks[i]?.isBatch(member) ?? false;
    const isBatch = (batch: unknown): batch is B => Array.isArray(batch) && batch.every(isMember);
    const { itemTfms, batchTfms } = this;
    const dls = DataLoaders.fromDsets<B>(dsets, {
      ...options,
      afterItem: anew(itemTfms),
      afterBatch: anew(batchTfms),
      isBatch,
    });
    await dls.train.setup();
    return dls.to(dls.device);
  }

  /**
   * Goes through the making of one batch, step by step, and prints what each step is given and makes of it. Where items
   * do not fit together, it says which member failed and all its shapes, and throws the error again.
   */
  async summary(source: S, options: SummaryOptions = {}): Promise<void> {
    checkOptions(options, { bs: is.count(1), print: is.func }, 'summary');
    return summarize(
      (log) => this.datasets(source, log),
      (dsets, bs) => this.loadersOf(dsets, { bs }),
      options,
    );
  }
}

/** Throws where a block was handed over as the function that makes it. */
function checkedBlocks(blocks: unknown): readonly TransformBlock<unknown>[] {
  if (!Array.isArray(blocks) || blocks.length === 0)
    throw new TypeError(
      `DataBlock needs its blocks as a list, [imageBlock(), categoryBlock()], not ${Array.isArray(blocks) ? 'an empty one' : kindOf(blocks)}`,
    );
  return blocks.map((block: unknown, i) => {
    if (isBlock(block)) return block;
    const advice =
      typeof block === 'function' ? `: call it, ${block.name || 'imageBlock'}()` : ', and no block';
    throw new TypeError(`blocks[${i}] of DataBlock is ${kindOf(block)}${advice}`);
  });
}

const isBlock = (value: unknown): value is TransformBlock<unknown> =>
  typeof value === 'object' && value !== null && 'typeTfms' in value && 'isBatch' in value;

function checkFunction(name: string, value: unknown): void {
  if (isMaker(value)) throw new TypeError(`${name} of DataBlock is ${kindOf(value)}: call it`);
  if (value === undefined || (typeof value === 'function' && !isClass(value))) return;
  throw new TypeError(`${name} of DataBlock is a function, not ${kindOf(value)}`);
}

/** Throws where a splitter gave no split: because it was not called, mostly. */
function checkedSplit(split: unknown): Split {
  const isSplit = Array.isArray(split) && split.length > 0 && split.every((part) => Array.isArray(part));
  if (isSplit) return split as Split;
  throw new TypeError(
    typeof split === 'function'
      ? 'the splitter gave a function, and no lists of indices: call it, splitter: randomSplitter()'
      : `a splitter gives two lists of indices, [training, validation], not ${kindOf(split)}`,
  );
}

function checked(name: string, getters: readonly Getter[], expected: number): readonly Getter[] {
  for (const getter of getters) if (!(getter instanceof Pipeline)) checkFunction(name, getter);
  if (getters.length === expected) return getters;
  throw new Error(
    `${name} holds ${getters.length} functions, but there must be ${expected}, one for each member. ` +
      'To have one work on what another gives, put them into a Pipeline',
  );
}

const anew = (tfms: readonly Transform[]): Transform[] => tfms.map((t) => t.anew());

/** Where blocks and user give transforms of the same class, the last one counts, at the place of the first. */
function merged(tfms: readonly TransformLike[]): Transform[] {
  const chosen = new Map<unknown, Transform>();
  for (const t of new Pipeline(tfms).transforms) chosen.set(t.identity, t);
  return [...chosen.values()];
}

function asList(source: unknown): Iterable<unknown> {
  if (isItems(source)) return source;
  throw new Error(
    `a list of items was expected, not ${describeItem(source)}${unawaited(source) || ': say how to get items by getItems'}`,
  );
}
