export { evaluating } from './evaluating.js';
export {
  Hook,
  type HookFunction,
  type HookOptions,
  type HookOutputOptions,
  Hooks,
  hookOutput,
  hookOutputs,
} from './hook.js';
export { dummyEval, hasParams, inChannels, modelSizes } from './sizes.js';
