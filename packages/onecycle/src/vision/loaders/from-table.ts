import { checkOptions, is, type OptionNames, withoutUndefined } from '../../base/index.js';
import {
  categoryBlock,
  checkHeader,
  checkPath,
  colReader,
  colSplitter,
  type DataLoaders,
  L,
  multiCategoryBlock,
  Path,
  type PathLike,
  type ReadCsvOptions,
  readCsv,
  type TransformBlock,
} from '../../data/index.js';
import type { TensorImage } from '../tensors/index.js';
import {
  type Classified,
  commonNames,
  type ImageDataLoadersOptions,
  loaders,
  type MultiClassified,
} from './loaders.js';

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

const columnNames = {
  folder: checkPath,
  fnCol: true,
  labelCol: true,
  labelDelim: is.name,
  suff: is.text,
  validCol: true,
  yBlock: true,
} as const;
const tableNames: OptionNames<FromTableOptions> = { ...commonNames, ...columnNames, path: checkPath };
const csvNames: OptionNames<FromCsvOptions> = {
  ...commonNames,
  ...columnNames,
  csvFname: checkPath,
  delimiter: is.orNull(is.text),
  header: checkHeader,
  encoding: is.orNull(is.text),
};

/** From the rows of a table: a column of file names and one of labels. fastai: `ImageDataLoaders.from_df`. */
export function fromTable<Y>(
  rows: Iterable<object>,
  options: FromTableOptions<Y> & { yBlock: TransformBlock<Y> },
): Promise<DataLoaders<[TensorImage, Y]>>;
export function fromTable(
  rows: Iterable<object>,
  options: FromTableOptions & { labelDelim: string; yBlock?: undefined },
): Promise<MultiClassified>;
export function fromTable(
  rows: Iterable<object>,
  options?: FromTableOptions & { yBlock?: undefined },
): Promise<Classified>;
export async function fromTable(
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
export function fromCsv<Y>(
  path: PathLike,
  options: FromCsvOptions<Y> & { yBlock: TransformBlock<Y> },
): Promise<DataLoaders<[TensorImage, Y]>>;
export function fromCsv(
  path: PathLike,
  options: FromCsvOptions & { labelDelim: string; yBlock?: undefined },
): Promise<MultiClassified>;
export function fromCsv(
  path: PathLike,
  options?: FromCsvOptions & { yBlock?: undefined },
): Promise<Classified>;
export async function fromCsv(
  path: PathLike,
  options: FromCsvOptions = {},
): Promise<DataLoaders<[TensorImage, unknown]>> {
  checkOptions(options, csvNames, 'imageDataLoaders.fromCsv');
  const { csvFname = 'labels.csv', delimiter, header, encoding, yBlock, ...rest } = options;
  const rows = await readCsv(new Path(path, csvFname), withoutUndefined({ delimiter, header, encoding }));
  return yBlock ? fromTable(rows, { ...rest, path, yBlock }) : fromTable(rows, { ...rest, path });
}
