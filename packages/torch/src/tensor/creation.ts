import {
  type Device,
  type DType,
  dtypeOfArray,
  Handle,
  native,
  type TypedArray,
  translated,
} from '../core/index.js';
import { wrap } from '../dispatch/index.js';
import { checkOptions, kindOf, shown, unawaited } from '../options/index.js';
import type { Tensor } from './tensor.js';
import type { Nested } from './values.js';

type Element = number | boolean | bigint;

/** How a new tensor is made. */
export interface TensorOptions {
  dtype?: DType;
  /** Default `'cpu'`. */
  device?: Device;
  requiresGrad?: boolean;
}

const NAMES = { dtype: true, device: true, requiresGrad: true } as const;

/**
 * Bytes up to which values go to a GPU by way of pinned memory, so that nothing waits for what the GPU has to do before. libtorch never
 * gives such memory back.
 */
const MOST_PINNED = 1 << 20;

function finish(memory: TypedArray, stored: DType, shape: readonly number[], options: TensorOptions): Tensor {
  const { dtype = stored, device = 'cpu' } = options;
  const nonBlocking =
    device.startsWith('cuda') &&
    dtype === stored &&
    memory.byteLength <= MOST_PINNED &&
    native.cudaDeviceCount() > 0;
  const id = translated(
    'tensor',
    () => '',
    () => native.fromMemory(memory, stored, shape, nonBlocking, null),
  );
  let tensor = wrap(id) as Tensor;
  if (dtype !== stored || device !== 'cpu') tensor = tensor.to({ dtype, device, nonBlocking });
  if (options.requiresGrad) tensor.requiresGrad = true;
  return tensor;
}

const isTypedArray = (value: unknown): value is TypedArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** What libtorch's loops over elements have room for. An array that contains itself has no end. */
const MOST_DIMENSIONS = 64;

/** Why a value is no element, and what is meant by it. */
function refusal(value: unknown): string {
  if (value instanceof Handle) return 'a tensor, not a number: join tensors with torch.stack or torch.cat';
  if (ArrayBuffer.isView(value))
    return `a ${value.constructor.name}, not a number: nest plain arrays (Array.from)`;
  return `${kindOf(value)}, not a number${unawaited(value)}`;
}

/** The shape of nested arrays, and their elements in row-major order. */
function flatten(data: Nested<Element>): { shape: number[]; values: Element[] } {
  const shape: number[] = [];
  for (let level: unknown = data; Array.isArray(level); level = level[0]) {
    if (shape.push(level.length) > MOST_DIMENSIONS)
      throw new RangeError(
        `tensor: the arrays are nested more than ${MOST_DIMENSIONS} deep, or one contains itself: no tensor has so many dimensions`,
      );
  }
  const values: Element[] = [];
  // The place is put into words where one is at fault: a text for every element would take longer than all else.
  const path: number[] = [];
  const where = (depth: number): string => path.slice(0, depth).reduce((text, i) => `${text}[${i}]`, '');
  const walk = (item: Nested<Element>, depth: number): void => {
    if (Array.isArray(item)) {
      if (depth >= shape.length || item.length !== shape[depth])
        throw new TypeError(
          `tensor: the nested arrays are ragged: ${where(depth) || 'the array'} has ${item.length} members, where ${shape[depth] ?? 'a number'} was expected`,
        );
      // Not forEach, which leaves out what was never assigned.
      for (let i = 0; i < item.length; i++) {
        path[depth] = i;
        walk(item[i], depth + 1);
      }
    } else if (depth !== shape.length) {
      throw new TypeError(`tensor: the nested arrays are ragged: ${where(depth)} is no array`);
    } else if (typeof item === 'number' || typeof item === 'boolean' || typeof item === 'bigint') {
      values.push(item);
    } else {
      throw new TypeError(`tensor: ${where(depth) || 'the value'} is ${refusal(item)}`);
    }
  };
  walk(data, 0);
  return { shape, values };
}

