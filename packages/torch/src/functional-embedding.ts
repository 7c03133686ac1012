import type { Tensor } from './tensor.js';
import { torch } from './torch.js';

/**
 * The row that stands for padding, counted from the start: −1 is the last of `rows`.
 * @throws RangeError where there is no such row.
 */
export function paddingRow(paddingIdx: number, rows: number): number {
  if (!Number.isInteger(paddingIdx) || paddingIdx < -rows || paddingIdx >= rows)
    throw new RangeError(`paddingIdx ${paddingIdx} is none of the ${rows} rows of the embedding`);
  return paddingIdx < 0 ? paddingIdx + rows : paddingIdx;
}

/** What libtorch takes for a table without padding. */
const NO_ROW = -1;

/** Rows of `weight` by index; the order of arguments is Python's. The row `paddingIdx` gets no gradient. */
export function embedding(indices: Tensor, weight: Tensor, options: { paddingIdx?: number } = {}): Tensor {
  const { paddingIdx } = options;
  return torch.embedding(
    weight,
    indices,
    paddingIdx === undefined ? NO_ROW : paddingRow(paddingIdx, weight.size(0)),
  );
}
