import { checkTensor } from '../core/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';

/** `'none'` keeps one loss a sample, `'mean'` (the default everywhere) averages, `'sum'` adds up. */
export type Reduction = 'none' | 'mean' | 'sum';

const reductions: Record<Reduction, number> = { none: 0, mean: 1, sum: 2 };

const reduce = (reduction: Reduction = 'mean'): number => {
  const code = reductions[reduction];
  if (code === undefined) throw new Error(`reduction must be 'none', 'mean' or 'sum', got '${reduction}'`);
  return code;
};

function reduced(losses: Tensor, reduction?: Reduction): Tensor {
  const code = reduce(reduction);
  return code === reductions.none ? losses : code === reductions.sum ? losses.sum() : losses.mean();
}

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
  checkOptions(options, { reduction: true, weight: true, ignoreIndex: true }, 'F.nllLoss');
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
  checkOptions(
    options,
    { reduction: true, weight: true, ignoreIndex: true, labelSmoothing: true },
    'F.crossEntropy',
  );
  const { weight = null, ignoreIndex = -100, reduction, labelSmoothing = 0 } = options;
  return torch.crossEntropyLoss(input, target, weight, reduce(reduction), ignoreIndex, labelSmoothing);
}

/** −(y·log x + (1 − y)·log(1 − x)) of probabilities and targets of one shape. */
export function binaryCrossEntropy(
  input: Tensor,
  target: Tensor,
  options: Reduced & { weight?: Tensor | null } = {},
): Tensor {
  checkOptions(options, { reduction: true, weight: true }, 'F.binaryCrossEntropy');
  sameShape('binaryCrossEntropy', input, target);
  return torch.binaryCrossEntropy(input, target, options.weight ?? null, reduce(options.reduction));
}

/** {@link binaryCrossEntropy} of sigmoid(input), without its rounding; `posWeight` multiplies the positive terms. */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: Reduced & { weight?: Tensor | null; posWeight?: Tensor | null } = {},
): Tensor {
  checkOptions(options, { reduction: true, weight: true, posWeight: true }, 'F.binaryCrossEntropyWithLogits');
  const { weight = null, posWeight = null, reduction } = options;
  sameShape('binaryCrossEntropyWithLogits', input, target);
  return torch.binaryCrossEntropyWithLogits(input, target, weight, posWeight, reduce(reduction));
}

/** Pairs of shapes of which was warned. */
const warned = new Set<string>();

/**
 * Both with one shape. As PyTorch it warns, once for each pair of shapes, where they had two: predictions [N, 1] and targets [N] are
 * compared each with each.
 */
function broadcast(name: string, input: Tensor, target: Tensor): [Tensor, Tensor] {
  checkPair(name, input, target);
  const shapes = `[${input.shape.join(', ')}] and the target [${target.shape.join(', ')}]`;
  if (String(input.shape) !== String(target.shape) && !warned.has(shapes)) {
    warned.add(shapes);
    console.warn(
      `${name}: the input has the shape ${shapes}: they are broadcast against each other, which is likely to give a wrong loss. Give them one shape`,
    );
  }
  const [x = input, y = target] = torch.broadcastTensors([input, target]);
  return [x, y];
}

/** (x − y)², the two broadcast against each other. */
export function mseLoss(input: Tensor, target: Tensor, options: Reduced = {}): Tensor {
  checkOptions(options, { reduction: true }, 'F.mseLoss');
  const [x, y] = broadcast('mseLoss', input, target);
  return torch.mseLoss(x, y, reduce(options.reduction));
}

/** |x − y|, the two broadcast against each other. */
export function l1Loss(input: Tensor, target: Tensor, options: Reduced = {}): Tensor {
  checkOptions(options, { reduction: true }, 'F.l1Loss');
  const [x, y] = broadcast('l1Loss', input, target);
  return torch.l1Loss(x, y, reduce(options.reduction));
}

