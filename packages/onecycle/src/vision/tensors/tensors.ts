import { Tensor, torch } from '@onecycle/torch';
import { checkOptions, is, type OptionCheck, type OptionNames } from '../../base/index.js';
import { globalRng, TensorBase } from '../../data/index.js';
import { Axes, type Figure, type FigureOptions, type Picture, pictureGrid } from '../../display/index.js';
import {
  type AffineSpec,
  type Augmentation,
  type AugmentationOptions,
  drawHues,
  drawLights,
  drawMatrices,
  drawWarps,
  type LightSpec,
  type Matrix,
  optionNamesOf,
  prepareMat,
  type Size,
  specOf,
} from '../maths/index.js';
import type { PadMode } from '../native/index.js';
import { shiftHue } from './hue.js';
import { lightBatch } from './light.js';
import { asFloat, type SampleMode, sampleBatch, sampleMasks } from './sample.js';

/** Options of `TensorImage.affineCoord`. */
export interface AffineCoordOptions {
  /** A matrix [n, 2, 3] or [n, 3, 3] from output to input positions in [-1, 1]. */
  mat?: Tensor;
  /** A change of the grid [n, height, width, 2]. */
  coordTfm?: (coords: Tensor) => Tensor;
  /** Of the output. Default: as it is. */
  size?: Size;
  /** Default `'bilinear'`, for masks `'nearest'`. */
  mode?: SampleMode;
  /** What is seen beyond the edges. Default `'reflection'`. */
  padMode?: PadMode;
  /** Default true. */
  alignCorners?: boolean;
}

type Placing = Omit<AffineCoordOptions, 'mat' | 'coordTfm'>;
/** Options of every geometric method of `TensorImage`. */
export type GeometryOptions = AugmentationOptions<'flip'> & Placing;
/** Options of `TensorImage.rotate`. */
export type RotateOptions = AugmentationOptions<'rotate'> & Placing;
/** Options of `TensorImage.zoom`. */
export type ZoomOptions = AugmentationOptions<'zoom'> & Placing;
/** Options of `TensorImage.warp`. */
export type WarpOptions = AugmentationOptions<'warp'> & Placing;
/** Options of `TensorImage.brightness` and its like. */
export type LightingOptions = AugmentationOptions<LightSpec['fn']>;
/** Options of `TensorImage.hue`. */
export type HueOptions = AugmentationOptions<'hue'>;

const placingNames = { size: true, mode: true, padMode: true, alignCorners: is.flag } as const;

/** Throws where a method has not all of these options. */
const checkFor = (
  method: string,
  fn: Augmentation,
  options: object,
  more: Record<string, true | OptionCheck> = {},
): void => checkOptions<object>(options, { ...optionNamesOf(fn), ...more }, method);

function matricesOf(mat: Tensor): Matrix[] {
  if (mat.ndim !== 3 || mat.size(1) !== 2 || mat.size(2) !== 3)
    throw new TypeError(`mat is a tensor [n, 2, 3], not [${mat.shape.join(', ')}]`);
  const values = torch.scope(() => mat.float().cpu().toTypedArray());
  return Array.from({ length: mat.size(0) }, (_, i) => {
    const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0] = Array.from(values.slice(6 * i, 6 * i + 6), Number);
    return [a, b, c, d, e, f, 0, 0, 1];
  });
}

/**
 * Pictures or masks as tensors: one [channels, height, width], or a batch with one dimension more. What is done with a
 * single one works as well: it is a batch of one. fastai: `TensorImageBase`.
 */
export abstract class TensorPicture extends TensorBase {
  protected abstract sample(batch: Tensor, sampling: Parameters<typeof sampleBatch>[1]): Tensor;
  protected abstract readonly defaultMode: SampleMode;
  /** Dimensions of a single one. */
  protected abstract readonly singleDims: number;
  /** RGB bytes of a single one. */
  abstract toPicture(): Picture;

  /** `change` of the batch, in this class again; a single one becomes a batch of one on the way. */
  protected batchwise(change: (batch: Tensor, n: number) => Tensor): this {
    using plain = torch.scope((): Tensor => {
      const isSingle = this.ndim === this.singleDims;
      const batch = isSingle ? this.unsqueeze(0) : this;
      const result = change(batch, batch.shape[0] ?? 0);
      return isSingle ? result.squeeze(0) : result;
    });
    return this.retype(plain);
  }

