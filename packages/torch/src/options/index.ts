export { checkOptions, counted, isClass, kindOf, nearest, type OptionNames, thereAre } from './options.js';
