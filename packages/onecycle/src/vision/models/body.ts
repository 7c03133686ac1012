import { nn, type Tensor, torch } from '@onecycle/torch';
import { checkInstance, checkOptions, is, shown } from '../../base/index.js';
import { dummyEval, inChannels } from '../../training/index.js';
import type { Cut } from './architecture.js';

/** Whether the module is a pooling layer or has one inside. */
export function hasPoolType(module: nn.AnyModule): boolean {
  checkInstance('hasPoolType takes a module', module, nn.Module);
  return /Pool[123]d$/.test(module.constructor.name) || module.children().some(hasPoolType);
}

/** Options of {@link createBody}. */
export type BodyOptions = {
  /** Channels of the pictures. Default 3; another number replaces the first convolution. */
  nIn?: number | undefined;
  /** Whether the replaced first convolution takes over the learned weights. Default true. */
  pretrained?: boolean | undefined;
  /** Default: before the last child that has a pooling layer. */
  cut?: Cut | undefined;
};

/** Takes the body, all but the classifier, from a model. Source: fastai's `create_body`. */
export function createBody(model: nn.Module, options: BodyOptions = {}): nn.Module {
  checkInstance('createBody takes a model', model, nn.Module);
  checkOptions(options, { nIn: is.count(1), pretrained: is.flag, cut: true }, 'createBody');
  const { nIn = 3, pretrained = true, cut = lastPooling(model) } = options;
  if (nIn !== 3) replaceFirstLayer(model, nIn, pretrained);
  if (typeof cut === 'function') return cut(model);
  if (!Number.isInteger(cut))
    throw new TypeError(
      `cut is a whole number of the model's children, or a function of the model, and not ${shown(cut)}`,
    );
  // A cut model keeps its children alone, numbered, so they must be able to run one after the other.
  return new nn.Sequential(...model.children().slice(0, cut).map(asLink));
}

/** What a child takes and gives cannot be seen from here; a wrong cut fails at the first picture. */
const asLink = (module: nn.AnyModule): nn.Link => module as nn.Link;

function lastPooling(model: nn.Module): number {
  const at = model.children().findLastIndex(hasPoolType);
  if (at < 0) {
    throw new Error(
      `cannot tell where the body of ${model.constructor.name} ends, as it has no pooling layer: pass cut, the number ` +
        'of children to keep or a function that returns the body',
    );
  }
  return at;
}

/** Gives the first convolution `nIn` input channels, with the learned weights of three if `pretrained`. */
function replaceFirstLayer(model: nn.Module, nIn: number, pretrained: boolean): void {
  const [name, first] = [...model.namedModules()].find(([, module]) => module instanceof nn.Conv2d) ?? [];
  if (!(first instanceof nn.Conv2d) || name === undefined || first.inChannels !== 3) {
    throw new Error(
      `nIn needs a model that begins with a convolution of 3 channels; ${model.constructor.name} ` +
        (first ? `begins with ${first}` : 'has no convolution'),
    );
  }
  const path = name.split('.');
  const { outChannels, kernelSize, stride, padding, dilation, groups, bias } = first;
  const fresh = new nn.Conv2d(nIn, outChannels, kernelSize, {
    stride,
    padding,
    dilation,
    groups,
    bias: bias !== null,
  });
  if (pretrained) {
    torch.noGrad(() => {
      spreadChannels(first.weight, fresh.weight);
      if (bias && fresh.bias) fresh.bias.copy_(bias);
    });
  }
  model.getSubmodule(path.slice(0, -1).join('.')).setChild(path.at(-1) ?? '', fresh);
}

/** One channel: the sum of the three; two: the first two, half as much again; more: the three, then zeros. */
function spreadChannels(from: Tensor, to: Tensor): void {
  const nIn = to.size(1);
  if (nIn === 1) to.copy_(from.sum([1], { keepdim: true }));
  else if (nIn === 2) to.copy_(from.narrow(1, 0, 2).mul(1.5));
  else {
    to.zero_();
    to.narrow(1, 0, 3).copy_(from);
  }
}

/** Some models need larger pictures than others, some one size only. */
const pictureSizes = [32, 64, 128, 224, 256, 384, 512, 1024];

/**
 * Channels (or features) that come out of a body, found by running a small picture through it. Source: fastai's
 * `num_features_model`.
 */
export function numFeaturesModel(body: nn.Module, nIn?: number): number {
  checkInstance('numFeaturesModel takes a model', body, nn.Module);
  const channels = nIn ?? firstChannels(body);
  let failure: unknown;
  for (const size of pictureSizes) {
    try {
      return torch.scope(() => dummyEval(body, [size, size], channels).size(1));
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function firstChannels(body: nn.Module): number {
  try {
    return inChannels(body);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}: pass nIn`, { cause: error });
  }
}
