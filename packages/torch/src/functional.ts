import type { Tensor } from './tensor.js';
import { torch } from './torch.js';

// What Python defines in torch.nn.functional above the dispatcher, and what differs there from the operator of the same
// name. Everything else of `F` is the dispatcher's own function.

/** Zeroes with probability `p` (default 0.5) and scales the rest, if `training` (default true). */
export function dropout(x: Tensor, options: { p?: number; training?: boolean } = {}): Tensor {
  return torch.dropout(x, options.p ?? 0.5, options.training ?? true);
}

/** {@link dropout} of whole channels. */
export function dropout2d(x: Tensor, options: { p?: number; training?: boolean } = {}): Tensor {
  return torch.featureDropout(x, options.p ?? 0.5, options.training ?? true);
}

/** Divides by the p-norm over `dim` (default 2-norm over dimension 1), at least by `eps`. */
export function normalize(x: Tensor, options: { p?: number; dim?: number; eps?: number } = {}): Tensor {
  const { p = 2, dim = 1, eps = 1e-12 } = options;
  return x.div(x.norm(p, [dim], { keepdim: true }).clampMin(eps).expandAs(x));
}

type BatchNormCall = {
  weight?: Tensor | null;
  bias?: Tensor | null;
  /** Whether the batch's own statistics count (and move the running ones). Default false. */
  training?: boolean;
  momentum?: number;
  eps?: number;
};

/** Batch normalisation with given statistics. */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options: BatchNormCall = {},
): Tensor {
  const { weight = null, bias = null, training = false, momentum = 0.1, eps = 1e-5 } = options;
  return torch.batchNorm(x, weight, bias, runningMean, runningVar, training, momentum, eps, true);
}

/** Largest values only; the operator gives their positions too. */
export const adaptiveMaxPool1d = (x: Tensor, outputSize: number | number[]): Tensor =>
  torch.adaptiveMaxPool1d(x, outputSize)[0];

/** Largest values only; the operator gives their positions too. */
export const adaptiveMaxPool2d = (x: Tensor, outputSize: number | number[]): Tensor =>
  torch.adaptiveMaxPool2d(x, outputSize)[0];

/** Sliding windows of `[N, C, H, W]` as columns `[N, C·kernel area, windows]`. */
export function unfold(
  x: Tensor,
  kernelSize: number | number[],
  options: { dilation?: number | number[]; padding?: number | number[]; stride?: number | number[] } = {},
): Tensor {
  const { dilation = 1, padding = 0, stride = 1 } = options;
  return torch.im2col(x, pair(kernelSize), pair(dilation), pair(padding), pair(stride));
}

/** The reverse of {@link unfold}: overlapping windows add up. */
export function fold(
  x: Tensor,
  outputSize: number | number[],
  kernelSize: number | number[],
  options: { dilation?: number | number[]; padding?: number | number[]; stride?: number | number[] } = {},
): Tensor {
  const { dilation = 1, padding = 0, stride = 1 } = options;
  return torch.col2im(x, pair(outputSize), pair(kernelSize), pair(dilation), pair(padding), pair(stride));
}

const pair = (value: number | number[]): number[] => (typeof value === 'number' ? [value, value] : value);

const modes = {
  constant: 'constant',
  reflect: 'reflect',
  replicate: 'replicate',
  circular: 'circular',
} as const;
export type PadMode = keyof typeof modes;

/**
 * Puts values around the last dimensions: `amounts` are before and after the last one, then before and after the one
 * before it, and so on (negative cuts off). `value` (default 0) fills in mode `constant`, the default.
 */
export function pad(x: Tensor, amounts: number[], options: { mode?: PadMode; value?: number } = {}): Tensor {
  const { mode = 'constant', value } = options;
  if (amounts.length % 2 || amounts.length > 2 * x.ndim) {
    throw new Error(
      `pad takes two amounts a dimension, at most ${2 * x.ndim} for [${x.shape.join(', ')}], got ${amounts.length}`,
    );
  }
  if (!(mode in modes))
    throw new Error(`pad knows the modes ${Object.keys(modes).join(', ')}, not '${mode}'`);
  if (mode !== 'constant') checkMirror(x, amounts, mode);
  return torch.pad(x, amounts, mode, mode === 'constant' ? (value ?? 0) : null);
}

/** libtorch 1.13 dies on some of these instead of saying so. */
function checkMirror(x: Tensor, amounts: number[], mode: PadMode): void {
  for (let i = 0; i < amounts.length; i++) {
    const size = x.size(x.ndim - 1 - Math.floor(i / 2));
    const most = mode === 'reflect' ? size - 1 : mode === 'circular' ? size : Number.POSITIVE_INFINITY;
    if ((amounts[i] ?? 0) > most || size === 0) {
      throw new Error(
        `pad with mode '${mode}' can add at most ${most} to a dimension of ${size}, got ${amounts[i]}`,
      );
    }
  }
}

export { embedding } from './functional-embedding.js';
export * from './functional-losses.js';
export {
  affineGrid,
  type GridSampleOptions,
  gridSample,
  type InterpolateMode,
  type InterpolateOptions,
  interpolate,
} from './functional-sampling.js';
