import { checkOptions, is } from '../../base/index.js';
import { revivable, type SplitIdx, type TransformContext } from '../../data/index.js';
import {
  checkScales,
  drawResizedCrop,
  integerIn,
  largestCrop,
  pixelSize,
  resizeBox,
  runOrder,
  type Size,
} from '../maths/index.js';
import { checkPadMode, type Filter, type Fit, type PadMode, type PixelSize } from '../native/index.js';
import { type ResizePlan, ResizeTransform, whole } from './resize-tfm.js';

/** Options of {@link randomResizedCrop}. */
export interface RandomResizedCropOptions {
  /** The smallest part of the area that is kept. Default 0.08. */
  minScale?: number;
  /** The largest. Default 1. */
  maxScale?: number;
  /** Between which width / height lies. Default [3/4, 4/3]. */
  ratio?: readonly [number, number];
  /** The filters for pictures and for masks. Default bilinear and nearest. */
  resamples?: readonly [Filter, Filter];
  /** In validation the picture is resized this much larger than the output, before the middle is cut out. Default 0.14. */
  valXtra?: number;
}

/**
 * A random part of each picture, resized; in validation the whole picture squished to somewhat more than the size, and
 * the middle of that. fastai: `RandomResizedCrop`.
 */
export class RandomResizedCrop extends ResizeTransform {
  readonly size: Size;
  override readonly fixedSize: PixelSize;
  readonly options: Required<Omit<RandomResizedCropOptions, 'resamples'>>;

  constructor(size: Size, options: RandomResizedCropOptions = {}) {
    const known = {
      minScale: true,
      maxScale: true,
      ratio: true,
      resamples: true,
      valXtra: is.number({ least: 0, most: 100 }),
    } as const;
    checkOptions(options, known, 'randomResizedCrop');
    super(options.resamples);
    this.size = size;
    this.fixedSize = pixelSize(size);
    const { minScale = 0.08, maxScale = 1, ratio = [3 / 4, 4 / 3], valXtra = 0.14 } = options;
    checkScales(minScale, maxScale, ratio);
    this.options = { minScale, maxScale, ratio, valXtra };
  }

  override isFixed(splitIdx: SplitIdx): boolean {
    return splitIdx === 1;
  }

