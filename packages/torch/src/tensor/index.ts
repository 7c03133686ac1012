import './indexing.js';
import './operators.js';
import './printing.js';

export { fromTypedArray, type TensorOptions, tensor } from './creation.js';
export type { Index, IndexList } from './indexing.js';
export { isOperatorMethod } from './operators.js';
export { type HookHandle, type Nested, type Scalar, Tensor, type ToOptions, tensorOf } from './tensor.js';
export { type Unique, type UniqueOptions, unique } from './unique.js';
