import * as functional from '../functional/index.js';
import { type Size, sizes } from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { Module } from './module.js';
import { pyTuple } from './repr.js';

/** Options of unpooling: those that the pool had. */
export type MaxUnpoolOptions = {
  /** Default: the kernel size. */
  stride?: Size;
  /** Default 0. */
  padding?: Size;
};

/** `forward(x, indices, outputSize?)`: `outputSize` is the shape before pooling, where two shapes would have given this one. */
abstract class MaxUnpool extends Module<[Tensor, Tensor, number[]?]> {
  readonly kernelSize: number[];
  readonly stride: number[];
  readonly padding: number[];

  protected constructor(kernelSize: Size, options: MaxUnpoolOptions, dims: number) {
    checkOptions(options, { stride: true, padding: true }, new.target.name);
    super();
    const { name } = new.target;
    this.kernelSize = sizes(kernelSize, dims, `${name}: kernelSize`);
    this.stride = sizes(options.stride ?? kernelSize, dims, `${name}: stride`);
    this.padding = sizes(options.padding ?? 0, dims, `${name}: padding`);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${pyTuple(kernelSize)}, stride=${pyTuple(stride)}, padding=${pyTuple(padding)}`;
  }
}

/** Puts the maxima of `[N, C, L]` back where `torch.maxPool1dWithIndices` found them, with zeros elsewhere. */
export class MaxUnpool1d extends MaxUnpool {
  constructor(kernelSize: Size, options: MaxUnpoolOptions = {}) {
    super(kernelSize, options, 1);
  }

  forward(x: Tensor, indices: Tensor, outputSize?: number[]): Tensor {
    const { kernelSize, stride, padding } = this;
    return functional.maxUnpool1d(x, indices, kernelSize, {
      stride,
      padding,
      ...(outputSize && { outputSize }),
    });
  }
}

/** Puts the maxima of `[N, C, H, W]` back where `torch.maxPool2dWithIndices` found them, with zeros elsewhere. */
export class MaxUnpool2d extends MaxUnpool {
  constructor(kernelSize: Size, options: MaxUnpoolOptions = {}) {
    super(kernelSize, options, 2);
  }

  forward(x: Tensor, indices: Tensor, outputSize?: number[]): Tensor {
    const { kernelSize, stride, padding } = this;
    return functional.maxUnpool2d(x, indices, kernelSize, {
      stride,
      padding,
      ...(outputSize && { outputSize }),
    });
  }
}

/** Puts the maxima of `[N, C, D, H, W]` back where `torch.maxPool3dWithIndices` found them, with zeros elsewhere. */
export class MaxUnpool3d extends MaxUnpool {
  constructor(kernelSize: Size, options: MaxUnpoolOptions = {}) {
    super(kernelSize, options, 3);
  }

  forward(x: Tensor, indices: Tensor, outputSize?: number[]): Tensor {
    const { kernelSize, stride, padding } = this;
    return functional.maxUnpool3d(x, indices, kernelSize, {
      stride,
      padding,
      ...(outputSize && { outputSize }),
    });
  }
}
