import { is, type OptionNames } from '../../base/index.js';
import {
  type BlockLoadersOptions,
  blockLoadersOptions,
  checkTfms,
  DataBlock,
  type DataLoaders,
  type Getter,
  type PathLike,
  randomSplitter,
  type Split,
  type TensorCategory,
  type TensorMultiCategory,
  type TransformBlock,
  type TransformLike,
} from '../../data/index.js';
import { type ImageBlockOptions, imageBlock } from '../blocks/index.js';
import type { TensorImage } from '../tensors/index.js';

/** What all factories take besides the data. */
export interface ImageDataLoadersOptions extends Omit<BlockLoadersOptions<unknown>, 'path'> {
  /** The fraction of the items for validation, drawn at random. Default 0.2, where the data do not say themselves. */
  validPct?: number;
  /** Makes the random split that of fastai for this seed, and order and transforms reproducible. */
  seed?: number;
  itemTfms?: TransformLike;
  batchTfms?: TransformLike;
  /** How pictures are read: shades of grey, EXIF rotation, background. */
  image?: ImageBlockOptions;
}

const { path: _, ...ofLoaders } = blockLoadersOptions;
/** The names of what all factories take. */
export const commonNames: OptionNames<ImageDataLoadersOptions> = {
  ...ofLoaders,
  validPct: is.share,
  seed: is.seed,
  itemTfms: checkTfms,
  batchTfms: checkTfms,
  image: true,
};

/** Data loaders whose targets are one class. */
export type Classified = DataLoaders<[TensorImage, TensorCategory]>;
/** Data loaders whose targets are any number of labels. */
export type MultiClassified = DataLoaders<[TensorImage, TensorMultiCategory]>;

/** Where items come from, and what is made of them. */
export interface Recipe<Y, S> {
  yBlock: TransformBlock<Y>;
  source: S;
  getItems?: (source: S) => Promise<Iterable<unknown>> | Iterable<unknown>;
  splitter?: (items: readonly never[]) => Split | Promise<Split>;
  getX?: Getter;
  getY: Getter;
}

/** A data block for pictures, its options sorted into those of the block and those of the loaders. */
export function loaders<Y, S>(path: PathLike, recipe: Recipe<Y, S>, options: ImageDataLoadersOptions) {
  const { validPct = 0.2, seed, itemTfms = [], batchTfms = [], image, ...rest } = options;
  const { source, yBlock, ...how } = recipe;
  const seeded = seed === undefined ? {} : { seed };
  const block = new DataBlock<[TensorImage, Y], S>({
    blocks: [imageBlock(image), yBlock],
    splitter: randomSplitter({ validPct, ...seeded }),
    itemTfms,
    batchTfms,
    ...how,
  });
  return block.dataloaders(source, { ...rest, ...seeded, path });
}
