export * from './batch-reader.js';
export * from './block.js';
export * from './categorize.js';
export { CategoryMap, type CategoryMapOptions } from './category-map.js';
export { CollateError } from './collate.js';
export * from './data-block.js';
export * from './data-loader.js';
export * from './data-loaders.js';
export { Datasets, type DatasetsOptions } from './datasets.js';
export * from './default-device.js';
export * from './files.js';
export { ItemError } from './item-error.js';
export type { IndexedItems, ItemSource } from './item-reader.js';
export {
  type ColReaderOptions,
  colReader,
  itemGetter,
  type Labeller,
  parentLabel,
  regexLabeller,
  usingAttr,
} from './labellers.js';
export { L } from './list.js';
export { Path, type PathLike } from './path.js';
export {
  FunctionTransform,
  type MaybePromise,
  Pipeline,
  type PipelineOptions,
  type Step,
  type StepFunction,
} from './pipeline.js';
export { proxiedFetch } from './proxied-fetch.js';
export * from './random-seed.js';
export * from './read-csv.js';
export * from './registry.js';
export * from './regression.js';
export { revivable } from './revivable.js';
export * from './rng.js';
export * from './shortage.js';
export { type AsPicture, isPicture, type ShowBatchOptions, showSamples, textOf } from './show-batch.js';
export * from './splitters.js';
export type { SummaryOptions } from './summary.js';
export * from './tensors.js';
export * from './transform.js';
export { extractTar } from './untar/extract.js';
export { withLock } from './untar/lock.js';
export * from './untar/untar-data.js';
export { URLs } from './untar/urls.js';
