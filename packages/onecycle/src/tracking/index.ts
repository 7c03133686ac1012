export * from './mlflow/index.js';
export { type RunConfig, type RunStatus, RunTracker, type RunTrackerOptions } from './run/index.js';
export * from './tensorboard/index.js';
export * from './wandb/index.js';
