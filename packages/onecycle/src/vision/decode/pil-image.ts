import { type Tensor, torch } from '@onecycle/torch';
import { shown } from '../../base/index.js';
import { Path, TensorBase } from '../../data/index.js';
import type { Axes, Figure, Picture } from '../../display/index.js';
import {
  bytesOf,
  type ShowOptions,
  showPicture,
  TensorImage,
  TensorImageBW,
  TensorMask,
} from '../tensors/index.js';
import { decodePicture, type PictureSource } from './decode.js';
import type { DecodeOptions } from './decode-options.js';
import { isNumbers, type PictureNumbers, rgbOfNumbers } from './numbers.js';
import type { RgbPixels } from './rgb-pixels.js';

/** Pixels in memory: rows of three bytes each (RGB), or of four (RGBA, as a canvas has them). */
const isRaw = (source: unknown): source is RgbPixels =>
  typeof source === 'object' &&
  source !== null &&
  'data' in source &&
  'width' in source &&
  (source.data instanceof Uint8Array || source.data instanceof Uint8ClampedArray);

/** Whether a picture may be made of it: a file by its place, bytes, pixels, numbers. */
export const isPictureLike = (x: unknown): x is PictureLike =>
  typeof x === 'string' ||
  [Path, URL, Uint8Array, ArrayBuffer, Blob].some((kind) => x instanceof kind) ||
  isRaw(x) ||
  isNumbers(x);

/** What {@link PilImage.create} makes a picture of. */
export type PictureLike = PictureSource | RgbPixels | PictureNumbers;

function rgbOfPixels({ data, width, height }: RgbPixels): Tensor {
  for (const [name, size] of Object.entries({ width, height })) {
    if (!Number.isInteger(size) || size < 1)
      throw new RangeError(`the ${name} of a picture is a whole number from 1 on, not ${shown(size)}`);
  }
  const channels = data.length / (width * height);
  if (channels !== 3 && channels !== 4)
    throw new RangeError(
      `pixels of ${width} × ${height} are ${3 * width * height} bytes (RGB) or ${4 * width * height} (RGBA), not ${data.length}`,
    );
  using pixels = torch.fromTypedArray(new Uint8Array(data), [height, width, channels]);
  return rgbOfNumbers(pixels);
}

/** uint8 [3, height, width] of whatever a picture can be made of. */
export function rgbOf(source: PictureLike, options: DecodeOptions): Tensor | Promise<Tensor> {
  if (source instanceof PilImage) return torch.scope(() => source.rgb().alias());
  if (isNumbers(source)) return rgbOfNumbers(source);
  return isRaw(source) ? rgbOfPixels(source) : decodePicture(source, options);
}

/** The class of the tensor that a kind of picture becomes. */
type TensorClass = typeof TensorImage | typeof TensorMask;

/**
 * A decoded picture as item transforms see it: 8-bit RGB of any size, a uint8 tensor [3, height, width]. `ToTensor`
 * makes a `TensorImage` of it. fastai: `PILImage`.
 */
export class PilImage extends TensorBase {
  /** Pillow's name for the kind of pixels. */
  get colorMode(): 'RGB' | 'L' {
    return 'RGB';
  }

  get width(): number {
    return this.shape.at(-1) ?? 0;
  }

  get height(): number {
    return this.shape.at(-2) ?? 0;
  }

  /** The class of tensor that it becomes. */
  get tensorKind(): TensorClass {
    return TensorImage;
  }

  /** How resizing samples it. */
  get filter(): 'bilinear' | 'nearest' {
    return 'bilinear';
  }

  /**
   * Reads and decodes a file or bytes, or takes pixels: raw ones (`{ data, width, height }`, RGB or RGBA), a tensor or
   * nested arrays [height, width] or [height, width, channels], a `TensorImage` [channels, height, width]. Whole numbers
   * are 0 … 255, fractions 0 … 1.
   *
   * Throws a `PictureError` that names the file where it is no picture or is damaged, and a `TypeError` or `RangeError`
   * for what cannot be one.
   */
  static async create<T extends PilImage>(
    this: new (
      pixels: Tensor,
    ) => T,
    source: PictureLike,
    options: DecodeOptions = {},
  ): Promise<T> {
    using rgb = await rgbOf(source, options);
    using pixels = torch.scope((): Tensor => new this(rgb).fromRgb(rgb).alias());
    return new this(pixels);
  }

  /** The picture's own pixels, from RGB [3, height, width]. */
  protected fromRgb(rgb: Tensor): Tensor {
    return rgb;
  }

  /** As RGB [3, height, width]. */
  rgb(): Tensor {
    return this;
  }

  toPicture(): Picture {
    return bytesOf(this);
  }

  show(options: ShowOptions & { ctx: Axes }): Axes;
  show(options?: ShowOptions): Figure;
  show(options: ShowOptions = {}): Axes | Figure {
    return showPicture(this.toPicture(), options);
  }

  /** Mirrored from left to right. */
  flipLr(): this {
    using flipped = this.flip([-1]);
    return this.retype(flipped);
  }

  /** Symmetry `k` (0 … 7) of the square, in Pillow's order, which is not that of tensors. */
  dihedral(k: number): this {
    using turned = torch.scope((): Tensor => {
      const isSwapped = k === 3 || k >= 5;
      const x = isSwapped ? this.transpose(-1, -2) : this.clone();
      const dims = [...([1, 4, 5, 7].includes(k) ? [-1] : []), ...([2, 3, 4, 7].includes(k) ? [-2] : [])];
      return x.flip(dims);
    });
    return this.retype(turned);
  }

  override toString(): string {
    return `${this.constructor.name} mode=${this.colorMode} size=${this.width}x${this.height}`;
  }
}

/** Pillow's conversion of colours to grey. */
function grey(rgb: Tensor): Tensor {
  return torch.scope(() => {
    const [r, g, b] = rgb.int().unbind();
    if (!r || !g || !b) throw new TypeError('a picture has three channels');
    const sum = r.mul(19595).add_(g.mul(38470)).add_(b.mul(7471)).add_(0x8000);
    return sum.bitwiseRightShift(16).byte();
  });
}

/** A picture in shades of grey: uint8 [1, height, width]. fastai: `PILImageBW`. */
export class PilImageBW extends PilImage {
  override get colorMode(): 'RGB' | 'L' {
    return 'L';
  }
  override get tensorKind(): TensorClass {
    return TensorImageBW;
  }
  protected override fromRgb(rgb: Tensor): Tensor {
    return torch.scope(() => grey(rgb).unsqueeze(0));
  }
  override rgb(): Tensor {
    return this.expand([3, -1, -1]);
  }
}

/** A class for each pixel, as shades of grey: uint8 [height, width]. fastai: `PILMask`. */
export class PilMask extends PilImageBW {
  override get tensorKind(): TensorClass {
    return TensorMask;
  }
  override get filter(): 'bilinear' | 'nearest' {
    return 'nearest';
  }
  protected override fromRgb(rgb: Tensor): Tensor {
    return grey(rgb);
  }
  override rgb(): Tensor {
    return torch.scope(() => this.unsqueeze(0).expand([3, -1, -1]));
  }
  override toPicture(): Picture {
    using typed = TensorMask.from(this);
    return typed.toPicture();
  }
}
