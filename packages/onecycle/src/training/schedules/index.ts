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
export { ParamScheduler, type Schedules } from './param-scheduler.js';
