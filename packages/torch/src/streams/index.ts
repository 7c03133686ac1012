export { CUDAGraph } from './cuda-graph.js';
export { Stream } from './stream.js';
