import { checkOptions, counted, is, type OptionNames, withoutUndefined } from '../../base/index.js';
import {
  type ArchivedPicture,
  categoryBlock,
  checkPath,
  type DataLoaders,
  itemGetter,
  L,
  type Label,
  type PathLike,
  randomSplitter,
  readShards,
  type SampleParts,
  type Split,
  type TransformBlock,
} from '../../data/index.js';
import type { TensorImage } from '../tensors/index.js';
import { type Classified, commonNames, type ImageDataLoadersOptions, loaders } from './loaders.js';

/** Options of `imageDataLoaders.fromShards`. */
export interface FromShardsOptions<Y = unknown> extends ImageDataLoadersOptions, SampleParts {
  /** The shards for validation, named as those for training are. Default: a random part of the samples (`validPct`). */
  valid?: PathLike | Iterable<PathLike>;
  /** How many samples the buffer holds through which they are shuffled. Default 5000. */
  shuffleBuffer?: number;
  /** The classes, where they shall not be taken from the training shards; names for labels that are numbers from 0 on. */
  vocab?: Iterable<Label>;
  /** The kind of target. Default: one class. */
  yBlock?: TransformBlock<Y>;
  /** Where a learner keeps its models. Default: the working directory. */
  path?: PathLike;
}

const shardNames: OptionNames<FromShardsOptions> = {
  ...commonNames,
  valid: true,
  picture: is.text,
  label: is.text,
  vocab: is.orNull(is.items),
  yBlock: true,
  path: checkPath,
};

/** Training samples, then validation samples, each in the order of their shards. */
function inOrder([train, valid]: Split): Split {
  const rising = (list: readonly number[]) => [...list].sort((a, b) => a - b);
  return [rising(train), rising(valid)];
}

/**
 * From tar shards in WebDataset's layout: `'pets-{000..127}.tar'`, or a list of files. Files of an archive with the same
 * name up to the first dot are a sample: a picture, and its label in `.json` (`{"label": "pug"}`), `.cls` or `.txt`.
 * `onecycle shard` writes such from a folder. Training shards are read one after the other in random order, and their
 * samples through a buffer; several processes read different ones.
 *
 * Throws, naming shard and sample, where one is cut short, has no label, comes twice, or is of a class in validation
 * that training does not have.
 */
export function fromShards<Y>(
  shards: PathLike | Iterable<PathLike>,
  options: FromShardsOptions<Y> & { yBlock: TransformBlock<Y> },
): Promise<DataLoaders<[TensorImage, Y]>>;
export function fromShards(
  shards: PathLike | Iterable<PathLike>,
  options?: FromShardsOptions & { yBlock?: undefined },
): Promise<Classified>;
export async function fromShards(
  shards: PathLike | Iterable<PathLike>,
  options: FromShardsOptions = {},
): Promise<DataLoaders<[TensorImage, unknown]>> {
  checkOptions(options, shardNames, 'imageDataLoaders.fromShards');
  const { valid, picture, label, vocab, yBlock, path = '.', ...rest } = options;
  if (valid !== undefined && rest.validPct !== undefined)
    throw new Error('validation is either of its own shards (valid) or a part of all (validPct), not both');
  const parts = withoutUndefined({ picture, label });
  const training = await readShards(shards, parts);
  const validation = valid === undefined ? [] : await readShards(valid, parts);
  const source = [...training, ...validation];
  const names = vocab && [...vocab];
  const isNumbered =
    names?.every((name) => typeof name === 'string') && typeof training[0]?.label === 'number';
  const classOf = (item: ArchivedPicture): unknown =>
    isNumbered && typeof item.label === 'number' ? named(names, item) : item.label;
  if (!yBlock) checkClasses(source, training.length, names, classOf);
  const { validPct = 0.2, seed } = rest;
  const random = randomSplitter({ validPct, ...withoutUndefined({ seed }) });
  const recipe = {
    source,
    yBlock: yBlock ?? categoryBlock(names && { vocab: names }),
    splitter: async (items: readonly never[]): Promise<Split> =>
      valid === undefined
        ? inOrder(await random(items))
        : [L.range(training.length), L.range(training.length, source.length)],
    getY: isNumbered ? classOf : itemGetter('label'),
  };
  return loaders(path, recipe, {
    ...(rest.shuffle !== false && !rest.weights && { shuffleBuffer: 5000 }),
    ...rest,
  });
}

/** The name of class number `item.label`. */
function named(names: readonly Label[], item: ArchivedPicture): Label {
  const name = names[Number(item.label)];
  if (name !== undefined) return name;
  throw new Error(
    `${item} is of class ${item.label}, and vocab names ${counted(names.length, 'class', 'classes')}, from 0 on`,
  );
}

/** Throws where a label is none of a class, or in validation one that training has not. */
function checkClasses(
  items: readonly ArchivedPicture[],
  training: number,
  vocab: readonly Label[] | undefined,
  classOf: (item: ArchivedPicture) => unknown,
): void {
  const known = new Set<unknown>(vocab ?? items.slice(0, training).map(classOf));
  const isFromShards = items.length > training;
  for (const [i, item] of items.entries()) {
    const label = classOf(item);
    const isClass = typeof label === 'string' || typeof label === 'boolean' || Number.isInteger(label);
    if (!isClass)
      throw new Error(
        `${item} has the label ${JSON.stringify(label)}, which is no class: say what labels are by yBlock, multiCategoryBlock() for lists`,
      );
    if (!known.has(label) && (vocab || (isFromShards && i >= training)))
      throw new Error(
        `${item} is of the class ${JSON.stringify(label)}, which ${vocab ? 'vocab does not name' : 'no training shard has'}`,
      );
  }
}
