export type { Guard, Types } from './argument-guards.js';
export { guardOf, type KnownCrash, knownCrashes } from './known-crashes.js';