/** Squared below `beta` (default 1), absolute above. */
export function smoothL1Loss(
  input: Tensor,
  target: Tensor,
  options: Reduced & { beta?: number } = {},
): Tensor {
  checkOptions(options, { reduction: true, beta: true }, 'F.smoothL1Loss');
  const [x, y] = broadcast('smoothL1Loss', input, target);
  return torch.smoothL1Loss(x, y, reduce(options.reduction), options.beta ?? 1);
}

/** Squared below `delta` (default 1), linear with slope `delta` above. */
export function huberLoss(input: Tensor, target: Tensor, options: Reduced & { delta?: number } = {}): Tensor {
  checkOptions(options, { reduction: true, delta: true }, 'F.huberLoss');
  const [x, y] = broadcast('huberLoss', input, target);
  return torch.huberLoss(x, y, reduce(options.reduction), options.delta ?? 1);
}

/** y·(log y − x) for log probabilities x; `'batchmean'` divides the sum by the batch size. */
export function klDiv(
  input: Tensor,
  target: Tensor,
  options: { reduction?: Reduction | 'batchmean'; logTarget?: boolean } = {},
): Tensor {
  checkOptions(options, { reduction: true, logTarget: true }, 'F.klDiv');
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
  checkOptions(options, { reduction: true, margin: true }, 'F.marginRankingLoss');
  return torch.marginRankingLoss(input1, input2, target, options.margin ?? 0, reduce(options.reduction));
}

/** max(0, d(anchor, positive) − d(anchor, negative) + margin). */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: Reduced & { margin?: number; p?: number } = {},
): Tensor {
  checkOptions(options, { reduction: true, margin: true, p: true }, 'F.tripletMarginLoss');
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
  checkOptions(options, { reduction: true, margin: true }, 'F.cosineEmbeddingLoss');
  return torch.cosineEmbeddingLoss(input1, input2, target, options.margin ?? 0, reduce(options.reduction));
}

/** x for y of 1, max(0, margin − x) for y of −1. */
export function hingeEmbeddingLoss(
  input: Tensor,
  target: Tensor,
  options: Reduced & { margin?: number } = {},
): Tensor {
  checkOptions(options, { reduction: true, margin: true }, 'F.hingeEmbeddingLoss');
  return torch.hingeEmbeddingLoss(input, target, options.margin ?? 1, reduce(options.reduction));
}

/** log(1 + e^(−y·x)) for y of 1 or −1. */
export function softMarginLoss(input: Tensor, target: Tensor, options: Reduced = {}): Tensor {
  checkOptions(options, { reduction: true }, 'F.softMarginLoss');
  return torch.softMarginLoss(input, target, reduce(options.reduction));
}

/** {@link binaryCrossEntropyWithLogits}, averaged over the classes, the last dimension: `[N, C]` → one loss a sample. */
export function multilabelSoftMarginLoss(
  input: Tensor,
  target: Tensor,
  options: Reduced & { weight?: Tensor | null } = {},
): Tensor {
  checkOptions(options, { reduction: true, weight: true }, 'F.multilabelSoftMarginLoss');
  const { weight = null, reduction } = options;
  const losses = binaryCrossEntropyWithLogits(input, target, { weight, reduction: 'none' }).mean([-1]);
  return reduced(losses, reduction);
}

/** Hinges between the scores of the classes that `target` (int64 `[N, C]`, ended by −1) names and of those that it does not. */
export function multilabelMarginLoss(input: Tensor, target: Tensor, options: Reduced = {}): Tensor {
  checkOptions(options, { reduction: true }, 'F.multilabelMarginLoss');
  return torch.multilabelMarginLoss(input, target, reduce(options.reduction));
}

/** The mean over the other classes of max(0, margin − x[target] + x)^p, for scores `[N, C]` and int64 classes `[N]`. */
export function multiMarginLoss(
  input: Tensor,
  target: Tensor,
  options: Reduced & { p?: number; margin?: number; weight?: Tensor | null } = {},
): Tensor {
  checkOptions(options, { reduction: true, p: true, margin: true, weight: true }, 'F.multiMarginLoss');
  const { p = 1, margin = 1, weight = null, reduction } = options;
  return torch.multiMarginLoss(input, target, p, margin, weight, reduce(reduction));
}

