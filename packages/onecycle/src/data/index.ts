export * from './batch-reader.js';
export * from './registry.js';
export * from './rng.js';
export * from './transform.js';
