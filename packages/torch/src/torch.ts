import {
  autocast,
  customFunction,
  enableGrad,
  grad,
  inferenceMode,
  isGradEnabled,
  noGrad,
} from './autograd.js';
import { checkpoint } from './checkpoint.js';
import { fromTypedArray, tensor } from './creation.js';
import * as devices from './devices.js';
import { callAsync, operatorCall } from './families.js';
import { loadNpy, loadPth, loadSafetensors, saveNpy, saveSafetensors } from './files/index.js';
import type { TorchFunctions } from './generated/functions.js';
import { keep, memory, scope } from './lifetime.js';
import { native } from './native.js';
import { atenNames } from './operators.js';
import { setPrintOptions } from './print/index.js';
import { Generator, getRngState, manualSeed, setRngState } from './random.js';
import { Tensor } from './tensor.js';
import { unique } from './unique.js';

type Operator = (...args: unknown[]) => unknown;

function operatorFunction(name: string): Operator {
  const call = operatorCall(name);
  return (...args) => call(args);
}

/** Operators of one namespace of the dispatcher under their own names: `ops.aten._foreach_add_`, `ops.aten['add.out']`. */
function namespace(prefix: string): Record<string, Operator> {
  return new Proxy<Record<string, Operator>>(
    {},
    {
      get(known, name) {
        if (typeof name !== 'string' || name === 'then') return undefined;
        known[name] ??= operatorFunction(`${prefix}::${name}`);
        return known[name];
      },
    },
  );
}

/** Every operator of every library, private ones included, without types: `ops.aten.…`, `ops.onecycle.…`. */
export const ops: Record<string, Record<string, Operator>> = new Proxy<
  Record<string, Record<string, Operator>>
>(
  {},
  {
    get(known, name) {
      if (typeof name !== 'string' || name === 'then') return undefined;
      known[name] ??= namespace(name);
      return known[name];
    },
  },
);

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
  ...devices,
  Generator,
  Tensor,
  autocast,
  callAsync,
  checkpoint,
  customFunction,
  enableGrad,
  fromTypedArray,
  getRngState,
  grad,
  inferenceMode,
  isGradEnabled,
  keep,
  /** Reads a `.pth` or `.pt` file. */
  load: loadPth,
  loadNpy,
  loadSafetensors,
  manualSeed,
  memory,
  noGrad,
  /** Number of elements. */
  numel: (x: Tensor): number => x.numel(),
  ops,
  /** Frees what was collected without being disposed; happens by itself whenever memory has grown. */
  sweep: (): void => native.sweep(),
  saveNpy,
  saveSafetensors,
  scope,
  setPrintOptions,
  setRngState,
  tensor,
  unique,
};

/** PyTorch's namespace: every operator as a function, and what Python adds to them. */
export const torch: TorchFunctions & typeof ours = Object.assign(
  operatorFunctions() as unknown as TorchFunctions,
  ours,
);
