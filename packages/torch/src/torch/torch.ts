import {
  autocast,
  checkpoint,
  customFunction,
  enableGrad,
  grad,
  inferenceMode,
  isGradEnabled,
  noGrad,
} from '../autograd/index.js';
import {
  config,
  cpu,
  cuda,
  getNumThreads,
  keep,
  liveId,
  memory,
  mps,
  native,
  scope,
  setNumThreads,
} from '../core/index.js';
import {
  atenNames,
  callAsync,
  hasOp,
  loadLibrary,
  operatorFunction,
  ops,
  promisedNames,
} from '../dispatch/index.js';
import { distributed } from '../distributed/index.js';
import { loadNpy, loadPth, loadSafetensors, saveNpy, saveSafetensors } from '../files/index.js';
import type { TorchFunctions } from '../generated/index.js';
import { setPrintOptions } from '../print/index.js';
import { Generator, getRngState, manualSeed, setRngState } from '../random/index.js';
import { record } from '../record/index.js';
import { CUDAGraph, Stream } from '../streams/index.js';
import { fromTypedArray, Tensor, tensor, unique } from '../tensor/index.js';

/** `torch.linalg.inv` is ATen's `linalg_inv`, and so on. */
const groups = ['linalg', 'special', 'fft'] as const;

/** Operators as functions: at once those that the types promise, any other of the installed libtorch when it is asked for. */
function operatorFunctions(group = ''): Record<string, unknown> {
  const within = (names: ReadonlyMap<string, string>): [string, string][] =>
    [...names]
      .filter(([, operator]) => group === '' || operator.startsWith(`aten::${group}_`))
      .map(([name, operator]) => [inGroup(name, group), operator]);
  let others: Map<string, string> | undefined;
  const unpromised = new Proxy(Object.prototype, {
    get(target, name, functions) {
      if (typeof name !== 'string' || name in target || name === 'then') return Reflect.get(target, name);
      others ??= new Map(within(atenNames()));
      const operator = others.get(name);
      if (operator !== undefined) functions[name] = operatorFunction(operator);
      return Object.getOwnPropertyDescriptor(functions, name)?.value;
    },
  });
  const promised = within(promisedNames).map(([name, operator]) => [name, operatorFunction(operator)]);
  return Object.setPrototypeOf(Object.fromEntries(promised), unpromised);
}

/** `linalgInv` → `inv`. */
const inGroup = (name: string, group: string): string =>
  group === '' ? name : name.charAt(group.length).toLowerCase() + name.slice(group.length + 1);

const ours = {
  /** Work of a GPU, captured once and replayed at a single launch. */
  CUDAGraph,
  /** A stream of random numbers of its own. */
  Generator,
  /** A queue of work on a device. */
  Stream,
  /** The class of all tensors. */
  Tensor,
  autocast,
  callAsync,
  checkpoint,
  config,
  cpu,
  cuda,
  customFunction,
  distributed,
  enableGrad,
  fromTypedArray,
  getNumThreads,
  getRngState,
  grad,
  hasOp,
  inferenceMode,
  isGradEnabled,
  keep,
  /** Reads a `.pth` or `.pt` file. */
  load: loadPth,
  loadLibrary,
  loadNpy,
  loadSafetensors,
  manualSeed,
  memory,
  mps,
  noGrad,
  /** Number of elements. */
  numel: (x: Tensor): number => native.numel(liveId(x, 'numel')),
  ops,
  record,
  /** Frees what was collected without being disposed; happens by itself whenever memory has grown. */
  sweep: (): void => native.sweep(),
  saveNpy,
  saveSafetensors,
  scope,
  setNumThreads,
  setPrintOptions,
  setRngState,
  tensor,
  unique,
};

/** What is asked of libtorch when somebody wants to know: the import does not open it. */
interface Later {
  /** The version of the libtorch in use. */
  readonly version: string;
}

const later: { [name in keyof Later]: PropertyDescriptor } = {
  version: { get: () => native.version(), enumerable: true },
};

/**
 * PyTorch's namespace: every operator as a function, and what Python adds to them.
 *
 * @namespace
 */
export const torch = Object.defineProperties(
  Object.assign(
    operatorFunctions(),
    Object.fromEntries(groups.map((group) => [group, operatorFunctions(group)])),
  ),
  { ...Object.getOwnPropertyDescriptors(ours), ...later },
) as unknown as TorchFunctions & Readonly<typeof ours> & Later;
