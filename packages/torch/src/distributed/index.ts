export { distributed, type ProcessGroupOptions } from './distributed.js';
export type { Launch } from './launch.js';
export type { Backend, ProcessGroup, ReduceOp } from './process-group.js';
export type { GradientReducer, GradientReducerOptions } from './reducer.js';
export type { FileStore, Store, TCPStore, TCPStoreOptions } from './store.js';
