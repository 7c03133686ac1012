import type { Tensor } from '@onecycle/torch';
import type { PixelSize } from './geometry.js';
import { callNow, callSoon, ownThreads } from './library.js';
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
export const augmentBatch = (
  batch: Tensor,
  { sampling, crop, lights, normalization }: AugmentPass,
): Tensor => {
  const { maps, size, padMode = 'zeros', alignCorners = true } = sampling ?? {};
  return callNow('onecycle::augment', [
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
    ...ownThreads(),
  ]);
};

/** What is drawn for batches and done to them in one pass, in this order; what is left out is not done. */
export interface PassSettings {
  sampling?: {
    /** Rows of random changes; none: the pictures are only resized. */
    changes: readonly number[];
    /** Of what is sampled. */
    size: PixelSize;
    padMode: PadMode;
    alignCorners: boolean;
  };
  crop?: {
    /** Between which width / height lies. */
    ratio: readonly [number, number];
    /** Of the largest part, where none is drawn. */
    share: number;
    /** Of the picture's area: between which that of the part is drawn. Left out, it is the largest in the middle. */
    areas?: readonly [number, number];
    /** To what it is resized; as it is where there is none. */
    size: PixelSize | undefined;
  };
  lights?: { changes: readonly number[] };
  /** Means and standard deviations of the three channels. */
  normalization?: { mean: readonly number[]; std: readonly number[] };
}

/** The stages that draw random numbers, in the order in which native operators take their streams. */
export const drawingStages = ['sampling', 'crop', 'lights'] as const;

/** A pass over one batch as native operators take it. */
export interface DrawnPass {
  /** The four words of the stream of each stage that draws; zeros where there is none. */
  words: readonly number[];
  /** Those of `passSettings`: they are the same for all batches, and made once. */
  settings: readonly unknown[];
}

/** As `augmentBatch`; the result has no elements where a map that was drawn folds its picture over. */
export const augmentDrawn = (batch: Tensor, pass: DrawnPass): Tensor =>
  callNow('onecycle::augment_drawn', [...drawnArguments(batch, pass), ...ownThreads()]);

/** The same off the main thread. */
export const augmentDrawnAsync = (batch: Tensor, pass: DrawnPass): Promise<Tensor> =>
  callSoon('onecycle::augment_drawn', [...drawnArguments(batch, pass), ...ownThreads()]);

/** The same, up to rounding, by libtorch's operators for a batch on any device. The numbers that are drawn get there in one copy. */
export const augmentDrawnByOperators = (batch: Tensor, pass: DrawnPass): Tensor =>
  callNow('onecycle::augment_drawn_by_operators', drawnArguments(batch, pass));

const listOf = (size: PixelSize | undefined) => (size ? [size.height, size.width] : []);

const drawnArguments = (batch: Tensor, { words, settings }: DrawnPass): unknown[] => [
  batch,
  words,
  ...settings,
];

/** Settings as native operators take them. */
export const passSettings = ({ sampling, crop, lights, normalization }: PassSettings): readonly unknown[] => [
  sampling?.changes ?? [],
  listOf(sampling?.size),
  sampling?.padMode ?? 'zeros',
  sampling?.alignCorners ?? true,
  crop ? [...crop.ratio, crop.share, ...(crop.areas ?? [])] : [],
  listOf(crop?.size),
  lights?.changes ?? [],
  normalization?.mean ?? [],
  normalization?.std ?? [],
];

/** Whether the native pass has the same numbers to offer for this batch. */
export const isNative = (x: Tensor): boolean =>
  x.device === 'cpu' &&
  x.ndim === 4 &&
  x.shape[1] === 3 &&
  (x.dtype === 'uint8' || x.dtype === 'float32') &&
  !x.requiresGrad;
