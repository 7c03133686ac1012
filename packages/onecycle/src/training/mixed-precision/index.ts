export { GradScaler, type GradScalerOptions } from './grad-scaler.js';
export { MixedPrecision, type MixedPrecisionOptions } from './mixed-precision.js';
