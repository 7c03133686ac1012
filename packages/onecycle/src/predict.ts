/**
 * An exported learner and its predictions, for servers: `loadLearner` and what goes into predictions and comes out, as
 * `onecycle` has them, without the packages for charts, canvas, the hub and the command. Nothing that this entry
 * imports, now or later, names those packages, so that a bundle of it has none. What draws says so and what to import.
 *
 * @module
 */
export {
  type Device,
  type DType,
  nn,
  OutOfMemoryError,
  Tensor,
  TorchError,
  torch,
} from '@onecycle/torch';
export {
  DataLoader,
  DataLoaders,
  type Described,
  ItemError,
  type Label,
  Path,
  type PathLike,
  register,
  revivable,
  Transform,
  type TransformContext,
} from './data/index.js';
export {
  type Answer,
  type ClassAnswer,
  createHandler,
  createPredictor,
  type Handler,
  type HandlerOptions,
  type Histogram,
  type LabelsAnswer,
  type MaskAnswer,
  type ModelInfo,
  OverloadedError,
  type PredictCallOptions,
  type PredictionServer,
  type Predictor,
  type PredictorOptions,
  type PredictorStats,
  type RequestLog,
  type ServeOptions,
  serve,
  type Task,
  type ValuesAnswer,
  WorkerDiedError,
} from './serve/index.js';
export {
  type GetPredsOptions,
  Learner,
  type LearnerSource,
  type LoadLearnerOptions,
  type LossFunc,
  loadLearner,
  type PredictItem,
  type Prediction,
  type Predictions,
  TrainingError,
  type TtaOptions,
  type TtaPredictions,
} from './training/index.js';
export {
  architecture,
  createVisionModel,
  PictureError,
  type PictureSource,
  PilImage,
  setPictureThreads,
  TensorImage,
} from './vision/index.js';
