export {
  AffineCoordTfm,
  type AffineCoordTfmOptions,
  type DrawnGeometry,
  dihedral,
  type FlipOptions,
  flip,
  isImageOrMask,
  type PlacingOptions,
  rotate,
  sampled,
  type WarpTfmOptions,
  warp,
  type ZoomTfmOptions,
  zoom,
} from './affine-tfm.js';
export {
  type AugTransformsOptions,
  augOptions,
  augTransforms,
  geometryOf,
  setupAugTfms,
} from './aug-transforms.js';
export { IntToFloatTensor, intToFloatTensor, registerFusion } from './int-to-float.js';
export {
  brightness,
  contrast,
  Hue,
  type HueTfmOptions,
  hue,
  LightingTfm,
  type LightingTfmOptions,
  saturation,
} from './lighting-tfm.js';
export { Normalize, normalize } from './normalize.js';
export {
  type Crop,
  RandomResizedCropGPU,
  type RandomResizedCropGPUOptions,
  randomResizedCropGPU,
} from './random-crop-batch.js';
export { RandomErasing, type RandomErasingOptions, type Rectangle, randomErasing } from './random-erasing.js';
