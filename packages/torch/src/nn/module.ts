import { checkTensor, type DType, isDType, keep, snakeCase } from '../core/index.js';
import { checkFunction, checkOptions, isClass, kindOf, unawaited } from '../options/index.js';
import { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { GradientWatch, type ModuleGradients } from './backward-hook.js';
import { Parameter, seen } from './parameter.js';
import { moduleRepr } from './repr.js';
import {
  checkState,
  compareStateDict,
  copyStateDict,
  type LoadOptions,
  type LoadResult,
  type Shapes,
} from './state-dict.js';

/** Any module, whatever goes in and comes out. */
export type AnyModule = Module<never, unknown>;

/** What a hook's registration returns: `remove()` takes the hook off again. */
export type HookHandle = { remove(): void };

/** Where and as what a module's tensors shall live; see {@link Module.to}. */
export type ModuleTo = { device?: string; dtype?: DType; memoryFormat?: 'contiguous' | 'channels_last' };

/** A hook as it is stored: without its types, which differ from module to module, so that all modules compare. */
type Hook = (...args: never[]) => unknown;

/** What modules have themselves, each once. */
function distinct<T extends Tensor>(
  modules: readonly AnyModule[],
  own: (module: AnyModule) => Iterable<[string, T]>,
): T[] {
  const seen = new Set<T>();
  for (const module of modules) for (const [, tensor] of own(module)) seen.add(tensor);
  return [...seen];
}

const isModule = (value: unknown): value is AnyModule => value instanceof Module;

/** Throws a TypeError where something is no module. */
export function checkModule(where: string, value: unknown): void {
  if (isModule(value)) return;
  throw new TypeError(`${where} takes a module, not ${kindOf(value)}${meantModule(value)}`);
}

/** What to do where something stands in place of a module. */
function meantModule(value: unknown): string {
  if (isClass(value)) return `: new ${value.name}(…) makes one`;
  return typeof value === 'function' ? ': new nn.Lambda(…) makes one of it' : unawaited(value);
}

/**
 * The base of all layers and models. A module's parameters, buffers and children are its own properties: assigning
 * `this.conv1 = new nn.Conv2d(…)` or `this.weight = new nn.Parameter(…)` registers it. Keys of the state dict are the
 * property names in snake_case (`runningMean` → `running_mean`), so that they equal PyTorch's; names that begin with a capital
 * or have an underscore inside stay as they are (`Mixed_5b`).
 *
 * Where Python calls a module, `net(x)`, JavaScript calls `net.forward(x)`: an object is no function.
 *
 * `Args` are `forward`'s arguments and `Out` its result; the default is one tensor in, one tensor out.
 */
export abstract class Module<Args extends unknown[] = [Tensor], Out = Tensor> {
  /** Whether dropout drops and batch norms use (and update) the statistics of the batch. Set by {@link train}. */
  training = true;
  // Not #private: a clone is made without running constructors.
  private readonly bufferNames = new Map<string, { persistent: boolean }>();
  private readonly hooks: { pre: Hook[]; post: Hook[] } = { pre: [], post: [] };

  /** What the module computes. */
  abstract forward(...args: Args): Out;

  /**
   * Makes the property `name` a buffer: state that is saved and moved with the module but not learned.
   * @returns the tensor, so that a constructor can write `this.runningMean = this.registerBuffer('runningMean', …)`.
   */
  registerBuffer<T extends Tensor | null>(
    name: string,
    tensor: T,
    options: { persistent?: boolean } = {},
  ): T {
    checkOptions(options, { persistent: true }, 'registerBuffer');
    if (tensor !== null) {
      checkTensor(`${this.constructor.name}.registerBuffer`, tensor, name);
      seen(tensor);
    }
    this.bufferNames.set(name, { persistent: options.persistent ?? true });
    Object.defineProperty(this, name, {
      value: tensor,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    if (tensor !== null) keep(tensor);
    return tensor;
  }

  /** Direct children by the name under which the state dict and the printed model know them. */
  *namedChildren(): Generator<[string, AnyModule]> {
    for (const [name, value] of Object.entries(this))
      if (value instanceof Module) yield [snakeCase(name), value];
  }

  /** Replaces the direct child of that name (as {@link namedChildren} gives it). */
  setChild(name: string, child: AnyModule): void {
    const key = Object.keys(this).find((property) => snakeCase(property) === name);
    if (key === undefined) throw new Error(`${this.constructor.name} has no child '${name}'`);
    checkModule('setChild', child);
    Object.defineProperty(this, key, { value: child, writable: true, enumerable: true, configurable: true });
  }

  /** Direct children. */
  children(): AnyModule[] {
    // Without their names where those are the properties': steps ask for all modules one by one.
    if (this.namedChildren === Module.prototype.namedChildren) return Object.values(this).filter(isModule);
    return Array.from(this.namedChildren(), ([, child]) => child);
  }

  /** This module and all below it, each once, parents first: `['', this]`, `['layer1', …]`, `['layer1.0', …]`. */
  *namedModules(prefix = '', seen: Set<AnyModule> = new Set()): Generator<[string, AnyModule]> {
    if (seen.has(this)) return;
    seen.add(this);
    yield [prefix, this];
    for (const [name, child] of this.namedChildren()) {
      yield* child.namedModules(prefix ? `${prefix}.${name}` : name, seen);
    }
  }

  /** This module and all below it, each once. */
  modules(): AnyModule[] {
    // Without paths, and without a generator in a generator for each level.
    const seen = new Set<AnyModule>();
    const visit = (module: AnyModule): void => {
      if (seen.has(module)) return;
      seen.add(module);
      for (const child of module.children()) visit(child);
    };
    visit(this);
    return [...seen];
  }

  /** The module at a path such as `layer1.0.conv1`. Throws with the path where there is none. */
  getSubmodule(path: string): AnyModule {
    for (const [name, module] of this.namedModules()) if (name === path) return module;
    throw new Error(`${this.constructor.name} has no module '${path}'`);
  }

  /** Parameters of this module alone, not of its children. */
  *ownParameters(): Generator<[string, Parameter]> {
    for (const name in this) {
      const value: unknown = this[name];
      if (value instanceof Parameter) yield [snakeCase(name), value];
    }
  }

  /** Buffers of this module alone; `persistent` leaves out those that are not saved. */
  *ownBuffers(options: { persistent?: boolean } = {}): Generator<[string, Tensor]> {
    for (const [name, { persistent }] of this.bufferNames) {
      const value: unknown = Reflect.get(this, name);
      if (value instanceof Tensor && (persistent || !options.persistent)) yield [snakeCase(name), value];
    }
  }

  /** All parameters with their paths; one that is used twice comes once. */
  *namedParameters(prefix = ''): Generator<[string, Parameter]> {
    yield* this.unique(prefix, (module) => module.ownParameters());
  }

  /** All parameters, each once. */
  parameters(): Parameter[] {
    return distinct(this.modules(), (module) => module.ownParameters());
  }

  /** All buffers (running statistics and the like) with their paths. */
  *namedBuffers(prefix = ''): Generator<[string, Tensor]> {
    yield* this.unique(prefix, (module) => module.ownBuffers());
  }

  /** All buffers (running statistics and the like), each once. */
  buffers(): Tensor[] {
    return distinct(this.modules(), (module) => module.ownBuffers());
  }

  private *unique<T extends Tensor>(
    prefix: string,
    own: (module: AnyModule) => Iterable<[string, T]>,
  ): Generator<[string, T]> {
    const seen = new Set<Tensor>();
    for (const [path, module] of this.namedModules(prefix)) {
      for (const [name, tensor] of own(module)) {
        if (seen.has(tensor)) continue;
        seen.add(tensor);
        yield [path ? `${path}.${name}` : name, tensor];
      }
    }
  }

  /**
   * Everything that is saved, in PyTorch's order: module by module, first its parameters, then its buffers.
   * The tensors share memory with the module.
   */
  stateDict(): Map<string, Tensor> {
    return new Map([...this.namedState()].map(([key, tensor]) => [key, tensor.detach()]));
  }

  /** The tensors behind {@link stateDict} themselves. */
  *namedState(): Generator<[string, Tensor]> {
    // A module that stands at two places is saved under both names, as PyTorch does.
    const visit = function* (module: AnyModule, prefix: string): Generator<[string, Tensor]> {
      for (const [name, tensor] of module.ownParameters()) yield [prefix + name, tensor];
      for (const [name, tensor] of module.ownBuffers({ persistent: true })) yield [prefix + name, tensor];
      for (const [name, child] of module.namedChildren()) yield* visit(child, `${prefix}${name}.`);
    };
    yield* visit(this, '');
  }

  /**
   * Copies tensors into the module's, converting dtype and device.
   * @throws with every missing, unexpected (both unless `strict: false`) and wrongly shaped key by name.
   */
  loadStateDict(state: ReadonlyMap<string, Tensor>, options: LoadOptions = {}): LoadResult {
    checkOptions(options, { strict: true }, 'loadStateDict');
    checkState('loadStateDict', state);
    for (const [key, tensor] of state) checkTensor('loadStateDict', tensor, key);
    return copyStateDict(this.constructor.name, new Map(this.namedState()), state, options);
  }

  /**
   * Compares names and shapes as {@link loadStateDict} does, and copies nothing: what the header of a file says
   * (`readSafetensorsHeader`) is enough.
   * @throws as {@link loadStateDict}
   */
  compareStateDict(state: Shapes, options: LoadOptions = {}): LoadResult {
    checkOptions(options, { strict: true }, 'compareStateDict');
    checkState('compareStateDict', state);
    return compareStateDict(this.constructor.name, new Map(this.namedState()), state, options);
  }

  /** Sets {@link training} here and in all modules below. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Leaves training mode: {@link train} with false. */
  eval(): this {
    return this.train(false);
  }

  /** Calls `fn` with every module, children first, as PyTorch's `apply`. */
  apply(fn: (module: AnyModule) => void): this {
    checkFunction('apply', fn);
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  /** Says of all parameters whether they get gradients. */
  requiresGrad_(requiresGrad = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = requiresGrad;
    return this;
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  /**
   * Moves parameters and buffers: a device, a dtype (floating point tensors only), a memory format (those with four
   * dimensions). Parameters keep their identity, so that optimizers go on working; gradients are dropped.
   */
  to(target: string | ModuleTo): this {
    const wanted = typeof target === 'string' ? parseTarget(target) : target;
    if (wanted === undefined)
      throw new TypeError('Module.to takes a device, a dtype or both as options, not undefined');
    checkOptions(wanted, { device: true, dtype: true, memoryFormat: true }, 'Module.to');
    const { device, dtype, memoryFormat } = wanted;
    const move = (tensor: Tensor): Tensor =>
      tensor.to({
        device,
        dtype: dtype && tensor.isDifferentiable ? dtype : undefined,
        memoryFormat: memoryFormat && tensor.ndim === 4 ? memoryFormat : undefined,
      });
    const moveAll = () => {
      for (const module of this.modules()) {
        for (const [, parameter] of module.ownParameters()) {
          parameter.grad = null;
          parameter.data = move(parameter.data);
        }
        for (const [name, buffer] of module.ownBuffers()) module.replaceBuffer(name, move(buffer));
      }
    };
    torch.noGrad(() => torch.scope(moveAll));
    return this;
  }

  /** Puts another tensor into the buffer of that (snake_case) name. */
  replaceBuffer(name: string, tensor: Tensor): void {
    const key = [...this.bufferNames.keys()].find((property) => snakeCase(property) === name);
    if (key === undefined) throw new Error(`${this.constructor.name} has no buffer '${name}'`);
    this.registerBuffer(key, tensor, this.bufferNames.get(key));
  }

  /** Parameters and buffers as float16. */
  half(): this {
    return this.to({ dtype: 'float16' });
  }

  /** Parameters and buffers as float32. */
  float(): this {
    return this.to({ dtype: 'float32' });
  }

  /** Parameters and buffers as float64. */
  double(): this {
    return this.to({ dtype: 'float64' });
  }

  /**
   * Calls `hook(module, args, out)` after every `forward`; what it returns, if anything, replaces the output.
   * The hook shadows `forward` on this instance, so that a plain call runs it.
   */
  registerForwardHook<A extends unknown[] = Args, O = Out>(
    hook: (module: this, args: A, out: O) => NoInfer<O> | undefined,
  ): HookHandle {
    checkFunction('registerForwardHook', hook);
    return this.addHook(this.hooks.post, hook);
  }

  /** Calls `hook(module, args)` before every `forward`; what it returns, if anything, replaces the arguments. */
  registerForwardPreHook<A extends unknown[] = Args>(
    hook: (module: this, args: A) => NoInfer<A> | undefined,
  ): HookHandle {
    checkFunction('registerForwardPreHook', hook);
    return this.addHook(this.hooks.pre, hook);
  }

  /**
   * Calls `hook(module, gradInput, gradOutput)` when a backward pass has come through the module: the gradients of the tensors
   * that went in, in the order of the arguments, and of those that came out. Null stands for a gradient that there is not; the
   * hook is not called where outputs of several take no part in what the backward pass began with and the inputs have none.
   * The gradients are freed with the scope that is open around the backward pass: what shall outlive it is kept with
   * `torch.keep`. PyTorch's `register_full_backward_hook`, but for replacing gradients (a tensor's `registerHook` does that).
   */
  registerFullBackwardHook(
    hook: (module: this, gradInput: ModuleGradients, gradOutput: ModuleGradients) => void,
  ): HookHandle {
    checkFunction('registerFullBackwardHook', hook);
    const passes: GradientWatch[] = [];
    const before = this.addHook(this.hooks.pre, (module: this, args: unknown[]) => {
      const watch = new GradientWatch((gradInput, gradOutput) => hook(module, gradInput, gradOutput));
      passes.push(watch);
      return watch.watchInputs(args);
    });
    const after = this.addHook(this.hooks.post, (_module: this, _args: unknown[], out: unknown) => {
      passes.pop()?.watchOutputs(out);
    });
    return {
      remove: () => {
        before.remove();
        after.remove();
      },
    };
  }

  /** Whether hooks of its own are called around its `forward`. */
  get hasHooks(): boolean {
    return this.hooks.pre.length + this.hooks.post.length > 0;
  }

  private addHook(list: Hook[], hook: Hook): HookHandle {
    list.push(hook);
    this.shadowForward();
    return {
      remove: () => {
        const at = list.indexOf(hook);
        if (at >= 0) list.splice(at, 1);
        if (!this.hasHooks) Reflect.deleteProperty(this, 'forward');
      },
    };
  }

  private shadowForward(): void {
    if (Object.hasOwn(this, 'forward')) return;
    const forward = this.forward;
    const hooked = (...given: Args): Out => {
      let args = given;
      for (const hook of [...this.hooks.pre] as ((module: this, args: Args) => Args | undefined)[])
        args = hook(this, args) ?? args;
      let out = forward.apply(this, args);
      for (const hook of [...this.hooks.post] as ((module: this, args: Args, out: Out) => Out | undefined)[])
        out = hook(this, args, out) ?? out;
      return out;
    };
    Object.defineProperty(this, 'forward', { value: hooked, configurable: true });
  }

  /** The arguments that stand between the brackets when the module is printed. */
  extraRepr(): string {
    return '';
  }

  /** The model as PyTorch prints it. */
  toString(): string {
    const children = [...this.namedChildren()].map(([name, child]) => [name, child.toString()] as const);
    return moduleRepr(this.reprName(), this.extraRepr(), children);
  }

  /** The class name that is printed. */
  protected reprName(): string {
    return this.constructor.name;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

const parseTarget = (text: string): ModuleTo => (isDType(text) ? { dtype: text } : { device: text });
