import {
  type ArgumentDescription,
  checkTensors,
  liveId,
  type NativeProgram,
  native,
  type ProgramDescription,
  refusePromise,
  type Synchronous,
  scope,
  translated,
} from '../core/index.js';
import { describe } from '../dispatch/index.js';
import { checkOptions, kindOf } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { followBatch, grown } from './batch.js';
import type { Graph, GraphArgument } from './graph.js';
import { Program } from './program.js';
import { type Results, resultsOf } from './results.js';

/** Takes itself off again. */
type Hook = { remove(): void };

/** What is used of an `nn.Module`: its layers and tensors by name, and hooks around `forward`. */
interface NamedModule {
  namedModules(): Iterable<readonly [string, HookedModule]>;
  namedParameters(): Iterable<readonly [string, Tensor]>;
  namedBuffers(): Iterable<readonly [string, Tensor]>;
}

interface HookedModule {
  registerForwardPreHook(hook: () => undefined): Hook;
  registerForwardHook(hook: () => undefined): Hook;
}

/** An `nn.Module` that can be recorded by itself. */
type Recordable<In extends readonly Tensor[], Out> = NamedModule & { forward(...inputs: In): Out };

/** How {@link record} runs the function, and what it calls its tensors. */
export interface RecordOptions {
  /**
   * `'dynamic'`: the program runs for batches of any size, where all inputs have the batch as their first dimension. The function is
   * then run three times, with larger batches too, and what follows their size is found by comparing. Default `'fixed'`: the recorded
   * shapes only, from which a function may have made constants.
   */
  batch?: 'fixed' | 'dynamic' | undefined;
  /** Gives parameters, buffers and layers their names, where the function is not a module itself. */
  module?: NamedModule | undefined;
}

/**
 * Runs a function or a module once and notes down the operators that it calls: a program that gives the same for other inputs
 * without running it.
 *
 * All that the function did with tensors is in the program, changes in place, modes (`noGrad`, `autocast`) and draws of random
 * numbers included. What it did beside them is not: a loop is unrolled, and an `if` was decided for good.
 *
 * @param fn takes the inputs, returns a tensor or arrays and plain objects of them
 * @throws TorchError where the function reads values of tensors (`item`, `tolist`, `toTypedArray`, printing, `equal`), computes gradients
 *   or sets a seed: a program takes the same way for all values
 */
export function record<const In extends readonly Tensor[], Out>(
  fn: ((...inputs: In) => Synchronous<Out>) | Recordable<In, Synchronous<Out>>,
  inputs: In,
  options: RecordOptions = {},
): Program<Out> {
  checkOptions(options, { batch: true, module: true }, 'record');
  const isModule = typeof fn === 'object' && fn !== null && 'forward' in fn;
  if (typeof fn !== 'function' && !isModule)
    throw new TypeError(`record: what is recorded is a function or a module, not ${kindOf(fn)}`);
  checkTensors('record', inputs, 'inputs');
  const { batch = 'fixed', module = isModule ? fn : undefined } = options;
  if (batch !== 'fixed' && batch !== 'dynamic')
    throw new TypeError(`record: batch is 'fixed' or 'dynamic', not ${describe(batch)}`);
  const call = (...given: In): Out => (typeof fn === 'function' ? fn(...given) : fn.forward(...given)) as Out;
  const first = recordOnce(call, inputs, module);
  if (batch === 'dynamic') {
    const others = grown(inputs, (larger, size) => {
      // Of the same number and kind as the inputs.
      const { handle, graph } = recordOnce(call, larger as unknown as In, module);
      return { size, handle, graph };
    });
    first.graph = followBatch({ ...first, size: inputs[0]?.size(0) ?? 0 }, others);
  }
  return new Program(first.handle, first.graph, first.rebuild);
}

interface Recorded<Out> extends Pick<Results<Out>, 'rebuild'> {
  handle: NativeProgram;
  graph: Graph;
}

function recordOnce<In extends readonly Tensor[], Out>(
  call: (...inputs: In) => Out,
  inputs: In,
  module: NamedModule | undefined,
): Recorded<Out> {
  const named = module ? [...module.namedParameters(), ...module.namedBuffers()] : [];
  const places = [''];
  const given = inputs.map((input) => liveId(input, 'record'));
  return translated(
    'record',
    () => inputs.map(describe).join(', '),
    () => {
      native.startRecording(
        given,
        named.map(([, tensor]) => liveId(tensor, 'record')),
      );
      const hooks = module ? markModules(module, places) : [];
      try {
        return scope(() => {
          const { tensors, rebuild } = resultsOf(refusePromise(call(...inputs), 'record'));
          const handle = native.finishRecording(tensors.map((tensor) => liveId(tensor, 'record')));
          const names = named.map(([name]) => name);
          return { handle, rebuild, graph: graphOf(native.describeProgram(handle), names, places) };
        });
      } finally {
        native.stopRecording();
        for (const hook of hooks) hook.remove();
      }
    },
  );
}

/** Lets every step be marked with the module whose `forward` runs. */
function markModules(module: NamedModule, places: string[]): Hook[] {
  const open: number[] = [0];
  return [...module.namedModules()].flatMap(([path, layer]) => {
    const place = places.push(`${path}${path ? ' ' : ''}(${layer.constructor.name})`) - 1;
    return [
      layer.registerForwardPreHook(() => {
        open.push(place);
        native.markRecording(place);
        return undefined;
      }),
      layer.registerForwardHook(() => {
        open.pop();
        native.markRecording(open.at(-1) ?? 0);
        return undefined;
      }),
    ];
  });
}

function graphOf(
  { inputs, captured, steps, outputs }: ProgramDescription,
  names: readonly string[],
  places: readonly string[],
): Graph {
  const argument = (given: ArgumentDescription): GraphArgument => {
    const { name, tensor, tensors, constant = null, isDefault = false, fraction } = given;
    if (tensor !== undefined) return { name, tensor };
    if (tensors !== undefined) return { name, tensors };
    return { name, constant, isDefault, ...(fraction !== undefined && { fraction }) };
  };
  return {
    inputs,
    captured: captured.map(({ seen, name }) => ({ ...seen, name: names[name] ?? null })),
    steps: steps.flatMap(({ operator, overload, arguments: given, results, place }, index) =>
      operator === null
        ? []
        : [
            {
              index,
              operator,
              overload,
              arguments: given.map(argument),
              results,
              module: places[place] ?? '',
            },
          ],
    ),
    outputs,
  };
}
