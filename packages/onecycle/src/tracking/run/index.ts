export { addressOf } from './address.js';
export type { RunConfig } from './configuration.js';
export { ask, isPassing, isRecord, member, parsed, RemoteTracker, TrackingError } from './remote-tracker.js';
export { type RunStatus, RunTracker, type RunTrackerOptions, runTrackerNames } from './run-tracker.js';
