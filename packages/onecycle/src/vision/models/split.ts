import { nn } from '@onecycle/torch';
import { checkInstance } from '../../base/index.js';

/** The children of the body at the start of a model that {@link createVisionModel} made, and its head. */
function bodyAndHead(model: nn.Module): { body: nn.AnyModule[]; head: nn.AnyModule[] } {
  checkInstance('a splitter takes a model', model, nn.Module);
  const [body, ...head] = model.children();
  if (!body || head.length === 0) {
    throw new Error(`a model must be a body followed by a head to be split, got ${model.constructor.name}`);
  }
  return { body: body.children(), head };
}

const parametersOf = (modules: readonly nn.AnyModule[]): nn.Parameter[] =>
  modules.flatMap((module) => module.parameters());

const splitAt =
  (index: number) =>
  (model: nn.Module): nn.Parameter[][] => {
    const { body, head } = bodyAndHead(model);
    return [body.slice(0, index), body.slice(index), head].map(parametersOf);
  };

/** Body and head. Source: fastai's `default_split`. */
export function defaultSplit(model: nn.Module): nn.Parameter[][] {
  checkInstance('defaultSplit takes a model', model, nn.Module);
  const [body, ...head] = model.children();
  if (!body) throw new Error(`${model.constructor.name} has no children to split`);
  return [body.parameters(), parametersOf(head)];
}

/** Stem with layers 1 and 2, layers 3 and 4, head. Source: fastai's `_resnet_split`. */
export const resnetSplit = splitAt(6);

/** Stem, stages, head. Source: fastai's `_xresnet_split`. */
export const xresnetSplit = splitAt(3);
