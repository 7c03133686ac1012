export { type AugmentPass, augmentBatch, augmentBatchAsync, isNative } from './augment.js';
export type { Box, PictureGeometry, PixelSize } from './geometry.js';
export { type NativeBatch, onOneThread, pictureThreads, setPictureThreads } from './library.js';
export {
  checkPictures,
  type Decoding,
  decoded,
  decodeJpeg,
  type JpegHeader,
  loadAugmented,
  loadPictures,
  type PictureSources,
  pictureHeaders,
} from './load.js';
export { checkFilter, checkName, checkPadMode, type Filter, type PadMode } from './names.js';
export { Semaphore } from './semaphore.js';
