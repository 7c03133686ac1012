export type { Trainee } from './batch-runner.js';
export { CallbackList } from './callback-list.js';
export { interruptible } from './interruption.js';
export { TrainEvalCallback } from './train-eval.js';
export { type StartAt, TrainingLoop } from './training-loop.js';
