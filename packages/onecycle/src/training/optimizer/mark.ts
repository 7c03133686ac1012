import { nn, type Tensor } from '@onecycle/torch';
import type { Optimizer } from './optimizer.js';

const isNorm = (module: object): boolean =>
  [nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.InstanceNorm1d, nn.InstanceNorm2d, nn.LayerNorm].some(
    (norm) => module instanceof norm,
  );

/** The parameters of a model's normalization layers, with every other layer's bias where `withBias`. Source: fastai's norm_bias_params. */
export function normBiasParams(model: nn.Module<never[], unknown>, withBias: boolean): Tensor[] {
  return [...model.modules()].flatMap((module) => {
    const own = [...module.namedParameters('', false)];
    if (isNorm(module)) return own.map(([, parameter]) => parameter);
    return withBias ? own.filter(([name]) => name === 'bias').map(([, parameter]) => parameter) : [];
  });
}

/**
 * Says which parameters are decayed (all, or with `wdBnBias: false` neither biases nor normalization layers) and which
 * train though their group is frozen (normalization layers, with `trainBn`).
 *
 * Source: fastai's Learner.create_opt.
 */
export function markParameters(
  optimizer: Optimizer,
  model: nn.Module<never[], unknown>,
  { wdBnBias, trainBn }: { wdBnBias: boolean; trainBn: boolean },
): void {
  if (!wdBnBias) for (const param of normBiasParams(model, true)) optimizer.stateOf(param).doWd = false;
  if (trainBn) for (const param of normBiasParams(model, false)) optimizer.stateOf(param).forceTrain = true;
}
