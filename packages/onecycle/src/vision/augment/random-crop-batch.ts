import { type Tensor, torch } from '@onecycle/torch';
import { checkOptions } from '../../base/index.js';
import { revivable, Transform, type TransformContext } from '../../data/index.js';
import {
  checkScale,
  checkScales,
  drawResizedCrop,
  largestCrop,
  pixelSize,
  runOrder,
  type Size,
} from '../maths/index.js';
import { checkMode, type TensorImage, TensorMask } from '../tensors/index.js';
import { isImageOrMask, sampled } from './affine-tfm.js';

/** Options of {@link randomResizedCropGPU}. */
export interface RandomResizedCropGPUOptions {
  /** The smallest part of the area that is kept. Default 0.08. */
  minScale?: number;
  /** The largest. Default 1. */
  maxScale?: number;
  /** Between which width / height lies. Default [3/4, 4/3]. */
  ratio?: readonly [number, number];
  /** Default `'bilinear'`. */
  mode?: 'bilinear' | 'nearest' | 'bicubic';
  /** The part of the largest crop that is kept in validation. Default 1. */
  validScale?: number;
}

/** A part of a batch, in pixels. */
export interface Crop {
  top: number;
  left: number;
  height: number;
  width: number;
}

/**
 * The same random part of all pictures of a batch, resized; in validation the largest one in the middle. Despite fastai's name it runs on any device. fastai: `RandomResizedCropGPU`.
 */
export class RandomResizedCropGPU extends Transform<TensorImage | TensorMask, TensorImage | TensorMask> {
  override order = runOrder.geometry;
  override makesNew = true;
  /** Of the output; undefined: the part's. */
  readonly size: Size | undefined;
  readonly options: Required<RandomResizedCropGPUOptions>;

  constructor(size?: Size, options: RandomResizedCropGPUOptions = {}) {
    super();
    const known = { minScale: true, maxScale: true, ratio: true, mode: true, validScale: true } as const;
    checkOptions(options, known, 'randomResizedCropGPU');
    if (size !== undefined) pixelSize(size);
    this.size = size;
    const {
      minScale = 0.08,
      maxScale = 1,
      ratio = [3 / 4, 4 / 3],
      mode = 'bilinear',
      validScale = 1,
    } = options;
    checkScales(minScale, maxScale, ratio);
    checkMode(mode);
    checkScale(validScale, 'validScale');
    this.options = { minScale, maxScale, ratio, mode, validScale };
  }

  override accepts(x: unknown): x is TensorImage | TensorMask {
    return isImageOrMask(x);
  }

  /** Which part is kept of pictures of this size. */
  draw(height: number, width: number, { rng, splitIdx }: TransformContext): Crop {
    const { validScale, ratio } = this.options;
    if (splitIdx !== 1) {
      const drawn = drawResizedCrop(rng, width, height, this.options, 'top first');
      if (drawn) return drawn;
    }
    const largest = largestCrop(width, height, ratio);
    const scale = splitIdx === 1 ? validScale : 1;
    const [h, w] = [Math.trunc(largest.height * scale), Math.trunc(largest.width * scale)];
    return { top: Math.floor((height - h) / 2), left: Math.floor((width - w) / 2), height: h, width: w };
  }

  encodes(x: TensorImage | TensorMask, ctx: TransformContext): TensorImage | TensorMask {
    const [rows = 1, columns = 1] = x.shape.slice(-2);
    const { top, left, height, width } = this.draw(rows, columns, ctx);
    using part = torch.scope((): Tensor => x.narrow(-2, top, height).narrow(-1, left, width));
    using typed = x.retype(part);
    const mode = x instanceof TensorMask ? 'nearest' : this.options.mode;
    return sampled(typed, { size: this.size, mode, padMode: 'reflection', alignCorners: true });
  }

  override settings(): Record<string, unknown> {
    return { size: this.size, ...this.options };
  }
}

revivable('RandomResizedCropGPU', RandomResizedCropGPU, ({ size, ...options }) => [size, options]);

/** A random resized crop, the same for all pictures of a batch. fastai: `RandomResizedCropGPU`. */
export const randomResizedCropGPU = (
  size: Size,
  options: RandomResizedCropGPUOptions = {},
): RandomResizedCropGPU => new RandomResizedCropGPU(size, options);
