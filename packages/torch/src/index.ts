export type { Device, DType, MemoryFormat, TypedArray } from './dtype.js';
export { OutOfMemoryError, TorchError } from './errors.js';
export { F } from './f.js';
export * from './files/index.js';
export type { Index } from './indexing.js';
export * as nn from './nn/index.js';
export { Generator } from './random.js';
export { type HookHandle, type Nested, Tensor, type ToOptions } from './tensor.js';
export { torch } from './torch.js';
