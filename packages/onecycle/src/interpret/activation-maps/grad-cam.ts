import { type nn, Tensor, torch } from '@onecycle/torch';
import { checkOptions, nearest, shown, wrongKind } from '../../base/index.js';
import { type DataLoaders, disposeMembers, isPicture } from '../../data/index.js';
import type { Picture } from '../../display/index.js';
import {
  checkIsLearner,
  evaluating,
  type LossFunc,
  outputMeaning,
  type PredictItem,
  readable,
} from '../../training/index.js';
import { ActivationMap } from './activation-map.js';
import { asMap, chosenLayer, type LayerChoice, lastLinear, placesOf } from './layers.js';

/** Options of {@link gradCam} and {@link cam}. */
export interface CamOptions {
  /** The class that is asked about, by its name or number. Default: the one that the model takes for the most probable. */
  target?: string | number;
  /** The layer, or its path in the model. Default: the last one whose output has places, for ordinary models the body. */
  layer?: LayerChoice;
}

/** A learner, as far as it takes one to see what its model looks at. */
export interface Explainable<B extends readonly Tensor[] = Tensor[]> {
  readonly model: nn.Module<Tensor[]>;
  readonly dls: DataLoaders<B>;
  readonly lossFunc: LossFunc;
}

/**
 * Which places of a picture speak for a class: the maps of a layer's output, each weighted by the mean of the gradient that the
 * class's score has with respect to it. Works for any layer and any head. Source: Selvaraju et al. 2017, as the fastai
 * book has it in chapter 18: what speaks against the class stays in, below 0 (`map.clamp(0)` is the paper's).
 *
 * ```ts
 * const heat = await gradCam(learn, 'beagle_12.jpg', { target: 'beagle' });
 * await (await heat.show({ alpha: 0.5 })).save('looked-at.png');
 * ```
 *
 * @param item whatever `learn.predict` takes
 * @throws Error for a class or a layer that there is not, for a model that gives no score per class or none that is a number, and
 *   for a learner of `toInference()`, whose model has no gradients
 */
export async function gradCam<B extends readonly Tensor[]>(
  learn: Explainable<B>,
  item: PredictItem,
  options: CamOptions = {},
): Promise<ActivationMap> {
  return mapOfItem(learn, item, options, 'gradCam', gradCamMaps);
}

/**
 * Class activation map: the maps of a layer's output, each weighted by the class's weight in the last linear layer. Exact
 * where that layer follows a mean over the places; for heads of several layers, as `visionLearner` makes them, the fastai book
 * (chapter 18) multiplies all the same, where the numbers of channels agree, and `gradCam` is the one to trust. Source: Zhou et al. 2016.
 *
 * @throws as {@link gradCam}; also where the last linear layer has not one weight for each channel
 */
export async function cam<B extends readonly Tensor[]>(
  learn: Explainable<B>,
  item: PredictItem,
  options: CamOptions = {},
): Promise<ActivationMap> {
  return mapOfItem(learn, item, options, 'cam', camMaps);
}

/** The scores of a batch, and of each item the class that is asked about and its map. */
interface Maps {
  /** [N, classes] */
  scores: Tensor;
  targets: number[];
  /** [N, height, width] */
  maps: Tensor;
}

type MakeMaps = (
  model: nn.Module<Tensor[]>,
  inputs: readonly Tensor[],
  layer: nn.AnyModule,
  targetsOf: (scores: Tensor) => number[],
) => Maps;

async function mapOfItem<B extends readonly Tensor[]>(
  learn: Explainable<B>,
  item: PredictItem,
  options: CamOptions,
  of: string,
  make: MakeMaps,
): Promise<ActivationMap> {
  checkIsLearner(of, learn);
  checkOptions(options, { target: true, layer: true }, of);
  const target = options.target === undefined ? undefined : classNumber(learn.dls, options.target, of);
  const dl = learn.dls.testDl([await readable(item)]).new<B>({ onError: 'throw' });
  const batch = await dl.oneBatch();
  try {
    const [found] = activationMaps(learn, batch, [target], options.layer, make);
    if (!found) throw new Error(`${of}: the data gave no item`);
    const [sample = []] = dl.decodeBatch(batch, { maxN: 1 });
    return found(sample.find(isPicture)?.toPicture());
  } finally {
    disposeMembers(batch);
  }
}

/**
 * The maps of a batch, without waiting for anything, so that no training comes in between. Each is given the picture that it
 * belongs to.
 *
 * @param targets of each item the class that is asked about; undefined for the most probable
 */
