import { checkWhole, type PadMode, pad, type Size, sizes } from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { fans, kaimingUniform_, uniform_ } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { pyTuple } from './repr.js';

/** Options of convolutions; the names and defaults are PyTorch's. */
export type ConvOptions = {
  /** Default 1. */
  stride?: Size;
  /** How much is put on every side (default 0), or `'same'` for as much as keeps the size (stride 1 only). */
  padding?: Size | 'same' | 'valid';
  /** What is put there. Default `'zeros'`. */
  paddingMode?: 'zeros' | Exclude<PadMode, 'constant'>;
  /** Default 1. */
  dilation?: Size;
  /** Default 1; `inChannels` makes it depthwise. */
  groups?: number;
  /** Default true. */
  bias?: boolean;
};

/** Options of transposed convolutions. */
export type ConvTransposeOptions = Omit<ConvOptions, 'padding' | 'paddingMode'> & {
  padding?: Size;
  /** Added to one side of the output. Default 0. */
  outputPadding?: Size;
};

/** PyTorch's default for weights with a fan: kaiming uniform with a = √5, the bias uniform in ±1/√fan_in. */
export function resetWeights(weight: Tensor, bias: Tensor | null): void {
  kaimingUniform_(weight, { a: Math.sqrt(5) });
  if (bias) {
    const bound = 1 / Math.sqrt(fans(weight).fanIn);
    uniform_(bias, -bound, bound);
  }
}

abstract class Conv extends Module {
  readonly weight: Parameter;
  /** Null without one; folding a batch norm puts one in. */
  bias: Parameter | null;
  readonly kernelSize: number[];
  readonly stride: number[];
  readonly padding: number[] | 'same' | 'valid';
  readonly paddingMode: NonNullable<ConvOptions['paddingMode']>;
  readonly dilation: number[];
  readonly groups: number;

  protected constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Size,
    options: ConvOptions,
    dims: number,
    transposed = false,
  ) {
    const shared = { stride: true, padding: true, dilation: true, groups: true, bias: true };
    checkOptions<object>(
      options,
      { ...shared, ...(transposed ? { outputPadding: true } : { paddingMode: true }) },
      new.target.name,
    );
    super();
    const { name } = new.target;
    checkWhole(`${name}: inChannels`, inChannels);
    checkWhole(`${name}: outChannels`, outChannels);
    const { stride = 1, padding = 0, paddingMode = 'zeros' } = options;
    const { dilation = 1, groups = 1, bias = true } = options;
    if (inChannels % groups || outChannels % groups) {
      throw new Error(
        `${inChannels} input and ${outChannels} output channels must both be divisible by groups=${groups}`,
      );
    }
    this.kernelSize = sizes(kernelSize, dims, `${name}: kernelSize`);
    this.stride = sizes(stride, dims, `${name}: stride`);
    if (padding === 'same' && this.stride.some((step) => step !== 1))
      throw new Error(`padding 'same' needs a stride of 1, got ${this.stride.join(', ')}`);
    this.padding = typeof padding === 'string' ? padding : sizes(padding, dims, `${name}: padding`);
    this.paddingMode = paddingMode;
    this.dilation = sizes(dilation, dims, `${name}: dilation`);
    this.groups = groups;
    const channels = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    this.weight = new Parameter(torch.empty([...channels, ...this.kernelSize]));
    this.bias = bias ? new Parameter(torch.empty([outChannels])) : null;
    resetWeights(this.weight, this.bias);
  }

  /** The convolution of as many dimensions as the layer has. */
  protected convolved(x: Tensor, operator: typeof torch.conv2d): Tensor {
    const { weight, bias, stride, dilation, groups } = this;
    const { input, padding } = this.padded(x);
    // Two overloads of libtorch, one with a mode's name and one with numbers.
    return typeof padding === 'string'
      ? operator(input, weight, bias, stride, padding, dilation, groups)
      : operator(input, weight, bias, stride, padding, dilation, groups);
  }

  /** The input and the padding that is left to the operator: it can put zeros around itself. */
  private padded(x: Tensor): { input: Tensor; padding: number[] | 'same' | 'valid' } {
    const { padding, paddingMode, kernelSize, dilation } = this;
    if (paddingMode === 'zeros') return { input: x, padding };
    const around = kernelSize.map((kernel, i): [number, number] => {
      if (padding === 'valid') return [0, 0];
      if (padding !== 'same') return [padding[i] ?? 0, padding[i] ?? 0];
      const total = (dilation[i] ?? 1) * (kernel - 1);
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    });
    return {
      input: pad(x, around.reverse().flat(), { mode: paddingMode }),
      padding: kernelSize.map(() => 0),
    };
  }

  protected outputPaddingRepr(): string {
    return '';
  }

  override extraRepr(): string {
    const { inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias } = this;
    let text = `${inChannels}, ${outChannels}, kernel_size=${pyTuple(kernelSize)}, stride=${pyTuple(stride)}`;
    if (typeof padding === 'string') text += `, padding=${padding}`;
    else if (padding.some((p) => p !== 0)) text += `, padding=${pyTuple(padding)}`;
    if (dilation.some((d) => d !== 1)) text += `, dilation=${pyTuple(dilation)}`;
    text += this.outputPaddingRepr();
    if (groups !== 1) text += `, groups=${groups}`;
    if (!bias) text += ', bias=False';
    return this.paddingMode === 'zeros' ? text : `${text}, padding_mode=${this.paddingMode}`;
  }
}

