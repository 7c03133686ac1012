export { checkOptions, isClass, kindOf, nearest, type OptionNames } from './options.js';
