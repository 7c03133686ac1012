export * from '@onecycle/torch';
export * from './data/index.js';
export type { Step } from './data/index.js';
export * from './display/index.js';
export * from './training/index.js';
