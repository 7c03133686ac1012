import { checkTensor } from '../core/index.js';
import { checkOptions, counted } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { type Size, sizes } from './sizes.js';

/** Largest values only; the operator gives their positions too. `[N, C, L]` → `[N, C, outputSize]`. */
export const adaptiveMaxPool1d = (x: Tensor, outputSize: Size): Tensor =>
  torch.adaptiveMaxPool1d(x, outputSize)[0];

/** Largest values only; the operator gives their positions too. `[N, C, H, W]` → `[N, C, ...outputSize]`. */
export const adaptiveMaxPool2d = (x: Tensor, outputSize: Size): Tensor =>
  torch.adaptiveMaxPool2d(x, sizes(outputSize, 2, 'adaptiveMaxPool2d: outputSize'))[0];

/** Largest values only; the operator gives their positions too. `[N, C, D, H, W]` → `[N, C, ...outputSize]`. */
export const adaptiveMaxPool3d = (x: Tensor, outputSize: Size): Tensor =>
  torch.adaptiveMaxPool3d(x, sizes(outputSize, 3, 'adaptiveMaxPool3d: outputSize'))[0];

/** Options of power-average pools. */
export type LpPoolOptions = {
  /** Default: the kernel size. */
  stride?: Size;
  /** Whether a window that only begins inside counts. Default false. */
  ceilMode?: boolean;
};

/** (Σ x^p)^(1/p) of every window of `[N, C, L]`, p being `normType`. */
export function lpPool1d(x: Tensor, normType: number, kernelSize: Size, options: LpPoolOptions = {}): Tensor {
  checkOptions(options, { stride: true, ceilMode: true }, 'F.lpPool1d');
  checkTensor('lpPool1d', x);
  const { stride = kernelSize, ceilMode = false } = options;
  const means = torch.avgPool1d(x.pow(normType), kernelSize, stride, 0, ceilMode);
  return root(means, normType, sizes(kernelSize, 1, 'lpPool1d: kernelSize'));
}

/** (Σ x^p)^(1/p) of every window of `[N, C, H, W]`, p being `normType`. */
export function lpPool2d(x: Tensor, normType: number, kernelSize: Size, options: LpPoolOptions = {}): Tensor {
  checkOptions(options, { stride: true, ceilMode: true }, 'F.lpPool2d');
  checkTensor('lpPool2d', x);
  const { stride = kernelSize, ceilMode = false } = options;
  const means = torch.avgPool2d(x.pow(normType), kernelSize, stride, 0, ceilMode);
  return root(means, normType, sizes(kernelSize, 2, 'lpPool2d: kernelSize'));
}

/** As in PyTorch, a sum below zero (an odd power of negative numbers) counts as nothing, under a sign of its own. */
function root(means: Tensor, normType: number, window: number[]): Tensor {
  const area = window.reduce((a, b) => a * b, 1);
  return means
    .sign()
    .mul(means.abs().relu())
    .mul(area)
    .pow(1 / normType);
}

/** Options of unpooling: those that the pool had. */
export type UnpoolOptions = {
  /** Default: the kernel size. */
  stride?: Size;
  /** Default 0. */
  padding?: Size;
  /** The size that was pooled, where the usual one, `(size − 1) · stride + kernel − 2 · padding`, is not it. */
  outputSize?: number[];
};

/** Puts what {@link torch.maxPool1dWithIndices} kept back in its place, and zeros elsewhere. `[N, C, L]` → `[N, C, l]`. */
export function maxUnpool1d(
  x: Tensor,
  indices: Tensor,
  kernelSize: Size,
  options: UnpoolOptions = {},
): Tensor {
  checkOptions(options, { stride: true, padding: true, outputSize: true }, 'F.maxUnpool1d');
  const { output } = unpooled('maxUnpool1d', x, indices, kernelSize, options, 1);
  return torch.maxUnpool2d(x.unsqueeze(-1), indices.unsqueeze(-1), [...output, 1]).squeeze(-1);
}

/** Puts what {@link torch.maxPool2dWithIndices} kept back in its place, and zeros elsewhere. `[N, C, H, W]` → `[N, C, h, w]`. */
export function maxUnpool2d(
  x: Tensor,
  indices: Tensor,
  kernelSize: Size,
  options: UnpoolOptions = {},
): Tensor {
  checkOptions(options, { stride: true, padding: true, outputSize: true }, 'F.maxUnpool2d');
  return torch.maxUnpool2d(x, indices, unpooled('maxUnpool2d', x, indices, kernelSize, options, 2).output);
}

