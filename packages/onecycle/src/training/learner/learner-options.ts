import { nn, type Tensor } from '@onecycle/torch';
import { checkOptions, is, isClass, kindOf, type OptionNames } from '../../base/index.js';
import { checkPath, DataLoaders, type Path } from '../../data/index.js';
import type { Callbacks } from '../events/index.js';
import { checkMoms, type Moms } from '../fit/index.js';
import { isLoss, type LossFunc } from '../losses/index.js';
import type { MetricLike } from '../metrics/index.js';
import { checkRate, type LearningRate, type OptFunc } from '../optimizer/index.js';

/** Options of a {@link Learner}; names and defaults are fastai's. */
export interface LearnerOptions<M extends nn.Module<Tensor[]> = nn.Module<Tensor[]>> {
  /** Default: what the data ask for, `dls.lossFunc`. */
  lossFunc?: LossFunc;
  /** Makes the optimizer. Default `adam`. */
  optFunc?: OptFunc;
  /** Learning rate of fits that name none. Default 1e-3. */
  lr?: LearningRate;
  /** Parameter groups of a model. Default: one with everything that trains. */
  splitter?(model: M): Tensor[][];
  /** Callbacks for good. */
  cbs?: Callbacks;
  /** What is measured on the validation set. Of two with the same name the second's column is called `<name>_2`. */
  metrics?: MetricLike | readonly MetricLike[];
  /** Where `save` and `export` write. Default `dls.path`. */
  path?: Path | string;
  /** Folder of saved models inside `path`. Default 'models'. */
  modelDir?: string;
  /** Weight decay. Default: the optimizer's. */
  wd?: number;
  /** Whether biases and norm layers are decayed. Default false. */
  wdBnBias?: boolean;
  /** Whether norm layers of frozen groups train. Default true. */
  trainBn?: boolean;
  /** Momentum of 1cycle at the start, the top and the end. Default [0.95, 0.85, 0.95]. */
  moms?: Moms;
  /** Whether bars and tables are shown. Default true. */
  progress?: boolean;
  /** Whether four-dimensional weights go channels-last, which convolutions are faster with. Default true. */
  channelsLast?: boolean;
}

/** The names of a learner's options. */
export const learnerOptionNames: OptionNames<LearnerOptions> = {
  lossFunc: true,
  optFunc: true,
  lr: true,
  splitter: true,
  cbs: true,
  metrics: true,
  path: checkPath,
  modelDir: checkPath,
  wd: is.number({ least: 0 }),
  wdBnBias: is.flag,
  trainBn: is.flag,
  moms: true,
  progress: is.flag,
  channelsLast: is.flag,
};

/**
 * Checks what a learner is made of, before anything is done with it.
 *
 * @throws TypeError, or RangeError, that names the argument: an option that there is not, a class or a function where an
 *   instance is meant, a value that makes no sense
 */
export function checkLearner(dls: unknown, model: unknown, options: LearnerOptions): void {
  if (!(dls instanceof DataLoaders)) {
    throw new TypeError(
      `a learner takes data loaders first: ${whatIs(dls)}; a DataBlock makes them with dataloaders(…)`,
    );
  }
  if (!(model instanceof nn.Module)) throw new TypeError(`a learner takes a model: ${whatIs(model)}`);
  checkOptions(options, learnerOptionNames, 'Learner');
  const { lossFunc, optFunc, splitter, lr, moms } = options;
  if (lossFunc !== undefined && !isLossFunc(lossFunc)) {
    throw new TypeError(
      `lossFunc takes a loss, or a function of predictions and targets: ${whatIs(lossFunc)}`,
    );
  }
  for (const [name, value] of Object.entries({ optFunc, splitter })) {
    if (value !== undefined && (typeof value !== 'function' || isClass(value)))
      throw new TypeError(`${name} takes a function: ${whatIs(value)}`);
  }
  if (lr !== undefined) checkRate(lr);
  if (moms !== undefined) checkMoms(moms);
}

const isLossFunc = (value: unknown): boolean =>
  typeof value === 'function'
    ? !isClass(value)
    : typeof value === 'object' && value !== null && isLoss(value);

const whatIs = (value: unknown): string =>
  isClass(value)
    ? `${value.name} is a class, make one with new ${value.name}(…)`
    : `${kindOf(value)} is none`;

/** Of options that hold more, those that are a learner's. */
export const learnerOptionsOf = (options: LearnerOptions): LearnerOptions =>
  Object.fromEntries(Object.entries(options).filter(([name]) => name in learnerOptionNames));
