/**
 * PyTorch's `torch.nn.init`: starting values, written into tensors.
 *
 * @module
 */
import { checkTensor } from '../core/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';

/** Functions and layers whose recommended gain {@link calculateGain} knows. */
export type Nonlinearity =
  | 'linear'
  | 'conv1d'
  | 'conv2d'
  | 'conv3d'
  | 'conv_transpose1d'
  | 'conv_transpose2d'
  | 'conv_transpose3d'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'leaky_relu'
  | 'selu';

/** Whether an initialisation keeps the variance forward (inputs of a unit) or backward (outputs). */
export type FanMode = 'fan_in' | 'fan_out';

type KaimingOptions = {
  /** Negative slope of the rectifier that follows; used with `leaky_relu` only. Default 0. */
  a?: number;
  /** `fan_in` (default) keeps the variance forwards, `fan_out` backwards. */
  mode?: FanMode;
  /** Default `leaky_relu`. */
  nonlinearity?: Nonlinearity;
};

/** The factor by which a nonlinearity shrinks its input's standard deviation, inverted; PyTorch's table. Throws for others. */
export function calculateGain(nonlinearity: Nonlinearity, negativeSlope = 0.01): number {
  switch (nonlinearity) {
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leaky_relu':
      return Math.sqrt(2 / (1 + negativeSlope ** 2));
    case 'selu':
      return 3 / 4;
    case 'linear':
    case 'conv1d':
    case 'conv2d':
    case 'conv3d':
    case 'conv_transpose1d':
    case 'conv_transpose2d':
    case 'conv_transpose3d':
    case 'sigmoid':
      return 1;
    default:
      throw new Error(`calculateGain knows no gain for '${nonlinearity}'; 'linear' has the gain 1`);
  }
}

/** Inputs and outputs of one unit of a weight `[out, in, ...kernel]`. Throws for fewer than two dimensions. */
export function fans(tensor: Tensor): { fanIn: number; fanOut: number } {
  checkTensor('nn.init.fans', tensor);
  const [out, into, ...kernel] = tensor.shape;
  if (out === undefined || into === undefined) {
    throw new Error(
      `fan in and fan out need a tensor of at least two dimensions, got [${tensor.shape.join(', ')}]`,
    );
  }
  const field = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: into * field, fanOut: out * field };
}

const filled = <T extends Tensor>(name: string, tensor: T, fill: (tensor: T) => unknown): T => {
  checkTensor(`nn.init.${name}`, tensor);
  torch.noGrad(() => {
    fill(tensor);
  });
  return tensor;
};

/** Fills with numbers drawn evenly from `[a, b)`, in place. */
export const uniform_ = <T extends Tensor>(tensor: T, a = 0, b = 1): T =>
  filled('uniform_', tensor, (t) => t.uniform_(a, b));
/** Fills with normally distributed numbers, in place. */
export const normal_ = <T extends Tensor>(tensor: T, mean = 0, std = 1): T =>
  filled('normal_', tensor, (t) => t.normal_(mean, std));
/** Fills with one value, in place. */
export const constant_ = <T extends Tensor>(tensor: T, value: number): T =>
  filled('constant_', tensor, (t) => t.fill_(value));
/** Fills with ones, in place. */
export const ones_ = <T extends Tensor>(tensor: T): T => filled('ones_', tensor, (t) => t.fill_(1));
/** Fills with zeros, in place. */
export const zeros_ = <T extends Tensor>(tensor: T): T => filled('zeros_', tensor, (t) => t.fill_(0));

/** Identity matrix. Throws unless the tensor has two dimensions. */
export function eye_<T extends Tensor>(tensor: T): T {
  checkTensor('nn.init.eye_', tensor);
  const [rows, columns, ...rest] = tensor.shape;
  if (rows === undefined || columns === undefined || rest.length) {
    throw new Error(`eye_ needs a matrix, got [${tensor.shape.join(', ')}]`);
  }
  return filled('eye_', tensor, (t) => t.copy_(torch.eye(rows, columns)));
}

