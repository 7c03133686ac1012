// Declarations name Node's types (Buffer, node:util), which TypeScript 6 and later load for nobody by themselves.
/// <reference types="node" preserve="true" />
export type { Device, DeviceMemory, DType, MemoryFormat, TypedArray } from './core/index.js';
export { OutOfMemoryError, TorchError } from './core/index.js';
export type {
  Backend,
  FileStore,
  GradientReducer,
  GradientReducerOptions,
  Launch,
  ProcessGroup,
  ProcessGroupOptions,
  ReduceOp,
  Store,
  TCPStore,
  TCPStoreOptions,
} from './distributed/index.js';
export {
  type FileFormat,
  fileFormat,
  type Loaded,
  loadNpy,
  loadPth,
  loadSafetensors,
  readSafetensorsHeader,
  type Safetensors,
  type SafetensorsHeader,
  saveNpy,
  saveSafetensors,
} from './files/index.js';
export { F } from './functional/index.js';
export * as nn from './nn/index.js';
export { Generator } from './random/index.js';
export {
  BatchSize,
  type CapturedTensor,
  type Graph,
  type GraphArgument,
  type GraphConstant,
  type GraphSize,
  type GraphStep,
  type GraphTensor,
  Program,
  type RecordOptions,
} from './record/index.js';
export { CUDAGraph, Stream } from './streams/index.js';
export type { Index } from './tensor/index.js';
export { type HookHandle, type Nested, type Scalar, Tensor, type ToOptions } from './tensor/index.js';
export { torch } from './torch/index.js';
