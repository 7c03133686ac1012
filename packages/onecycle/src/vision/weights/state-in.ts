import { Tensor } from '@onecycle/torch';
import type { State } from './names.js';

/** Under what checkpoints usually keep their state dict, in the order in which it is looked for. */
const usual = ['state_dict', 'model_state_dict', 'model'];

/** Wrappers in wrappers are opened so often; a checkpoint that holds itself comes to an end. */
const deepest = 8;

/**
 * The state dict in what a PyTorch file holds: itself, or beside an optimizer's and whatever else under one name, a usual one
 * or any other.
 *
 * @throws Error that names the file where it holds none, or several and no usual name tells which
 */
export function stateIn(loaded: unknown, file: string, depth = 0): State {
  if (loaded instanceof Map && depth < deepest) {
    for (const name of usual)
      if (loaded.get(name) instanceof Map) return stateIn(loaded.get(name), file, depth + 1);
    const tensors = tensorsIn(loaded);
    if (tensors.length > 0) return new Map(tensors.map(([key, tensor]) => [key, tensor.detach()]));
    const wrapped = [...loaded].filter(([, value]) => value instanceof Map);
    const states = wrapped.filter(([, value]) => tensorsIn(value).length > 0);
    if (states.length > 1) {
      const names = states.map(([name]) => `'${name}'`).join(', ');
      throw new Error(`${file} holds several state dicts (${names}): save the one that is meant by itself`);
    }
    const [only, ...others] = states.length > 0 ? states : wrapped;
    if (only && others.length === 0) return stateIn(only[1], file, depth + 1);
  }
  throw new Error(
    `${file} holds no state dict: expected tensors by name, or a checkpoint with state_dict or model`,
  );
}

const tensorsIn = (map: ReadonlyMap<unknown, unknown>): [string, Tensor][] =>
  [...map].filter(
    (entry): entry is [string, Tensor] => typeof entry[0] === 'string' && entry[1] instanceof Tensor,
  );