/** For counts y: eˣ − y·x, without `logInput` (default true) x − y·log(x + eps); `full` adds Stirling's term. */
export function poissonNllLoss(
  input: Tensor,
  target: Tensor,
  options: Reduced & { logInput?: boolean; full?: boolean; eps?: number } = {},
): Tensor {
  checkOptions(options, { reduction: true, logInput: true, full: true, eps: true }, 'F.poissonNllLoss');
  const { logInput = true, full = false, eps = 1e-8, reduction } = options;
  return torch.poissonNllLoss(input, target, logInput, full, eps, reduce(reduction));
}

/**
 * (log σ² + (x − y)² / σ²) / 2 for variances of the input's shape, or of that shape without its last dimension; they count as
 * `eps` (default 1e-6) at least. `full` adds the constant.
 */
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  options: Reduced & { full?: boolean; eps?: number } = {},
): Tensor {
  checkOptions(options, { reduction: true, full: true, eps: true }, 'F.gaussianNllLoss');
  checkPair('gaussianNllLoss', input, target);
  checkTensor('gaussianNllLoss', variance, 'variance');
  const { full = false, eps = 1e-6, reduction } = options;
  const [wanted, given] = [input.shape.slice(0, -1), variance.shape];
  const spread = given.join() === wanted.join() ? variance.unsqueeze(-1) : variance;
  if (given.join() !== input.shape.join() && spread.shape.join() !== [...wanted, 1].join())
    throw new Error(
      `gaussianNllLoss: variances [${given.join(', ')}] do not fit the input [${input.shape.join(', ')}]`,
    );
  if (variance.lt(0).any().item()) throw new RangeError('gaussianNllLoss: a variance is negative');
  // Limited outside the graph: the gradient passes where it is below eps, too.
  const least = spread.add(torch.noGrad(() => spread.clampMin(eps).sub(spread)));
  const loss = least.log().add(input.sub(target).square().div(least)).mul(0.5);
  return reduced(full ? loss.add(0.5 * Math.log(2 * Math.PI)) : loss, reduction);
}

/**
 * Connectionist temporal classification (Graves et al., 2006): log probabilities `[T, N, C]` against int64 classes `[N, S]`, or
 * all in one row, of which the lengths tell how many count. `'mean'` divides each loss by its target's length first.
 *
 * @param options.blank the class of no label. Default 0.
 * @param options.zeroInfinity whether targets that are too long count nothing. Default false.
 */
export function ctcLoss(
  logProbs: Tensor,
  targets: Tensor,
  inputLengths: Tensor | number[],
  targetLengths: Tensor | number[],
  options: Reduced & { blank?: number; zeroInfinity?: boolean } = {},
): Tensor {
  checkOptions(options, { reduction: true, blank: true, zeroInfinity: true }, 'F.ctcLoss');
  const { blank = 0, zeroInfinity = false, reduction } = options;
  const lengths = (given: Tensor | number[]) => (Array.isArray(given) ? torch.tensor(given) : given);
  return torch.ctcLoss(
    logProbs,
    targets,
    lengths(inputLengths),
    lengths(targetLengths),
    blank,
    reduce(reduction),
    zeroInfinity,
  );
}

function checkPair(name: string, input: Tensor, target: Tensor): void {
  checkTensor(name, input, 'input');
  checkTensor(name, target, 'target');
}

function sameShape(name: string, a: Tensor, b: Tensor): void {
  checkPair(name, a, b);
  if (a.shape.join() !== b.shape.join()) {
    throw new Error(
      `${name}: input [${a.shape.join(', ')}] and target [${b.shape.join(', ')}] must have one shape`,
    );
  }
}
