import './revive.js';

export {
  BaseLoss,
  isLoss,
  type Loss,
  type LossFunc,
  type LossOptions,
  type Reduction,
  reduce,
} from './base-loss.js';
export { CalibratedLoss, type CalibratedOutputs } from './calibrated-loss.js';
export * from './class-losses.js';
export * from './loss-func.js';
export { hasOwnMeaning, isMeaning, type Meaning, meaningOf, outputMeaning, standsFor } from './outputs.js';
export * from './value-losses.js';
