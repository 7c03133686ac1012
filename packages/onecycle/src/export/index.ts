import './learner-method.js';

export type { OnnxCheck } from './check.js';
export { exportOnnx, type OnnxExport, type OnnxOptions } from './export-onnx.js';
export type { PixelLayout } from './exported-function.js';
