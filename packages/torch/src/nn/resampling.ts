import { checkTensor } from '../core/index.js';
import type { InterpolateMode, Size } from '../functional/index.js';
import * as functional from '../functional/index.js';
import { checkSize } from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { Module } from './module.js';
import { pyFloat, pySize, pyTuple } from './repr.js';

/** Options of {@link Upsample}: a size or a factor, and how values between pixels are made. */
export type UpsampleOptions = {
  /** Size of the output (height, width), or: */
  size?: number | number[];
  /** by which factor it grows. */
  scaleFactor?: number | number[];
  /** Default `nearest`. */
  mode?: InterpolateMode;
  alignCorners?: boolean;
};

/** Enlarges `[N, C, H, W]` (or `[N, C, L]`). */
export class Upsample extends Module {
  constructor(readonly options: UpsampleOptions = {}) {
    checkOptions(options, { size: true, scaleFactor: true, mode: true, alignCorners: true }, new.target.name);
    super();
  }

  forward(x: Tensor): Tensor {
    return functional.interpolate(x, this.options);
  }

  override extraRepr(): string {
    const { size, scaleFactor, mode = 'nearest' } = this.options;
    if (scaleFactor === undefined) return `size=${pySize(size ?? null)}, mode=${mode}`;
    const factor =
      typeof scaleFactor === 'number' ? pyFloat(scaleFactor) : `(${scaleFactor.map(pyFloat).join(', ')})`;
    return `scale_factor=${factor}, mode=${mode}`;
  }
}

/** Turns channels into positions: `[N, C·r², H, W]` → `[N, C, H·r, W·r]`. */
export class PixelShuffle extends Module {
  constructor(readonly upscaleFactor: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    return torch.pixelShuffle(x, this.upscaleFactor);
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

/** Turns positions into channels, as {@link PixelShuffle} backwards: `[N, C, H·r, W·r]` → `[N, C·r², H, W]`. */
export class PixelUnshuffle extends Module {
  constructor(readonly downscaleFactor: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    return torch.pixelUnshuffle(x, this.downscaleFactor);
  }

  override extraRepr(): string {
    return `downscale_factor=${this.downscaleFactor}`;
  }
}

/** Deals the channels of `[N, C, H, W]` out of `groups` in turn (Zhang et al., 2018). */
export class ChannelShuffle extends Module {
  constructor(readonly groups: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    checkTensor('ChannelShuffle', x);
    // libtorch 1.13's own operator has no gradient.
    return x.unflatten(1, [this.groups, -1]).transpose(1, 2).flatten(1, 2);
  }

  override extraRepr(): string {
    return `groups=${this.groups}`;
  }
}

type WindowOptions = { dilation?: Size; padding?: Size; stride?: Size };

abstract class Windows extends Module {
  protected readonly options: Required<WindowOptions>;

  /** Defaults: dilation 1, padding 0, stride 1. */
  constructor(
    readonly kernelSize: Size,
    options: WindowOptions,
  ) {
    checkOptions(options, { dilation: true, padding: true, stride: true }, new.target.name);
    checkSize(`${new.target.name}: kernelSize`, kernelSize);
    super();
    const { dilation = 1, padding = 0, stride = 1 } = options;
    this.options = { dilation, padding, stride };
  }

  override extraRepr(): string {
    const { dilation, padding, stride } = this.options;
    return `kernel_size=${pySize(this.kernelSize)}, dilation=${pySize(dilation)}, padding=${pySize(padding)}, stride=${pySize(stride)}`;
  }
}

/** Sliding windows as columns: `[N, C, H, W]` → `[N, C·kernel area, windows]`. */
export class Unfold extends Windows {
  constructor(kernelSize: Size, options: WindowOptions = {}) {
    super(kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    return functional.unfold(x, this.kernelSize, this.options);
  }
}

/** The reverse of {@link Unfold}, where overlapping windows add up: `[N, C·kernel area, windows]` → `[N, C, ...outputSize]`. */
export class Fold extends Windows {
  constructor(
    readonly outputSize: Size,
    kernelSize: Size,
    options: WindowOptions = {},
  ) {
    checkSize(`${new.target.name}: outputSize`, outputSize);
    super(kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    return functional.fold(x, this.outputSize, this.kernelSize, this.options);
  }

  override extraRepr(): string {
    return `output_size=${pySize(this.outputSize)}, ${super.extraRepr()}`;
  }
}

/** Left, right, top, bottom, or one number for all. */
export type Padding2d = number | [number, number, number, number];

abstract class Pad2d extends Module {
  readonly padding: number[];

  constructor(padding: Padding2d) {
    checkSize(`${new.target.name}: padding`, padding);
    super();
    this.padding = typeof padding === 'number' ? [padding, padding, padding, padding] : padding;
  }

  override extraRepr(): string {
    return pyTuple(this.padding);
  }
}

/** Puts zeros around `[N, C, H, W]`. */
export class ZeroPad2d extends Pad2d {
  forward(x: Tensor): Tensor {
    return functional.pad(x, this.padding);
  }
}

/** Puts the mirrored picture around `[N, C, H, W]`. */
export class ReflectionPad2d extends Pad2d {
  forward(x: Tensor): Tensor {
    return functional.pad(x, this.padding, { mode: 'reflect' });
  }
}

/** Puts the border's values around `[N, C, H, W]`. */
export class ReplicationPad2d extends Pad2d {
  forward(x: Tensor): Tensor {
    return functional.pad(x, this.padding, { mode: 'replicate' });
  }
}
