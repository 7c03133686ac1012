import { type Tensor, torch } from '@onecycle/torch';
import { kindOf } from '../../base/index.js';
import * as foreach from './foreach.js';

/** The hyper-parameters of a parameter group, by name: `lr`, `mom`, `sqrMom`, `eps`, `wd`, … */
export type Hypers = Record<string, number>;

/** What an optimizer remembers about one parameter. */
export interface ParamState {
  /** Whether weight decay applies. */
  doWd: boolean;
  /** Whether the parameter trains though its group is frozen (batch norms do). */
  forceTrain: boolean;
  /** Averages, by name. */
  tensors: Record<string, Tensor>;
  /** Counts and rates, by name; `step` is the number of steps this parameter took. */
  numbers: Record<string, number>;
}

/**
 * Parameters that have a gradient and share hyper-parameters, side by side with those gradients and with their
 * states: one parameter at a time on the CPU, where its tensors then stay in the cache from one step to the next, a
 * whole group on other devices, where each kernel launch counts.
 */
export interface Cohort {
  params: Tensor[];
  grads: Tensor[];
  states: ParamState[];
  hypers: Hypers;
}

/**
 * A piece of an optimizer: updates averages, gradients or the parameters themselves, in place, without autograd.
 * `defaults` are the hyper-parameters it brings along.
 */
export interface OptimizerStep {
  (cohort: Cohort): void;
  defaults?: Hypers;
}

/** What is no cohort is told here, where a hyper-parameter is missing: steps run often, and check nothing beforehand. */
const noCohort = (value: unknown): TypeError =>
  new TypeError(
    `an optimizer's step takes a cohort, { params, grads, states, hypers }, not ${kindOf(value)}: the optimizer calls it, new Optimizer(params, [sgdStep], { lr })`,
  );

/** The named hyper-parameters of a cohort; throws where one was never set. */
function take(cohort: Cohort, ...names: string[]): number[] {
  const hypers: Hypers | undefined = cohort?.hypers;
  return names.map((name) => {
    const value = hypers?.[name];
    if (value !== undefined) return value;
    if (!hypers) throw noCohort(cohort);
    throw new Error(
      `This optimizer's step needs the hyper-parameter "${name}", which has no value. Set it with opt.setHyper('${name}', …).`,
    );
  });
}

/** The part of a cohort whose items fulfil a condition. */
export function pick(
  { params, grads, states, hypers }: Cohort,
  wanted: (state: ParamState) => boolean,
): Cohort {
  const of = <T>(items: readonly T[]): T[] =>
    items.filter((_, i) => {
      const state = states[i];
      return state !== undefined && wanted(state);
    });
  return { params: of(params), grads: of(grads), states: of(states), hypers };
}

/** The running averages of that name, which start at zero. */
function averages({ grads, states }: Cohort, name: string): Tensor[] {
  return states.map((state, i) => {
    const average = state.tensors[name];
    if (average) return average;
    const grad = grads[i];
    if (!grad) throw new Error(`No gradient to start the average "${name}" from.`);
    const fresh = torch.keep(torch.zerosLike(grad));
    state.tensors[name] = fresh;
    return fresh;
  });
}

const writable = new WeakSet<OptimizerStep>();

/** Whether all that a step does with tensors is arithmetic of `foreach`, which can be written down. */
export const isWritable = (step: OptimizerStep): boolean => writable.has(step);

/** A step with its defaults, and with its name, which a function that is written as an argument has not. */
function define(name: string, defaults: Hypers, run: (cohort: Cohort) => void): OptimizerStep {
  const step = defineReading(name, defaults, run);
  writable.add(step);
  return step;
}
/** The same for one whose numbers depend on values of tensors. */
const defineReading = (name: string, defaults: Hypers, step: (cohort: Cohort) => void): OptimizerStep =>
  Object.assign(Object.defineProperty(step, 'name', { value: name }), { defaults });
const counts = (states: readonly ParamState[]): number[] => states.map((state) => state.numbers.step ?? 0);

/** Decoupled weight decay: p *= 1 - lr * wd. Source: fastai's weight_decay; Loshchilov and Hutter 2019. */
export const weightDecay = define('weightDecay', { wd: 0 }, (cohort) => {
  const [lr = 0, wd = 0] = take(cohort, 'lr', 'wd');
  if (wd !== 0) foreach.mul_(pick(cohort, (state) => state.doWd).params, 1 - lr * wd);
});

/** L2 regularization: g += wd * p. Source: fastai's l2_reg. */
export const l2Reg = define('l2Reg', { wd: 0 }, (cohort) => {
  const [wd = 0] = take(cohort, 'wd');
  const decayed = pick(cohort, (state) => state.doWd);
  if (wd !== 0) foreach.add_(decayed.grads, decayed.params, wd);
});

