export { type LrFindOptions, lrFind, type SuggestedLrs, type SuggestFunctions } from './lr-find.js';
export { LRFinder, type LrFinderOptions } from './lr-finder.js';
export { type LrFindResult, plotLrFind } from './plot.js';
export type { RateFindable } from './rate-findable.js';
export { minimum, type SuggestFunction, type Suggestion, slide, steep, valley } from './suggestions.js';
