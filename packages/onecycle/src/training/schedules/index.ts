export {
  combinedCos,
  combineScheds,
  type Schedule,
  schedCos,
  schedExp,
  schedLin,
  schedNo,
  schedPoly,
} from './anneal.js';
export * from './fit.js';
export { evenMults, type LearningRate, Slice, slice, spread } from './learning-rate.js';
export { ParamScheduler, type Schedules } from './param-scheduler.js';
