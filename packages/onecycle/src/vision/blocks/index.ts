export { CreateImage, type ImageBlockOptions, imageBlock, maskBlock } from './image-block.js';
