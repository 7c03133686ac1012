export { Generator, getRngState, manualSeed, setRngState } from './random.js';
