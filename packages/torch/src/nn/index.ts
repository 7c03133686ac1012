export * from './activation.js';
export * from './attention.js';
export { cloneModule } from './clone.js';
export * from './containers.js';
export {
  Conv1d,
  Conv2d,
  Conv3d,
  type ConvOptions,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  type ConvTransposeOptions,
} from './conv.js';
export * from './distance-loss.js';
export * from './dropout.js';
export { foldBatchNorms } from './fold.js';
export * as init from './init.js';
export type { InplaceOptions } from './inplace.js';
export * from './instance-norm.js';
export * from './linear.js';
export * from './local-response-norm.js';
export * from './loss.js';
export { type AnyModule, type HookHandle, Module, type ModuleTo } from './module.js';
export * from './norm.js';
export { Parameter } from './parameter.js';
export * from './pooling.js';
export * from './resampling.js';
export * from './shrink.js';
export type { LoadOptions, LoadResult } from './state-dict.js';
export { ModelSummary, type SummaryRow, summary } from './summary.js';
export * from './unpooling.js';