  #sampled(
    { size, mode, padMode = 'reflection', alignCorners = true }: Placing,
    maps: (n: number, height: number, width: number) => Partial<Parameters<typeof sampleBatch>[1]>,
  ): this {
    const [height = 1, width = 1] = this.shape.slice(-2);
    return this.batchwise((batch, n) =>
      this.sample(batch, {
        size,
        mode: mode ?? this.defaultMode,
        padMode,
        alignCorners,
        ...maps(n, height, width),
      }),
    );
  }

  #affine(method: string, spec: AffineSpec, options: Placing): this {
    checkFor(method, spec.fn, options, placingNames);
    return this.#sampled(options, (n, height, width) => ({
      matrices: drawMatrices(n, globalRng(), spec).map((m) => prepareMat(m, height, width)),
    }));
  }

  /** Samples along a matrix and a change of the grid, both optional. fastai: `affine_coord`. */
  affineCoord(options: AffineCoordOptions = {}): this {
    checkOptions(
      options,
      { mat: is.orNull(is.instance('a tensor', Tensor)), coordTfm: is.orNull(is.func), ...placingNames },
      'affineCoord',
    );
    const { mat, coordTfm } = options;
    if (mat === undefined && coordTfm === undefined && options.size === undefined) return this;
    return this.#sampled(options, () => ({ matrices: mat ? matricesOf(mat) : undefined, coordTfm }));
  }

  /** Mirrors from left to right, each with probability `p` (0.5). fastai: `flip_batch`. */
  flipBatch(options: GeometryOptions = {}): this {
    return this.#affine('flipBatch', specOf('flip', options), options);
  }

  /** One of the square's eight symmetries, with probability `p` (0.5). fastai: `dihedral_batch`. */
  dihedralBatch(options: GeometryOptions = {}): this {
    return this.#affine('dihedralBatch', specOf('dihedral', options), options);
  }

  /** Rotates by at most `maxDeg` (10) degrees, with probability `p` (0.5); `draw` fixes the angle. */
  rotate(options: RotateOptions = {}): this {
    return this.#affine('rotate', specOf('rotate', options), options);
  }

  /** Zooms in by `minZoom` (1) to `maxZoom` (1.1), with probability `p` (0.5); `draw` fixes the factor. */
  zoom(options: ZoomOptions = {}): this {
    return this.#affine('zoom', specOf('zoom', options), options);
  }

  /** Looks from another side, by at most `magnitude` (0.2), with probability `p` (0.5). */
  warp(options: WarpOptions = {}): this {
    checkFor('warp', 'warp', options, placingNames);
    return this.#sampled(options, (n) => ({ warps: drawWarps(n, globalRng(), options) }));
  }

  /** Mirrors from left to right. */
  flipLr(): this {
    using flipped = this.flip([-1]);
    return this.retype(flipped);
  }

  /** Symmetry `k` (0 … 7) of the square, exactly. fastai: `dihedral`. */
  dihedral(k: number): this {
    using plain = torch.scope((): Tensor => {
      let x = this.clone();
      if ([1, 3, 4, 7].includes(k)) x = x.flip([-1]);
      if ([2, 4, 5, 7].includes(k)) x = x.flip([-2]);
      if ([3, 5, 6, 7].includes(k)) x = x.transpose(-1, -2);
      return x;
    });
    return this.retype(plain);
  }

  /** Shows one into a cell of `subplots`, or as a figure of its own. */
  show(options: { ctx: Axes; title?: string }): Axes;
  show(options?: FigureOptions & { title?: string }): Figure;
  show(options: ShowOptions = {}): Axes | Figure {
    return showPicture(this.toPicture(), options);
  }
}

/** Where and how a picture is shown. */
export type ShowOptions = FigureOptions & { ctx?: Axes; title?: string };

const showNames: OptionNames<ShowOptions> = {
  figsize: is.pair,
  dpi: is.number({ above: 0 }),
  title: is.orNull(is.text),
  ctx: is.orNull(is.instance('the axes of a grid', Axes)),
};

export function showPicture(shown: Picture, given: ShowOptions): Axes | Figure {
  checkOptions(given, showNames, 'show');
  const { ctx, title, ...options } = given;
  const picture = { ...shown, ...(title !== undefined && { title }) };
  return ctx ? ctx.show(picture) : pictureGrid([picture], { ncols: 1, ...options });
}

