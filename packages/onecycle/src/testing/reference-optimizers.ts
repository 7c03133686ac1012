import type { Tensor } from '@onecycle/torch';
import * as optimizers from '../training/index.js';

/** The options of every optimizer, and Lookahead's. */
export interface AllOptions extends optimizers.AdamOptions {
  k?: number;
  alpha?: number;
}

/** Our optimizers by the names under which the reference files have fastai's. */
export const optimizerMakers: Record<
  string,
  (params: Tensor[][], options: AllOptions) => optimizers.Optimizer
> = {
  SGD: optimizers.sgd,
  Adam: optimizers.adam,
  RAdam: optimizers.radam,
  // fastai's takes eps, and does nothing with it.
  RMSProp: (params, { eps: _, ...options }) => optimizers.rmsProp(params, options),
  QHAdam: optimizers.qhadam,
  Larc: optimizers.larc,
  Lamb: optimizers.lamb,
  ranger: optimizers.ranger,
};
