import { checkNumber, checkOptions, is, type OptionNames, withoutUndefined } from '../../base/index.js';
import { checkRate, type LearningRate } from './learning-rate.js';
import { Lookahead, type LookaheadOptions } from './lookahead.js';
import { Optimizer, type Params } from './optimizer.js';
import * as steps from './steps.js';

/** What all optimizers take. */
export interface OptimizerOptions {
  /** A number for all parameter groups, a slice over them, or a list with one value per group. */
  lr: LearningRate;
  /** Momentum: the weight of the past in the average of gradients. */
  mom?: number;
  /** Weight decay. */
  wd?: number;
  /** Weight decay apart from the gradient (`p *= 1 - lr * wd`, the default), or as L2 in it (`g += wd * p`). */
  decoupleWd?: boolean;
}

/** What the relatives of Adam take. */
export interface AdamOptions extends OptimizerOptions {
  /** The weight of the past in the average of squared gradients. */
  sqrMom?: number;
  /** Keeps the divisor away from 0. */
  eps?: number;
}

const sgdNames: OptionNames<OptimizerOptions> = { lr: true, mom: true, wd: true, decoupleWd: is.flag };
const adamNames: OptionNames<AdamOptions> = { ...sgdNames, sqrMom: true, eps: true };
const lookaheadNames: OptionNames<LookaheadOptions> = { k: true, alpha: true };

/** Checks names and values of an optimizer's options. */
function check<T extends OptimizerOptions>(
  options: T | undefined,
  names: OptionNames<T>,
  where: string,
): void {
  checkOptions(options, names, where);
  if (options?.lr === undefined) {
    throw new TypeError(`${where} needs a learning rate: ${where}(params, { lr: 1e-3 })`);
  }
  checkRate(options.lr);
  for (const [name, value] of Object.entries(options)) {
    if (name !== 'lr' && value !== undefined && typeof value !== 'boolean')
      checkNumber(name, value, { least: 0 });
  }
}

const decay = (decouple: boolean) => (decouple ? steps.weightDecay : steps.l2Reg);
const adamStats = [steps.averageGradDamped, steps.averageSqrGrad, steps.countStep];

/** Stochastic gradient descent. Defaults: mom 0, wd 0. Source: fastai's SGD. */
export function sgd(params: Params, options: OptimizerOptions): Optimizer {
  check(options, sgdNames, 'sgd');
  const { lr, mom = 0, wd = 0, decoupleWd = true } = options;
  const move = mom === 0 ? [steps.sgdStep] : [steps.averageGrad, steps.momentumStep];
  return new Optimizer(params, [decay(decoupleWd), ...move], { lr, mom, wd });
}

/** RMSProp, with eps 1e-8. Defaults: sqrMom 0.99, mom 0, wd 0. Source: fastai's RMSProp. */
export function rmsProp(params: Params, options: Omit<AdamOptions, 'eps'>): Optimizer {
  const { eps: _, ...names } = adamNames;
  check(options, names, 'rmsProp');
  const { lr, sqrMom = 0.99, mom = 0, wd = 0, decoupleWd = true } = options;
  const momentum = mom !== 0;
  const stats = momentum ? [steps.averageGrad, steps.averageSqrGrad] : [steps.averageSqrGrad];
  const all = [decay(decoupleWd), ...stats, steps.rmsPropStep(momentum)];
  return new Optimizer(params, all, { lr, mom, sqrMom, wd });
}

/** Adam. Defaults: mom 0.9, sqrMom 0.99, eps 1e-5, wd 0.01. Source: fastai's Adam. */
export function adam(params: Params, options: AdamOptions): Optimizer {
  check(options, adamNames, 'adam');
  const { lr, mom = 0.9, sqrMom = 0.99, eps = 1e-5, wd = 0.01, decoupleWd = true } = options;
  const all = [decay(decoupleWd), ...adamStats, steps.adamStep];
  return new Optimizer(params, all, { lr, mom, sqrMom, eps, wd });
}

