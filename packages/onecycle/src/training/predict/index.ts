export { type CalibrateOptions, type Calibration, calibrate } from './calibrate.js';
export { type GatherOptions, GatherPredsCallback } from './gather-preds.js';
export { checkNotForInference, inferenceModel, registerAcceleration } from './inference.js';
export { readable, UnreadableItemError } from './items.js';
export { predictAll, predictOne, targetDecoder } from './predict.js';
export { predictEach } from './predict-each.js';
export { getPreds, type Predicting } from './predictions.js';
export { type TtaOptions, type TtaPredictions, tta } from './tta.js';
