export {
  autocast,
  customFunction,
  enableGrad,
  grad,
  inferenceMode,
  isGradEnabled,
  noGrad,
} from './autograd.js';
export { checkpoint } from './checkpoint.js';
