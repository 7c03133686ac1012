import { type Tensor, torch } from '@onecycle/torch';
import type { PadMode } from './names.js';

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

/** How pictures get a frame's shape: the largest part of that shape, the whole with something around it, or the whole distorted. */
export type FitMethod = 'crop' | 'pad' | 'squish';

/** A way to find the part of a picture, whatever its size (native/geometry.h). */
export interface Fit {
  /**
   * What `FitMethod` says; `'larger'`: squished to what is larger by a number of pixels, and of that the middle; `'cut'`: a part of just that
   * size; `'part'`: one of random area and shape, squished.
   */
  readonly method: FitMethod | 'larger' | 'cut' | 'part';
  /** `'larger'`: by how many pixels; `'part'`: width / height from and to, the share of the largest such part, and the areas from and to. */
  readonly numbers?: readonly number[];
  /** Whether something about it is drawn at random; else it is the middle. */
  readonly draws: boolean;
  /** What is seen where the part reaches outside. */
  readonly padMode: PadMode;
}

/** Random streams for the pictures of a batch: four words each, of which every picture forks its own. None where nothing is drawn. */
export interface Streams {
  readonly words: readonly number[];
  readonly fork: number;
}

/** Parts of pictures whose sizes are known only when their files are read: then native threads find them. */
export interface Fitting {
  fit: Fit;
  streams: Streams;
  /** Whether pictures are turned as their EXIF orientation says. */
  upright: boolean;
}

/** The parts of pictures that are wanted, one for each. */
export type Parts = readonly PictureGeometry[] | Fitting;

/** Whether native threads are to find the parts. */
export const isFitting = (parts: Parts): parts is Fitting => 'fit' in parts;

const columns = 11;

/** int64 [pictures, 11]; the order of the columns is that of native/load.h. The caller's. */
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
