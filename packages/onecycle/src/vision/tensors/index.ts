export { hsv2rgb, rgb2hsv, shiftHue } from './hue.js';
export { lightBatch, lightTensor } from './light.js';
export {
  applyPerspective,
  asFloat,
  checkMode,
  checkSampling,
  mapsOf,
  mapTensor,
  type SampleMode,
  type Sampling,
  sampleBatch,
  sampleMasks,
} from './sample.js';
export { checkStats, imagenetStats, inceptionStats, type NormalizeStats } from './statistics.js';
export {
  type AffineCoordOptions,
  bytesOf,
  type GeometryOptions,
  type HueOptions,
  type LightingOptions,
  type RotateOptions,
  type ShowOptions,
  showPicture,
  TensorImage,
  TensorImageBW,
  TensorMask,
  TensorPicture,
  type WarpOptions,
  type ZoomOptions,
} from './tensors.js';
