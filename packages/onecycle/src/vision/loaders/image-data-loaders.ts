import { fromFolder, fromNameFunc, fromNameRe, fromPathFunc, fromPathRe } from './from-files.js';
import { fromLists } from './from-lists.js';
import { fromShards } from './from-shards.js';
import { fromCsv, fromTable } from './from-table.js';

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
