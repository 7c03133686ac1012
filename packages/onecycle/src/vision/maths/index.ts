export {
  type Augmentation,
  type AugmentationOptions,
  type AugmentationSpec,
  checkSpec,
  optionNamesOf,
  settingsOf,
  specOf,
} from './augmentations.js';
export {
  checkScale,
  checkScales,
  drawResizedCrop,
  largestCrop,
  type ResizeMethod,
  resizeBox,
} from './boxes.js';
export { changeRows } from './changes.js';
export { drawHues, drawLights, type LightMatrix, type LightSpec, logitRange } from './colours.js';
export { type Draw, type DrawOptions, integerIn, roundHalfEven } from './draws.js';
export {
  type AffineSpec,
  affineMat,
  type DihedralSpec,
  dihedralMat,
  drawMatrices,
  type FlipSpec,
  flipMat,
  identity,
  type Matrix,
  multiply,
  prepareMat,
  type RotateSpec,
  rotateMat,
  type ZoomSpec,
  zoomMat,
} from './matrices.js';
export { runOrder } from './order.js';
export {
  drawOp,
  geometricOps,
  isSigned,
  magnitudeOf,
  type PolicyOp,
  type PolicyReach,
  policyOps,
  randReach,
  trivialReach,
} from './policies.js';
export { pixelSize, type Size } from './size.js';
export {
  drawWarps,
  findCoeffs,
  isRegular,
  type Point,
  type WarpSpec,
  warpAfter,
  warpsInTurn,
  warpTargets,
} from './warp.js';
