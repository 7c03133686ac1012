export { dataTypeOf, float, int, ints, OnnxBuilder, text } from './builder.js';
export { Call, type Rule, type Rules, type Surroundings } from './call.js';
export { type Affine, type FoldedNorms, foldNorms } from './fold-norms.js';
export { quantized } from './quantize.js';
