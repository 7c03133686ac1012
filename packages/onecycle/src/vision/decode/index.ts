export { decodePicture, decodeWithWarnings, type PictureSource, reasonOf } from './decode.js';
export {
  type DecodeOptions,
  decodeOptionNames,
  decodeOptions,
  type ResolvedDecodeOptions,
} from './decode-options.js';
export { fileOf, placeOf } from './file-place.js';
export { failureOf, PictureError, pictureError } from './picture-error.js';
export { isPictureLike, type PictureLike, PilImage, PilImageBW, PilMask, rgbOf } from './pil-image.js';
export type { RgbPixels as RawPixels } from './rgb-pixels.js';
export { ToTensor, toTensor } from './to-tensor.js';
