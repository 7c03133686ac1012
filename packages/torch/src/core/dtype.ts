/** The element types, by PyTorch's names. */
export type DType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'uint8'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'bool'
  | 'complex64'
  | 'complex128';

/** `'cpu'`, `'cuda'`, `'cuda:1'`, `'mps'`: where a tensor's memory is. */
export type Device = 'cpu' | 'cuda' | 'mps' | 'meta' | `${'cpu' | 'cuda' | 'mps'}:${number}` | (string & {});

/** How a tensor's elements lie in memory. */
export type MemoryFormat = 'contiguous' | 'channels_last' | 'channels_last_3d' | 'preserve';

/** Dense or sparse. */
export type Layout = 'strided' | 'sparse_coo';

/** The arrays that a tensor can be made from and looked at through. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | BigInt64Array;

const views: Record<DType, (buffer: ArrayBuffer) => TypedArray> = {
  float32: (buffer) => new Float32Array(buffer),
  float64: (buffer) => new Float64Array(buffer),
  float16: (buffer) => new Uint16Array(buffer),
  bfloat16: (buffer) => new Uint16Array(buffer),
  uint8: (buffer) => new Uint8Array(buffer),
  int8: (buffer) => new Int8Array(buffer),
  int16: (buffer) => new Int16Array(buffer),
  int32: (buffer) => new Int32Array(buffer),
  int64: (buffer) => new BigInt64Array(buffer),
  bool: (buffer) => new Uint8Array(buffer),
  complex64: (buffer) => new Float32Array(buffer),
  complex128: (buffer) => new Float64Array(buffer),
};

/** The memory of a tensor of this dtype as the typed array that fits it; fp16 and bf16 as bits. */
export const typedView = (buffer: ArrayBuffer, dtype: DType): TypedArray => views[dtype](buffer);

/** The dtype that a typed array has by itself. */
export function dtypeOfArray(array: TypedArray): DType {
  if (array instanceof Float32Array) return 'float32';
  if (array instanceof Float64Array) return 'float64';
  if (array instanceof Uint8Array || array instanceof Uint8ClampedArray) return 'uint8';
  if (array instanceof Int8Array) return 'int8';
  if (array instanceof Int16Array) return 'int16';
  if (array instanceof Int32Array) return 'int32';
  if (array instanceof BigInt64Array) return 'int64';
  if (!((array as ArrayBufferView) instanceof Uint16Array))
    throw new TypeError(
      `libtorch has no elements like those of ${(array as ArrayBufferView).constructor.name}: make an array of a wider type first, ` +
        'such as Float64Array.from(array) or BigInt64Array.from(array, BigInt)',
    );
  throw new TypeError(
    "a Uint16Array holds the bits of half-precision numbers: say which with { dtype: 'float16' } or { dtype: 'bfloat16' }",
  );
}

/** Whether this is the name of an element type. */
export const isDType = (name: string): name is DType => name in views;
