import type { nn, Tensor } from '@onecycle/torch';
import { checkOptions, is, isClass, kindOf, type OptionNames } from '../base/index.js';
import { DataLoaders, Path, type PathLike } from '../data/index.js';
import {
  BCEWithLogitsLossFlat,
  Learner,
  type LearnerOptions,
  learnerOptionNames,
  learnerOptionsOf,
} from '../training/index.js';
import { Normalize, normalize } from './augment/index.js';
import {
  type Architecture,
  type ArchitectureOptions,
  type Cut,
  createVisionModel,
  defaultSplit,
  describeVisionModel,
  findArchitecture,
  isArchitecture,
  type ModelSplitter,
  modelOptionNames,
  type VisionModelOptions,
} from './models/index.js';
import type { NormalizeStats } from './tensors/index.js';
import { pretrainedModel } from './weights/index.js';

/** Options of {@link visionLearner}: fastai's, and those of {@link Learner}. */
export type VisionLearnerOptions = Omit<LearnerOptions, 'splitter'> &
  Omit<VisionModelOptions, 'pretrained'> & {
    /** Whether the body starts with learned weights, frozen. Default: true where there are any for the architecture. */
    pretrained?: boolean;
    /**
     * Where they come from: a file (`.safetensors`, `.pth`), a repository of the Hugging Face hub
     * (`'timm/resnet34.tv_in1k'`), `'@onecycle/resnet18-tiny'`, which comes with the library, or a registered name.
     * Default: the architecture's own, from the hub.
     */
    weights?: PathLike;
    /** Outputs. Default: the number of classes of the data. */
    nOut?: number;
    /** Whether pictures are normalised as those were that the weights were learned from. Default true. */
    normalize?: boolean;
    /** Where the body ends. Default: the architecture's. */
    cut?: Cut;
    /** The parameter groups. Default: the architecture's. */
    splitter?: ModelSplitter;
  };

const optionNames = {
  ...learnerOptionNames,
  ...modelOptionNames,
  weights: true,
  nOut: is.count(1),
  normalize: is.flag,
} as const satisfies OptionNames<VisionLearnerOptions>;

/**
 * A learner for pictures: the body of a known architecture, with learned weights and frozen unless `pretrained` is
 * false, and a new head for the data's classes.
 *
 * ```ts
 * const learn = await visionLearner(dls, resnet34, { metrics: errorRate });
 * ```
 *
 * Source: fastai's `vision_learner`.
 *
 * @param arch an architecture, its name, or a function of your own that makes a model
 * @throws Error where the number of classes is unknown, or the weights cannot be had or do not fit (every key is named)
 */
export async function visionLearner<B extends readonly Tensor[]>(
  dls: DataLoaders<B>,
  arch: Architecture | ((options?: ArchitectureOptions) => nn.Module) | string,
  options: VisionLearnerOptions = {},
): Promise<Learner<B, nn.Sequential>> {
  checkOptions(options, optionNames, 'visionLearner');
  if (!(dls instanceof DataLoaders)) {
    const advice = Object(dls) instanceof Promise ? ': await them' : '';
    throw new TypeError(`visionLearner takes data loaders, not ${kindOf(dls)}${advice}`);
  }
  if (typeof arch !== 'string' && (typeof arch !== 'function' || isClass(arch)))
    throw new TypeError(`arch is an architecture, such as resnet18, or its name, not ${kindOf(arch)}`);
  if (options.weights !== undefined && `${new Path(options.weights)}` === '')
    throw new TypeError('weights is the name of a file or of a repository, and not empty');
  const make = typeof arch === 'string' ? findArchitecture(arch) : arch;
  const known = isArchitecture(make) ? make : undefined;
  const meta: Partial<Architecture> = known ?? {};
  const nOut = options.nOut ?? dls.c;
  if (!nOut) throw new Error('the data do not say how many outputs the model needs: pass nOut');
  // Of several labels one alone will do: a picture has it or has it not.
  const isOneClass = dls.vocab.length === 1 && !(dls.lossFunc instanceof BCEWithLogitsLossFlat);
  if (options.nOut === undefined && isOneClass) {
    throw new Error(
      `all training pictures have the label '${dls.vocab[0]}': there is nothing to tell apart. Check how labels are made`,
    );
  }
  const { pretrained = meta.weights !== undefined || options.weights !== undefined, nIn = 3 } = options;
  if (options.weights && !pretrained) {
    throw new Error(
      `pretrained: false and weights: '${options.weights}' contradict each other: leave one out`,
    );
  }
  if (options.weights && !known) {
    throw new Error(
      'weights can be loaded into a known architecture only: load them in your own function instead',
    );
  }
  const learned = pretrained && known ? await pretrainedModel(known, options.weights) : undefined;
  const model = createVisionModel(make, nOut, {
    ...modelOptions(options),
    init: options.init,
    pretrained,
    model: learned?.model,
  });
  const stats = learned?.stats ?? meta.stats;
  if (pretrained && stats && (options.normalize ?? true)) addNormalize(dls, stats, nIn);

  const learn = new Learner<B, nn.Sequential>(dls, model, {
    ...learnerOptionsOf(options),
    splitter: options.splitter ?? meta.split ?? defaultSplit,
  });
  learn.architecture = describeVisionModel(meta, nOut, modelOptions(options));
  if (pretrained) learn.freeze();
  return learn;
}

/** Pictures are normalised once, and only where the statistics fit their channels. */
function addNormalize<B>(dls: DataLoaders<B>, stats: NormalizeStats, nIn: number): void {
  const present = dls.afterBatch.transforms.some((transform) => transform instanceof Normalize);
  if (!present && stats[0].length === nIn) dls.addTfms(normalize(stats), 'afterBatch');
}

const modelOptions = (options: VisionLearnerOptions): VisionModelOptions => {
  const { nIn, cut, linFtrs, ps, concatPool, pool, firstBn, bnFinal, linFirst, yRange, customHead } = options;
  return { nIn, cut, linFtrs, ps, concatPool, pool, firstBn, bnFinal, linFirst, yRange, customHead };
};
