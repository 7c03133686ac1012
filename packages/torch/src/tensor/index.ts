import './conversion.js';
import './indexing.js';
import './operators.js';
import './printing.js';
import './values.js';

export type { ToOptions } from './conversion.js';
export { fromTypedArray, type TensorOptions, tensor } from './creation.js';
export type { Index, IndexList } from './indexing.js';
export { isOperatorMethod } from './operators.js';
export { type HookHandle, Tensor, tensorOf } from './tensor.js';
export { type Unique, type UniqueOptions, unique } from './unique.js';
export type { Nested, Scalar } from './values.js';
