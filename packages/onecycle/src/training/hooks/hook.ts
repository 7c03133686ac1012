import { nn, Tensor, torch } from '@onecycle/torch';
import {
  checkFunction,
  checkInstance,
  checkOptions,
  counted,
  is,
  type OptionNames,
  wrongKind,
} from '../../base/index.js';
import { L } from '../../data/index.js';

/** Options of a {@link Hook}. */
export interface HookOptions {
  /** Whether the hook sees what goes in and comes out, or, in the backward pass, their gradients. Default true. */
  isForward?: boolean;
  /** Whether tensors are taken out of autograd. Default true; without it what they stand on stays in memory. */
  detach?: boolean;
  /** Whether tensors are copied to the CPU, where they are elsewhere and `detach` is not false. Default false. */
  cpu?: boolean;
}

/** Options of {@link hookOutput}. */
export interface HookOutputOptions {
  /** Whether tensors are taken out of autograd. Default true. */
  detach?: boolean;
  /** Whether tensors are copied to the CPU. Default false. */
  cpu?: boolean;
  /** The gradient of the output, in the backward pass, instead of the output. Default false. */
  grad?: boolean;
}

/**
 * What is done with what a layer takes and gives; in the backward pass with their gradients, each in a list. What it
 * returns is stored.
 */
export type HookFunction<T, M extends nn.AnyModule = nn.AnyModule> = (
  module: M,
  input: readonly unknown[],
  output: unknown,
) => T;

const hookNames: OptionNames<HookOptions> = { isForward: is.flag, detach: is.flag, cpu: is.flag };

/**
 * Looks into a layer: calls `hookFunc` whenever the layer has run (or a backward pass has come through it) and stores what it
 * returns. Taken off by `remove()`, or at the end of the block with `using`. Source: fastai's Hook.
 *
 * ```ts
 * using hook = new Hook(learn.model.getSubmodule('0'), (_module, _input, output) => output);
 * ```
 */
export class Hook<T = unknown> {
  removed = false;
  readonly #handle: { remove(): void };
  #stored: { value: T } | null = null;

  constructor(
    readonly module: nn.AnyModule,
    hookFunc: HookFunction<T>,
    options: HookOptions = {},
  ) {
    checkInstance('Hook takes a module', module, nn.Module);
    checkFunction('Hook(module, hookFunc)', hookFunc);
    checkOptions(options, hookNames, 'Hook');
    const { isForward = true, detach = true, cpu = false } = options;
    const held = (value: unknown) => mapTensors(value, (tensor) => taken(tensor, detach, cpu));
    const see = (layer: nn.AnyModule, input: readonly unknown[], output: unknown): undefined => {
      this.#stored = { value: hookFunc(layer, input.map(held), held(output)) };
    };
    // What the hook gives back would take the output's place.
    this.#handle = isForward
      ? module.registerForwardHook<unknown[], unknown>((layer, input, output) => see(layer, input, output))
      : module.registerFullBackwardHook(see);
  }

  /** Whether there is something stored: the layer has run since it was hooked. */
  get hasStored(): boolean {
    return this.#stored !== null;
  }

  /**
   * What the last call of the hook's function returned.
   * @throws Error where the layer has not run yet, or no backward pass has come to it
   */
  get stored(): T {
    if (this.#stored) return this.#stored.value;
    throw new Error(
      `nothing is stored yet: ${this.module.constructor.name} has not run since it was hooked; for gradients a backward pass must have come through it`,
    );
  }

  /** Takes the hook off; what is stored stays. */
  remove(): void {
    if (this.removed) return;
    this.#handle.remove();
    this.removed = true;
  }

  [Symbol.dispose](): void {
    this.remove();
  }
}

/** Several {@link Hook}s, one for each layer, with one function. Source: fastai's Hooks. */
export class Hooks<T = unknown> {
  readonly hooks: readonly Hook<T>[];

  constructor(modules: Iterable<nn.AnyModule>, hookFunc: HookFunction<T>, options: HookOptions = {}) {
    this.hooks = checkedModules('Hooks', modules).map((module) => new Hook(module, hookFunc, options));
  }

