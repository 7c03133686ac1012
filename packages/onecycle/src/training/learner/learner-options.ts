import type { nn, Tensor } from '@onecycle/torch';
import type { Path } from '../../data/index.js';
import type { Callbacks } from '../events/index.js';
import type { Moms } from '../fit/index.js';
import type { LossFunc } from '../losses/index.js';
import type { MetricLike } from '../metrics/index.js';
import type { LearningRate, OptFunc } from '../optimizer/index.js';

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
