import type { DType } from '../core/index.js';

const ITEM_BYTES: Partial<Record<DType, number>> = {
  float64: 8,
  int64: 8,
  float32: 4,
  int32: 4,
  float16: 2,
  bfloat16: 2,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

/** Elements of a tensor of this shape; 1 for a scalar. */
export const elementCount = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

/** Bytes of a contiguous tensor. @throws Error for a dtype that no file format here knows. */
export function byteLength(shape: readonly number[], dtype: DType): number {
  const item = ITEM_BYTES[dtype];
  if (item === undefined)
    throw new Error(`tensors of dtype ${dtype} cannot be read from or written to files`);
  return elementCount(shape) * item;
}
