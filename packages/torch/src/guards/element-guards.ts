import { type Id, native, release } from '../core/index.js';
import { type Arguments, demand, type Guard, isId, isList, shapeOf, type Types } from './argument-guards.js';

// Guards that look at elements, those of the operator in question alone. Only on the CPU: a graphics processor would have to
// be waited for.

/** Calls an operator below every check of ours; the ids that it gives back are the caller's. */
function operator(name: string, overload: string): (...args: unknown[]) => Id {
  let index: number | undefined;
  return (...args) => {
    index ??= native.resolve(`aten::${name}`, overload)?.index ?? -1;
    return Number(native.call(index, null, ...args));
  };
}

const any = operator('any', '');
const greater = operator('gt', 'Scalar');
const equal = operator('eq', 'Scalar');
const isNan = operator('isnan', '');
const least = operator('min', '');
const largest = operator('max', '');
const vectorNorm = operator('linalg_vector_norm', '');

function itemOf(id: Id): unknown {
  try {
    return native.item(id);
  } finally {
    release(id);
  }
}

/** Whether any of these booleans is true. */
function holdsForAny(booleans: Id): boolean {
  try {
    return itemOf(any(booleans)) === true;
  } finally {
    release(booleans);
  }
}

/** The tensor that an argument is, where its elements can be read. A number may look like an id: the type tells. */
function readable(name: string, argument: Arguments, type: Types): Id | null {
  const value = argument(name);
  return type(name) === 'Tensor' && isId(value) && native.device(value) === 'cpu' ? value : null;
}

/** Terms of a polynomial: at a few nanoseconds each, so many are a matter of milliseconds for each element. */
export const LARGEST_ORDER = 1_000_000;

/** A polynomial of a huge order is computed term by term. */
export function order(argument: Arguments, type: Types): void {
  const orders = readable('n', argument, type);
  const tooLarge =
    orders === null
      ? type('n') !== 'Tensor' && Number(argument('n')) > LARGEST_ORDER
      : !native.dtype(orders).startsWith('complex') && holdsForAny(greater(orders, LARGEST_ORDER));
  demand(!tooLarge, `the order n is at most ${LARGEST_ORDER}: as many terms are computed for every element`);
}

const LEAST: Record<string, number | bigint> = { int32: -(2 ** 31), int64: -(2n ** 63n) };

/** For divisors that are numbers: only -1 makes it look at the elements. */
export function quotient(argument: Arguments, type: Types): void {
  const divisor = argument('other');
  if (divisor !== -1 && divisor !== -1n) return;
  const self = readable('self', argument, type);
  const dtype = self === null ? '' : native.dtype(self);
  const limit = LEAST[dtype];
  demand(
    self === null || limit === undefined || !holdsForAny(equal(self, limit)),
    `the least ${dtype}, ${limit}, divided by -1 is no ${dtype}`,
  );
}

/** Without a mode of rounding it is a division of floats. */
export function roundedQuotient(argument: Arguments, type: Types): void {
  if (typeof argument('rounding_mode') === 'string') quotient(argument, type);
}

/** Draws until there are as many as the count, which nan never is. */
export function counts(argument: Arguments, type: Types): void {
  const count = readable('count', argument, type);
  demand(count === null || !holdsForAny(isNan(count)), 'a count is nan');
}

/** Windows lie where the samples say, and their number and values are not looked at: other memory would be read. */
export const samples =
  (dims: number): Guard =>
  (argument, type) => {
    const given = readable('random_samples', argument, type);
    const [shape, self] = [shapeOf(given), shapeOf(argument('self'))];
    if (given === null || !shape || !self || self.length <= dims) return;
    const wanted = [self.length === dims + 1 ? 1 : self[0], self[self.length - dims - 1], dims];
    demand(
      shape.join() === wanted.join(),
      `random_samples needs the shape [${wanted}] for this input, and has [${shape}]`,
    );
    if (native.numel(given) === 0 || !native.dtype(given).includes('float')) return;
    demand(
      Number(itemOf(least(given))) >= 0 && Number(itemOf(largest(given))) < 1,
      'random_samples needs numbers from 0 on and below 1',
    );
  };

/** LAPACK's iterations need not end, and may leave their memory, where a matrix has nan or infinite elements. */
export function finite(argument: Arguments, type: Types): void {
  const matrix = ['self', 'input', 'A']
    .map((name) => readable(name, argument, type))
    .find((id) => id !== null);
  if (matrix === undefined || native.numel(matrix) === 0) return;
  if (!['float32', 'float64', 'complex64', 'complex128'].includes(native.dtype(matrix))) return;
  const length = Number(itemOf(vectorNorm(matrix, Number.POSITIVE_INFINITY, null, false, null)));
  demand(
    Number.isFinite(length),
    'the matrix has nan or infinite elements: it has no eigenvalues and no singular values',
  );
}

const SPECTRAL: unknown[] = [2, -2, 'nuc'];

/** The norms of a matrix that are made of its singular values. */
export function matrixNorm(argument: Arguments, type: Types): void {
  if (SPECTRAL.includes(argument('ord'))) finite(argument, type);
}

/** Of a vector, which one dimension makes, every norm is welcome. */
export function norm(argument: Arguments, type: Types): void {
  const [self, dims] = [argument('self'), argument('dim')];
  const count = isList(dims) ? dims.length : isId(self) ? native.ndim(self) : 0;
  if (count === 2) matrixNorm(argument, type);
}

/** Those condition numbers that are made of singular values. */
export function conditionNumber(argument: Arguments, type: Types): void {
  if (SPECTRAL.includes(argument('p') ?? 2)) finite(argument, type);
}

/** The solvers that are made of singular values. */
export function leastSquares(argument: Arguments, type: Types): void {
  if (['gelsd', 'gelss'].includes(String(argument('driver')))) finite(argument, type);
}