  /** The hook of a layer; −1 is the last one's. */
  at(index: number): Hook<T> {
    const hook = this.hooks.at(index);
    if (hook) return hook;
    throw new RangeError(
      `there is no hook ${index}: ${counted(this.length, 'layer is', 'layers are')} hooked`,
    );
  }

  get length(): number {
    return this.hooks.length;
  }

  [Symbol.iterator](): IterableIterator<Hook<T>> {
    return this.hooks[Symbol.iterator]();
  }

  /**
   * What each of the hooks has stored.
   * @throws Error where a layer has not run yet: ask `hasStored` of each hook where some may be left out
   */
  get stored(): L<T> {
    return L.from(this.hooks.map((hook) => hook.stored));
  }

  /** Takes all of them off. */
  remove(): void {
    for (const hook of this.hooks) hook.remove();
  }

  [Symbol.dispose](): void {
    this.remove();
  }
}

const outputNames: OptionNames<HookOutputOptions> = { detach: is.flag, cpu: is.flag, grad: is.flag };

/** What a layer gives: what its type says, and a tensor where nothing is known of it. */
type OutputOf<O> = unknown extends O ? Tensor : O;

/** The gradients of what a layer gives: one of a tensor. */
type Gradients = [Tensor, ...(Tensor | null)[]];

/**
 * Stores a layer's output, or with `grad: true` the gradients of it, in a list. Source: fastai's hook_output.
 *
 * ```ts
 * using hook = hookOutput(learn.model.getSubmodule('0'));
 * learn.model.eval().forward(x);
 * hook.stored.shape; // [1, 512, 7, 7]
 * ```
 */
export function hookOutput(
  module: nn.AnyModule,
  options: HookOutputOptions & { grad: true },
): Hook<Gradients>;
export function hookOutput<O>(
  module: nn.Module<never, O>,
  options?: HookOutputOptions & { grad?: false },
): Hook<OutputOf<O>>;
export function hookOutput(module: nn.AnyModule, options: HookOutputOptions = {}): Hook {
  checkInstance('hookOutput takes a module', module, nn.Module);
  return new Hook(module, sameOutput, hookOptions(options, 'hookOutput'));
}

/**
 * Stores the outputs of several layers, or with `grad: true` their gradients; a module stands for its children. Source:
 * fastai's hook_outputs.
 */
export function hookOutputs(
  modules: nn.AnyModule | Iterable<nn.AnyModule>,
  options: HookOutputOptions & { grad: true },
): Hooks<Gradients>;
export function hookOutputs(
  modules: nn.AnyModule | Iterable<nn.AnyModule>,
  options?: HookOutputOptions & { grad?: false },
): Hooks<Tensor>;
export function hookOutputs(
  modules: nn.AnyModule | Iterable<nn.AnyModule>,
  options: HookOutputOptions = {},
): Hooks {
  const layers = modules instanceof nn.Module ? modules.children() : modules;
  return new Hooks(checkedModules('hookOutputs', layers), sameOutput, hookOptions(options, 'hookOutputs'));
}

/** The modules of a list, each of which is one: none is hooked where one of them is wrong. */
function checkedModules(where: string, modules: Iterable<nn.AnyModule>): nn.AnyModule[] {
  if (!(Symbol.iterator in Object(modules)))
    throw wrongKind(where, 'a list of modules, such as model.children()', modules);
  const layers = [...modules];
  for (const layer of layers) checkInstance(`${where} takes modules`, layer, nn.Module);
  return layers;
}

const sameOutput: HookFunction<unknown> = (_module, _input, output) => output;

function hookOptions(options: HookOutputOptions, of: string): HookOptions {
  checkOptions(options, outputNames, of);
  const { detach = true, cpu = false, grad = false } = options;
  return { detach, cpu, isForward: !grad };
}

/** A tensor that outlives the scope that it was made in. */
function taken(tensor: Tensor, detach: boolean, cpu: boolean): Tensor {
  if (!detach) return torch.keep(tensor);
  const alone = tensor.detach();
  return torch.keep(cpu ? alone.cpu() : alone);
}

function mapTensors(value: unknown, change: (tensor: Tensor) => Tensor): unknown {
  if (value instanceof Tensor) return change(value);
  return Array.isArray(value) ? value.map((member) => mapTensors(member, change)) : value;
}
