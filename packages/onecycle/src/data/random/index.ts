export { globalRng, randomSeed } from './random-seed.js';
export { philox, Rng } from './rng.js';
export { batchRng, epochIndices, itemRng, orderRng } from './sampling.js';
