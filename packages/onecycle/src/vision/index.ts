export * from './augment/index.js';
export * from './learner.js';
export * from './models/index.js';
export * from './paper-pets/index.js';
export * from './pictures/index.js';
export * from './resize/index.js';
export * from './tensors.js';
export * from './weights/index.js';
