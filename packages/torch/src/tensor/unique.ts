import { scope } from '../core/index.js';
import { operatorCall } from '../dispatch/index.js';
import { checkOptions } from '../options/index.js';
import { install, type Tensor } from './tensor.js';

declare module './tensor.js' {
  interface Tensor {
    /** The distinct values, sorted, with what the options ask for: see `torch.unique`. */
    unique<O extends UniqueOptions>(options?: O): Unique<O>;
  }
}

/** What {@link unique} shall say besides the values. */
export interface UniqueOptions {
  /** Default true. */
  sorted?: boolean;
  /** Whether to say, for each element, where its value stands in the result (int64, of the input's shape). Default false. */
  returnInverse?: boolean;
  /** Whether to say how often each value occurs (int64). Default false. */
  returnCounts?: boolean;
  /** Distinct slices along this dimension; by default distinct elements of all. */
  dim?: number;
}

/** The values alone, or with them the inverse, the counts, or both, as asked for. */
export type Unique<O extends UniqueOptions> = O extends { returnInverse: true }
  ? O extends { returnCounts: true }
    ? [values: Tensor, inverse: Tensor, counts: Tensor]
    : [values: Tensor, inverse: Tensor]
  : O extends { returnCounts: true }
    ? [values: Tensor, counts: Tensor]
    : Tensor;

const ofElements = operatorCall('aten::_unique2');
const ofSlices = operatorCall('aten::unique_dim');

/** The distinct values of a tensor, in one dimension, as `torch.unique`. */
export function unique<O extends UniqueOptions>(x: Tensor, options?: O): Unique<O> {
  checkOptions<UniqueOptions>(
    options,
    { sorted: true, returnInverse: true, returnCounts: true, dim: true },
    'unique',
  );
  const { sorted = true, returnInverse = false, returnCounts = false, dim }: UniqueOptions = options ?? {};
  return scope(() => {
    const asked = [sorted, returnInverse, returnCounts];
    const results = dim === undefined ? ofElements([x, ...asked]) : ofSlices([x, dim, ...asked]);
    const [values, inverse, counts] = results as [Tensor, Tensor, Tensor];
    const wanted = [values, ...(returnInverse ? [inverse] : []), ...(returnCounts ? [counts] : [])];
    return wanted.length === 1 ? values : wanted;
  }) as Unique<O>;
}

install({
  unique<O extends UniqueOptions>(options?: O): Unique<O> {
    return unique(this, options);
  },
});
