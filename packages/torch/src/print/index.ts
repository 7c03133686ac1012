export type { Value } from './column.js';
export { type PrintOptions, type PrintProfile, printOptions, setPrintOptions } from './options.js';
export { type Printable, printTensor, tuple } from './tensor.js';
