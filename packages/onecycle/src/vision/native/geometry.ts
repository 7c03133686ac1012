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

/** How pictures get a frame's shape: the largest part of that shape, the whole with something around it, or the whole distorted. */
export type FitMethod = 'crop' | 'pad' | 'squish';

/** Parts of pictures whose sizes are known only when their files are read: then native threads find them. */
export interface Fitting {
  method: FitMethod;
  /** For each picture where its part lies, 0 (left, top) … 1. */
  places: readonly (readonly [across: number, down: number])[];
  /** Whether pictures are turned as their EXIF orientation says. */
  upright: boolean;
}

/** The parts of pictures that are wanted, one for each. */
export type Parts = readonly PictureGeometry[] | Fitting;

const isFitting = (parts: Parts): parts is Fitting => 'method' in parts;

/** Parts as the native operators take them; the tensor is the caller's. */
export function encodeParts(parts: Parts): { places: Tensor; fit: FitMethod | ''; upright: boolean } {
  if (!isFitting(parts)) return { places: geometryTensor(parts), fit: '', upright: false };
  const { method: fit, places, upright } = parts;
  const rows = new Float64Array(2 * places.length);
  for (const [i, [across, down]] of places.entries()) {
    rows[2 * i] = across;
    rows[2 * i + 1] = down;
  }
  return { places: torch.fromTypedArray(rows, [places.length, 2]), fit, upright };
}

const columns = 11;

/** int64 [pictures, 11]; the order of the columns is that of native/load.h. */
function geometryTensor(pictures: readonly PictureGeometry[]): Tensor {
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
