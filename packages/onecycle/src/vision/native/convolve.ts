import type { Tensor } from '@onecycle/torch';
import { callForNumbers, callNow } from './library.js';

/** What a convolution is called with, beside its tensors: [height, width] each. */
export interface ConvolutionShape {
  kernel: number[];
  stride: number[];
  /** Zeros on either side. */
  padding: number[];
}

/** Whether the processor has the instructions that native convolutions are written for: AVX2 or AVX-512. */
export const canConvolve = (): boolean => callForNumbers('onecycle::can_convolve', [])[0] === 1;

/**
 * Filters as {@link convolve} takes them.
 *
 * @param weight float32 [out, in, height, width]
 * @param winograd for fewer multiplications: filters of 3 × 3 that move by 1, with 16, 32, … channels. They take four times the memory
 */
export const packFilters = (weight: Tensor, winograd: boolean): Tensor =>
  callNow('onecycle::pack_filters', [weight, winograd]);

/**
 * A convolution without gradients: float32 [n, in, height, width] → [n, out, …], channels last.
 *
 * @param bias float32 [out]
 */
export const convolve = (
  x: Tensor,
  filters: Tensor,
  bias: Tensor,
  { kernel, stride, padding }: ConvolutionShape,
): Tensor => callNow('onecycle::convolve', [x, filters, bias, kernel, stride, padding, null, false]);
