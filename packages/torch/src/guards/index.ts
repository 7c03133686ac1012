export type { Guard, Types } from './argument-guards.js';
export { guardOf, knownCrashes } from './known-crashes.js';
