export { hubFile, OfflineError } from './hub.js';
export { pretrainedModel } from './pretrained.js';
export { loadWeights, type RegisteredWeights, registerWeights, type Weights } from './weights.js';
