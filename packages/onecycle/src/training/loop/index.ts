export { CallbackList } from './callback-list.js';
export { interruptible } from './interruption.js';
export { TrainEvalCallback } from './train-eval.js';
export { type StartAt, type Trainee, TrainingLoop } from './training-loop.js';
