import { checkTensor } from '../core/index.js';
import { checkOptions, counted } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';

/**
 * The row that stands for padding, counted from the start: −1 is the last of `rows`.
 * @throws RangeError where there is no such row.
 */
export function paddingRow(paddingIdx: number, rows: number): number {
  if (!Number.isInteger(paddingIdx) || paddingIdx < -rows || paddingIdx >= rows)
    throw new RangeError(`paddingIdx ${paddingIdx} is none of the ${counted(rows, 'row')} of the embedding`);
  return paddingIdx < 0 ? paddingIdx + rows : paddingIdx;
}

/** Rows of `weight` by index; the order of arguments is Python's. The row `paddingIdx` gets no gradient. */
export function embedding(indices: Tensor, weight: Tensor, options: { paddingIdx?: number } = {}): Tensor {
  checkOptions(options, { paddingIdx: true }, 'F.embedding');
  checkTensor('embedding', weight, 'weight');
  const { paddingIdx } = options;
  // libtorch takes −1 for a table without padding.
  const row = paddingIdx === undefined ? -1 : paddingRow(paddingIdx, weight.size(0));
  return torch.embedding(weight, indices, row);
}

const bagModes = { sum: 0, mean: 1, max: 2 } as const;

/**
 * Sums, means (the default) or maxima of bags of rows of `weight`: indices `[N, L]`, a bag a row, or `[all]` with the `offsets`
 * `[N]` at which the bags begin → `[N, D]`. The order of arguments is Python's.
 *
 * @param options.perSampleWeights factors of the indices' shape, mode `sum` only
 * @param options.includeLastOffset whether the last offset is the end of the last bag. Default false.
 * @param options.paddingIdx rows that count nothing
 */
export function embeddingBag(
  indices: Tensor,
  weight: Tensor,
  options: {
    offsets?: Tensor;
    mode?: keyof typeof bagModes;
    perSampleWeights?: Tensor;
    includeLastOffset?: boolean;
    paddingIdx?: number;
  } = {},
): Tensor {
  checkOptions(
    options,
    { offsets: true, mode: true, perSampleWeights: true, includeLastOffset: true, paddingIdx: true },
    'F.embeddingBag',
  );
  checkTensor('embeddingBag', indices, 'indices');
  checkTensor('embeddingBag', weight, 'weight');
  const { mode = 'mean', perSampleWeights = null, includeLastOffset = false, paddingIdx } = options;
  if (!(mode in bagModes))
    throw new Error(`embeddingBag knows the modes ${Object.keys(bagModes).join(', ')}, not '${mode}'`);
  if (perSampleWeights) checkTensor('embeddingBag', perSampleWeights, 'perSampleWeights');
  if (perSampleWeights && mode !== 'sum')
    throw new Error(`embeddingBag: perSampleWeights need mode 'sum', not '${mode}'`);
  if ((indices.ndim === 2) === (options.offsets !== undefined) || indices.ndim > 2)
    throw new Error(
      `embeddingBag takes indices [N, L], or [all] with offsets, got [${indices.shape.join(', ')}]`,
    );
  const { dtype, device } = indices;
  const offsets = options.offsets ?? torch.arange(0, indices.numel(), indices.size(1), { dtype, device });
  const row = paddingIdx === undefined ? null : paddingRow(paddingIdx, weight.size(0));
  const factors = perSampleWeights?.reshape([-1]) ?? null;
  const flat = indices.reshape([-1]);
  return torch.embeddingBag(
    weight,
    flat,
    offsets,
    false,
    bagModes[mode],
    false,
    factors,
    includeLastOffset,
    row,
  )[0];
}
