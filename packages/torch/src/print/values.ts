import { scope } from '../lifetime.js';
import type { Tensor } from '../tensor.js';
import type { Value } from './column.js';

/**
 * The elements of a tensor in row-major order as printing wants them; with `edge`, only the first and last `edge` items of each
 * dimension longer than 2·edge, so that a huge tensor is not read whole.
 */
export const shownValues = (tensor: Tensor, edge?: number): ArrayLike<Value> =>
  scope(() => {
    let shown = tensor.detach();
    for (const [dim, size] of tensor.shape.entries()) {
      if (edge === undefined || size <= 2 * edge) continue;
      const kept = Array.from({ length: 2 * edge }, (_, i) => (i < edge ? i : size - 2 * edge + i));
      shown = shown.at(...new Array<string>(dim).fill(':'), kept);
    }
    if (tensor.dtype === 'float16' || tensor.dtype === 'bfloat16') shown = shown.float();
    const values = shown.memoryView(false);
    return tensor.dtype === 'bool'
      ? Array.from<number | bigint, boolean>(values, Boolean)
      : Array.from<number | bigint>(values);
  });
