export { type FineTuneOptions, fineTuneSettings } from './fine-tune.js';
export { checkMoms, type FitOptions, type Fittable, fit, type Moms } from './fit.js';
export { type FlatCosOptions, fitFlatCos } from './flat-cos.js';
export { fitOneCycle, type OneCycleOptions } from './one-cycle.js';
export { type RateOr, withRate } from './rate-options.js';
export { fitSgdr, type SgdrOptions } from './sgdr.js';
