import './fused.js';

export { batchReaderFor } from './picture-reader.js';
export { PresizeOnce, type PresizeOnceOptions, presizeOnce } from './presize-once.js';
