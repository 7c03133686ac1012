export { Learner } from './learner.js';
export { type LearnerOptions, learnerOptionNames, learnerOptionsOf } from './learner-options.js';
export { type LoadLearnerOptions, loadLearner } from './load-learner.js';
export type { ShowResultsOptions } from './show-results.js';
