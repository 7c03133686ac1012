export { FunctionTransform, type TransformFunction } from './function-transform.js';
export { type CachePlace, type CacheState, ItemCache } from './item-cache.js';
export { andThen, type MaybePromise, refuseAsync } from './maybe-promise.js';
export { checkTfms, Pipeline, type PipelineOptions, type TransformLike } from './pipeline.js';
export { type Described, isDescribed, type Revivable, register, revive, unregistered } from './registry.js';
export { revivable } from './revivable.js';
export { retainType, TensorBase, TensorCategory, TensorMultiCategory } from './tensors.js';
export {
  type BatchRead,
  type BatchReader,
  type BatchReaderOffer,
  type BatchReadOptions,
  type BatchStep,
  type ChainLink,
  type Fusion,
  type Keeping,
  type Label,
  type SetupSource,
  type SplitIdx,
  Transform,
  type TransformContext,
} from './transform.js';
