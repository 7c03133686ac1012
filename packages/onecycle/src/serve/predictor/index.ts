export type {
  Answer,
  ClassAnswer,
  LabelsAnswer,
  MaskAnswer,
  ModelInfo,
  Task,
  ValuesAnswer,
} from './answer.js';
export { ClosedError, OverloadedError, WorkerDiedError } from './errors.js';
export { Histogram } from './histogram.js';
export type { PredictorOptions } from './options.js';
export { createPredictor, type PredictCallOptions, Predictor, type PredictorStats } from './predictor.js';
