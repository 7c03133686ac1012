import { checkTensor } from '../core/index.js';
import { checkOptions, kindOf } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';

// What Python defines in torch.nn.functional above the dispatcher, and what differs there from the operator of the same
// name. Everything else of `F` is the dispatcher's own function.

/** Zeroes with probability `p` (default 0.5) and scales the rest, if `training` (default true). */
export function dropout(x: Tensor, options: { p?: number; training?: boolean } = {}): Tensor {
  checkOptions(options, { p: true, training: true }, 'F.dropout');
  return torch.dropout(x, options.p ?? 0.5, options.training ?? true);
}

/** {@link dropout} of whole channels. */
export function dropout2d(x: Tensor, options: { p?: number; training?: boolean } = {}): Tensor {
  checkOptions(options, { p: true, training: true }, 'F.dropout2d');
  return torch.featureDropout(x, options.p ?? 0.5, options.training ?? true);
}

/** {@link dropout} that keeps mean and deviation of what SELU gives; `training` is false by default, as in Python. */
export function alphaDropout(x: Tensor, options: { p?: number; training?: boolean } = {}): Tensor {
  checkOptions(options, { p: true, training: true }, 'F.alphaDropout');
  return torch.alphaDropout(x, options.p ?? 0.5, options.training ?? false);
}

/** {@link dropout} of whole channels of `[N, C, L]`. */
export const dropout1d = dropout2d;

/** {@link dropout} of whole channels of `[N, C, D, H, W]`. */
export const dropout3d = dropout2d;

/** {@link alphaDropout} of whole channels; `training` is false by default, as in Python. */
export function featureAlphaDropout(x: Tensor, options: { p?: number; training?: boolean } = {}): Tensor {
  checkOptions(options, { p: true, training: true }, 'F.featureAlphaDropout');
  return torch.featureAlphaDropout(x, options.p ?? 0.5, options.training ?? false);
}

/**
 * A draw from the categories that `logits` weigh, with a gradient (Jang et al., 2016): softmax of (logits + Gumbel noise) / tau.
 *
 * @param options.tau the temperature: the lower, the closer to a one-hot vector. Default 1.
 * @param options.hard whether the result is one-hot, with the gradient of the soft one. Default false.
 * @param options.dim the dimension of the categories. Default the last.
 */
export function gumbelSoftmax(
  logits: Tensor,
  options: { tau?: number; hard?: boolean; dim?: number } = {},
): Tensor {
  checkOptions(options, { tau: true, hard: true, dim: true }, 'F.gumbelSoftmax');
  const { tau = 1, hard = false, dim = -1 } = options;
  const gumbels = torch.emptyLike(logits).exponential_().log().neg();
  const soft = logits.add(gumbels).div(tau).softmax(dim);
  if (!hard) return soft;
  const index = soft.argmax(dim, true);
  const chosen = torch.zerosLike(logits).scatter(dim, index, 1);
  return chosen.sub(soft.detach()).add(soft);
}

/** The softmax of −x. */
export function softmin(x: Tensor, dim: number): Tensor {
  checkTensor('softmin', x);
  return x.neg().softmax(dim);
}

/** x / (1 + |x|). */
export function softsign(x: Tensor): Tensor {
  checkTensor('softsign', x);
  return x.div(x.abs().add(1));
}

/** x − tanh(x). */
export function tanhshrink(x: Tensor): Tensor {
  checkTensor('tanhshrink', x);
  return x.sub(x.tanh());
}

/** log(1 / (1 + e⁻ˣ)). */
export const logsigmoid = (x: Tensor): Tensor => torch.logSigmoid(x);

/** Divides by the p-norm over `dim` (default 2-norm over dimension 1), at least by `eps`. */
export function normalize(x: Tensor, options: { p?: number; dim?: number; eps?: number } = {}): Tensor {
  checkOptions(options, { p: true, dim: true, eps: true }, 'F.normalize');
  checkTensor('normalize', x);
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
  checkOptions(
    options,
    { weight: true, bias: true, training: true, momentum: true, eps: true },
    'F.batchNorm',
  );
  const { weight = null, bias = null, training = false, momentum = 0.1, eps = 1e-5 } = options;
  return torch.batchNorm(x, weight, bias, runningMean, runningVar, training, momentum, eps, true);
}

