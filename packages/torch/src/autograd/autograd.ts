import {
  checkTensors,
  type Device,
  type DType,
  Handle,
  type Id,
  liveId,
  native,
  refusePromise,
  type Synchronous,
  TorchError,
  translated,
} from '../core/index.js';
import { describe, operatorCall, wrap } from '../dispatch/index.js';
import { checkFunction, checkOptions, counted, kindOf, shown } from '../options/index.js';

/** Runs `fn` between two changes of the thread's state, which is put back whatever happens. */
function within<T>(what: string, enter: () => () => void, fn: () => T): T {
  if (typeof fn !== 'function') checkFunction(what, fn);
  const leave = enter();
  try {
    return refusePromise(fn(), what);
  } finally {
    leave();
  }
}

function gradMode(enabled: boolean): () => void {
  const before = native.setGradMode(enabled, false);
  return () => {
    native.setGradMode(before, true);
  };
}

/** Runs `fn` without recording for gradients, as `torch.no_grad`. Synchronous functions only. */
export const noGrad = <T>(fn: () => Synchronous<T>): T => within('noGrad', () => gradMode(false), fn);

/** Runs `fn` recording for gradients, also inside `noGrad`, as `torch.enable_grad`. Synchronous functions only. */
export const enableGrad = <T>(fn: () => Synchronous<T>): T => within('enableGrad', () => gradMode(true), fn);

/** Runs `fn` where tensors can never take part in autograd, as `torch.inference_mode`: a little faster than `noGrad`. */
export const inferenceMode = <T>(fn: () => Synchronous<T>): T =>
  within(
    'inferenceMode',
    () => {
      native.pushInferenceMode(true);
      return () => native.popInferenceMode();
    },
    fn,
  );

/** Whether operators record for gradients at this moment. */
export const isGradEnabled = (): boolean => native.isGradEnabled();

type AutocastOptions = { device?: Device; dtype?: DType; enabled?: boolean };

/**
 * Runs `fn` with operators choosing their precision, as `torch.autocast`: matrix products and convolutions in `dtype`,
 * what needs range in float32.
 *
 * @param options.device default `'cpu'`
 * @param options.dtype bfloat16 or float16. Default bfloat16 on the CPU, float16 on a GPU.
 * @throws TorchError for another dtype, which on a GPU libtorch itself would take without a word
 */
export function autocast<T>(options: AutocastOptions = {}, fn: () => Synchronous<T>): T {
  checkFunction('autocast(options, fn)', fn);
  checkOptions(options, { device: true, dtype: true, enabled: true }, 'autocast');
  if (options.device !== undefined && typeof options.device !== 'string')
    throw new TypeError(`autocast: device is 'cpu', 'cuda' or the like, not ${shown(options.device)}`);
  if (options.dtype !== undefined && !LOW.includes(options.dtype))
    throw new TorchError(
      `autocast: ${options.dtype} is no dtype that it computes in: there are ${LOW.join(' and ')}`,
    );
  return inAutocast(options, fn);
}

/** The precisions that autocast chooses where range does not matter. */
const LOW: readonly string[] = ['bfloat16', 'float16'];

function inAutocast<T>(options: AutocastOptions, fn: () => T): T {
  const { device = 'cpu', enabled = true } = options;
  const dtype = options.dtype ?? (device.startsWith('cpu') ? 'bfloat16' : 'float16');
  const enter = () => {
    const before = native.autocastState(device);
    native.enterAutocast(device, dtype, enabled);
    return () => native.exitAutocast(device, before.dtype, before.enabled);
  };
  return within('autocast', () => translated('autocast', () => describe(options), enter), fn);
}

/** Runs functions later under the autocast of this moment. @internal */
export function currentAutocast(): <T>(fn: () => T) => T {
  const devices = native.cudaDeviceCount() > 0 ? ['cpu', 'cuda'] : ['cpu'];
  const states = devices.map((device) => {
    const { enabled, dtype } = native.autocastState(device);
    return { device, enabled, dtype: dtype as DType };
  });
  return (fn) => states.reduce((run, state) => () => inAutocast(state, run), fn)();
}

