import type { TransformBlock } from './block.js';
import { L } from './collections/index.js';
import { describeItem, randomSplitter, type Split } from './items/index.js';
import { DataLoaders, type DataLoadersOptions, Datasets } from './loading/index.js';
import { type SummaryOptions, summarize } from './summary.js';
import type { Transform } from './transforms/index.js';
import { type MaybePromise, Pipeline, type Step, type StepFunction } from './transforms/index.js';

/** A getter: a function of an item, or a pipeline of them. */
export type Getter = StepFunction | Pipeline;

/** Options of {@link DataBlock}. */
export interface DataBlockOptions<B extends readonly unknown[], S = never> {
  /** One block for each member of the tuples: `[imageBlock(), categoryBlock()]`. */
  blocks: readonly [...{ [K in keyof B]: TransformBlock<B[K]> }];
  /** From the source to the list of items. Default: the source is the list. */
  getItems?(source: S): MaybePromise<Iterable<unknown>>;
  /** Divides the items. Default: `randomSplitter()`. */
  splitter?: (items: readonly never[]) => MaybePromise<Split>;
  /** From an item to the input, or one function for each input. Default: the item. */
  getX?: Getter | readonly Getter[];
  /** From an item to the target, or one function for each target. Default: the item. */
  getY?: Getter | readonly Getter[];
  /** One function for each member, instead of `getX` and `getY`. */
  getters?: readonly Getter[];
  /** The number of inputs. Default: all blocks but the last, at least one. */
  nInp?: number;
  /** Transforms of items, after those of the blocks: `resize(460)`. */
  itemTfms?: Step;
  /** Transforms of batches, after those of the blocks: `augTransforms({ size: 224 })`. */
  batchTfms?: Step;
}

/** What `dataloaders` takes besides the source. */
export type BlockLoadersOptions<B> = Omit<
  DataLoadersOptions<B>,
  'afterItem' | 'beforeBatch' | 'afterBatch' | 'isBatch'
>;

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
export class DataBlock<B extends readonly unknown[], S = unknown> {
  readonly #options: DataBlockOptions<B, S>;
  readonly #blocks: readonly TransformBlock<unknown>[];
  readonly #getters: readonly (Getter | undefined)[];
  /** The number of inputs; the other members are targets. */
  readonly nInp: number;

  constructor(options: DataBlockOptions<B, S>) {
    const { blocks, getX, getY, getters } = options;
    this.#options = options;
    this.#blocks = blocks;
    this.nInp = options.nInp ?? Math.max(1, blocks.length - 1);
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
  new(tfms: { itemTfms?: Step; batchTfms?: Step }): DataBlock<B, S> {
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
    log(`Found ${items.length} items`);
    if (items.length === 0) {
      if (!getItems) throw new Error('there are no items: the list is empty');
      // A function written in place is called after the option, which says nothing.
      const finder = getItems.name === 'getItems' ? 'the function getItems' : getItems.name;
      throw new Error(`there are no items in ${describeItem(source)}: ${finder} found none there`);
    }
    const splits: Split = await Reflect.apply(splitter, undefined, [items]);
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

  #typeTfms(): Step[] {
    return this.#blocks.map((block, i) => [this.#getters[i] ?? [], block.typeTfms]);
  }

  /**
   * Data loaders for the items of `source`: a folder, a table, a list.
   *
   * Throws where there are no items, none for training, or one cannot be labelled.
   */
  async dataloaders(source: S, options: BlockLoadersOptions<B> = {}): Promise<DataLoaders<B>> {
    return this.loadersOf(await this.datasets(source), options);
  }

  /** Data loaders for data sets made before. */
  async loadersOf(dsets: Datasets, options: BlockLoadersOptions<B> = {}): Promise<DataLoaders<B>> {
    const isBatch = (batch: unknown): batch is B =>
      Array.isArray(batch) && batch.every((member, i) => this.#blocks[i]?.isBatch(member) ?? false);
    const { itemTfms, batchTfms } = this;
    const dls = DataLoaders.fromDatasets<B>(dsets, {
      ...options,
      afterItem: itemTfms,
      afterBatch: batchTfms,
      isBatch,
    });
    await dls.train.setup();
    return dls.to(dls.device);
  }

  /**
   * Goes through the making of one batch, step by step, and prints what each step is given and makes of it. Where items
   * do not fit together, it says which member failed and all its shapes, and throws the error again.
   */
  summary(source: S, options: SummaryOptions = {}): Promise<void> {
    return summarize(
      (log) => this.datasets(source, log),
      (dsets, bs) => this.loadersOf(dsets, { bs }),
      options,
    );
  }
}

function checked(name: string, getters: readonly Getter[], expected: number): readonly Getter[] {
  if (getters.length === expected) return getters;
  throw new Error(
    `${name} holds ${getters.length} functions, but there must be ${expected}, one for each member. ` +
      'To have one work on what another gives, put them into a Pipeline',
  );
}

/** Where blocks and user give transforms of the same class, the last one counts, at the place of the first. */
function merged(steps: readonly Step[]): Transform[] {
  const chosen = new Map<unknown, Transform>();
  for (const t of new Pipeline(steps).transforms) chosen.set(t.identity, t);
  return [...chosen.values()];
}

function asList(source: unknown): Iterable<unknown> {
  if (Array.isArray(source)) return source;
  throw new Error(
    `a list of items was expected, not ${describeItem(source)}: say how to get items by getItems`,
  );
}
