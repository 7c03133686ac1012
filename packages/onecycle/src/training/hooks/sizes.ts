import { nn, Tensor, torch } from '@onecycle/torch';
import { checkInstance, checkNumbers } from '../../base/index.js';
import { evaluating } from './evaluating.js';
import { Hooks } from './hook.js';

/** Whether a module has parameters, its own or its children's. Source: fastai's has_params. */
export function hasParams(module: nn.AnyModule): boolean {
  checkInstance('hasParams takes a module', module, nn.Module);
  return module.parameters().length > 0;
}

/**
 * How many channels a model takes: those of its first convolution. Source: fastai's in_channels.
 * @throws Error for a model without one
 */
export function inChannels(model: nn.AnyModule): number {
  checkInstance('inChannels takes a model', model, nn.Module);
  for (const module of model.modules()) if (module instanceof nn.Conv2d) return module.inChannels;
  throw new Error('cannot tell how many channels this model takes, as it has no convolution');
}

/**
 * Runs a picture of noise, `[1, channels, height, width]` from −1 to 1, through a model in evaluation mode; afterwards the model
 * is in the mode that it was in. Source: fastai's dummy_eval.
 *
 * @param size height and width; default 64 × 64
 */
export function dummyEval(
  model: nn.Module,
  size: readonly [number, number] = [64, 64],
  channels?: number,
): Tensor {
  checkInstance('dummyEval takes a model', model, nn.Module);
  checkNumbers('size', size);
  return evaluating(model, () =>
    torch.noGrad(() => {
      const [first] = model.parameters();
      // As fastai draws it, so that what a seed draws afterwards is the same.
      const noise = nn.init.uniform_(torch.empty([1, channels ?? inChannels(model), ...size]), -1, 1);
      return model.forward(first ? noise.to({ device: first.device, dtype: first.dtype }) : noise);
    }),
  );
}

/**
 * The shapes of what each child of a model gives for a picture of noise; an empty one where that is no tensor. Source: fastai's model_sizes.
 *
 * @param size height and width; default 64 × 64
 */
export function modelSizes(model: nn.Module, size: readonly [number, number] = [64, 64]): number[][] {
  checkInstance('modelSizes takes a model', model, nn.Module);
  const layers = model.children();
  const shapes: number[][] = layers.map(() => []);
  using _hooks = new Hooks(layers, (layer, _input, output) => {
    if (output instanceof Tensor) shapes[layers.indexOf(layer)] = [...output.shape];
  });
  torch.scope(() => {
    dummyEval(model, size);
  });
  return shapes;
}
