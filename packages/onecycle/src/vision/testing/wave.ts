import { type nn, type Tensor, torch } from '@onecycle/torch';

/** A picture `[1, 3, size, size]` that Python can make, too: sin(0.001·i), computed in float64. */
export const wave = (size: number): Tensor =>
  torch
    .arange(3 * size * size, { dtype: 'float64' })
    .mul(0.001)
    .sin()
    .float()
    .reshape([1, 3, size, size]);

/** Weights that need no file: sin(0.7·i + n) by the length n of their name, small, variances around 1. */
export function setWaves(model: nn.Module): void {
  torch.noGrad(() => {
    for (const [name, tensor] of model.namedState()) {
      if (name.endsWith('num_batches_tracked')) continue;
      const wave = torch
        .arange(tensor.numel(), { dtype: 'float64' })
        .mul(0.7)
        .add(name.length)
        .sin()
        .reshape(tensor.shape);
      const inputs = tensor.ndim > 1 ? tensor.numel() / tensor.size(0) : 4;
      tensor.copy_(
        name.endsWith('running_var') ? wave.mul(0.3).add(1) : wave.mul(1 / Math.sqrt(Math.max(1, inputs))),
      );
    }
  });
}
