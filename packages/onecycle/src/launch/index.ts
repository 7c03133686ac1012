export { type LaunchOptions, type LaunchResult, launch, type ProcessEnd } from './launch.js';
export { commandFor } from './program.js';
