import { type Tensor, torch } from '@onecycle/torch';
import { DataLoaders, type DataLoadersOptions, type TransformContext } from '../data/index.js';
import { numbers, type ReferenceTensor } from './reference.js';

/** A tensor from the form in which reference files write it. */
export const tensorOf = ({ shape, data }: ReferenceTensor, dtype: 'float32' | 'int64' = 'float32'): Tensor =>
  dtype === 'int64'
    ? torch.fromTypedArray(
        BigInt64Array.from(data, (value) => BigInt(value)),
        shape,
      )
    : torch.fromTypedArray(Float32Array.from(numbers(data)), shape);

/** Inputs and targets, row by row. */
export type Pair = readonly [Tensor, Tensor];

/** Rows of tensors as items. */
const rowsOf = ([x, y]: Pair) => ({
  length: x.shape[0] ?? 0,
  nInp: 1,
  get: (i: number, { made }: TransformContext) => {
    const row = [x.select(0, i), y.select(0, i)];
    // Made for this call, so that the loader may free them when they are in the batch.
    for (const tensor of row) made?.add(tensor);
    return row;
  },
});

/** Data loaders over tensors that are in memory; not shuffled unless the options say so. */
export const tensorLoaders = (
  train: Pair,
  valid: Pair,
  options: DataLoadersOptions<[Tensor, Tensor]>,
): DataLoaders<[Tensor, Tensor]> =>
  DataLoaders.fromDsets<[Tensor, Tensor]>([rowsOf(train), rowsOf(valid)], { shuffle: false, ...options });
