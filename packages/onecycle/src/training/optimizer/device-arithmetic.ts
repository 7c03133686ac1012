import { F, type Tensor, torch } from '@onecycle/torch';
import { sqrt } from './foreach.js';
import type { Lists, Operation } from './tape.js';

type List = readonly Tensor[];

const isTensor = (other: Tensor | List): other is Tensor => !Array.isArray(other);

/**
 * A function of a list and of a tensor without dimensions, or of a second list: in a few kernel launches, or item by item where this
 * libtorch has no such operator (those before 2.6, which have no CUDA graphs here).
 */
function listwise(operator: string, itemByItem: (x: Tensor, y: Tensor) => Tensor) {
  return (xs: List, other: Tensor | List): List => {
    const overload = `${operator}.${isTensor(other) ? 'Tensor' : 'List'}`;
    if (!torch.hasOp(`aten::${overload}`))
      return xs.map((x, i) => itemByItem(x, isTensor(other) ? other : (other[i] ?? x)));
    const made = torch.ops.aten?.[overload]?.(xs, other);
    return Array.isArray(made) ? made : xs;
  };
}

const times = listwise('_foreach_mul', (x, y) => x.mul(y));
const times_ = listwise('_foreach_mul_', (x, y) => x.mul_(y));
const over = listwise('_foreach_div', (x, y) => x.div(y));
const plus_ = listwise('_foreach_add_', (x, y) => x.add_(y));

/** x += what `make` gives, which is freed then. */
function addMade_(xs: List, make: () => List): List {
  torch.scope(() => void plus_(xs, make()));
  return xs;
}

/** The operations of `foreach`, with their number on the device. */
export const onDevice: Record<Operation, (lists: Lists, number: Tensor) => List> = {
  mul_: ([xs = []], factor) => times_(xs, factor),
  add_: ([xs = [], ys = []], alpha) => addMade_(xs, () => times(ys, alpha)),
  addScalars_: ([xs = []], y) => plus_(xs, y),
  addcmul_: ([xs = [], ys = [], zs = []], value) => addMade_(xs, () => times_(times(ys, zs), value)),
  addcdiv_: ([xs = [], ys = [], zs = []], value) => addMade_(xs, () => times_(over(ys, zs), value)),
  div: ([xs = []], divisor) => over(xs, divisor),
  sqrt: ([xs = []]) => sqrt(xs),
  softplus: ([xs = []], beta) =>
    over(
      times(xs, beta).map((x) => F.softplus(x)),
      beta,
    ),
};