export function activationMaps<B extends readonly Tensor[]>(
  learn: Explainable<B>,
  batch: readonly Tensor[],
  targets: readonly (number | undefined)[],
  layer?: LayerChoice,
  make: MakeMaps = gradCamMaps,
): ((picture: Picture | undefined) => ActivationMap)[] {
  const { model, dls, lossFunc } = learn;
  const device = model.parameters()[0]?.device ?? 'cpu';
  const made: { map: Tensor; target: number; probability: number }[] = [];
  torch.scope(() => {
    const inputs = batch.slice(0, dls.nInp).map((tensor) => tensor.to(device));
    const chosen = chosenLayer(model, inputs, layer);
    const { activation } = outputMeaning(lossFunc, dls);
    const results = evaluating(model, () =>
      make(model, inputs, chosen, (scores) => {
        const best = Array.from(scores.argmax(1).toTypedArray(), Number);
        const wanted = targets.map((target, row) => target ?? best[row] ?? 0);
        for (const target of wanted) checkClass(target, scores.size(1));
        return wanted;
      }),
    );
    const broken = Number(results.scores.isfinite().logicalNot().any(1).sum().item());
    if (broken > 0)
      throw new Error(
        `for ${broken} of ${results.scores.size(0)} pictures the model gives NaN or infinite scores, so that there is nothing to see: its weights are broken. Load others, or train it anew with a lower learning rate`,
      );
    const probs = activation(results.scores);
    results.targets.forEach((target, row) => {
      made.push({
        map: torch.keep(results.maps.select(0, row).float().cpu().contiguous().clone()),
        target,
        probability: Number(probs.select(0, row).select(0, target).item()),
      });
    });
  });
  return made.map(
    ({ map, target, probability }) =>
      (picture) =>
        new ActivationMap(map, target, String(dls.vocab[target] ?? target), probability, picture),
  );
}

const gradCamMaps: MakeMaps = (model, inputs, layer, targetsOf) => {
  let activations: Tensor | undefined;
  // What follows works on a copy, which it may change in place; the gradients end here.
  const scores = withHook(
    layer,
    (out) => {
      activations = out.detach();
      activations.requiresGrad = true;
      return activations.clone();
    },
    () => scoresOf(model, inputs),
  );
  if (!activations) throw notReached(layer);
  const places = placesOf(activations);
  if (!places) throw noPlaces(layer, activations);
  const targets = targetsOf(scores.detach());
  const index = torch.tensor(targets, { device: scores.device }).unsqueeze(1);
  const [gradient] = torch.grad(scores.gather(1, index).sum(), [activations], { allowUnused: true });
  if (!gradient) throw new Error(`the scores do not depend on what ${layer.constructor.name} gives`);
  const weights = asMap(gradient, places).mean([2, 3], { keepdim: true });
  return { scores: scores.detach(), targets, maps: weights.mul(asMap(activations.detach(), places)).sum(1) };
};

const camMaps: MakeMaps = (model, inputs, layer, targetsOf) =>
  torch.noGrad(() => {
    let activations: Tensor | undefined;
    const scores = withHook(
      layer,
      (out) => {
        activations = out.clone();
        return undefined;
      },
      () => scoresOf(model, inputs),
    );
    if (!activations) throw notReached(layer);
    const places = placesOf(activations);
    if (!places) throw noPlaces(layer, activations);
    const features = asMap(activations, places);
    const { weight } = lastLinear(model);
    const [classes = 0, columns = 0] = weight.shape;
    if (columns !== features.size(1)) {
      throw new Error(
        `cam multiplies ${features.size(1)} channels of ${layer.constructor.name} by the last linear layer's weights, which has ${columns} for each of ${classes} classes: take gradCam, which needs no such head`,
      );
    }
    const targets = targetsOf(scores);
    const rows = weight.indexSelect(0, torch.tensor(targets, { device: weight.device }));
    return { scores, targets, maps: torch.einsum('nc,ncij->nij', [rows, features]) };
  });

function withHook(layer: nn.AnyModule, see: (out: Tensor) => Tensor | undefined, run: () => Tensor): Tensor {
  const hook = layer.registerForwardHook<unknown[], unknown>((_layer, _args, out) =>
    out instanceof Tensor ? see(out) : undefined,
  );
  try {
    return run();
  } finally {
    hook.remove();
  }
}

/** The model's output before any activation, [N, classes]. */
function scoresOf(model: nn.Module<Tensor[]>, inputs: readonly Tensor[]): Tensor {
  const scores = model.forward(...inputs);
  if (scores.ndim === 2) return scores;
  throw new Error(`a map needs a model that gives a score per class, [N, classes], not [${scores.shape}]`);
}

function checkClass(target: number, classes: number): void {
  if (Number.isInteger(target) && target >= 0 && target < classes) return;
  throw new RangeError(`target is the number of a class, from 0 to ${classes - 1}, and not ${shown(target)}`);
}

const notReached = (layer: nn.AnyModule) =>
  new Error(`${layer.constructor.name} gave no tensor when the model ran: name another layer`);

const noPlaces = (layer: nn.AnyModule, out: Tensor) =>
  new Error(
    `the output of ${layer.constructor.name}, [${out.shape}], has no places: name a layer that gives [N, C, H, W] with more than one`,
  );

/** @throws RangeError for a class whose name there is not; numbers are compared with the model's scores */
function classNumber<B extends readonly Tensor[]>(
  dls: DataLoaders<B>,
  target: string | number,
  of: string,
): number {
  if (typeof target === 'number') return target;
  if (typeof target !== 'string') throw wrongKind(of, 'a class as its target, a name or a number', target);
  const vocab = dls.vocab.map(String);
  const found = vocab.indexOf(target);
  if (found >= 0) return found;
  const meant = nearest(target, vocab);
  throw new RangeError(`there is no class '${target}'${meant ? `: did you mean '${meant}'?` : ''}`);
}
