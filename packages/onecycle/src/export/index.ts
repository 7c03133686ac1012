import './learner-methods.js';

export type { OnnxCheck } from './check.js';
export { exportOnnx, type OnnxExport, type OnnxOptions } from './export-onnx.js';
export { exportTypes } from './export-types.js';
export { exportWeb, type WebExport, type WebOptions } from './export-web.js';
export type { PixelLayout } from './exported-function.js';
