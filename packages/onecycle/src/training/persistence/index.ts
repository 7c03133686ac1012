export { tryFolder, writeTensors } from './disk.js';
export { type Exportable, exportLearner } from './export.js';
export { checkExtent } from './fitting.js';
export { type LearnerSource, learnerBytes, type ReadLearnerOptions, readLearner } from './learner-file.js';
export {
  dispose,
  forFile,
  loadWeights,
  readModel,
  readSealed,
  restoreOptimizer,
  writeModel,
} from './model-file.js';
export {
  ofProcess,
  packedRandomState,
  randomState,
  restoreRandomState,
  unpackedRandomState,
} from './random-state.js';
export { packState, unpackState } from './state-tree.js';
