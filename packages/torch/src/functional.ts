import type { Tensor } from './tensor.js';
import { torch } from './torch.js';

// What Python defines in torch.nn.functional above the dispatcher, and what differs there from the operator of the same
// name. Everything else of `F` is the dispatcher's own function.

/** `'none'` keeps one loss a sample, `'mean'` (the default everywhere) averages, `'sum'` adds up. */
export type Reduction = 'none' | 'mean' | 'sum';

const reductions: Record<Reduction, number> = { none: 0, mean: 1, sum: 2 };

const reduce = (reduction: Reduction = 'mean'): number => {
  const code = reductions[reduction];
  if (code === undefined) throw new Error(`reduction must be 'none', 'mean' or 'sum', got '${reduction}'`);
  return code;
};

type Reduced = { reduction?: Reduction };
type ClassOptions = Reduced & {
  /** One factor a class, `[C]`. */
  weight?: Tensor | null;
  /** Targets of this value count nothing. Default −100. */
  ignoreIndex?: number;
};

/**
 * Negative log likelihood: minus `input[…, target]`, for log probabilities `[N, C]` or `[N, C, …]` and int64 classes
 * `[N]` or `[N, …]`.
 */
export function nllLoss(input: Tensor, target: Tensor, options: ClassOptions = {}): Tensor {
  const { weight = null, ignoreIndex = -100, reduction } = options;
  return torch.nllLossNd(input, target, weight, reduce(reduction), ignoreIndex);
}

/**
 * Cross-entropy of unnormalised scores `[N, C]` or `[N, C, …]` against int64 classes `[N]`, `[N, …]`, or against
 * probabilities of the scores' own shape. `labelSmoothing` (0 to 1, default 0) mixes the target with the uniform one.
 */
export function crossEntropy(
  input: Tensor,
  target: Tensor,
  options: ClassOptions & { labelSmoothing?: number } = {},
): Tensor {
  const { weight = null, ignoreIndex = -100, reduction, labelSmoothing = 0 } = options;
  return torch.crossEntropyLoss(input, target, weight, reduce(reduction), ignoreIndex, labelSmoothing);
}

/** −(y·log x + (1 − y)·log(1 − x)) of probabilities and targets of one shape. */
export function binaryCrossEntropy(
  input: Tensor,
  target: Tensor,
  options: Reduced & { weight?: Tensor | null } = {},
): Tensor {
  sameShape('binaryCrossEntropy', input, target);
  return torch.binaryCrossEntropy(input, target, options.weight ?? null, reduce(options.reduction));
}

/** {@link binaryCrossEntropy} of sigmoid(input), without its rounding; `posWeight` multiplies the positive terms. */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: Reduced & { weight?: Tensor | null; posWeight?: Tensor | null } = {},
): Tensor {
  const { weight = null, posWeight = null, reduction } = options;
  sameShape('binaryCrossEntropyWithLogits', input, target);
  return torch.binaryCrossEntropyWithLogits(input, target, weight, posWeight, reduce(reduction));
}

/** (x − y)², the two broadcast against each other. */
export function mseLoss(input: Tensor, target: Tensor, options: Reduced = {}): Tensor {
  const [x = input, y = target] = torch.broadcastTensors([input, target]);
  return torch.mseLoss(x, y, reduce(options.reduction));
}

/** |x − y|, the two broadcast against each other. */
export function l1Loss(input: Tensor, target: Tensor, options: Reduced = {}): Tensor {
  const [x = input, y = target] = torch.broadcastTensors([input, target]);
  return torch.l1Loss(x, y, reduce(options.reduction));
}

/** Squared below `beta` (default 1), absolute above. */
export function smoothL1Loss(
  input: Tensor,
  target: Tensor,
  options: Reduced & { beta?: number } = {},
): Tensor {
  const [x = input, y = target] = torch.broadcastTensors([input, target]);
  return torch.smoothL1Loss(x, y, reduce(options.reduction), options.beta ?? 1);
}

/** Squared below `delta` (default 1), linear with slope `delta` above. */
export function huberLoss(input: Tensor, target: Tensor, options: Reduced & { delta?: number } = {}): Tensor {
  const [x = input, y = target] = torch.broadcastTensors([input, target]);
  return torch.huberLoss(x, y, reduce(options.reduction), options.delta ?? 1);
}

/** y·(log y − x) for log probabilities x; `'batchmean'` divides the sum by the batch size. */
export function klDiv(
  input: Tensor,
  target: Tensor,
  options: { reduction?: Reduction | 'batchmean'; logTarget?: boolean } = {},
): Tensor {
  const { reduction = 'mean', logTarget = false } = options;
  if (reduction !== 'batchmean') return torch.klDiv(input, target, reduce(reduction), { logTarget });
  return torch.klDiv(input, target, reduce('sum'), { logTarget }).div(input.size(0));
}

/** max(0, −y·(x1 − x2) + margin) for y of 1 or −1. */
export function marginRankingLoss(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  options: Reduced & { margin?: number } = {},
): Tensor {
  return torch.marginRankingLoss(input1, input2, target, options.margin ?? 0, reduce(options.reduction));
}

/** max(0, d(anchor, positive) − d(anchor, negative) + margin). */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: Reduced & { margin?: number; p?: number } = {},
): Tensor {
  const { margin = 1, p = 2, reduction } = options;
  return torch.tripletMarginLoss(anchor, positive, negative, margin, p, 1e-6, false, reduce(reduction));
}

/** 1 − cos for pairs marked 1, max(0, cos − margin) for pairs marked −1. */
export function cosineEmbeddingLoss(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  options: Reduced & { margin?: number } = {},
): Tensor {
  return torch.cosineEmbeddingLoss(input1, input2, target, options.margin ?? 0, reduce(options.reduction));
}

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

/** Rows of `weight` by index; the order of arguments is Python's. */
export function embedding(indices: Tensor, weight: Tensor, options: { paddingIdx?: number } = {}): Tensor {
  return torch.embedding(weight, indices, options.paddingIdx ?? -1);
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

function sameShape(name: string, a: Tensor, b: Tensor): void {
  if (a.shape.join() !== b.shape.join()) {
    throw new Error(
      `${name}: input [${a.shape.join(', ')}] and target [${b.shape.join(', ')}] must have one shape`,
    );
  }
}

export {
  affineGrid,
  type GridSampleOptions,
  gridSample,
  type InterpolateMode,
  type InterpolateOptions,
  interpolate,
} from './functional-sampling.js';
