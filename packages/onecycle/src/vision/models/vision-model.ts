import { nn, type Tensor, torch } from '@onecycle/torch';
import {
  checkFunction,
  checkInstance,
  checkOptions,
  is,
  isClass,
  type OptionNames,
  wrongKind,
} from '../../base/index.js';
import { type Architecture, type ArchitectureOptions, isArchitecture } from './architecture.js';
import { type BodyOptions, createBody, numFeaturesModel } from './body.js';
import { createHead, type HeadOptions, headOptionNames } from './head.js';

/** Options of {@link createVisionModel}. */
export type VisionModelOptions = BodyOptions &
  HeadOptions & {
    /** How the head's weights start; null leaves PyTorch's default. Default `nn.init.kaimingNormal_`. */
    init?: ((weight: Tensor) => unknown) | null | undefined;
    /** Takes the place of fastai's head. */
    customHead?: nn.Module | undefined;
  };

/** The names of {@link VisionModelOptions}. */
const isModel = is.instance('a model', nn.Module);

export const modelOptionNames = {
  ...headOptionNames,
  nIn: is.count(1),
  pretrained: is.flag,
  cut: true,
  init: is.orNull(is.func),
  customHead: is.orNull(isModel),
} as const satisfies OptionNames<VisionModelOptions>;

const headOptionsOf = (options: VisionModelOptions): HeadOptions =>
  Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(headOptionNames, name)));

/**
 * A body from an architecture (or from a model that already has its weights) and a new head: `Sequential(body, head)`.
 * Source: fastai's `create_vision_model`.
 */
export function createVisionModel(
  arch: Architecture | ((options?: ArchitectureOptions) => nn.Module),
  nOut: number,
  options: VisionModelOptions & { model?: nn.Module | undefined } = {},
): nn.Sequential {
  if (typeof arch !== 'function' || isClass(arch))
    throw wrongKind('createVisionModel', 'an architecture, such as resnet18', arch);
  checkOptions(options, { ...modelOptionNames, model: is.orNull(isModel) }, 'createVisionModel');
  const meta: Partial<Architecture> = isArchitecture(arch) ? arch : {};
  const { nIn = 3, pretrained = true, init = nn.init.kaimingNormal_ } = options;
  const body = createBody(options.model ?? arch(), { nIn, pretrained, cut: options.cut ?? meta.cut });
  return torch.scope(() => {
    const head =
      options.customHead ??
      createHead(numFeaturesModel(body, nIn), nOut, {
        ...headOptionsOf(options),
        pool: options.pool ?? meta.pool ?? true,
      });
    if (init) applyInit(head, init);
    return new nn.Sequential(body, head);
  });
}

const isNorm = (module: nn.AnyModule) =>
  module instanceof nn.BatchNorm1d ||
  module instanceof nn.BatchNorm2d ||
  module instanceof nn.LayerNorm ||
  module instanceof nn.GroupNorm;

/** Initialises every weight but the norm layers' with `init` and zeroes the biases. Source: fastai's `apply_init`. */
export function applyInit(model: nn.AnyModule, init: (weight: Tensor) => unknown): void {
  checkInstance('applyInit takes a model', model, nn.Module);
  checkFunction('init', init);
  torch.noGrad(() => {
    for (const module of model.modules()) {
      if (isNorm(module)) continue;
      for (const [name, parameter] of module.ownParameters()) {
        if (!parameter.requiresGrad) continue;
        if (name === 'weight') init(parameter);
        else if (name === 'bias') parameter.zero_();
      }
    }
  });
}
