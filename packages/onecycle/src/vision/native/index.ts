export {
  type AugmentPass,
  augmentBatch,
  augmentDrawn,
  augmentDrawnAsync,
  augmentDrawnByOperators,
  type DrawnPass,
  drawingStages,
  isNative,
  type PassSettings,
  passSettings,
} from './augment.js';
export { PictureCache } from './cache.js';
export { type ConvolutionShape, canConvolve, convolve, packFilters } from './convolve.js';
export type { Box, Fit, FitMethod, Fitting, PictureGeometry, PixelSize, Streams } from './geometry.js';
export { type NativeBatch, onOneThread, pictureThreads, setPictureThreads } from './library.js';
export {
  checkPictures,
  type Decoding,
  type Destination,
  decoded,
  decodeJpeg,
  type JpegHeader,
  type KeepIn,
  loadAugmented,
  loadDrawn,
  loadPictures,
  type NextPass,
  notKept,
  otherFormat,
  type PictureSources,
  pictureHeaders,
} from './load.js';
export { checkFilter, checkName, checkPadMode, type Filter, type PadMode } from './names.js';
export { type PolicyPass, policyBatch, policyBatchAsync } from './policy.js';
export { Semaphore } from './semaphore.js';
