import type { DType, NativeArgument } from '../core/index.js';
import { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';

/** Random draws that a number decides: equal numbers, equal draws. */
export class Draws {
  constructor(private state: number) {}

  /** In [0, 1). */
  unit(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(p: number): boolean {
    return this.unit() < p;
  }

  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }
}

const SHAPES = [
  [],
  [1],
  [3],
  [4],
  [0],
  [2, 3],
  [3, 3],
  [0, 3],
  [4, 1],
  [1, 2, 3],
  [2, 3, 4],
  [1, 3, 0],
  [2, 3, 5, 5],
  [1, 1, 4, 4],
  [1, 2, 3, 4, 4],
];
const DTYPES: DType[] = [
  'float32',
  'float64',
  'float16',
  'bfloat16',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
  'bool',
  'complex64',
  'complex128',
];

/** A tensor of a random form: dtype, shape, layout; now and then one on no device, one that needs a gradient, or a disposed one. */
export function drawTensor(draws: Draws): Tensor {
  const shape = draws.pick(SHAPES);
  // Half of them float32, so that operators get beyond their first checks.
  const dtype = draws.chance(0.5) ? 'float32' : draws.chance(0.4) ? 'int64' : draws.pick(DTYPES);
  if (draws.chance(0.02)) return torch.empty(shape, { dtype, device: 'meta' });
  const size = shape.reduce((a, b) => a * b, 1);
  const low = draws.chance(0.7) ? 0 : -3;
  const whole = dtype.includes('int');
  const rare = whole ? [2 ** 40, 100, -1] : [Number.NaN, Number.POSITIVE_INFINITY, 1e30, -1e30, 2 ** 40, -1];
  const data = Float64Array.from({ length: size }, () =>
    draws.chance(0.03) ? draws.pick(rare) : low + draws.below(5) / (whole ? 1 : 2),
  );
  let tensor = torch.fromTypedArray(data, shape).to(dtype);
  if (shape.length > 1 && draws.chance(0.15)) tensor = tensor.transpose(0, -1);
  if (draws.chance(0.05)) tensor = tensor.unsqueeze(0).expand([2, ...tensor.shape]);
  if (tensor.isDifferentiable && draws.chance(0.2)) tensor = tensor.detach().requiresGrad_();
  if (draws.chance(0.04)) tensor.dispose();
  return tensor;
}

/** Small enough to be harmless or so large that no memory has it; nothing between, which would be slow and not wrong. */
const WHOLES = [
  0,
  0,
  1,
  1,
  1,
  2,
  2,
  3,
  4,
  5,
  7,
  -1,
  -1,
  -2,
  -5,
  2 ** 33,
  -(2 ** 31),
  2 ** 53,
  -(2 ** 53),
  2n ** 62n,
  -(2n ** 63n),
];
const FRACTIONS = [
  0,
  1,
  -1,
  0.5,
  -0.5,
  2.5,
  1e-8,
  1e30,
  -1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const STRINGS = [
  'mean',
  'sum',
  'none',
  'ij',
  'xy',
  'linear',
  'floor',
  'trunc',
  'L',
  'U',
  'fro',
  'nuc',
  'constant',
  'reflect',
  'left',
  'reduced',
  'amax',
  'ij,jk->ik',
  '',
  '\u0000',
  'é',
  'x'.repeat(5000),
];

const list = <T>(length: number, item: () => T): T[] => Array.from({ length }, item);

/** Anything at all, most of it of the wrong kind for wherever it goes. */
export function drawAnything(draws: Draws): unknown {
  return draws.pick<() => unknown>([
    () => undefined,
    () => null,
    () => draws.pick(WHOLES),
    () => draws.pick(FRACTIONS),
    () => draws.chance(0.5),
    () => draws.pick(STRINGS),
    () => drawTensor(draws),
    () => list(draws.below(4), () => draws.pick(WHOLES)),
    () => list(draws.below(3), () => drawTensor(draws)),
    () => [[1], 'x', null],
    () => [1, undefined, 3],
    () => ({}),
    () => ({ dtype: 'float32', nonsense: 1 }),
    () => new Array(3),
    () => () => 0,
    () => Symbol('s'),
    () => new Date(0),
    () => new Float32Array(3),
    () => new Map([[1, 2]]),
    () => Object.create(null),
    () => new Proxy([], {}),
    () => torch,
    () => new torch.Generator(),
    () => Object.create(Tensor.prototype),
  ])();
}

/** A value that fits the argument's type, though perhaps not its meaning. */
function drawFitting(draws: Draws, { type, size }: NativeArgument): unknown {
  const length = () => (size !== null && draws.chance(0.7) ? size : draws.below(5));
  switch (type) {
    case 'Tensor':
      return drawTensor(draws);
    case 'Tensor[]':
      return list(draws.below(4), () => drawTensor(draws));
    case 'Tensor?[]':
      return list(draws.below(4), () => (draws.chance(0.3) ? null : drawTensor(draws)));
    case 'int':
    case 'SymInt':
      return draws.pick(WHOLES);
    case 'int[]':
    case 'SymInt[]':
      return list(length(), () => draws.pick(WHOLES));
    case 'float':
      return draws.pick(FRACTIONS);
    case 'float[]':
    case 'Scalar[]':
      return list(length(), () => draws.pick(FRACTIONS));
    case 'Scalar':
      return draws.pick<unknown>([...WHOLES, ...FRACTIONS, true]);
    case 'bool':
      return draws.chance(0.5);
    case 'bool[]':
      return list(length(), () => draws.chance(0.5));
    case 'str':
      return draws.pick(STRINGS);
    case 'ScalarType':
      return draws.pick([...DTYPES, 'float31', '']);
    case 'Device':
      return draws.pick(['cpu', 'meta', 'cuda', 'cuda:99', 'cpu:7', 'gpu', '']);
    case 'Layout':
      return draws.pick(['strided', 'sparse_coo', 'nonsense']);
    case 'MemoryFormat':
      return draws.pick(['contiguous', 'channels_last', 'channels_last_3d', 'preserve', 'nonsense']);
    case 'Generator':
      return new torch.Generator();
    default:
      return drawAnything(draws);
  }
}

/** What an argument gets: mostly something that fits, sometimes nothing, sometimes anything. */
export function drawArgument(draws: Draws, argument: NativeArgument): unknown {
  if (draws.chance(0.04)) return drawAnything(draws);
  const free = argument.optional || argument.default !== null;
  if (free && draws.chance(0.4)) return draws.chance(0.5) ? undefined : null;
  return drawFitting(draws, argument);
}
