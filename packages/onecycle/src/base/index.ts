export { extent } from './extent.js';
export { checkOptions, isClass, kindOf, nearest, type OptionNames } from './options.js';
export { toFixedEven } from './to-fixed-even.js';