  /** By how much pictures are larger than the output in validation. */
  get #extra(): number {
    const { width, height } = this.fixedSize;
    return Math.ceil((Math.max(width, height) * this.options.valXtra) / 8) * 8;
  }

  override fit(splitIdx: SplitIdx): Fit {
    if (splitIdx === 1) return { method: 'larger', numbers: [this.#extra], draws: false, padMode: 'zeros' };
    const { minScale, maxScale, ratio } = this.options;
    return { method: 'part', numbers: [...ratio, 1, minScale, maxScale], draws: true, padMode: 'zeros' };
  }

  override plan({ width, height }: PixelSize, { rng, splitIdx }: TransformContext): ResizePlan {
    const { fixedSize: output, options } = this;
    if (splitIdx === 1) {
      const extra = this.#extra;
      const offset = Math.floor(extra / 2);
      return {
        box: { left: 0, top: 0, width, height },
        resized: { width: output.width + extra, height: output.height + extra },
        offset: { x: offset, y: offset },
        output,
        padMode: 'zeros',
      };
    }
    const box =
      drawResizedCrop(rng, width, height, options, 'left first') ?? largestCrop(width, height, options.ratio);
    return whole(box, output, 'zeros');
  }

  override settings(): Record<string, unknown> {
    return { size: this.size, ...this.options, resamples: this.resamples };
  }
}

revivable('RandomResizedCrop', RandomResizedCrop, ({ size, ...options }) => [size, options]);

/** A random part of each picture, resized to `size`. fastai: `RandomResizedCrop`. */
export const randomResizedCrop = (size: Size, options: RandomResizedCropOptions = {}): RandomResizedCrop =>
  new RandomResizedCrop(size, options);

/** Cuts or pads around the middle, without resizing. fastai: `CropPad`. */
export class CropPad extends ResizeTransform {
  override order = runOrder.cropPad;
  override readonly fixedSize: PixelSize;

  constructor(
    readonly size: Size,
    readonly padMode: PadMode = 'zeros',
  ) {
    super();
    checkPadMode(padMode);
    this.fixedSize = pixelSize(size);
  }

  override isFixed(): boolean {
    return true;
  }

  override fit(): Fit {
    return { method: 'cut', draws: false, padMode: this.padMode };
  }

  override plan(picture: PixelSize): ResizePlan {
    const { fixedSize: output, padMode } = this;
    const left = Math.floor((picture.width - output.width) / 2);
    const top = Math.floor((picture.height - output.height) / 2);
    return whole({ left, top, ...output }, output, padMode);
  }

  override settings(): Record<string, unknown> {
    return { size: this.size, padMode: this.padMode };
  }
}

revivable('CropPad', CropPad, ({ size, padMode }) => [size, padMode]);

/** Cuts or pads around the middle. fastai: `CropPad`. */
export const cropPad = (size: Size, options: { padMode?: PadMode } = {}): CropPad => {
  checkOptions(options, { padMode: true }, 'cropPad');
  return new CropPad(size, options.padMode);
};

/**
 * A random part of exactly this size; in validation the middle. Where the picture is smaller, black is added: in
 * training a random amount on either side, at least one pixel on the left (at the top). fastai: `RandomCrop`.
 */
export class RandomCrop extends ResizeTransform {
  override readonly fixedSize: PixelSize;

  constructor(readonly size: Size) {
    super();
    this.fixedSize = pixelSize(size);
  }

  override isFixed(splitIdx: SplitIdx): boolean {
    return splitIdx === 1;
  }

  override fit(splitIdx: SplitIdx): Fit {
    return { method: 'cut', draws: !this.isFixed(splitIdx), padMode: 'zeros' };
  }

  override plan({ width, height }: PixelSize, { rng, splitIdx }: TransformContext): ResizePlan {
    const { fixedSize: output } = this;
    const [right, bottom] = [width - output.width, height - output.height];
    const isMiddle = splitIdx === 1;
    const start = (room: number) => {
      if (isMiddle) return Math.floor(room / 2);
      return room < 0 ? integerIn(rng, room, -1) : integerIn(rng, 0, room);
    };
    const left = start(right);
    const top = start(bottom);
    return whole({ left, top, ...output }, output, 'zeros');
  }

  override settings(): Record<string, unknown> {
    return { size: this.size };
  }
}

revivable('RandomCrop', RandomCrop, ({ size }) => [size]);

/** A random part of exactly this size. fastai: `RandomCrop`. */
export const randomCrop = (size: Size): RandomCrop => new RandomCrop(size);

/** Makes the longer side `maxSz` pixels long and keeps the proportions. fastai: `RatioResize`. */
export class RatioResize extends ResizeTransform {
  override readonly fixedSize = undefined;

  constructor(
    readonly maxSz: number,
    resamples?: readonly [Filter, Filter],
  ) {
    super(resamples);
    pixelSize(maxSz, 'maxSz');
  }

  override plan({ width, height }: PixelSize, { rng }: TransformContext): ResizePlan {
    const side = (length: number, other: number) =>
      length >= other ? this.maxSz : Math.max(1, Math.trunc((length * this.maxSz) / other));
    const output = { width: side(width, height), height: side(height, width) };
    // The rounded size has not quite the picture's proportions: what is too much is cut off, as `resize` does it.
    const pcts = [rng.uniform(), rng.uniform()] as const;
    return whole(resizeBox({ width, height }, output, 'crop', pcts), output, 'zeros');
  }

  override settings(): Record<string, unknown> {
    return { maxSz: this.maxSz, resamples: this.resamples };
  }
}

revivable('RatioResize', RatioResize, ({ maxSz, resamples }) => [maxSz, resamples]);

/** Makes the longer side `maxSz` pixels long. fastai: `RatioResize`. */
export const ratioResize = (
  maxSz: number,
  options: { resamples?: readonly [Filter, Filter] } = {},
): RatioResize => {
  checkOptions(options, { resamples: true }, 'ratioResize');
  return new RatioResize(maxSz, options.resamples);
};
