import { kindOf, unawaited } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';

/** How a state dict is loaded. */
export type LoadOptions = {
  /** Whether missing and unexpected keys are errors. Default true. Wrong shapes always are. */
  strict?: boolean;
};

/** The keys that the module has and the file lacks, and the reverse. */
export type LoadResult = { missingKeys: string[]; unexpectedKeys: string[] };

/** Batch norms' counters came after the first files were written, so PyTorch lets them be absent. */
const mayBeMissing = (key: string) => key.endsWith('num_batches_tracked');

/** So that an error stays short, whatever does not fit. */
const mostListed = 5;
const listed = (keys: readonly string[]) =>
  keys.slice(0, mostListed).join(', ') + (keys.length > mostListed ? `, … (${keys.length} in all)` : '');

/** Tensors by name, as far as comparing goes: a state dict, or what the header of a file says of one. */
export type Shapes = ReadonlyMap<string, { readonly shape: readonly number[] }>;

/** Throws a TypeError where something is no map, as a state dict is. */
export function checkState(where: string, state: unknown): void {
  if (state instanceof Map) return;
  const isFile = typeof state === 'object' && state !== null && 'tensors' in state;
  const advice = isFile ? ': its tensors are one' : unawaited(state);
  throw new TypeError(`${where} takes a Map from names to tensors, not ${kindOf(state)}${advice}`);
}

/**
 * Compares the names and shapes of `given` with those of `own`.
 * @throws an Error that names the keys which are missing, unexpected or of another shape
 */
export function compareStateDict(
  moduleName: string,
  own: Shapes,
  given: Shapes,
  options: LoadOptions = {},
): LoadResult {
  const missingKeys = [...own.keys()].filter((key) => !given.has(key) && !mayBeMissing(key));
  const unexpectedKeys = [...given.keys()].filter((key) => !own.has(key));
  const problems: string[] = [];
  if (options.strict ?? true) {
    if (unexpectedKeys.length) problems.push(`unexpected keys: ${listed(unexpectedKeys)}`);
    if (missingKeys.length) problems.push(`missing keys: ${listed(missingKeys)}`);
  }
  const wrong: string[] = [];
  for (const [key, { shape }] of given) {
    const target = own.get(key);
    if (target && !sameShape(target.shape, shape)) {
      wrong.push(`${key} is [${shape.join(', ')}] but the model has [${target.shape.join(', ')}]`);
    }
  }
  if (wrong.length) problems.push(`wrong shapes: ${listed(wrong)}`);
  if (problems.length) throw new Error(`this state does not fit ${moduleName}: ${problems.join('; ')}`);
  return { missingKeys, unexpectedKeys };
}

/** Copies `given` into `own` by name, once they are the same names and shapes. */
export function copyStateDict(
  moduleName: string,
  own: ReadonlyMap<string, Tensor>,
  given: ReadonlyMap<string, Tensor>,
  options: LoadOptions = {},
): LoadResult {
  const result = compareStateDict(moduleName, own, given, options);
  torch.noGrad(() => {
    for (const [key, tensor] of given) own.get(key)?.copy_(tensor);
  });
  return result;
}

const sameShape = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((size, i) => size === b[i]);