const ids = (handles: readonly Handle[], operation: string): Id[] =>
  handles.map((handle) => liveId(handle, operation));

function listOf<T extends Handle>(value: T | readonly T[], what: string): readonly T[] {
  const list = value instanceof Handle ? [value] : value;
  checkTensors('grad', list, what);
  return list;
}

/**
 * Gradients of `outputs` with respect to `inputs`, returned and not accumulated, as `torch.autograd.grad`.
 *
 * @param options.gradOutputs the vector of the vector-Jacobian product; may be left out for scalars
 * @param options.allowUnused gives null for an input that the outputs do not depend on, instead of an error
 */
export function grad<T extends Handle>(
  outputs: T | readonly T[],
  inputs: T | readonly T[],
  options: {
    gradOutputs?: T | readonly T[];
    retainGraph?: boolean;
    createGraph?: boolean;
    allowUnused?: boolean;
  } = {},
): (T | null)[] {
  checkOptions(
    options,
    { gradOutputs: true, retainGraph: true, createGraph: true, allowUnused: true },
    'grad',
  );
  const { gradOutputs = [], retainGraph = null, createGraph = false, allowUnused = false } = options;
  const from = listOf(outputs, 'outputs');
  const to = listOf(inputs, 'inputs');
  const vectors = listOf(gradOutputs, 'gradOutputs');
  const gradients = translated(
    'grad',
    () => describe([...from, ...to]),
    () =>
      native.grad(
        ids(from, 'grad'),
        ids(to, 'grad'),
        ids(vectors, 'grad'),
        retainGraph,
        createGraph,
        allowUnused,
      ),
  );
  return gradients.map((id) => wrap(id) as T | null);
}

/**
 * An operation with a gradient of its own, as a `torch.autograd.Function`.
 *
 * @param forward runs without recording; returns the outputs and what backward needs (`saved`, freed with the graph)
 * @param backward gets the gradients of the outputs and the saved tensors; returns one gradient, or null, for every input
 * @returns a function of tensors that gives the outputs
 */
export function customFunction<T extends Handle>(
  forward: (...inputs: T[]) => { outputs: T[]; saved: readonly T[] },
  backward: (gradients: T[], saved: T[]) => readonly (T | null)[],
): (...inputs: T[]) => T[] {
  const name = 'customFunction';
  checkFunction(`${name}: forward`, forward);
  checkFunction(`${name}: backward`, backward);
  return (...inputs) => {
    const results = noGrad(() => forward(...inputs));
    if (!Array.isArray(results?.outputs) || !Array.isArray(results.saved))
      throw new TypeError(
        `${name}: forward gives { outputs, saved }, two lists of tensors, not ${shown(results)}`,
      );
    const { outputs: given, saved } = results;
    if (!native.isGradEnabled()) return given;
    // An input, or a view of one, has its own place in the graph: what is given back is another handle on the same memory.
    const hasPlace = (output: T) => inputs.includes(output) || native.requiresGrad(liveId(output, name));
    const outputs = given.map((output) => (hasPlace(output) ? (detach([output]) as T) : output));
    const run = (...all: Id[]): Id[] => {
      const tensors = all.map((id) => wrap(id) as T);
      const gradients = backward(tensors.slice(0, outputs.length), tensors.slice(outputs.length));
      if (!Array.isArray(gradients))
        throw new TypeError(
          `${name}: backward gives a list, a gradient for each input or null, not ${kindOf(gradients)}`,
        );
      if (gradients.length !== inputs.length)
        throw new Error(
          `${name}: backward returned ${counted(gradients.length, 'gradient')} for ${counted(inputs.length, 'input')}: it gives one for each, or null`,
        );
      return gradients.map((tensor) => (tensor === null ? -1 : liveId(tensor, name)));
    };
    translated(
      name,
      () => inputs.map(describe).join(', '),
      () => native.attachBackward(ids(outputs, name), ids(inputs, name), ids(saved, name), run),
    );
    return outputs;
  };
}

/** The same memory outside of the graph. */
const detach = operatorCall('aten::detach');
