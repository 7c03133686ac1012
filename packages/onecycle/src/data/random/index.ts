export { globalRng, randomSeed } from './random-seed.js';
export { Rng } from './rng.js';
export { batchRng, epochIndices, itemRng, orderRng } from './sampling.js';
