import { type Device, type DType, isDType, liveId, type MemoryFormat, native } from '../core/index.js';
import { operatorCall } from '../dispatch/index.js';
import { checkOptions, shown } from '../options/index.js';
import { install, Tensor } from './tensor.js';

declare module './tensor.js' {
  interface Tensor {
    /**
     * The tensor in another dtype, on another device or in another memory format; itself where nothing changes.
     *
     * @param target a dtype, a device, a tensor to be like, or several of them as options
     */
    to(target: DType | Device | Tensor | ToOptions, options?: ToOptions): Tensor;
    /** As float32. */
    float(): Tensor;
    /** As float64. */
    double(): Tensor;
    /** As float16. */
    half(): Tensor;
    /** As bfloat16. */
    bfloat16(): Tensor;
    /** As int64. */
    long(): Tensor;
    /** As int32. */
    int(): Tensor;
    /** As uint8. */
    byte(): Tensor;
    /** As bool: whether an element is not 0. */
    bool(): Tensor;
    /** In the machine's own memory. */
    cpu(): Tensor;
    /** On the first NVIDIA (or AMD) graphics processor. */
    cuda(): Tensor;
  }
}

/** Where a conversion leads. */
export interface ToOptions {
  /** Default: the tensor's own. */
  dtype?: DType | undefined;
  /** Default: the tensor's own. */
  device?: Device | undefined;
  /** Default `'preserve'`. */
  memoryFormat?: MemoryFormat | undefined;
  /** Whether not to wait for the copy from pinned memory to a GPU. Default false. */
  nonBlocking?: boolean;
  /** Whether to copy where nothing would change. Default false. */
  copy?: boolean;
}

install({
  to(target, options = {}) {
    checkOptions(options, TO, 'to');
    const wanted: ToOptions =
      target instanceof Tensor
        ? { dtype: target.dtype, device: target.device, ...options }
        : typeof target === 'object'
          ? target
          : isDType(target)
            ? { ...options, dtype: target }
            : { ...options, device: target };
    if (wanted === target) checkOptions(wanted, TO, 'to');
    const { dtype, device, memoryFormat, nonBlocking = false, copy = false } = wanted;
    const id = liveId(this, 'to');
    const same =
      !copy &&
      (dtype === undefined || dtype === native.dtype(id)) &&
      (device === undefined || indexed(device) === indexed(native.device(id))) &&
      (memoryFormat === undefined || memoryFormat === 'preserve' || memoryFormat === native.memoryFormat(id));
    if (same) return this;
    return toCopy([this, { dtype, device, memoryFormat: memoryFormat ?? 'preserve', nonBlocking }]) as Tensor;
  },
  float() {
    return this.to('float32');
  },
  double() {
    return this.to('float64');
  },
  half() {
    return this.to('float16');
  },
  bfloat16() {
    return this.to('bfloat16');
  },
  long() {
    return this.to('int64');
  },
  int() {
    return this.to('int32');
  },
  byte() {
    return this.to('uint8');
  },
  bool() {
    return this.to('bool');
  },
  cpu() {
    return this.to('cpu');
  },
  cuda() {
    return this.to('cuda');
  },
});

const TO = { dtype: true, device: true, memoryFormat: true, nonBlocking: true, copy: true } as const;

/** A copy in another dtype, device or format, through which gradients flow; a private operator, so without a type. */
const toCopy = operatorCall('aten::_to_copy');

/** A device with its number: `cuda` is `cuda:0`. */
function indexed(device: Device): string {
  if (typeof device !== 'string')
    throw new TypeError(`to takes a dtype, a device or a tensor, not ${shown(device)}`);
  return device.includes(':') ? device : `${device}:0`;
}
