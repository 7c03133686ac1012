export { Lookahead, type LookaheadOptions, type LookaheadState } from './lookahead.js';
export { markParameters, normBiasParams } from './mark.js';
export { type OptFunc, Optimizer, type OptimizerState } from './optimizer.js';
export * from './optimizers.js';
export * from './steps.js';
