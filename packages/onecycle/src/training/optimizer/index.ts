export { mul_ as multiplyAll, play, vectorNorms } from './foreach.js';
export { copyLaidOutAs, keptCopy } from './kept-copy.js';
export {
  checkRate,
  evenMults,
  type LearningRate,
  Slice,
  slice,
  spread,
} from './learning-rate.js';
export { Lookahead, type LookaheadOptions, type LookaheadState } from './lookahead.js';
export { markParameters, normBiasParams } from './mark.js';
export { type OptFunc, Optimizer, type OptimizerState, type Params } from './optimizer.js';
export * from './optimizers.js';
export { StepProgram } from './program.js';
export {
  adamStep,
  averageGrad,
  averageGradDamped,
  averageSqrGrad,
  type Cohort,
  countStep,
  type Hypers,
  isWritable,
  l2Reg,
  lambStep,
  larcLayerLr,
  larcStep,
  momentumStep,
  type OptimizerStep,
  type ParamState,
  qhadamStep,
  radamStep,
  rmsPropStep,
  sgdStep,
  weightDecay,
} from './steps.js';
export type { Tape } from './tape.js';
