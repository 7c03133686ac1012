export { Single } from './single.js';
export type { BatchWork, Run, Strategy } from './strategy.js';
