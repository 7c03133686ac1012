import type { Tensor } from '@onecycle/torch';
import type { PixelSize } from './geometry.js';
import { callNow, callSoon, pictureThreads } from './library.js';
import type { PadMode } from './names.js';

/** What is done to a batch in one pass, in this order; what is left out is not done. */
export interface AugmentPass {
  sampling?: {
    /** float32 [n, 3, 3]: from positions of the output to those of the input, in [-1, 1]. */
    maps: Tensor;
    /** Of what is sampled. */
    size: PixelSize;
    padMode: PadMode;
    alignCorners: boolean;
  };
  crop?: {
    /** The part that is kept of all pictures. */
    top: number;
    left: number;
    height: number;
    width: number;
    /** To what it is resized. */
    size: PixelSize;
  };
  /** float32 [n, 3, 4]: a change of the pixels' logits. */
  lights?: Tensor;
  /** Means and standard deviations of the three channels. */
  normalization?: { mean: readonly number[]; std: readonly number[] };
}

/** A batch [n, 3, height, width] of 8-bit pictures, or of float32 ones from 0 to 1, as a float32 one. */
export const augmentBatch = (batch: Tensor, pass: AugmentPass): Tensor =>
  callNow('augment', argumentsFor(batch, pass));

/** The same off the main thread. */
export const augmentBatchAsync = (batch: Tensor, pass: AugmentPass): Promise<Tensor> =>
  callSoon('augment', argumentsFor(batch, pass));

function argumentsFor(batch: Tensor, { sampling, crop, lights, normalization }: AugmentPass): unknown[] {
  const { maps, size, padMode = 'zeros', alignCorners = true } = sampling ?? {};
  return [
    batch,
    maps ?? null,
    size ? [size.height, size.width] : [1, 1],
    padMode,
    alignCorners,
    crop ? [crop.top, crop.left, crop.height, crop.width] : [],
    crop ? [crop.size.height, crop.size.width] : [],
    lights ?? null,
    normalization?.mean ?? [],
    normalization?.std ?? [],
    pictureThreads(),
  ];
}

/** Whether the native pass has the same numbers to offer for this batch. */
export const isNative = (x: Tensor): boolean =>
  x.device === 'cpu' &&
  x.ndim === 4 &&
  x.shape[1] === 3 &&
  (x.dtype === 'uint8' || x.dtype === 'float32') &&
  !x.requiresGrad;
