import { Tensor } from '@onecycle/torch';
import { checkOptions, is } from '../base/index.js';
import {
  Categorize,
  type CategorizeOptions,
  EncodedMultiCategorize,
  MultiCategorize,
  OneHotEncode,
  RegressionSetup,
} from './targets/index.js';
import type { Label, TransformLike } from './transforms/index.js';
import { checkTfms, TensorCategory, TensorMultiCategory } from './transforms/index.js';

/**
 * What a kind of member (picture, class) needs by default, and the type `T` that it has in a batch. Made anew for each
 * data block, because its transforms learn from the data. fastai: `TransformBlock`.
 */
export interface TransformBlock<T> {
  /** From the source's item to what item transforms take. */
  readonly typeTfms: TransformLike;
  /** Run on every item before those of the data block. */
  readonly itemTfms: TransformLike;
  /** Run on every batch before those of the data block. */
  readonly batchTfms: TransformLike;
  /** Whether a batch's member is what the block promises. */
  isBatch(member: unknown): member is T;
}

/** Options of {@link transformBlock}. */
export interface TransformBlockOptions<T> {
  typeTfms?: TransformLike;
  itemTfms?: TransformLike;
  batchTfms?: TransformLike;
  /** Whether a batch's member is what the block promises. Default: it promises nothing. */
  isBatch: (member: unknown) => member is T;
}

const isAnything = (_member: unknown): _member is unknown => true;

/** A block of one's own: its transforms, and a check of the type that they lead to. fastai: `TransformBlock`. */
export function transformBlock<T>(options: TransformBlockOptions<T>): TransformBlock<T>;
export function transformBlock(
  options?: Omit<TransformBlockOptions<unknown>, 'isBatch'>,
): TransformBlock<unknown>;
export function transformBlock(
  options: Partial<TransformBlockOptions<unknown>> = {},
): TransformBlock<unknown> {
  checkOptions(
    options,
    { typeTfms: checkTfms, itemTfms: checkTfms, batchTfms: checkTfms, isBatch: is.func },
    'transformBlock',
  );
  const { typeTfms = [], itemTfms = [], batchTfms = [], isBatch = isAnything } = options;
  return { typeTfms, itemTfms, batchTfms, isBatch };
}

const isCategory = (x: unknown): x is TensorCategory => x instanceof TensorCategory;
const isMultiCategory = (x: unknown): x is TensorMultiCategory => x instanceof TensorMultiCategory;
const isTensor = (x: unknown): x is Tensor => x instanceof Tensor;

/** A target that is one of several classes. fastai: `CategoryBlock`. */
export function categoryBlock(options: CategorizeOptions = {}): TransformBlock<TensorCategory> {
  checkOptions(options, { vocab: is.orNull(is.items), sort: is.flag, addNa: is.flag }, 'categoryBlock');
  return transformBlock({ typeTfms: new Categorize(options), isBatch: isCategory });
}

/** Options of {@link multiCategoryBlock}. */
export interface MultiCategoryBlockOptions {
  /** Whether labels are already zeros and ones, one for each class of `vocab`. Default false. */
  encoded?: boolean;
  /** The classes, where they shall not be taken from the training items. */
  vocab?: Iterable<Label>;
  /** Whether a class `#na#` comes first. Default false. */
  addNa?: boolean;
}

/** A target that is any number of classes, one-hot encoded. fastai: `MultiCategoryBlock`. */
export function multiCategoryBlock(
  options: MultiCategoryBlockOptions = {},
): TransformBlock<TensorMultiCategory> {
  checkOptions(
    options,
    { encoded: is.flag, vocab: is.orNull(is.items), addNa: is.flag },
    'multiCategoryBlock',
  );
  const { encoded = false, vocab, addNa = false } = options;
  if (encoded && !vocab)
    throw new Error('multiCategoryBlock({ encoded: true }) needs the vocab, the classes in order');
  const typeTfms =
    encoded && vocab
      ? new EncodedMultiCategorize({ vocab })
      : [new MultiCategorize({ addNa, ...(vocab && { vocab }) }), new OneHotEncode()];
  return transformBlock({ typeTfms, isBatch: isMultiCategory });
}

/** A target that is a number, or `nOut` of them. fastai: `RegressionBlock`. */
export function regressionBlock(options: { nOut?: number } = {}): TransformBlock<Tensor> {
  checkOptions(options, { nOut: is.count(1) }, 'regressionBlock');
  const { nOut } = options;
  return transformBlock({
    typeTfms: new RegressionSetup(nOut === undefined ? {} : { c: nOut }),
    isBatch: isTensor,
  });
}