/** Convolution over `[N, inChannels, L]` → `[N, outChannels, L']`. */
export class Conv1d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvOptions = {}) {
    super(inChannels, outChannels, kernelSize, options, 1);
  }

  forward(x: Tensor): Tensor {
    return this.convolved(x, torch.conv1d);
  }
}

/** Convolution over `[N, inChannels, H, W]` → `[N, outChannels, H', W']`. */
export class Conv2d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvOptions = {}) {
    super(inChannels, outChannels, kernelSize, options, 2);
  }

  forward(x: Tensor): Tensor {
    return this.convolved(x, torch.conv2d);
  }
}

/** Convolution over `[N, inChannels, D, H, W]` → `[N, outChannels, D', H', W']`. */
export class Conv3d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvOptions = {}) {
    super(inChannels, outChannels, kernelSize, options, 3);
  }

  forward(x: Tensor): Tensor {
    return this.convolved(x, torch.conv3d);
  }
}

abstract class ConvTranspose extends Conv {
  readonly outputPadding: number[];

  protected constructor(
    into: number,
    out: number,
    kernel: Size,
    options: ConvTransposeOptions,
    dims: number,
  ) {
    if (typeof options?.padding === 'string')
      throw new Error(`a transposed convolution takes padding as numbers, not '${options.padding}'`);
    super(into, out, kernel, options, dims, true);
    this.outputPadding = sizes(options.outputPadding ?? 0, dims, `${new.target.name}: outputPadding`);
  }

  /** The transposed convolution of as many dimensions as the layer has. */
  protected transposed(x: Tensor, operator: typeof torch.convTranspose1d): Tensor {
    const { weight, bias, stride, padding, outputPadding, groups, dilation } = this;
    const around = typeof padding === 'string' ? 0 : padding;
    return operator(x, weight, bias, stride, around, outputPadding, groups, dilation);
  }

  protected override outputPaddingRepr(): string {
    return this.outputPadding.some((p) => p !== 0) ? `, output_padding=${pyTuple(this.outputPadding)}` : '';
  }
}

/** Transposed convolution ("deconvolution") over `[N, inChannels, L]`. */
export class ConvTranspose1d extends ConvTranspose {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvTransposeOptions = {}) {
    super(inChannels, outChannels, kernelSize, options, 1);
  }

  forward(x: Tensor): Tensor {
    return this.transposed(x, torch.convTranspose1d);
  }
}

/** Transposed convolution ("deconvolution") over `[N, inChannels, H, W]`. */
export class ConvTranspose2d extends ConvTranspose {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvTransposeOptions = {}) {
    super(inChannels, outChannels, kernelSize, options, 2);
  }

  forward(x: Tensor): Tensor {
    return this.transposed(x, torch.convTranspose2d);
  }
}

/** Transposed convolution ("deconvolution") over `[N, inChannels, D, H, W]`. */
export class ConvTranspose3d extends ConvTranspose {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvTransposeOptions = {}) {
    super(inChannels, outChannels, kernelSize, options, 3);
  }

  forward(x: Tensor): Tensor {
    return this.transposed(x, torch.convTranspose3d);
  }
}
