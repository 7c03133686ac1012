import { type nn, type Tensor, torch } from '@onecycle/torch';
import { registerAcceleration } from '../../training/index.js';
import { canConvolve } from '../native/index.js';
import { packConvolutions } from './packed-conv2d.js';
import { planOf } from './plan.js';

type Model = nn.Module<Tensor[]>;

/** Packs a model's convolutions, and gives what computes the same as its `forward` in fewer steps. */
function accelerate(model: Model, picture: Tensor): (...inputs: Tensor[]) => Tensor {
  const forward = (...inputs: Tensor[]) => model.forward(...inputs);
  const isPacked =
    picture.device === 'cpu' && picture.dtype === 'float32' && canConvolve() && packed(model, picture);
  const plan = isPacked ? planFor(model, picture) : null;
  if (!plan) return forward;
  const modules = model.modules();
  return (...inputs) => {
    const [x, ...others] = inputs;
    // Hooks are called by the modules; a hook's forward stands in the way of the class's.
    const isPlain = x && others.length === 0 && !modules.some((module) => Object.hasOwn(module, 'forward'));
    return isPlain ? plan(x) : forward(...inputs);
  };
}

/** Packs the convolutions of a model if it then gives the same. */
function packed(model: Model, picture: Tensor): boolean {
  const before = model.forward(picture);
  const packing = packConvolutions(model);
  const isUseful = packing.count > 0 && isSame(model.forward(picture), before);
  if (isUseful) packing.finish();
  else packing.undo();
  return isUseful;
}

function planFor(model: Model, picture: Tensor): ((x: Tensor) => Tensor) | null {
  try {
    const { graph } = torch.record(model, [picture]);
    const plan = planOf(graph, new Map([...model.namedParameters(), ...model.namedBuffers()]));
    return plan && isSame(plan(picture), model.forward(picture)) ? plan : null;
  } catch {
    // Its way depends on values, or it gives more than a tensor: it runs layer by layer.
    return null;
  }
}

const isSame = (actual: Tensor, expected: Tensor): boolean =>
  Number(actual.sub(expected).abs().max()) <= 1e-4 * Number(expected.abs().max());

registerAcceleration(accelerate);
