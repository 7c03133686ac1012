export { decodePicture, type PictureSource } from './decode.js';
export type { DecodeOptions } from './decode-options.js';
export * from './image-block.js';
export { pictureThreads, setPictureThreads } from './native.js';
export * from './picture-error.js';
export * from './pil-image.js';
export * from './to-tensor.js';
