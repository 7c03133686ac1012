export {
  BatchSize,
  type CapturedTensor,
  type Graph,
  type GraphArgument,
  type GraphConstant,
  type GraphSize,
  type GraphStep,
  type GraphTensor,
} from './graph.js';
export { Program } from './program.js';
export { type RecordOptions, record } from './record.js';
