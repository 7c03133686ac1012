import type { Tensor } from '@onecycle/torch';
import { checkOptions, counted, isItems, wrongKind } from '../../base/index.js';
import {
  categoryBlock,
  colReader,
  type DataLoaders,
  type Label,
  multiCategoryBlock,
  type PathLike,
  regressionBlock,
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

/**
 * From a list of files and a list of their labels: lists of classes make several, numbers with a fraction among them a
 * regression, anything else one class, unless `yBlock` says it. fastai: `ImageDataLoaders.from_lists`.
 */
export function fromLists<Y>(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<unknown>,
  options: ImageDataLoadersOptions & { yBlock: TransformBlock<Y> },
): Promise<DataLoaders<[TensorImage, Y]>>;
export function fromLists(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<string | boolean>,
  options?: ImageDataLoadersOptions,
): Promise<Classified>;
export function fromLists(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<readonly Label[]>,
  options?: ImageDataLoadersOptions,
): Promise<MultiClassified>;
export function fromLists(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<Label>,
  options?: ImageDataLoadersOptions,
): Promise<DataLoaders<[TensorImage, Tensor]>>;
export function fromLists(
  path: PathLike,
  fnames: Iterable<PathLike>,
  labels: Iterable<unknown>,
  given: ImageDataLoadersOptions & { yBlock?: TransformBlock<unknown> } = {},
): Promise<DataLoaders<[TensorImage, unknown]>> {
  checkOptions(given, { ...commonNames, yBlock: true }, 'imageDataLoaders.fromLists');
  for (const list of [fnames, labels])
    if (!isItems(list)) throw wrongKind('fromLists', 'a path, a list of files and one of labels', list);
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
