import { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { checkModule, Module } from './module.js';
import { Parameter } from './parameter.js';

/**
 * A deep copy of a module: its own tensors, the same structure, the same options; what was shared inside stays shared.
 * Hooks are not copied. Python's `copy.deepcopy(model)`.
 * @throws where a module of yours keeps state in `#private` fields, which cannot be copied: use `private` ones.
 */
export function cloneModule<M extends Module<never, unknown>>(module: M): M {
  checkModule('cloneModule', module);
  const made = new Map<object, unknown>();
  const copy = <T>(value: T): T => {
    if (typeof value !== 'object' || value === null) return value;
    const known = made.get(value);
    if (known !== undefined) return known as T;
    const fresh = copyObject(value, copy, made);
    made.set(value, fresh);
    return fresh as T;
  };
  return copy(module);
}

type Copy = <T>(value: T) => T;

/** Tensors and modules, and lists, maps and plain objects that may hold them, are copied; all else is shared. */
function copyObject(value: object, copy: Copy, made: Map<object, unknown>): unknown {
  if (value instanceof Parameter)
    return new Parameter(copyTensor(value), { requiresGrad: value.requiresGrad });
  if (value instanceof Tensor) return torch.keep(copyTensor(value));
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map) return new Map([...value].map(([key, entry]) => [key, copy(entry)]));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!(value instanceof Module) && prototype !== Object.prototype && prototype !== null) return value;
  const fresh: object = Object.create(Object.getPrototypeOf(value));
  made.set(value, fresh);
  for (const [name, property] of Object.entries(value)) {
    const content = name === 'hooks' && value instanceof Module ? { pre: [], post: [] } : copy(property);
    Object.defineProperty(fresh, name, {
      value: content,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return fresh;
}

const copyTensor = (tensor: Tensor): Tensor => torch.noGrad(() => tensor.detach().clone());
