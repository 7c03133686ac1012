export type { RunConfig } from './configuration.js';
export { type RunStatus, RunTracker, type RunTrackerOptions, runTrackerNames } from './run-tracker.js';
