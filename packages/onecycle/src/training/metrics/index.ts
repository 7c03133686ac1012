import { rememberMakers } from '../../base/index.js';
import { perplexity } from './loss-metrics.js';
import * as perPass from './per-pass.js';

export { AccumMetric, type AccumOptions } from './accum-metric.js';
export * from './loss-metrics.js';
export {
  AvgMetric,
  type BatchResult,
  Metric,
  type MetricFunction,
  type MetricLike,
  type MetricValue,
  toMetric,
} from './metric.js';
export * from './per-batch.js';
export * from './per-pass.js';
export { type Counts, confusionMatrix, fBetaOf, precisionOf, recallOf } from './scores.js';
export { sum } from './sum.js';

rememberMakers({ perplexity, ...perPass });
