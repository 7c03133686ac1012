export {
  ActivationStats,
  type ActivationStatsOptions,
  activationStats,
  type LayerStats,
} from './activation-stats.js';
export { ChannelsLast, channelsLast } from './channels-last.js';
export { FetchPredsCallback, type FetchPredsOptions, fetchPreds } from './fetch-preds.js';
export * from './gradients.js';
export { HookCallback, type HookCallbackOptions, hookCallback } from './hook-callback.js';
export { CSVLogger, csvLogger, JSONLogger, jsonLogger, type LogFileOptions } from './loggers.js';
export { CutMix, cutMix, MixUp, mixUp } from './mix.js';
export { ModelEma, type ModelEmaOptions, modelEma } from './model-ema.js';
export * from './modes.js';
export { ProgressCallback } from './progress.js';
export {
  ProgressiveResizing,
  type ProgressiveResizingOptions,
  progressiveResizing,
  progressiveStages,
} from './progressive-resizing.js';
export { ShortEpochCallback, shortEpoch } from './short-epoch.js';
export { ShowGraphCallback, type ShowGraphOptions, showGraph } from './show-graph.js';
export * from './trackers.js';