/** As Python infers it: booleans → bool, whole numbers → int64, any fraction (or none at all) → float32. */
function inferred(values: readonly Element[]): DType {
  if (values.length === 0) return 'float32';
  if (values.every((value) => typeof value === 'boolean')) return 'bool';
  const whole = values.every((value) => typeof value !== 'number' || Number.isInteger(value));
  return whole ? 'int64' : 'float32';
}

/** The numbers that the smaller integers hold. */
const WHOLE_LIMITS: Partial<Record<DType, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  int16: [-32_768, 32_767],
  int32: [-2_147_483_648, 2_147_483_647],
};

function within([least, most]: readonly [number, number], value: number, dtype: DType): number {
  const whole = Math.trunc(value);
  if (whole >= least && whole <= most) return whole;
  throw new RangeError(`tensor: ${value} does not fit ${dtype}, which goes from ${least} to ${most}`);
}

function int64(value: Element): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value);
  const whole = typeof value === 'number' ? Math.trunc(value) : value;
  const bits = typeof whole === 'number' && !Number.isFinite(whole) ? null : BigInt.asIntN(64, BigInt(whole));
  if (bits !== null && bits === BigInt(whole)) return bits;
  throw new RangeError(`tensor: ${value} does not fit int64, which goes from -2^63 to 2^63 - 1`);
}

/**
 * A tensor with these elements: a number, nested arrays, or a typed array (one dimension).
 *
 * @param options.dtype default: bool for booleans, int64 where all numbers are whole, else float32; a typed array's own
 * @throws TypeError for ragged arrays and for anything that is no number, with its place; RangeError for a number that an
 *   integer dtype does not hold
 */
export function tensor(data: Nested<Element> | TypedArray, options: TensorOptions = {}): Tensor {
  checkOptions(options, NAMES, 'tensor');
  if (isTypedArray(data)) return fromTypedArray(data, [data.length], options);
  const { shape, values } = flatten(data);
  const dtype = options.dtype ?? inferred(values);
  if (dtype === 'int64') {
    const memory = new BigInt64Array(values.length);
    values.forEach((value, i) => {
      memory[i] = int64(value);
    });
    return finish(memory, 'int64', shape, options);
  }
  if (dtype === 'bool')
    return finish(
      Uint8Array.from(values, (value) => (value ? 1 : 0)),
      'bool',
      shape,
      options,
    );
  const stored = dtype === 'float32' ? 'float32' : 'float64';
  const memory = stored === 'float32' ? new Float32Array(values.length) : new Float64Array(values.length);
  const limits = WHOLE_LIMITS[dtype];
  values.forEach((value, i) => {
    memory[i] = limits ? within(limits, Number(value), dtype) : Number(value);
  });
  return finish(memory, stored, shape, { ...options, dtype });
}

/**
 * A tensor with a copy of a typed array's elements, in row-major order.
 *
 * @param options.dtype how to read the array's bytes where the array does not say: `'float16'` or `'bfloat16'` for the
 *   bits in a Uint16Array, `'complex64'` for pairs in a Float32Array. Any other dtype converts.
 */
export function fromTypedArray(
  array: TypedArray,
  shape: readonly number[],
  options: TensorOptions = {},
): Tensor {
  checkOptions(options, NAMES, 'fromTypedArray');
  if (!isTypedArray(array)) {
    const advice = unawaited(array) || ': torch.tensor makes a tensor of plain ones';
    throw new TypeError(`fromTypedArray takes a typed array, not ${kindOf(array)}${advice}`);
  }
  if (!Array.isArray(shape))
    throw new TypeError(`fromTypedArray takes the shape as a list, not ${shown(shape)}`);
  const { dtype } = options;
  const readAs =
    (array instanceof Uint16Array && (dtype === 'float16' || dtype === 'bfloat16')) ||
    (array instanceof Float32Array && dtype === 'complex64') ||
    (array instanceof Float64Array && dtype === 'complex128');
  return finish(array, readAs && dtype ? dtype : dtypeOfArray(array), shape, options);
}
