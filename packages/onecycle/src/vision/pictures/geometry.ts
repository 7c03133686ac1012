import { type Tensor, torch } from '@onecycle/torch';
import type { Box } from '../resize/boxes.js';

/** What the native operators need to know of each picture. */
export interface PictureGeometry {
  box: Box;
  resized: { width: number; height: number };
  offset: { x: number; y: number };
  /** Of the whole picture, upright. */
  picture: { width: number; height: number };
  /** EXIF orientation to apply; 1 for none. */
  orientation: number;
}

const columns = 11;

/** int64 [pictures, 11]; the order of the columns is that of native/load.h. */
export function geometryTensor(pictures: readonly PictureGeometry[]): Tensor {
  const rows = pictures.flatMap(({ box, resized, offset, picture, orientation }) => [
    box.left,
    box.top,
    box.width,
    box.height,
    resized.width,
    resized.height,
    offset.x,
    offset.y,
    picture.width,
    picture.height,
    orientation,
  ]);
  return torch.fromTypedArray(BigInt64Array.from(rows, BigInt), [pictures.length, columns]);
}
