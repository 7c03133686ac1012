import { rememberMakers } from '../../base/index.js';
import { cropPad, randomCrop, randomResizedCrop, ratioResize } from './crops.js';
import { dihedralItem, flipItem } from './flip-item.js';
import { resize } from './resize.js';

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

rememberMakers({ cropPad, randomCrop, randomResizedCrop, ratioResize, dihedralItem, flipItem, resize });
