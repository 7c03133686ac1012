import type { Tensor } from '@onecycle/torch';
import { checkOptions, counted, type OptionNames, withoutUndefined } from '../base/index.js';
import {
  type ArchivedPicture,
  type BlockLoadersOptions,
  blockLoadersOptions,
  categoryBlock,
  colReader,
  colSplitter,
  DataBlock,
  type DataLoaders,
  type Getter,
  getImageFiles,
  grandparentSplitter,
  itemGetter,
  L,
  type Label,
  multiCategoryBlock,
  Path,
  type PathLike,
  parentLabel,
  type ReadCsvOptions,
  randomSplitter,
  readCsv,
  readShards,
  regexLabeller,
  regressionBlock,
  type SampleParts,
  type Split,
  type TensorCategory,
  type TensorMultiCategory,
  type TransformBlock,
  type TransformLike,
  usingAttr,
} from '../data/index.js';
import { type ImageBlockOptions, imageBlock } from './blocks/index.js';
import type { TensorImage } from './tensors/index.js';

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

/** Options of `imageDataLoaders.fromFolder`. */
export interface FromFolderOptions extends ImageDataLoadersOptions {
  /** The folder of the training pictures, in `path`. Default `'train'`. */
  train?: string;
  /** The folder of the validation pictures, in `path`. Default `'valid'`. */
  valid?: string;
  /** The classes, where they shall not be taken from the training folder. */
  vocab?: Iterable<Label>;
}

/** Options of `imageDataLoaders.fromTable`. */
export interface FromTableOptions<Y = unknown> extends ImageDataLoadersOptions {
  /** The folder of the pictures. Default: the working directory. */
  path?: PathLike;
  /** A folder in `path`. */
  folder?: string;
  /** The column of the file names, by name or position. Default 0. */
  fnCol?: string | number;
  /** The column of the labels, or several of them. Default 1. */
  labelCol?: string | number | readonly (string | number)[];
  /** What separates several labels of a picture. */
  labelDelim?: string;
  /** Put behind the file names: `'.jpg'`. */
  suff?: string;
  /** The column that says which rows are for validation, instead of a random split. */
  validCol?: string | number;
  /** The kind of target. Default: one class, or several where there is `labelDelim` or more than one column. */
  yBlock?: TransformBlock<Y>;
}

/** Options of `imageDataLoaders.fromCsv`. */
export interface FromCsvOptions<Y = unknown> extends Omit<FromTableOptions<Y>, 'path'>, ReadCsvOptions {
  /** The table's file in `path`. Default `'labels.csv'`. */
  csvFname?: string;
}

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

const { path: _, ...ofLoaders } = blockLoadersOptions;
const commonNames: OptionNames<ImageDataLoadersOptions> = {
  ...ofLoaders,
  validPct: true,
  seed: true,
  itemTfms: true,
  batchTfms: true,
  image: true,
};
const folderNames: OptionNames<FromFolderOptions> = { ...commonNames, train: true, valid: true, vocab: true };
const columnNames = {
  folder: true,
  fnCol: true,
  labelCol: true,
  labelDelim: true,
  suff: true,
  validCol: true,
  yBlock: true,
} as const;
const tableNames: OptionNames<FromTableOptions> = { ...commonNames, ...columnNames, path: true };
const csvNames: OptionNames<FromCsvOptions> = {
  ...commonNames,
  ...columnNames,
  csvFname: true,
  delimiter: true,
  header: true,
  encoding: true,
};

const shardNames: OptionNames<FromShardsOptions> = {
  ...commonNames,
  valid: true,
  picture: true,
  label: true,
  vocab: true,
  yBlock: true,
  path: true,
};

type Classified = DataLoaders<[TensorImage, TensorCategory]>;
type MultiClassified = DataLoaders<[TensorImage, TensorMultiCategory]>;

interface Recipe<Y, S> {
  yBlock: TransformBlock<Y>;
  source: S;
  getItems?: (source: S) => Promise<Iterable<unknown>> | Iterable<unknown>;
  splitter?: (items: readonly never[]) => Split | Promise<Split>;
  getX?: Getter;
  getY: Getter;
}

