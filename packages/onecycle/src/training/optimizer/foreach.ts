import { type Tensor, torch } from '@onecycle/torch';

/**
 * Arithmetic on lists of tensors, item by item. On the CPU lists are short (see `Optimizer.step`) and go through the
 * ordinary operators; elsewhere libtorch's `_foreach_*` operators treat the whole list in a few kernel launches.
 */
const together = (list: readonly Tensor[], operator: string): boolean =>
  list.length > 1 && list[0]?.device !== 'cpu' && torch.hasOp(`aten::${operator}`);

type Scalars = number | readonly number[];
const at = (scalars: Scalars, i: number): number =>
  typeof scalars === 'number' ? scalars : (scalars[i] ?? Number.NaN);

const each = (
  xs: readonly Tensor[],
  ys: readonly Tensor[],
  run: (x: Tensor, y: Tensor, i: number) => void,
) => {
  xs.forEach((x, i) => {
    const y = ys[i];
    if (y) run(x, y, i);
  });
};

/** x *= factor */
export function mul_(xs: Tensor[], factor: number): void {
  if (together(xs, '_foreach_mul_')) torch.ops.aten._foreach_mul_(xs, factor);
  else for (const x of xs) x.mul_(factor);
}

/** x += alpha * y */
export function add_(xs: Tensor[], ys: Tensor[], alpha: Scalars = 1): void {
  if (typeof alpha === 'number' && together(xs, '_foreach_add_')) {
    torch.ops.aten._foreach_add_(xs, ys, { alpha });
  } else each(xs, ys, (x, y, i) => x.add_(y, { alpha: at(alpha, i) }));
}

/** x += y for a number y */
export function addScalar_(xs: Tensor[], y: number): void {
  if (together(xs, '_foreach_add_')) torch.ops.aten._foreach_add_(xs, y);
  else for (const x of xs) x.add_(y);
}

/** x += weight * (y - x) */
export function lerp_(xs: Tensor[], ys: Tensor[], weight: number): void {
  if (together(xs, '_foreach_lerp_')) torch.ops.aten._foreach_lerp_(xs, ys, weight);
  else if (together(xs, '_foreach_mul_')) {
    mul_(xs, 1 - weight);
    add_(xs, ys, weight);
  } else each(xs, ys, (x, y) => x.lerp_(y, weight));
}

/** x += value * y * z */
export function addcmul_(xs: Tensor[], ys: Tensor[], zs: Tensor[], value: number): void {
  if (together(xs, '_foreach_addcmul_')) torch.ops.aten._foreach_addcmul_(xs, ys, zs, value);
  else each(xs, ys, (x, y, i) => x.addcmul_(y, zs[i] ?? y, { value }));
}

/** x += value * y / z, with one value for all or one per item */
export function addcdiv_(xs: Tensor[], ys: Tensor[], zs: Tensor[], values: Scalars): void {
  if (together(xs, '_foreach_addcdiv_')) {
    const scalars = typeof values === 'number' ? values : [...values];
    torch.ops.aten._foreach_addcdiv_(xs, ys, zs, scalars);
  } else each(xs, zs, (x, z, i) => x.addcdiv_(ys[i] ?? z, z, { value: at(values, i) }));
}

/** x / divisor, with one divisor for all or one per item */
export function div(xs: Tensor[], divisors: Scalars): Tensor[] {
  if (together(xs, '_foreach_div')) {
    return torch.ops.aten._foreach_div(xs, typeof divisors === 'number' ? divisors : [...divisors]);
  }
  return xs.map((x, i) => x.div(at(divisors, i)));
}

/** The square roots, written over the given tensors. */
export function sqrt_(xs: Tensor[]): Tensor[] {
  if (together(xs, '_foreach_sqrt_')) torch.ops.aten._foreach_sqrt_(xs);
  else for (const x of xs) x.sqrt_();
  return xs;
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
