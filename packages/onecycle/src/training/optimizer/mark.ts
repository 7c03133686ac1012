import { nn, type Tensor } from '@onecycle/torch';
import { checkFlag, checkInstance } from '../../base/index.js';
import { Optimizer } from './optimizer.js';

/** A model, as far as its modules go. */
interface Modular {
  modules(): readonly nn.AnyModule[];
}

const norms = [nn.BatchNorm, nn.LayerNorm];

/**
 * The parameters of a model's normalization layers, with every other layer's bias where `withBias`.
 * Source: fastai's norm_bias_params.
 */
export function normBiasParams(model: Modular, withBias: boolean): Tensor[] {
  checkInstance('normBiasParams takes a model', model, nn.Module);
  return model.modules().flatMap((module) => {
    const own = [...module.ownParameters()];
    const isNorm = norms.some((norm) => module instanceof norm);
    return own.filter(([name]) => isNorm || (withBias && name === 'bias')).map(([, parameter]) => parameter);
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
  model: Modular,
  options: { wdBnBias: boolean; trainBn: boolean },
): void {
  checkInstance('markParameters takes an optimizer', optimizer, Optimizer);
  checkInstance('markParameters takes a model', model, nn.Module);
  checkFlag('wdBnBias', options?.wdBnBias);
  checkFlag('trainBn', options.trainBn);
  const { wdBnBias, trainBn } = options;
  if (!wdBnBias) for (const param of normBiasParams(model, true)) optimizer.stateOf(param).doWd = false;
  if (trainBn) for (const param of normBiasParams(model, false)) optimizer.stateOf(param).forceTrain = true;
}