/** Momentum's average `gradAvg` = mom * average + g. Source: fastai's average_grad. */
export const averageGrad = define('averageGrad', { mom: 0.9 }, (cohort) => {
  const [mom = 0] = take(cohort, 'mom');
  const gradAvg = averages(cohort, 'gradAvg');
  foreach.mul_(gradAvg, mom);
  foreach.add_(gradAvg, cohort.grads);
});

/** The damped average `gradAvg` = mom * average + (1 - mom) * g. Source: fastai's average_grad with dampening. */
export const averageGradDamped = define('averageGradDamped', { mom: 0.9 }, (cohort) => {
  const [mom = 0] = take(cohort, 'mom');
  const gradAvg = averages(cohort, 'gradAvg');
  foreach.mul_(gradAvg, mom);
  foreach.add_(gradAvg, cohort.grads, 1 - mom);
});

/** The damped average `sqrAvg` of squared gradients. Source: fastai's average_sqr_grad. */
export const averageSqrGrad = define('averageSqrGrad', { sqrMom: 0.99 }, (cohort) => {
  const [sqrMom = 0] = take(cohort, 'sqrMom');
  const sqrAvg = averages(cohort, 'sqrAvg');
  foreach.mul_(sqrAvg, sqrMom);
  foreach.addcmul_(sqrAvg, cohort.grads, cohort.grads, 1 - sqrMom);
});

/** Counts the steps of each parameter. Source: fastai's step_stat. */
export const countStep = define('countStep', {}, (cohort) => {
  if (!cohort?.states) throw noCohort(cohort);
  for (const { numbers } of cohort.states) numbers.step = (numbers.step ?? 0) + 1;
});

/** p -= lr * g */
export const sgdStep = define('sgdStep', {}, (cohort) => {
  const [lr = 0] = take(cohort, 'lr');
  foreach.add_(cohort.params, cohort.grads, -lr);
});

/** p -= lr * gradAvg */
export const momentumStep = define('momentumStep', {}, (cohort) => {
  const [lr = 0] = take(cohort, 'lr');
  foreach.add_(cohort.params, averages(cohort, 'gradAvg'), -lr);
});

/** p -= lr * g / (sqrt(sqrAvg) + eps), with `gradAvg` for g where there is momentum. Source: fastai's rms_prop_step. */
export const rmsPropStep = (momentum: boolean): OptimizerStep =>
  define('rmsPropStep', { eps: 1e-8 }, (cohort) => {
    const [lr = 0, eps = 0] = take(cohort, 'lr', 'eps');
    const denominator = foreach.sqrt(averages(cohort, 'sqrAvg'));
    foreach.addScalars_(denominator, eps);
    foreach.addcdiv_(cohort.params, momentum ? averages(cohort, 'gradAvg') : cohort.grads, denominator, -lr);
  });

/**
 * The divisor sqrt(sqrAvg / (1 - sqrMom^step)) + eps as `roots` / `scales`, which spares a pass over the tensors: the
 * number goes into the rate of the step.
 */
function divisors(cohort: Cohort, eps: number): { roots: readonly Tensor[]; scales: number[] } {
  const [sqrMom = 0] = take(cohort, 'sqrMom');
  const scales = counts(cohort.states).map((step) => Math.sqrt(1 - sqrMom ** step));
  const roots = foreach.sqrt(averages(cohort, 'sqrAvg'));
  if (eps !== 0)
    foreach.addScalars_(
      roots,
      scales.map((scale) => eps * scale),
    );
  return { roots, scales };
}

/** What a rate is multiplied with because the average of gradients starts at zero, per parameter. */
const startup = (cohort: Cohort): number[] => {
  const [mom = 0] = take(cohort, 'mom');
  return counts(cohort.states).map((step) => 1 / (1 - mom ** step));
};

/** Adam. The corrections use the momentum of the moment and each parameter's own step count. Source: fastai's adam_step. */
export const adamStep = define('adamStep', { eps: 1e-5 }, (cohort) => {
  const [lr = 0, eps = 0] = take(cohort, 'lr', 'eps');
  const { roots, scales } = divisors(cohort, eps);
  const rates = startup(cohort).map((factor, i) => -lr * factor * (scales[i] ?? 1));
  foreach.addcdiv_(cohort.params, averages(cohort, 'gradAvg'), roots, rates);
});

/**
 * Rectified Adam: while the variance of the step size is unknown (the first steps) it only uses the average.
 * Source: fastai's radam_step; Liu et al. 2020.
 */
