export { disposeMembers, toDevice } from './batch.js';
export { CollateError, collate } from './collate.js';
export { DataLoader } from './data-loader.js';
export { DataLoaders, type DataLoadersOptions, loadersOptions } from './data-loaders.js';
export { Datasets, type DatasetsOptions } from './datasets.js';
export { checkDevice, defaultDevice } from './default-device.js';
export type { IndexedItems, ItemSource } from './item-source.js';
export type { DataLoaderOptions } from './loader-options.js';
export { isPadding, markPadding, type Shard } from './shard.js';
export {
  type AsPicture,
  briefly,
  isPicture,
  type ShowBatchOptions,
  showSamples,
  textOf,
} from './show-batch.js';
