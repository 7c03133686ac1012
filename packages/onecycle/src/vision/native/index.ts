export { type AugmentPass, augmentBatch, augmentBatchAsync, isNative } from './augment.js';
export { PictureCache } from './cache.js';
export type { Box, FitMethod, Fitting, Parts, PictureGeometry, PixelSize } from './geometry.js';
export { type NativeBatch, onOneThread, pictureThreads, setPictureThreads } from './library.js';
export {
  checkPictures,
  type Decoding,
  decoded,
  decodeJpeg,
  type JpegHeader,
  type KeepIn,
  loadAugmented,
  loadPictures,
  notKept,
  otherFormat,
  type PictureSources,
  pictureHeaders,
} from './load.js';
export { checkFilter, checkName, checkPadMode, type Filter, type PadMode } from './names.js';
export { type PolicyPass, policyBatch, policyBatchAsync } from './policy.js';
export { Semaphore } from './semaphore.js';
