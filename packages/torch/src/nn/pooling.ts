import { checkTensor } from '../core/index.js';
import type { FractionalPoolOptions, LpPoolOptions, Size } from '../functional/index.js';
import * as functional from '../functional/index.js';
import { checkSize } from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { Module } from './module.js';
import { pyBool, pySize } from './repr.js';

/** Options that all pools share. */
export type PoolOptions = {
  /** Default: the kernel size. */
  stride?: Size;
  /** Default 0. */
  padding?: Size;
  /** Whether a window that only begins inside counts. Default false. */
  ceilMode?: boolean;
};

/** Options of max pools; `dilation` is the distance of the elements of a window, default 1. */
export type MaxPoolOptions = PoolOptions & { dilation?: Size };
/** Options of average pools; `countIncludePad` says whether padding counts in the mean, default true. */
export type AvgPoolOptions = PoolOptions & { countIncludePad?: boolean };

abstract class MaxPool extends Module {
  readonly stride: Size;
  readonly padding: Size;
  readonly dilation: Size;
  readonly ceilMode: boolean;

  constructor(
    readonly kernelSize: Size,
    options: MaxPoolOptions = {},
  ) {
    checkOptions(options, { stride: true, padding: true, ceilMode: true, dilation: true }, new.target.name);
    checkSize(`${new.target.name}: kernelSize`, kernelSize);
    super();
    this.stride = options.stride ?? kernelSize;
    this.padding = options.padding ?? 0;
    this.dilation = options.dilation ?? 1;
    this.ceilMode = options.ceilMode ?? false;
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return (
      `kernel_size=${pySize(kernelSize)}, stride=${pySize(stride)}, padding=${pySize(padding)}, ` +
      `dilation=${pySize(dilation)}, ceil_mode=${pyBool(ceilMode)}`
    );
  }
}

/** Largest value of every window of `[N, C, L]`. */
export class MaxPool1d extends MaxPool {
  forward(x: Tensor): Tensor {
    return torch.maxPool1d(x, this.kernelSize, this.stride, this.padding, this.dilation, this.ceilMode);
  }
}

/** Largest value of every window of `[N, C, H, W]`. */
export class MaxPool2d extends MaxPool {
  forward(x: Tensor): Tensor {
    return torch.maxPool2d(x, this.kernelSize, this.stride, this.padding, this.dilation, this.ceilMode);
  }
}

/** Largest value of every window of `[N, C, D, H, W]`. */
export class MaxPool3d extends MaxPool {
  forward(x: Tensor): Tensor {
    return torch.maxPool3d(x, this.kernelSize, this.stride, this.padding, this.dilation, this.ceilMode);
  }
}

abstract class AvgPool extends Module {
  readonly stride: Size;
  readonly padding: Size;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(
    readonly kernelSize: Size,
    options: AvgPoolOptions = {},
  ) {
    checkOptions(
      options,
      { stride: true, padding: true, ceilMode: true, countIncludePad: true },
      new.target.name,
    );
    checkSize(`${new.target.name}: kernelSize`, kernelSize);
    super();
    this.stride = options.stride ?? kernelSize;
    this.padding = options.padding ?? 0;
    this.ceilMode = options.ceilMode ?? false;
    this.countIncludePad = options.countIncludePad ?? true;
  }

