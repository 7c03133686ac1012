import { F, Tensor, torch } from '@onecycle/torch';
import { at, type Lists, type Operation, performAll, type Scalars, Tape } from './tape.js';

// Arithmetic on lists of tensors, item by item, by libtorch's `_foreach_*` operators as far as it has them: a list in a
// few kernel launches. Lists of one (see `Cohort`) go through the ordinary operators. Inside of `written` nothing is
// computed: the calls are written down.

/** Runs a `_foreach_*` operator on the whole list where that pays; undefined where it does not. */
function together(
  operator: string,
  list: readonly Tensor[],
  ...more: unknown[]
): readonly Tensor[] | undefined {
  if (list.length < 2 || !torch.hasOp(`aten::${operator}`)) return undefined;
  const made = torch.ops.aten?.[operator]?.(list, ...more);
  return isTensorList(made) ? made : list;
}

const isTensorList = (value: unknown): value is Tensor[] =>
  Array.isArray(value) && value.every((item) => item instanceof Tensor);

function each(
  xs: readonly Tensor[],
  ys: readonly Tensor[],
  run: (x: Tensor, y: Tensor, i: number) => unknown,
): readonly Tensor[] {
  for (const [i, x] of xs.entries()) {
    const y = ys[i];
    if (y) run(x, y, i);
  }
  return xs;
}

/** What each operation computes; in place where its name ends with `_`. */
const arithmetic: Record<Operation, (lists: Lists, scalars: Scalars) => readonly Tensor[]> = {
  mul_: ([xs = []], factor) =>
    together('_foreach_mul_', xs, factor) ?? each(xs, xs, (x, _, i) => x.mul_(at(factor, i))),
  add_: ([xs = [], ys = []], alpha) =>
    (typeof alpha === 'number' && together('_foreach_add_', xs, ys, { alpha })) ||
    each(xs, ys, (x, y, i) => x.add_(y, { alpha: at(alpha, i) })),
  addScalars_: ([xs = []], ys) =>
    together('_foreach_add_', xs, ys) ?? each(xs, xs, (x, _, i) => x.add_(at(ys, i))),
  addcmul_: ([xs = [], ys = [], zs = []], value) =>
    together('_foreach_addcmul_', xs, ys, zs, value) ??
    each(xs, ys, (x, y, i) => x.addcmul_(y, zs[i] ?? y, { value: at(value, i) })),
  addcdiv_: ([xs = [], ys = [], zs = []], value) =>
    together('_foreach_addcdiv_', xs, ys, zs, value) ??
    each(xs, zs, (x, z, i) => x.addcdiv_(ys[i] ?? z, z, { value: at(value, i) })),
  div: ([xs = []], divisors) =>
    together('_foreach_div', xs, divisors) ?? xs.map((x, i) => x.div(at(divisors, i))),
  sqrt: ([xs = []]) => together('_foreach_sqrt', xs) ?? xs.map((x) => x.sqrt()),
  softplus: ([xs = []], beta) => xs.map((x, i) => F.softplus(x, { beta: at(beta, i) })),
};

let tape: Tape | null = null;

/** Writes down what `run` would compute, and computes nothing of it; where `run` fails, what it would have computed by then. */
export function written(run: () => void): Tape {
  const before = tape;
  const own = new Tape();
  tape = own;
  try {
    run();
  } catch (error) {
    tape = before;
    play(own);
    throw error;
  } finally {
    tape = before;
  }
  return own;
}

/** Computes what stands on a tape. */
export const play = ({ calls, tensors }: Tape): void =>
  performAll(calls, tensors, ({ operation, scalars }, lists) => arithmetic[operation](lists, scalars));

const compute = (operation: Operation, lists: Lists, scalars: Scalars = 1): readonly Tensor[] =>
  tape ? tape.write(operation, lists, scalars) : arithmetic[operation](lists, scalars);

/** x *= factor */
export const mul_ = (xs: readonly Tensor[], factor: number): void => void compute('mul_', [xs], factor);

/** x += alpha * y */
export const add_ = (xs: readonly Tensor[], ys: readonly Tensor[], alpha: Scalars = 1): void =>
  void compute('add_', [xs, ys], alpha);

/** x += y for numbers y */
export const addScalars_ = (xs: readonly Tensor[], ys: Scalars): void =>
  void compute('addScalars_', [xs], ys);

/** x += value * y * z */
export const addcmul_ = (
  xs: readonly Tensor[],
  ys: readonly Tensor[],
  zs: readonly Tensor[],
  value: number,
): void => void compute('addcmul_', [xs, ys, zs], value);

/** x += value * y / z */
export const addcdiv_ = (
  xs: readonly Tensor[],
  ys: readonly Tensor[],
  zs: readonly Tensor[],
  value: Scalars,
): void => void compute('addcdiv_', [xs, ys, zs], value);

/** x / divisor, in new tensors */
export const div = (xs: readonly Tensor[], divisors: Scalars): readonly Tensor[] =>
  compute('div', [xs], divisors);

/** The square roots, in new tensors. */
export const sqrt = (xs: readonly Tensor[]): readonly Tensor[] => compute('sqrt', [xs]);

/** log(1 + exp(beta * x)) / beta, in new tensors */
export const softplus = (xs: readonly Tensor[], beta: number): readonly Tensor[] =>
  compute('softplus', [xs], beta);

/** The norms of the tensors, one each. @param order 2, 1, Infinity, … */
export const vectorNorms = (xs: readonly Tensor[], order: number): readonly Tensor[] =>
  together('_foreach_norm', xs, order) ?? xs.map((x) => torch.linalg.vectorNorm(x, order));

/** The Euclidean norm of each tensor as a number, with a single wait for the device. */
export function norms(xs: readonly Tensor[]): number[] {
  return [
    ...torch
      .stack(xs.map((x) => x.norm()))
      .cpu()
      .double()
      .toTypedArray(),
  ].map(Number);
}
