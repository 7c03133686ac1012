import { native, scope } from '../core/index.js';
import { printTensor, type Value } from '../print/index.js';
import { install, type Tensor } from './tensor.js';

declare module './tensor.js' {
  interface Tensor {
    /** As PyTorch prints it. */
    toString(): string;
  }
}

install({
  toString() {
    if (this.disposed) return `${this.constructor.name}(disposed)`;
    return printTensor({
      className: this.constructor.name,
      shape: this.shape,
      dtype: native.dtype(this.id),
      layout: layouts[native.layout(this.id)] ?? null,
      device: this.device,
      requiresGrad: this.requiresGrad,
      gradFn: this.gradFn,
      values: (edge) => shownValues(this, edge),
    });
  },
});

/** Python's names of the layouts that have no elements one after the other. */
const layouts: Record<string, string> = {
  Sparse: 'sparse_coo',
  SparseCsr: 'sparse_csr',
  SparseCsc: 'sparse_csc',
  SparseBsr: 'sparse_bsr',
  SparseBsc: 'sparse_bsc',
  Mkldnn: '_mkldnn',
};

/**
 * The elements of a tensor in row-major order as printing wants them; with `edge`, only the first and last `edge` items of each
 * dimension longer than 2·edge, so that a huge tensor is not read whole.
 */
const shownValues = (tensor: Tensor, edge?: number): ArrayLike<Value> =>
  scope(() => {
    let shown = tensor.detach();
    for (const [dim, size] of tensor.shape.entries()) {
      if (edge === undefined || size <= 2 * edge) continue;
      const kept = Array.from({ length: 2 * edge }, (_, i) => (i < edge ? i : size - 2 * edge + i));
      shown = shown.at(...new Array<string>(dim).fill(':'), kept);
    }
    if (tensor.dtype === 'float16' || tensor.dtype === 'bfloat16') shown = shown.float();
    const values = shown.memoryView(false);
    return tensor.dtype === 'bool'
      ? Array.from<number | bigint, boolean>(values, Boolean)
      : Array.from<number | bigint>(values);
  });
