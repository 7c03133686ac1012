import { type Tensor, torch } from '@onecycle/torch';

/** A picture `[1, 3, size, size]` that Python can make, too: sin(0.001·i), computed in float64. */
export const wave = (size: number): Tensor =>
  torch
    .arange(3 * size * size, { dtype: 'float64' })
    .mul(0.001)
    .sin()
    .float()
    .reshape([1, 3, size, size]);
