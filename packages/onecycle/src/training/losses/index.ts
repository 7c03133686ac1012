import './revive.js';

export { BaseLoss, type Loss, type LossFunc, type LossOptions, type Reduction } from './base-loss.js';
export * from './class-losses.js';
export * from './value-losses.js';
