import { constants } from 'node:buffer';
import { liveId, native, scope, type TypedArray, translated, typedView } from '../core/index.js';
import { describe } from '../dispatch/index.js';
import { install, type Tensor } from './tensor.js';

declare module './tensor.js' {
  interface Tensor {
    /**
     * The only element: a boolean of a bool tensor, a bigint where a number would lose digits, else a number. Where a number is
     * wanted, whatever the dtype, `Number(x)` gives it, as Python's `float(x)`.
     */
    item(): Scalar;
    /** The elements as nested arrays; a scalar tensor gives its element. Throws for complex numbers, which JavaScript lacks. */
    tolist(): Nested<Scalar>;
    /** What `JSON.stringify(x)` writes: `tolist()`. JSON has no NaN and no infinities, and says `null` for them. */
    toJSON(): Nested<Scalar>;
    /**
     * The elements in row-major order. Where the tensor is contiguous on the CPU the array is a view: it sees later
     * changes, and keeps the memory alive as long as it lives; from then on that memory cannot be resized (`resize_`). fp16 and
     * bf16 come as bits.
     */
    toTypedArray(): TypedArray;
    /** @param lasting whether the array may be read after the current call. @internal */
    memoryView(lasting: boolean): TypedArray;
  }
}

/** One element: a boolean of a bool tensor, a bigint where an int64 is beyond 2^53, else a number. */
export type Scalar = number | bigint | boolean;

/** Elements, nested as deep as the tensor has dimensions. */
export type Nested<T> = T | readonly Nested<T>[];

install({
  item() {
    return guarded(this, 'item', () => native.item(liveId(this, 'item')));
  },
  tolist() {
    const shape = native.shape(liveId(this, 'tolist'));
    const values = elementsOf(this);
    const build = (dim: number, offset: number): Nested<Scalar> => {
      const value = values[offset];
      if (dim === shape.length && value !== undefined) return value;
      const stride = shape.slice(dim + 1).reduce((a, b) => a * b, 1);
      return Array.from({ length: shape[dim] ?? 0 }, (_, i) => build(dim + 1, offset + i * stride));
    };
    return build(0, 0);
  },
  toJSON() {
    return this.tolist();
  },
  toTypedArray() {
    return this.memoryView(true);
  },
  memoryView(lasting) {
    const id = liveId(this, 'toTypedArray');
    return guarded(this, 'toTypedArray', () =>
      scope(() => {
        const direct =
          native.device(id) === 'cpu' &&
          native.isContiguous(id) &&
          !this.dtype.startsWith('complex') &&
          !this.isNeg();
        const dense = direct ? this : this.detach().to('cpu').resolveConj().resolveNeg().contiguous();
        return typedView(native.view(dense.id, lasting, constants.MAX_LENGTH), dense.dtype);
      }),
    );
  },
});

/** The elements in row-major order as plain values: numbers, booleans, bigints beyond 2^53. */
function elementsOf(tensor: Tensor): Scalar[] {
  const { dtype } = tensor;
  if (dtype.startsWith('complex'))
    throw new TypeError('tolist: complex numbers have no JavaScript numbers; use viewAsReal, real or imag');
  const half = dtype === 'float16' || dtype === 'bfloat16';
  const values = scope(() =>
    Array.from<number | bigint>((half ? tensor.detach().float() : tensor).memoryView(false)),
  );
  if (dtype === 'bool') return values.map((value) => value !== 0);
  if (dtype !== 'int64') return values;
  return values.map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value));
}

const guarded = <T>(source: Tensor, operation: string, run: () => T): T =>
  translated(operation, () => describe(source), run);
