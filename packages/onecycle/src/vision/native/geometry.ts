import { type Tensor, torch } from '@onecycle/torch';

export interface PixelSize {
  width: number;
  height: number;
}

/** A part of a picture, in pixels; it may reach outside. */
export interface Box extends PixelSize {
  left: number;
  top: number;
}

/** What the native operators need to know of each picture. */
export interface PictureGeometry {
  box: Box;
  resized: PixelSize;
  offset: { x: number; y: number };
  /** Of the whole picture, upright. */
  picture: PixelSize;
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