/** Normal values cut to [a, b], by the inverse of the cumulative distribution, as `torch.nn.init.trunc_normal_`. */
export function truncNormal_<T extends Tensor>(
  tensor: T,
  options: { mean?: number; std?: number; a?: number; b?: number } = {},
): T {
  checkOptions(options, { mean: true, std: true, a: true, b: true }, 'nn.init.truncNormal_');
  const { mean = 0, std = 1, a = -2, b = 2 } = options;
  const cdf = (x: number) => (1 + Number(torch.erf(torch.tensor(x / Math.SQRT2, { dtype: 'float64' })))) / 2;
  const low = 2 * cdf((a - mean) / std) - 1;
  const high = 2 * cdf((b - mean) / std) - 1;
  return filled('truncNormal_', tensor, (t) => {
    t.uniform_(low, high);
    t.erfinv_();
    t.mul_(std * Math.SQRT2);
    t.add_(mean);
    t.clamp_(a, b);
  });
}

const fanOf = (tensor: Tensor, mode: FanMode) => fans(tensor)[mode === 'fan_in' ? 'fanIn' : 'fanOut'];

function kaimingStd(name: string, tensor: Tensor, options: KaimingOptions): number {
  checkTensor(`nn.init.${name}`, tensor);
  checkOptions(options, { a: true, mode: true, nonlinearity: true }, 'the Kaiming initialisation');
  const { a = 0, mode = 'fan_in', nonlinearity = 'leaky_relu' } = options;
  return calculateGain(nonlinearity, a) / Math.sqrt(fanOf(tensor, mode));
}

/** He et al., 2015: uniform in ±gain·√(3 / fan). */
export function kaimingUniform_<T extends Tensor>(tensor: T, options: KaimingOptions = {}): T {
  const bound = Math.sqrt(3) * kaimingStd('kaimingUniform_', tensor, options);
  return uniform_(tensor, -bound, bound);
}

/** He et al., 2015: normal with standard deviation gain / √fan. */
export const kaimingNormal_ = <T extends Tensor>(tensor: T, options: KaimingOptions = {}): T =>
  normal_(tensor, 0, kaimingStd('kaimingNormal_', tensor, options));

const xavierStd = (name: string, tensor: Tensor, gain: number) => {
  checkTensor(`nn.init.${name}`, tensor);
  const { fanIn, fanOut } = fans(tensor);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
};

/** Glorot and Bengio, 2010: uniform in ±gain·√(6 / (fan in + fan out)). */
export function xavierUniform_<T extends Tensor>(tensor: T, gain = 1): T {
  const bound = Math.sqrt(3) * xavierStd('xavierUniform_', tensor, gain);
  return uniform_(tensor, -bound, bound);
}

/** Glorot and Bengio, 2010: normal with standard deviation gain·√(2 / (fan in + fan out)). */
export const xavierNormal_ = <T extends Tensor>(tensor: T, gain = 1): T =>
  normal_(tensor, 0, xavierStd('xavierNormal_', tensor, gain));

/** Saxe et al., 2013: a (semi-)orthogonal matrix; dimensions after the first count as one. Throws for fewer than two. */
export function orthogonal_<T extends Tensor>(tensor: T, gain = 1): T {
  checkTensor('nn.init.orthogonal_', tensor);
  if (tensor.ndim < 2)
    throw new Error(
      `orthogonal_ needs a tensor of at least two dimensions, got [${tensor.shape.join(', ')}]`,
    );
  const rows = tensor.shape[0] ?? 0;
  const columns = tensor.numel() / Math.max(rows, 1);
  return filled('orthogonal_', tensor, (t) => {
    const flat = torch.randn([rows, columns]);
    const [q, r] = torch.linalg.qr(rows < columns ? flat.t() : flat);
    const signed = q.mul(r.diagonal(0).sign());
    t.copy_((rows < columns ? signed.t() : signed).mul(gain).reshape(t.shape));
  });
}
