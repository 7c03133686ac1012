export {
  AddMaskCodes,
  CreateImage,
  type ImageBlockOptions,
  imageBlock,
  limitPixels,
  type MaskBlockOptions,
  maskBlock,
} from './image-block.js';
