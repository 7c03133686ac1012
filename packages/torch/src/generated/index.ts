import './tensor-methods.js';

export type { TorchFunctions } from './functions.js';
