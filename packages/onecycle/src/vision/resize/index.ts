export {
  CropPad,
  cropPad,
  RandomCrop,
  RandomResizedCrop,
  type RandomResizedCropOptions,
  RatioResize,
  randomCrop,
  randomResizedCrop,
  ratioResize,
} from './crops.js';
export { DihedralItem, dihedralItem, FlipItem, flipItem } from './flip-item.js';
export { Resize, type ResizeOptions, resize } from './resize.js';
export { type ResizePlan, ResizeTransform } from './resize-tfm.js';
