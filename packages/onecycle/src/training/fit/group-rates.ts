import { checkRate, type LearningRate, type Optimizer, spread } from '../optimizer/index.js';

/** A learning rate as one number for each of the optimizer's parameter groups. */
export function groupRates({ opt }: { readonly opt: Optimizer }, lr: LearningRate): number[] {
  checkRate(lr);
  return spread(lr, opt.paramLists.length);
}
