/**
 * PyTorch's `torch.nn`: layers, containers and losses as modules.
 *
 * @module
 */
export {
  CELU,
  ELU,
  GELU,
  GLU,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  LeakyReLU,
  LogSigmoid,
  LogSoftmax,
  Mish,
  PReLU,
  ReLU,
  ReLU6,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  Softmin,
  Softplus,
  Softsign,
  Tanh,
} from './activation.js';
export { type AttentionCall, type AttentionOptions, MultiheadAttention } from './attention.js';
export type { ModuleGradients } from './backward-hook.js';
export { cloneModule } from './clone.js';
export { Lambda, type Link, ModuleDict, ModuleList, Sequential } from './containers.js';
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
export {
  CosineEmbeddingLoss,
  CosineSimilarity,
  HingeEmbeddingLoss,
  MarginRankingLoss,
  PairwiseDistance,
  TripletMarginLoss,
} from './distance-loss.js';
export { AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, FeatureAlphaDropout } from './dropout.js';
export { foldBatchNorms } from './fold.js';
export * as init from './init.js';
export type { InplaceOptions } from './inplace.js';
export { InstanceNorm1d, InstanceNorm2d, InstanceNorm3d } from './instance-norm.js';
export { Embedding, Flatten, Identity, Linear, Unflatten } from './linear.js';
export { LocalResponseNorm } from './local-response-norm.js';
export {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  CTCLoss,
  GaussianNLLLoss,
  HuberLoss,
  KLDivLoss,
  L1Loss,
  MSELoss,
  MultiLabelMarginLoss,
  MultiLabelSoftMarginLoss,
  MultiMarginLoss,
  NLLLoss,
  PoissonNLLLoss,
  SmoothL1Loss,
  SoftMarginLoss,
} from './loss.js';
export { type AnyModule, type HookHandle, Module, type ModuleTo } from './module.js';
export {
  BatchNorm,
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  type BatchNormOptions,
  GroupNorm,
  LayerNorm,
  syncBatchNorms,
} from './norm.js';
export { Parameter, watchState } from './parameter.js';
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveConcatPool2d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  type AvgPoolOptions,
  FractionalMaxPool2d,
  FractionalMaxPool3d,
  LPPool1d,
  LPPool2d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  type MaxPoolOptions,
  type PoolOptions,
} from './pooling.js';
export {
  ChannelShuffle,
  Fold,
  type Padding2d,
  PixelShuffle,
  PixelUnshuffle,
  ReflectionPad2d,
  ReplicationPad2d,
  Unfold,
  Upsample,
  type UpsampleOptions,
  ZeroPad2d,
} from './resampling.js';
export { Hardshrink, Softshrink, Tanhshrink, Threshold } from './shrink.js';
export type { LoadOptions, LoadResult, Shapes } from './state-dict.js';
export { ModelSummary, type SummaryRow, summary } from './summary.js';
export type { NormSharing } from './sync-batch-norm.js';
export { MaxUnpool1d, MaxUnpool2d, MaxUnpool3d, type MaxUnpoolOptions } from './unpooling.js';
