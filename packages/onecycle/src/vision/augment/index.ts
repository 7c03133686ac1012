import { rememberMakers } from '../../base/index.js';
import { dihedral, flip, rotate, warp, zoom } from './affine-tfm.js';
import { augTransforms } from './aug-transforms.js';
import { intToFloatTensor } from './int-to-float.js';
import { brightness, contrast, hue, saturation } from './lighting-tfm.js';
import { normalize } from './normalize.js';
import { randAugment, trivialAugment } from './policies.js';
import { randomResizedCropGPU } from './random-crop-batch.js';
import { randomErasing } from './random-erasing.js';

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
  type DrawnOps,
  type PolicySampling,
  policyOp,
  RandAugment,
  type RandAugmentOptions,
  randAugment,
  TrivialAugment,
  type TrivialAugmentOptions,
  trivialAugment,
} from './policies.js';
export {
  type Crop,
  RandomResizedCropGPU,
  type RandomResizedCropGPUOptions,
  randomResizedCropGPU,
} from './random-crop-batch.js';
export { RandomErasing, type RandomErasingOptions, type Rectangle, randomErasing } from './random-erasing.js';

rememberMakers({
  dihedral,
  flip,
  rotate,
  warp,
  zoom,
  augTransforms,
  intToFloatTensor,
  brightness,
  contrast,
  hue,
  saturation,
});
rememberMakers({ normalize, randomResizedCropGPU, randomErasing, randAugment, trivialAugment });
