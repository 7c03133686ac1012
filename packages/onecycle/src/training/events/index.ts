export {
  type AnyCallback,
  type CallbackClass,
  type CallbackState,
  type Callbacks,
  callbackList,
} from './any-callback.js';
export { Callback } from './callback.js';
export { type CallbackLearner, checkIsLearner } from './callback-learner.js';
export * from './events.js';
export type { GetPredsOptions, PredictItem, Prediction, Predictions, ValidateOptions } from './predicting.js';
export type { PlotLossOptions, TrainingRecord } from './training-record.js';
