export { Answerer } from './answerer.js';
export { Child } from './child.js';
export { Jobs } from './jobs.js';
export { Queue } from './queue.js';
export { Results } from './results.js';
export { WEIGHTS } from './run-data.js';
export type { RunFolder } from './run-folder.js';
export { Runs } from './runs.js';
