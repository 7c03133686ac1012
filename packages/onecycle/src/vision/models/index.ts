export {
  type Architecture,
  type ArchitectureOptions,
  architecture,
  architectureNames,
  type Cut,
  findArchitecture,
  isArchitecture,
  type ModelSplitter,
} from './architecture.js';
export { type BodyOptions, createBody, hasPoolType, numFeaturesModel } from './body.js';
export { convnextTiny } from './convnext.js';
export { describeVisionModel } from './description.js';
export { createHead, type HeadOptions, SigmoidRange } from './head.js';
export { mobilenetV1 } from './mobilenet-v1.js';
export { mobilenetV2 } from './mobilenet-v2.js';
export { resnet18, resnet34, resnet50, resnet101, resnet152 } from './resnet.js';
export { defaultSplit, resnetSplit, xresnetSplit } from './split.js';
export { applyInit, createVisionModel, modelOptionNames, type VisionModelOptions } from './vision-model.js';
export { VisionTransformer, vitSmallPatch16 } from './vision-transformer.js';
export { xresnet18, xresnet34, xresnet50, xresnet101, xresnet152 } from './xresnet.js';
