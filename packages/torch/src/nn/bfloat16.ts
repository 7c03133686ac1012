import { scope } from '../core/index.js';
import type { Tensor } from '../tensor/index.js';

/**
 * What `f` gives for `x` in 32 bits, in the type of `x`: for operators that libtorch (1.13) cannot compute, or differentiate,
 * in bfloat16 on the CPU, where mixed precision leads to them.
 */
export const inFloat32 = (x: Tensor, f: (x: Tensor) => Tensor): Tensor =>
  scope(() => f(x.float()).to(x.dtype));

/** Whether `x` is what such operators refuse; what is no tensor is not, and they say so. */
export const isCpuBfloat16 = (x: Tensor): boolean => x?.dtype === 'bfloat16' && x.device === 'cpu';
