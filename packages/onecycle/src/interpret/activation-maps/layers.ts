import { nn, Tensor, torch } from '@onecycle/torch';
import { evaluating } from '../../training/index.js';

/** A layer, or its path in the model: 'layer4' or '0.7.1'. */
export type LayerChoice = nn.AnyModule | string;

/** Of what a layer gives for a batch, whether it is a map with places: `[N, C, H, W]`, or tokens `[N, 1 + H·H, C]`. */
export type Places = 'map' | 'tokens';

/** What the output of a layer is, by its shape; undefined where it has no places. */
export function placesOf(out: unknown): Places | undefined {
  if (!(out instanceof Tensor)) return undefined;
  const [, second = 0, third = 0, fourth = 0] = out.shape;
  if (out.ndim === 4) return third * fourth > 1 ? 'map' : undefined;
  return out.ndim === 3 && side(second) > 1 ? 'tokens' : undefined;
}

/** Of so many tokens the places in a row: one token may stand for the class. */
export function side(tokens: number): number {
  const found = [tokens, tokens - 1].map(Math.sqrt).find(Number.isInteger);
  return found ?? 0;
}

/** Tokens as a map `[N, C, H, W]`, without that of the class; a map as it is. */
export function asMap(out: Tensor, places: Places): Tensor {
  if (places === 'map') return out;
  const [batch = 0, tokens = 0, features = 0] = out.shape;
  const width = side(tokens);
  return out
    .narrow(1, tokens - width * width, width * width)
    .transpose(1, 2)
    .reshape([batch, features, width, width]);
}

/**
 * The layer that was asked for, or the last whose output has places: the body's, for an ordinary model.
 * @throws Error where there is none, or where what comes after it works on tokens
 */
export function chosenLayer(
  model: nn.Module<Tensor[]>,
  inputs: readonly Tensor[],
  choice: LayerChoice | undefined,
): nn.AnyModule {
  if (typeof choice === 'string') return model.getSubmodule(choice);
  if (choice) {
    if (model.modules().includes(choice)) return choice;
    throw new Error(`the layer, ${choice.constructor.name}, is no part of the model`);
  }
  let last: { layer: nn.AnyModule; places: Places } | undefined;
  const hooks = model.modules().map((layer) =>
    layer.registerForwardHook<unknown[], unknown>((_layer, _args, out) => {
      const places = placesOf(out);
      if (places) last = { layer, places };
      return undefined;
    }),
  );
  try {
    torch.scope(() => {
      evaluating(model, () => torch.noGrad(() => model.forward(...inputs)));
    });
  } finally {
    for (const hook of hooks) hook.remove();
  }
  if (last?.places === 'map') return last.layer;
  throw new Error(
    last
      ? "this model works on tokens, of which only the class's reaches the last layers: name a layer before, such as { layer: 'blocks.11.norm1' }"
      : 'no layer of this model gives a map [N, C, H, W] of more than one place: are the pictures too small?',
  );
}

/** The last linear layer, whose weights are the classes'. */
export function lastLinear(model: nn.Module<Tensor[]>): nn.Linear {
  const found = model.modules().findLast((module) => module instanceof nn.Linear);
  if (found) return found;
  throw new Error('cam needs a model that ends in a linear layer: take gradCam, which needs none');
}
