import { Tensor, torch } from '@onecycle/torch';

// Arithmetic on lists of tensors, item by item, by libtorch's `_foreach_*` operators as far as it has them: a list in a
// few kernel launches. Lists of one (see `Cohort`) go through the ordinary operators.

/** Runs a `_foreach_*` operator on the whole list where that pays; undefined where it does not. */
function together(operator: string, list: readonly Tensor[], ...more: unknown[]): unknown {
  if (list.length < 2 || !torch.hasOp(`aten::${operator}`)) return undefined;
  return torch.ops.aten?.[operator]?.(list, ...more) ?? list;
}

/** One number for all items, or one per item. */
type Scalars = number | readonly number[];
const at = (scalars: Scalars, i: number): number =>
  typeof scalars === 'number' ? scalars : (scalars[i] ?? Number.NaN);

function each(
  xs: readonly Tensor[],
  ys: readonly Tensor[],
  run: (x: Tensor, y: Tensor, i: number) => void,
): void {
  for (const [i, x] of xs.entries()) {
    const y = ys[i];
    if (y) run(x, y, i);
  }
}

/** x *= factor */
export function mul_(xs: readonly Tensor[], factor: number): void {
  if (together('_foreach_mul_', xs, factor)) return;
  for (const x of xs) x.mul_(factor);
}

/** x += alpha * y */
export function add_(xs: Tensor[], ys: Tensor[], alpha: Scalars = 1): void {
  if (typeof alpha === 'number' && together('_foreach_add_', xs, ys, { alpha })) return;
  each(xs, ys, (x, y, i) => x.add_(y, { alpha: at(alpha, i) }));
}

/** x += y for numbers y */
export function addScalars_(xs: Tensor[], ys: Scalars): void {
  if (together('_foreach_add_', xs, ys)) return;
  for (const [i, x] of xs.entries()) x.add_(at(ys, i));
}

/** x += value * y * z */
export function addcmul_(xs: Tensor[], ys: Tensor[], zs: Tensor[], value: number): void {
  if (together('_foreach_addcmul_', xs, ys, zs, value)) return;
  each(xs, ys, (x, y, i) => x.addcmul_(y, zs[i] ?? y, { value }));
}

/** x += value * y / z */
export function addcdiv_(xs: Tensor[], ys: Tensor[], zs: Tensor[], values: Scalars): void {
  if (together('_foreach_addcdiv_', xs, ys, zs, values)) return;
  each(xs, zs, (x, z, i) => x.addcdiv_(ys[i] ?? z, z, { value: at(values, i) }));
}

/** x / divisor, in new tensors */
export function div(xs: Tensor[], divisors: Scalars): Tensor[] {
  const quotients = together('_foreach_div', xs, divisors);
  if (isTensorList(quotients)) return quotients;
  return xs.map((x, i) => x.div(at(divisors, i)));
}

const isTensorList = (value: unknown): value is Tensor[] =>
  Array.isArray(value) && value.every((item) => item instanceof Tensor);

/** The square roots, in new tensors. */
export function sqrt(xs: Tensor[]): Tensor[] {
  const roots = together('_foreach_sqrt', xs);
  return isTensorList(roots) ? roots : xs.map((x) => x.sqrt());
}

/** The norms of the tensors, one each. @param order 2, 1, Infinity, … */
export function vectorNorms(xs: readonly Tensor[], order: number): Tensor[] {
  const norms = together('_foreach_norm', xs, order);
  return isTensorList(norms) ? norms : xs.map((x) => torch.linalg.vectorNorm(x, order));
}

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
