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
  memory,
  mps,
  native,
  scope,
  setNumThreads,
  version,
} from '../core/index.js';
import {
  atenNames,
  callAsync,
  hasOp,
  loadLibrary,
  type Operator,
  operatorFunction,
  ops,
} from '../dispatch/index.js';
import { loadNpy, loadPth, loadSafetensors, saveNpy, saveSafetensors } from '../files/index.js';
import type { TorchFunctions } from '../generated/index.js';
import { setPrintOptions } from '../print/index.js';
import { Generator, getRngState, manualSeed, setRngState } from '../random/index.js';
import { record } from '../record/index.js';
import { fromTypedArray, Tensor, tensor, unique } from '../tensor/index.js';

/** `torch.linalg.inv` is ATen's `linalg_inv`, and so on. */
const groups = ['linalg', 'special', 'fft'] as const;

function operatorFunctions(): Record<string, unknown> {
  const functions: Record<string, unknown> = {};
  for (const [name, operator] of atenNames()) functions[name] = operatorFunction(operator);
  for (const group of groups) {
    const members: Record<string, Operator> = {};
    for (const [name, operator] of atenNames()) {
      if (!operator.startsWith(`aten::${group}_`)) continue;
      const short = name.slice(group.length);
      members[`${short.charAt(0).toLowerCase()}${short.slice(1)}`] = operatorFunction(operator);
    }
    functions[group] = members;
  }
  return functions;
}

const ours = {
  /** A stream of random numbers of its own. */
  Generator,
  /** The class of all tensors. */
  Tensor,
  autocast,
  callAsync,
  checkpoint,
  config,
  cpu,
  cuda,
  customFunction,
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
  numel: (x: Tensor): number => x.numel(),
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
  version,
};

/**
 * PyTorch's namespace: every operator as a function, and what Python adds to them.
 *
 * @namespace
 */
export const torch: TorchFunctions & typeof ours = Object.assign(
  operatorFunctions() as unknown as TorchFunctions,
  ours,
);