/** Puts what {@link torch.maxPool3dWithIndices} kept back in its place, and zeros elsewhere. `[N, C, D, H, W]` → `[N, C, d, h, w]`. */
export function maxUnpool3d(
  x: Tensor,
  indices: Tensor,
  kernelSize: Size,
  options: UnpoolOptions = {},
): Tensor {
  checkOptions(options, { stride: true, padding: true, outputSize: true }, 'F.maxUnpool3d');
  const { output, stride, padding } = unpooled('maxUnpool3d', x, indices, kernelSize, options, 3);
  return torch.maxUnpool3d(x, indices, output, stride, padding);
}

/** The size before pooling: the given one where it could have been pooled to this, else the usual one. */
function unpooled(
  name: string,
  x: Tensor,
  indices: Tensor,
  kernelSize: Size,
  options: UnpoolOptions,
  dims: number,
) {
  checkTensor(name, x, 'x');
  checkTensor(name, indices, 'indices');
  const kernels = sizes(kernelSize, dims, `${name}: kernelSize`);
  const stride = sizes(options.stride ?? kernelSize, dims, `${name}: stride`);
  const padding = sizes(options.padding ?? 0, dims, `${name}: padding`);
  const usual = kernels.map((kernel, i) => {
    const [step = 1, around = 0] = [stride[i], padding[i]];
    return (x.size(i - dims) - 1) * step + kernel - 2 * around;
  });
  const output = options.outputSize?.slice(-dims) ?? usual;
  if (output.length !== dims)
    throw new Error(`outputSize needs the last ${counted(dims, 'size')}, got [${output.join(', ')}]`);
  for (const [i, size] of output.entries()) {
    const away = Math.abs(size - (usual[i] ?? 0));
    if (options.outputSize && away >= (stride[i] ?? 1)) {
      throw new Error(
        `outputSize [${output.join(', ')}] was not pooled to [${x.shape.join(', ')}]: it must be less than one stride from [${usual.join(', ')}]`,
      );
    }
  }
  return { output, stride, padding };
}

/** Options of fractional max pools: one of `outputSize` and `outputRatio` is needed. */
export type FractionalPoolOptions = {
  /** The size of what comes out… */
  outputSize?: Size;
  /** …or its share of the input's size, between 0 and 1. */
  outputRatio?: number | number[];
  /** Where the windows lie: numbers from [0, 1) of shape `[N, C, dims]`. Default: drawn anew for every call. */
  randomSamples?: Tensor;
};

/** Maxima of windows that lie at random steps (Graham, 2014). `[N, C, H, W]` → `[N, C, h, w]`. */
export function fractionalMaxPool2d(
  x: Tensor,
  kernelSize: Size,
  options: FractionalPoolOptions = {},
): Tensor {
  const { output, samples } = fractions('fractionalMaxPool2d', x, options, 2);
  return torch.fractionalMaxPool2d(
    x,
    sizes(kernelSize, 2, 'fractionalMaxPool2d: kernelSize'),
    output,
    samples,
  )[0];
}

/** Maxima of windows that lie at random steps (Graham, 2014). `[N, C, D, H, W]` → `[N, C, d, h, w]`. */
export function fractionalMaxPool3d(
  x: Tensor,
  kernelSize: Size,
  options: FractionalPoolOptions = {},
): Tensor {
  const { output, samples } = fractions('fractionalMaxPool3d', x, options, 3);
  return torch.fractionalMaxPool3d(
    x,
    sizes(kernelSize, 3, 'fractionalMaxPool3d: kernelSize'),
    output,
    samples,
  )[0];
}

function fractions(name: string, x: Tensor, options: FractionalPoolOptions, dims: number) {
  checkOptions(options, { outputSize: true, outputRatio: true, randomSamples: true }, `F.${name}`);
  checkTensor(name, x);
  const { outputSize, outputRatio, randomSamples } = options;
  if ((outputSize === undefined) === (outputRatio === undefined))
    throw new Error(`${name} needs either outputSize or outputRatio`);
  const ratios = outputRatio === undefined ? [] : sizes(outputRatio, dims, `${name}: outputRatio`);
  if (ratios.some((ratio) => !(ratio > 0 && ratio < 1)))
    throw new Error(`${name}: outputRatio must lie between 0 and 1, got ${ratios.join(', ')}`);
  const output =
    outputSize === undefined
      ? ratios.map((ratio, i) => Math.trunc(x.size(i - dims) * ratio))
      : sizes(outputSize, dims, `${name}: outputSize`);
  const batch = x.ndim === dims + 1 ? 1 : x.size(0);
  const samples =
    randomSamples ?? torch.rand([batch, x.size(-dims - 1), dims], { dtype: x.dtype, device: x.device });
  return { output, samples };
}
