export { CudaGraph } from './cuda-graph.js';
export { DataParallel, type DistributedOptions } from './data-parallel.js';
export { PeerError } from './peers.js';
export { Single } from './single.js';
export type { BatchWork, Rest, Run, Strategy } from './strategy.js';
