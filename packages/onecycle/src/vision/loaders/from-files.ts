import { checkOptions, is, isItems, type OptionNames, wrongKind } from '../../base/index.js';
import {
  categoryBlock,
  getImageFiles,
  grandparentSplitter,
  L,
  type Label,
  Path,
  type PathLike,
  parentLabel,
  regexLabeller,
  usingAttr,
} from '../../data/index.js';
import { type Classified, commonNames, type ImageDataLoadersOptions, loaders } from './loaders.js';

/** Options of `imageDataLoaders.fromFolder`. */
export interface FromFolderOptions extends ImageDataLoadersOptions {
  /** The folder of the training pictures, in `path`. Default `'train'`. */
  train?: string;
  /** The folder of the validation pictures, in `path`. Default `'valid'`. */
  valid?: string;
  /** The classes, where they shall not be taken from the training folder. */
  vocab?: Iterable<Label>;
}

const folderNames: OptionNames<FromFolderOptions> = {
  ...commonNames,
  train: is.text,
  valid: is.text,
  vocab: is.orNull(is.items),
};

/**
 * From folders named like the classes: `path/train/pug/1.jpg`, `path/valid/…`. With `validPct` all pictures in `path`
 * are split at random instead. fastai: `ImageDataLoaders.from_folder`.
 */
export async function fromFolder(path: PathLike, options: FromFolderOptions = {}): Promise<Classified> {
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
export async function fromPathFunc(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labelFunc: (file: Path) => Label,
  options: ImageDataLoadersOptions = {},
): Promise<Classified> {
  checkOptions(options, commonNames, 'imageDataLoaders.fromPathFunc');
  if (!isItems(fnames)) throw wrongKind('imageDataLoaders', 'a path and a list of files', fnames);
  const source = L.from(fnames, (file) => new Path(file));
  return loaders(path, { yBlock: categoryBlock(), source, getY: labelFunc }, options);
}

/** From a list of files, each labelled by a function of its name. fastai: `ImageDataLoaders.from_name_func`. */
export async function fromNameFunc(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labelFunc: (name: string) => Label,
  options: ImageDataLoadersOptions = {},
): Promise<Classified> {
  checkOptions(options, commonNames, 'imageDataLoaders.fromNameFunc');
  return fromPathFunc(path, fnames, usingAttr(labelFunc, 'name'), options);
}

/** From a list of files, labelled by a pattern's first group in their path. fastai: `ImageDataLoaders.from_path_re`. */
export async function fromPathRe(
  path: PathLike,
  fnames: Iterable<PathLike>,
  pattern: RegExp | string,
  options: ImageDataLoadersOptions = {},
): Promise<Classified> {
  checkOptions(options, commonNames, 'imageDataLoaders.fromPathRe');
  return fromPathFunc(path, fnames, regexLabeller(pattern), options);
}

/** From a list of files, labelled by a pattern's first group in their name. fastai: `ImageDataLoaders.from_name_re`. */
export async function fromNameRe(
  path: PathLike,
  fnames: Iterable<PathLike>,
  pattern: RegExp | string,
  options: ImageDataLoadersOptions = {},
): Promise<Classified> {
  checkOptions(options, commonNames, 'imageDataLoaders.fromNameRe');
  return fromNameFunc(path, fnames, regexLabeller(pattern), options);
}