/** A data block for pictures, its options sorted into those of the block and those of the loaders. */
function loaders<Y, S>(path: PathLike, recipe: Recipe<Y, S>, options: ImageDataLoadersOptions) {
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

/**
 * From folders named like the classes: `path/train/pug/1.jpg`, `path/valid/…`. With `validPct` all pictures in `path`
 * are split at random instead. fastai: `ImageDataLoaders.from_folder`.
 */
async function fromFolder(path: PathLike, options: FromFolderOptions = {}): Promise<Classified> {
  checkOptions(options, folderNames, 'imageDataLoaders.fromFolder');
  const { train = 'train', valid = 'valid', vocab, ...rest } = options;
  const isRandom = rest.validPct !== undefined;
  const getItems = async (folder: PathLike) => {
    const files = await getImageFiles(folder, isRandom ? {} : { folders: [train, valid] });
    if (files.length > 0) return files;
    if (isRandom) throw new Error(`there are no pictures in ${folder}`);
    throw new Error(
      `there are no pictures in the folders '${train}' and '${valid}' of ${folder}: name its folders with train and ` +
        'valid, or have all its pictures split at random with validPct',
    );
  };
  const recipe = {
    yBlock: categoryBlock(vocab && { vocab }),
    source: path,
    getItems,
    ...(!isRandom && { splitter: grandparentSplitter({ trainName: train, validName: valid }) }),
    getY: parentLabel,
  };
  return loaders(path, recipe, rest);
}

/** From a list of files, each labelled by a function of its path. fastai: `ImageDataLoaders.from_path_func`. */
async function fromPathFunc(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labelFunc: (file: Path) => Label,
  options: ImageDataLoadersOptions = {},
): Promise<Classified> {
  checkOptions(options, commonNames, 'imageDataLoaders.fromPathFunc');
  const source = L.from(fnames, (file) => new Path(file));
  return loaders(path, { yBlock: categoryBlock(), source, getY: labelFunc }, options);
}

/** From a list of files, each labelled by a function of its name. fastai: `ImageDataLoaders.from_name_func`. */
async function fromNameFunc(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labelFunc: (name: string) => Label,
  options: ImageDataLoadersOptions = {},
): Promise<Classified> {
  checkOptions(options, commonNames, 'imageDataLoaders.fromNameFunc');
  return fromPathFunc(path, fnames, usingAttr(labelFunc, 'name'), options);
}

/** From a list of files, labelled by a pattern's first group in their path. fastai: `ImageDataLoaders.from_path_re`. */
async function fromPathRe(
  path: PathLike,
  fnames: Iterable<PathLike>,
  pattern: RegExp | string,
  options: ImageDataLoadersOptions = {},
): Promise<Classified> {
  checkOptions(options, commonNames, 'imageDataLoaders.fromPathRe');
  return fromPathFunc(path, fnames, regexLabeller(pattern), options);
}

/** From a list of files, labelled by a pattern's first group in their name. fastai: `ImageDataLoaders.from_name_re`. */
async function fromNameRe(
  path: PathLike,
  fnames: Iterable<PathLike>,
  pattern: RegExp | string,
  options: ImageDataLoadersOptions = {},
): Promise<Classified> {
  checkOptions(options, commonNames, 'imageDataLoaders.fromNameRe');
  return fromNameFunc(path, fnames, regexLabeller(pattern), options);
}

/**
 * From a list of files and a list of their labels: lists of classes make several, numbers with a fraction among them a
 * regression, anything else one class, unless `yBlock` says it. fastai: `ImageDataLoaders.from_lists`.
 */
function fromLists<Y>(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<unknown>,
  options: ImageDataLoadersOptions & { yBlock: TransformBlock<Y> },
): Promise<DataLoaders<[TensorImage, Y]>>;
function fromLists(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<string | boolean>,
  options?: ImageDataLoadersOptions,
): Promise<Classified>;
function fromLists(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<readonly Label[]>,
  options?: ImageDataLoadersOptions,
): Promise<MultiClassified>;
function fromLists(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<Label>,
  options?: ImageDataLoadersOptions,
): Promise<DataLoaders<[TensorImage, Tensor]>>;
function fromLists(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<unknown>,
  given: ImageDataLoadersOptions & { yBlock?: TransformBlock<unknown> } = {},
): Promise<DataLoaders<[TensorImage, unknown]>> {
  checkOptions(given, { ...commonNames, yBlock: true }, 'imageDataLoaders.fromLists');
  const { yBlock, ...options } = given;
  const [files, targets] = [[...fnames], [...labels]];
  if (files.length !== targets.length)
    throw new Error(
      `${counted(targets.length, 'label was', 'labels were')} given for ${counted(files.length, 'file')}`,
    );
  const rows = files.map((file, i) => ({ file: String(file), label: targets[i] }));
  const recipe = { source: rows, getX: colReader('file'), getY: colReader('label') };
  return loaders(path, { ...recipe, yBlock: yBlock ?? blockFor(targets) }, options);
}

/** The block that fits the labels. Whole numbers are classes, as Python's `int` are in fastai. */
function blockFor(labels: readonly unknown[]): TransformBlock<unknown> {
  if (Array.isArray(labels[0])) return multiCategoryBlock();
  const isFraction = (label: unknown) => typeof label === 'number' && !Number.isInteger(label);
  return labels.some(isFraction) ? regressionBlock() : categoryBlock();
}

/** From the rows of a table: a column of file names and one of labels. fastai: `ImageDataLoaders.from_df`. */
function fromTable<Y>(
  rows: Iterable<object>,
  options: FromTableOptions<Y> & { yBlock: TransformBlock<Y> },
): Promise<DataLoaders<[TensorImage, Y]>>;
function fromTable(
  rows: Iterable<object>,
  options: FromTableOptions & { labelDelim: string; yBlock?: undefined },
): Promise<MultiClassified>;
function fromTable(
  rows: Iterable<object>,
  options?: FromTableOptions & { yBlock?: undefined },
): Promise<Classified>;
async function fromTable(
  rows: Iterable<object>,
  options: FromTableOptions = {},
): Promise<DataLoaders<[TensorImage, unknown]>> {
  checkOptions(options, tableNames, 'imageDataLoaders.fromTable');
  const {
    path = '.',
    folder = '.',
    fnCol = 0,
    labelCol = 1,
    labelDelim,
    suff = '',
    validCol,
    ...other
  } = options;
  const isMulti = labelDelim !== undefined || (typeof labelCol === 'object' && labelCol.length > 1);
  const { yBlock = isMulti ? multiCategoryBlock() : categoryBlock(), ...rest } = other;
  const recipe = {
    yBlock,
    source: L.from(rows),
    ...(validCol !== undefined && { splitter: colSplitter(validCol) }),
    getX: colReader(fnCol, { pref: new Path(path, folder), suff }),
    getY: colReader(labelCol, labelDelim === undefined ? {} : { labelDelim }),
  };
  return loaders(path, recipe, rest);
}

/** From a table in a file of `path`. fastai: `ImageDataLoaders.from_csv`. */
function fromCsv<Y>(
  path: PathLike,
  options: FromCsvOptions<Y> & { yBlock: TransformBlock<Y> },
): Promise<DataLoaders<[TensorImage, Y]>>;
function fromCsv(
  path: PathLike,
  options: FromCsvOptions & { labelDelim: string; yBlock?: undefined },
): Promise<MultiClassified>;
function fromCsv(path: PathLike, options?: FromCsvOptions & { yBlock?: undefined }): Promise<Classified>;
async function fromCsv(
  path: PathLike,
  options: FromCsvOptions = {},
): Promise<DataLoaders<[TensorImage, unknown]>> {
  checkOptions(options, csvNames, 'imageDataLoaders.fromCsv');
  const { csvFname = 'labels.csv', delimiter, header, encoding, yBlock, ...rest } = options;
  const rows = await readCsv(new Path(path, csvFname), withoutUndefined({ delimiter, header, encoding }));
  return yBlock ? fromTable(rows, { ...rest, path, yBlock }) : fromTable(rows, { ...rest, path });
}

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
function fromShards<Y>(
  shards: PathLike | Iterable<PathLike>,
  options: FromShardsOptions<Y> & { yBlock: TransformBlock<Y> },
): Promise<DataLoaders<[TensorImage, Y]>>;
function fromShards(
  shards: PathLike | Iterable<PathLike>,
  options?: FromShardsOptions & { yBlock?: undefined },
): Promise<Classified>;
async function fromShards(
  shards: PathLike | Iterable<PathLike>,
  options: FromShardsOptions = {},
): Promise<DataLoaders<[TensorImage, unknown]>> {
  checkOptions(options, shardNames, 'imageDataLoaders.fromShards');
  const { valid, picture, label, vocab, yBlock, path = '.', shuffleBuffer = 5000, ...rest } = options;
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
  return loaders(path, recipe, { ...rest, shuffleBuffer });
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

/** Data loaders for pictures in one call. fastai: `ImageDataLoaders`. */
export const imageDataLoaders = {
  fromFolder,
  fromPathFunc,
  fromNameFunc,
  fromPathRe,
  fromNameRe,
  fromLists,
  fromTable,
  fromCsv,
  fromShards,
};