/** Bytes [height, width, 3] of one picture [channels, height, width] with values 0 … 255, or 0 … 1 where they are fractions. */
export function bytesOf(x: Tensor): Picture {
  if (x.ndim !== 3)
    throw new TypeError(`show() is for one picture, [channels, height, width], not [${x.shape}]`);
  const [channels = 0, height = 0, width = 0] = x.shape;
  if (channels !== 1 && channels !== 3) throw new TypeError(`a picture has 1 or 3 channels, not ${channels}`);
  using bytes = torch.scope(() => {
    const scaled = x.dtype === 'uint8' ? x : x.float().clamp(0, 1).mul(255).round();
    return scaled.expand([3, height, width]).permute([1, 2, 0]).byte().cpu().contiguous();
  });
  return { data: Uint8Array.from(bytes.toTypedArray(), Number), width, height };
}

/** Colour pictures, 0 … 1 or 8-bit. fastai: `TensorImage`. */
export class TensorImage extends TensorPicture {
  protected override readonly singleDims: number = 3;
  protected override readonly defaultMode: SampleMode = 'bilinear';

  protected override sample(batch: Tensor, sampling: Parameters<typeof sampleBatch>[1]): Tensor {
    return sampleBatch(batch, sampling);
  }

  override toPicture(): Picture {
    return bytesOf(this);
  }

  #lit(fn: LightSpec['fn'], options: LightingOptions): this {
    checkFor(fn, fn, options);
    const spec = specOf(fn, options);
    return this.batchwise((x, n) => lightBatch(x, drawLights(n, globalRng(), [spec])));
  }

  /** Moves the brightness by at most `maxLighting` (0.2) around one half, with probability `p` (0.75). */
  brightness(options: LightingOptions = {}): this {
    return this.#lit('brightness', options);
  }

  /** Multiplies the contrast by at most 1 / (1 − `maxLighting`), with probability `p` (0.75). */
  contrast(options: LightingOptions = {}): this {
    return this.#lit('contrast', options);
  }

  /** Multiplies the saturation by at most 1 / (1 − `maxLighting`), with probability `p` (0.75). */
  saturation(options: LightingOptions = {}): this {
    return this.#lit('saturation', options);
  }

  /** Adds to the hue a number around 1, which is around nothing at all (as fastai does it), with probability `p` (0.75). */
  hue(options: HueOptions = {}): this {
    checkFor('hue', 'hue', options);
    return this.batchwise((x, n) => shiftHue(asFloat(x), drawHues(n, globalRng(), options)));
  }
}

/** Pictures in shades of grey, one channel. fastai: `TensorImageBW`. */
export class TensorImageBW extends TensorImage {}

/** A class for each pixel [height, width], or a batch of them. fastai: `TensorMask`. */
export class TensorMask extends TensorPicture {
  protected override readonly singleDims = 2;
  protected override readonly defaultMode: SampleMode = 'nearest';

  protected override sample(batch: Tensor, sampling: Parameters<typeof sampleBatch>[1]): Tensor {
    return sampleMasks(batch, sampling);
  }

  /** Each class in a shade of grey. */
  override toPicture(): Picture {
    using grey = torch.scope(() => {
      const highest = Math.max(1, Number(this.max().item()));
      return this.float().div(highest).unsqueeze(0);
    });
    return bytesOf(grey);
  }

  /** The picture in which each class but 0, the background, has a colour, half transparent. */
  over({ data, width, height, ...rest }: Picture): Picture {
    if (this.ndim !== 2)
      throw new TypeError(`only one mask, [height, width], can be shown, not [${this.shape}]`);
    const [rows = 1, columns = 1] = this.shape;
    const classes = Array.from(this.toTypedArray(), Number);
    const classAt = (x: number, y: number) =>
      classes[Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width)] ?? 0;
    const blended = data.map((value, i) => {
      const pixel = Math.floor(i / 3);
      const found = classAt(pixel % width, Math.floor(pixel / width));
      return found === 0 ? value : (value + (colourOf(found)[i % 3] ?? 0)) / 2;
    });
    return { ...rest, data: blended, width, height };
  }
}

/** Red, green and blue of a class: hues far from those of its neighbours. */
function colourOf(found: number): [number, number, number] {
  const hue = (found * 137.508) / 60;
  const channel = (shift: number) => {
    const k = (shift + hue) % 6;
    return 255 * (1 - Math.max(0, Math.min(k, 4 - k, 1)));
  };
  return [channel(5), channel(3), channel(1)];
}