  protected shown(size: Size): string {
    return pySize(size);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${this.shown(kernelSize)}, stride=${this.shown(stride)}, padding=${this.shown(padding)}`;
  }
}

/** Mean of every window of `[N, C, L]`. */
export class AvgPool1d extends AvgPool {
  forward(x: Tensor): Tensor {
    return torch.avgPool1d(
      x,
      this.kernelSize,
      this.stride,
      this.padding,
      this.ceilMode,
      this.countIncludePad,
    );
  }

  protected override shown(size: Size): string {
    return pySize(typeof size === 'number' ? [size] : size);
  }
}

/** Mean of every window of `[N, C, H, W]`. */
export class AvgPool2d extends AvgPool {
  forward(x: Tensor): Tensor {
    const { kernelSize, stride, padding, ceilMode, countIncludePad } = this;
    return torch.avgPool2d(x, kernelSize, stride, padding, ceilMode, countIncludePad);
  }
}

/** Mean of every window of `[N, C, D, H, W]`. */
export class AvgPool3d extends AvgPool {
  forward(x: Tensor): Tensor {
    const { kernelSize, stride, padding, ceilMode, countIncludePad } = this;
    return torch.avgPool3d(x, kernelSize, stride, padding, ceilMode, countIncludePad);
  }
}

abstract class LPPool extends Module {
  readonly stride: Size | null;
  readonly ceilMode: boolean;

  constructor(
    readonly normType: number,
    readonly kernelSize: Size,
    options: LpPoolOptions = {},
  ) {
    checkOptions(options, { stride: true, ceilMode: true }, new.target.name);
    checkSize(`${new.target.name}: kernelSize`, kernelSize);
    super();
    this.stride = options.stride ?? null;
    this.ceilMode = options.ceilMode ?? false;
  }

  protected get options(): LpPoolOptions {
    return { stride: this.stride ?? this.kernelSize, ceilMode: this.ceilMode };
  }

  override extraRepr(): string {
    const { normType, kernelSize, stride, ceilMode } = this;
    return `norm_type=${normType}, kernel_size=${pySize(kernelSize)}, stride=${pySize(stride)}, ceil_mode=${pyBool(ceilMode)}`;
  }
}

/** The p-norm, p being `normType`, of every window of `[N, C, L]`. */
export class LPPool1d extends LPPool {
  forward(x: Tensor): Tensor {
    return functional.lpPool1d(x, this.normType, this.kernelSize, this.options);
  }
}

/** The p-norm, p being `normType`, of every window of `[N, C, H, W]`. */
export class LPPool2d extends LPPool {
  forward(x: Tensor): Tensor {
    return functional.lpPool2d(x, this.normType, this.kernelSize, this.options);
  }
}

abstract class FractionalMaxPool extends Module {
  constructor(
    readonly kernelSize: Size,
    readonly options: FractionalPoolOptions = {},
  ) {
    checkOptions(options, { outputSize: true, outputRatio: true, randomSamples: true }, new.target.name);
    checkSize(`${new.target.name}: kernelSize`, kernelSize);
    super();
    if ((options.outputSize === undefined) === (options.outputRatio === undefined))
      throw new Error(`${this.constructor.name} needs either outputSize or outputRatio`);
  }
}

/** Maxima of windows at random steps, drawn for every call; see {@link functional.fractionalMaxPool2d}. */
export class FractionalMaxPool2d extends FractionalMaxPool {
  forward(x: Tensor): Tensor {
    return functional.fractionalMaxPool2d(x, this.kernelSize, this.options);
  }
}

/** Maxima of windows at random steps, drawn for every call; see {@link functional.fractionalMaxPool3d}. */
export class FractionalMaxPool3d extends FractionalMaxPool {
  forward(x: Tensor): Tensor {
    return functional.fractionalMaxPool3d(x, this.kernelSize, this.options);
  }
}

/** An output size; null keeps the input's. */
type OutputSize = number | (number | null)[];

abstract class AdaptivePool extends Module {
  constructor(readonly outputSize: OutputSize) {
    checkSize(`${new.target.name}: outputSize`, outputSize);
    super();
  }

  /** The size for this input, nulls replaced. */
  protected target(x: Tensor, dims: number): number[] {
    checkTensor(this.constructor.name, x);
    const given = typeof this.outputSize === 'number' ? Array(dims).fill(this.outputSize) : this.outputSize;
    return given.map((size, i) => size ?? x.size(i - dims));
  }

  override extraRepr(): string {
    return `output_size=${pySize(this.outputSize)}`;
  }
}

/** Means over as many windows as give the output size: `[N, C, L]` → `[N, C, outputSize]`. */
export class AdaptiveAvgPool1d extends AdaptivePool {
  forward(x: Tensor): Tensor {
    return torch.adaptiveAvgPool1d(x, this.target(x, 1));
  }
}

/** Means over as many windows as give the output size: `[N, C, H, W]` → `[N, C, ...outputSize]`. */
export class AdaptiveAvgPool2d extends AdaptivePool {
  forward(x: Tensor): Tensor {
    return torch.adaptiveAvgPool2d(x, this.target(x, 2));
  }
}

/** Means over as many windows as give the output size: `[N, C, D, H, W]` → `[N, C, ...outputSize]`. */
export class AdaptiveAvgPool3d extends AdaptivePool {
  forward(x: Tensor): Tensor {
    return torch.adaptiveAvgPool3d(x, this.target(x, 3));
  }
}

/** Maxima over as many windows as give the output size: `[N, C, L]` → `[N, C, outputSize]`. */
export class AdaptiveMaxPool1d extends AdaptivePool {
  forward(x: Tensor): Tensor {
    return torch.adaptiveMaxPool1d(x, this.target(x, 1))[0];
  }
}

/** Maxima over as many windows as give the output size: `[N, C, H, W]` → `[N, C, ...outputSize]`. */
export class AdaptiveMaxPool2d extends AdaptivePool {
  forward(x: Tensor): Tensor {
    return torch.adaptiveMaxPool2d(x, this.target(x, 2))[0];
  }
}

/** Maxima over as many windows as give the output size: `[N, C, D, H, W]` → `[N, C, ...outputSize]`. */
export class AdaptiveMaxPool3d extends AdaptivePool {
  forward(x: Tensor): Tensor {
    return torch.adaptiveMaxPool3d(x, this.target(x, 3))[0];
  }
}

/**
 * Maxima and means of the same windows, maxima first: `[N, C, H, W]` → `[N, 2·C, size, size]`.
 * Source: fastai's `AdaptiveConcatPool2d`.
 */
export class AdaptiveConcatPool2d extends Module {
  readonly ap: AdaptiveAvgPool2d;
  readonly mp: AdaptiveMaxPool2d;

  constructor(readonly size = 1) {
    super();
    this.ap = new AdaptiveAvgPool2d(size);
    this.mp = new AdaptiveMaxPool2d(size);
  }

  forward(x: Tensor): Tensor {
    return torch.cat([this.mp.forward(x), this.ap.forward(x)], 1);
  }
}