/**
 * Normalises every channel of every sample of `[N, C, …]` by its own statistics, or by given ones where `useInputStats` (default
 * true) is false.
 */
export function instanceNorm(
  x: Tensor,
  options: Omit<BatchNormCall, 'training'> & {
    runningMean?: Tensor | null;
    runningVar?: Tensor | null;
    useInputStats?: boolean;
  } = {},
): Tensor {
  checkOptions(
    options,
    {
      weight: true,
      bias: true,
      momentum: true,
      eps: true,
      runningMean: true,
      runningVar: true,
      useInputStats: true,
    },
    'F.instanceNorm',
  );
  const { runningMean = null, runningVar = null, weight = null, bias = null } = options;
  const { useInputStats = true, momentum = 0.1, eps = 1e-5 } = options;
  return torch.instanceNorm(x, weight, bias, runningMean, runningVar, useInputStats, momentum, eps, true);
}

/**
 * Divides `[N, C, …]` by (k + alpha · mean of the squares of `size` neighbouring channels) to the power beta
 * (Krizhevsky et al., 2012). Defaults: alpha 1e-4, beta 0.75, k 1.
 */
export function localResponseNorm(
  x: Tensor,
  size: number,
  options: { alpha?: number; beta?: number; k?: number } = {},
): Tensor {
  checkOptions(options, { alpha: true, beta: true, k: true }, 'F.localResponseNorm');
  checkTensor('localResponseNorm', x);
  const { alpha = 1e-4, beta = 0.75, k = 1 } = options;
  if (x.ndim < 3) throw new Error(`localResponseNorm needs [N, C, …], got [${x.shape.join(', ')}]`);
  const squares = pad(x.square().flatten(2).unsqueeze(1), [
    0,
    0,
    Math.floor(size / 2),
    Math.floor((size - 1) / 2),
  ]);
  const means = torch.avgPool2d(squares, [size, 1], [1, 1]).reshape(x.shape);
  return x.div(means.mul(alpha).add(k).pow(beta));
}

/** Sliding windows of `[N, C, H, W]` as columns `[N, C·kernel area, windows]`. */
export function unfold(
  x: Tensor,
  kernelSize: number | number[],
  options: { dilation?: number | number[]; padding?: number | number[]; stride?: number | number[] } = {},
): Tensor {
  checkOptions(options, { dilation: true, padding: true, stride: true }, 'F.unfold');
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
  checkOptions(options, { dilation: true, padding: true, stride: true }, 'F.fold');
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
/** What {@link pad} puts outside: one value, the border mirrored, the border itself, or the other side. */
export type PadMode = keyof typeof modes;

/**
 * Puts values around the last dimensions: `amounts` are before and after the last one, then before and after the one
 * before it, and so on (negative cuts off). `value` (default 0) fills in mode `constant`, the default.
 */
export function pad(x: Tensor, amounts: number[], options: { mode?: PadMode; value?: number } = {}): Tensor {
  checkOptions(options, { mode: true, value: true }, 'F.pad');
  checkTensor('pad', x);
  if (!Array.isArray(amounts))
    throw new TypeError(`pad takes the amounts as a list, [before, after, …], not ${kindOf(amounts)}`);
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

export { embedding, embeddingBag } from './embedding.js';
export {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  cosineEmbeddingLoss,
  crossEntropy,
  ctcLoss,
  gaussianNllLoss,
  hingeEmbeddingLoss,
  huberLoss,
  klDiv,
  l1Loss,
  marginRankingLoss,
  mseLoss,
  multilabelMarginLoss,
  multilabelSoftMarginLoss,
  multiMarginLoss,
  nllLoss,
  poissonNllLoss,
  type Reduction,
  smoothL1Loss,
  softMarginLoss,
  tripletMarginLoss,
} from './losses.js';
export {
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  type FractionalPoolOptions,
  fractionalMaxPool2d,
  fractionalMaxPool3d,
  type LpPoolOptions,
  lpPool1d,
  lpPool2d,
  maxUnpool1d,
  maxUnpool2d,
  maxUnpool3d,
  type UnpoolOptions,
} from './pooling.js';
export {
  affineGrid,
  type GridSampleOptions,
  gridSample,
  type InterpolateMode,
  type InterpolateOptions,
  interpolate,
} from './sampling.js';