/**
 * Rectified Adam. Defaults: mom 0.9, sqrMom 0.99, eps 1e-5, wd 0, beta 0 (a positive `beta` puts the divisor
 * through a softplus of that steepness). Source: fastai's RAdam.
 */
export function radam(params: Params, options: AdamOptions & { beta?: number }): Optimizer {
  check(options, { ...adamNames, beta: true }, 'radam');
  const { lr, mom = 0.9, sqrMom = 0.99, eps = 1e-5, wd = 0, beta = 0, decoupleWd = true } = options;
  const all = [decay(decoupleWd), ...adamStats, steps.radamStep];
  return new Optimizer(params, all, { lr, mom, sqrMom, eps, wd, beta });
}

/**
 * Quasi-hyperbolic Adam; `nu1` and `nu2` are the shares of the averages against the gradient of the moment.
 * Defaults: mom 0.999, sqrMom 0.999, nu1 0.7, nu2 1, eps 1e-8, wd 0. Source: fastai's QHAdam.
 */
export function qhadam(params: Params, options: AdamOptions & { nu1?: number; nu2?: number }): Optimizer {
  check(options, { ...adamNames, nu1: true, nu2: true }, 'qhadam');
  const {
    lr,
    mom = 0.999,
    sqrMom = 0.999,
    nu1 = 0.7,
    nu2 = 1,
    eps = 1e-8,
    wd = 0,
    decoupleWd = true,
  } = options;
  const all = [decay(decoupleWd), ...adamStats, steps.qhadamStep];
  return new Optimizer(params, all, { lr, mom, sqrMom, nu1, nu2, eps, wd });
}

/**
 * LARC: a learning rate per layer from the sizes of weights and gradients; `clip: false` makes it LARS.
 * Defaults: mom 0.9, clip true, trustCoeff 0.02, eps 1e-8, wd 0. Source: fastai's Larc.
 */
export function larc(
  params: Params,
  options: OptimizerOptions & { clip?: boolean; trustCoeff?: number; eps?: number },
): Optimizer {
  check(options, { ...sgdNames, clip: is.flag, trustCoeff: true, eps: true }, 'larc');
  const { lr, mom = 0.9, clip = true, trustCoeff = 0.02, eps = 1e-8, wd = 0, decoupleWd = true } = options;
  const momentum = mom !== 0;
  const stats = momentum ? [steps.averageGrad] : [];
  const all = [decay(decoupleWd), ...stats, steps.larcLayerLr(clip), steps.larcStep(momentum)];
  return new Optimizer(params, all, { lr, mom, trustCoeff, eps, wd });
}

/** LAMB. Defaults: mom 0.9, sqrMom 0.99, eps 1e-5, wd 0. Source: fastai's Lamb. */
export function lamb(params: Params, options: AdamOptions): Optimizer {
  check(options, adamNames, 'lamb');
  const { lr, mom = 0.9, sqrMom = 0.99, eps = 1e-5, wd = 0, decoupleWd = true } = options;
  const all = [decay(decoupleWd), ...adamStats, steps.lambStep];
  return new Optimizer(params, all, { lr, mom, sqrMom, eps, wd });
}

/** Wraps an optimizer: see `Lookahead`. Defaults: k 6, alpha 0.5. */
export const lookahead = (optimizer: Optimizer, options: LookaheadOptions = {}): Lookahead =>
  new Lookahead(optimizer, options);

/**
 * Lookahead around rectified Adam. Defaults: mom 0.95, wd 0.01, eps 1e-6, else as `radam` and `lookahead`.
 * Source: fastai's ranger.
 */
export function ranger(
  params: Params,
  options: AdamOptions & LookaheadOptions & { beta?: number },
): Lookahead {
  check(options, { ...adamNames, ...lookaheadNames, beta: true }, 'ranger');
  const { mom = 0.95, wd = 0.01, eps = 1e-6, k, alpha, ...others } = options;
  return lookahead(radam(params, { ...others, mom, wd, eps }), withoutUndefined({ k, alpha }));
}