export const radamStep = define('radamStep', { eps: 1e-5, beta: 0 }, (cohort) => {
  const [lr = 0, sqrMom = 0, eps = 0, beta = 0] = take(cohort, 'lr', 'sqrMom', 'eps', 'beta');
  const rInf = 2 / (1 - sqrMom) - 1;
  const certainty = ({ numbers: { step = 0 } }: ParamState): number => {
    const decay = sqrMom ** step;
    return rInf - (2 * step * decay) / (1 - decay);
  };

  const rectified = pick(cohort, (state) => certainty(state) > 5);
  if (rectified.params.length > 0) {
    const { roots, scales } = divisors(rectified, eps);
    const divided = foreach.div(roots, scales);
    const softened = beta === 0 ? divided : foreach.softplus(divided, beta);
    const rectification = rectified.states.map(certainty).map((r) => {
      return Math.sqrt(((r - 4) * (r - 2) * rInf) / ((rInf - 4) * (rInf - 2) * r));
    });
    const rates = startup(rectified).map((factor, i) => -lr * factor * (rectification[i] ?? 1));
    foreach.addcdiv_(rectified.params, averages(rectified, 'gradAvg'), softened, rates);
  }
  const early = pick(cohort, (state) => certainty(state) <= 5);
  foreach.add_(
    early.params,
    averages(early, 'gradAvg'),
    startup(early).map((factor) => -lr * factor),
  );
});

/** Quasi-hyperbolic Adam. Source: fastai's qhadam_step; Ma and Yarats 2019. */
export const qhadamStep = define('qhadamStep', { eps: 1e-8 }, (cohort) => {
  const [lr = 0, mom = 0, sqrMom = 0] = take(cohort, 'lr', 'mom', 'sqrMom');
  const [nu1 = 0, nu2 = 0, eps = 0] = take(cohort, 'nu1', 'nu2', 'eps');
  const { states, grads } = cohort;
  const steps = counts(states);
  const direction = foreach.div(
    averages(cohort, 'gradAvg'),
    steps.map((step) => (1 - mom ** step) / nu1),
  );
  foreach.add_(direction, grads, 1 - nu1);
  const squares = foreach.div(
    averages(cohort, 'sqrAvg'),
    steps.map((step) => (1 - sqrMom ** step) / nu2),
  );
  foreach.addcmul_(squares, grads, grads, 1 - nu2);
  const denominator = foreach.sqrt(squares);
  foreach.addScalars_(denominator, eps);
  foreach.addcdiv_(cohort.params, direction, denominator, -lr);
});

/**
 * LARC's learning rate per layer: lr * trustCoeff * |p| / (|g| + wd * |p| + eps). With `clip` it is at most lr, and lr
 * where it is no number (0/0 with an eps of 0), as Python's min has it.
 * Source: fastai's larc_layer_lr; You, Gitman and Ginsburg 2017.
 */
export const larcLayerLr = (clip: boolean): OptimizerStep =>
  defineReading('larcLayerLr', { trustCoeff: 0.02, wd: 0, eps: 1e-8 }, (cohort) => {
    const [lr = 0, trustCoeff = 0, wd = 0, eps = 0] = take(cohort, 'lr', 'trustCoeff', 'wd', 'eps');
    const weights = foreach.norms(cohort.params);
    const slopes = foreach.norms(cohort.grads);
    cohort.states.forEach(({ numbers }, i) => {
      const weight = weights[i] ?? 0;
      const local = (lr * trustCoeff * weight) / ((slopes[i] ?? 0) + weight * wd + eps);
      numbers.localLr = !clip || local < lr ? local : lr;
    });
  });

/** p -= localLr * g, with `gradAvg` for g where there is momentum. Source: fastai's larc_step. */
export const larcStep = (momentum: boolean): OptimizerStep =>
  define('larcStep', {}, (cohort) => {
    if (!cohort?.states) throw noCohort(cohort);
    const rates = cohort.states.map(({ numbers }) => -(numbers.localLr ?? 0));
    foreach.add_(cohort.params, momentum ? averages(cohort, 'gradAvg') : cohort.grads, rates);
  });

/** LAMB: Adam's direction, scaled to the size of the layer's weights. Source: fastai's lamb_step; You et al. 2020. */
export const lambStep = defineReading('lambStep', { eps: 1e-6 }, (cohort) => {
  const [lr = 0, eps = 0] = take(cohort, 'lr', 'eps');
  const { roots, scales } = divisors(cohort, eps);
  const factors = startup(cohort).map((factor, i) => 1 / (factor * (scales[i] ?? 1)));
  const direction = foreach.div(averages(cohort, 'gradAvg'), factors).map((x, i) => x.div_(roots[i] ?? x));
  const weights = foreach.norms(cohort.params);
  // Both norms have the same number of elements, so that their ratio is that of the root mean squares.
  const rates = foreach.norms(direction).map((size, i) => {
    const weight = weights[i] ?? 0;
    return -lr * (weight === 0 || size === 0 ? 1 : Math.min(weight / size, 10));
  });
  foreach.add_(cohort.params, direction, rates);
});
