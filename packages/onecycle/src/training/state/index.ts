export { BatchInHand, type BatchState, batchKeys } from './batch-in-hand.js';
export {
  areOurs,
  type Batches,
  type BatchSource,
  batchesOf,
  checkBatch,
  checkBatches,
  iterate,
  iterateShard,
  lengthFor,
} from './batches.js';
export { FitState, fitKeys, type Logger, type Value } from './fit-state.js';
export { adviceFor, isOutOfMemory } from './out-of-memory.js';
export { DivergenceError, type FitPosition, TrainingError } from './training-error.js';
