export {
  AddMaskCodes,
  CreateImage,
  type ImageBlockOptions,
  imageBlock,
  type MaskBlockOptions,
  maskBlock,
} from './image-block.js';
