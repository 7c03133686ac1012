import { rememberMakers } from '../../base/index.js';
import { colReader, itemGetter, regexLabeller, usingAttr } from './labellers.js';
import * as splitters from './splitters.js';

export {
  fileGetter,
  type GetFilesOptions,
  getFiles,
  getImageFiles,
  imageExtensions,
  imageGetter,
} from './files.js';
export { describeItem, ItemError } from './item-error.js';
export {
  type ColReaderOptions,
  colReader,
  itemGetter,
  type Labeller,
  parentLabel,
  regexLabeller,
  usingAttr,
} from './labellers.js';
export { checkHeader, type ReadCsvOptions, type Row, readCsv, type TableValue } from './read-csv.js';
export { isShortage, ShortageError } from './shortage.js';
export {
  colSplitter,
  endSplitter,
  fileSplitter,
  funcSplitter,
  type GrandparentSplitterOptions,
  grandparentSplitter,
  indexSplitter,
  type KFoldOptions,
  kFoldSplitter,
  maskSplitter,
  randomSplitter,
  randomSubsetSplitter,
  type Split,
  type Splitter,
  type TrainTestSplitterOptions,
  trainTestSplitter,
} from './splitters.js';

rememberMakers({ ...splitters, colReader, itemGetter, regexLabeller, usingAttr });
