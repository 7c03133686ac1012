export * from '@onecycle/torch';
export * from './data/index.js';
export * from './display/index.js';
export * from './interpret/index.js';
export * from './training/index.js';
export * from './vision/index.js';
