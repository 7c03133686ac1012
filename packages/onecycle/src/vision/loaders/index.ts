export type { FromFolderOptions } from './from-files.js';
export type { FromShardsOptions } from './from-shards.js';
export type { FromCsvOptions, FromTableOptions } from './from-table.js';
export { imageDataLoaders } from './image-data-loaders.js';
export type { ImageDataLoadersOptions } from './loaders.js';
