import type { DType } from '../core/index.js';
import { operatorCall } from '../dispatch/index.js';
import type { Tensor } from '../tensor/index.js';
import { elementCount } from './sizes.js';

const empty = operatorCall('aten::empty');

/** A new tensor on the CPU with the bytes of its memory, to be filled by whoever reads a file. */
export function blank(shape: number[], dtype: DType): { tensor: Tensor; bytes: Uint8Array } {
  const tensor = empty([shape, { dtype }]) as Tensor;
  return { tensor, bytes: bytesOf(tensor) };
}

/**
 * The bytes of a tensor in row-major order, to be written to a file: a view of its own memory where it lies on the CPU in that
 * order, else of a copy. The tensor must not change until they are written.
 */
export function bytesOf(tensor: Tensor): Uint8Array {
  if (elementCount(tensor.shape) === 0) return new Uint8Array(0);
  const { buffer, byteOffset, byteLength } = tensor.memoryView(false);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Makes truth values of bytes from a file: libtorch takes for granted that a true one is 1. */
export function normaliseTruth(dtype: DType, bytes: Uint8Array): void {
  if (dtype !== 'bool') return;
  for (const [i, byte] of bytes.entries()) if (byte > 1) bytes[i] = 1;
}
