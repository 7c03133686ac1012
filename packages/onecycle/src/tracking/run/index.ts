export type { RunConfig } from './configuration.js';
export { Outbox, type Post } from './outbox.js';
export { type RunStatus, RunTracker, type RunTrackerOptions, runTrackerNames } from './run-tracker.js';
