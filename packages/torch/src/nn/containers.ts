import { checkFunction, kindOf, unawaited } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { type AnyModule, checkModule, Module } from './module.js';

/** A module with one input, as links of a chain are. */
export type Link = Module<[unknown], unknown>;

/** The module at a place, where the types know which stands there; any of them else. */
type At<Known extends readonly AnyModule[], Index extends number> = (Known &
  Record<number, Known[number]>)[Index];

/**
 * Modules in a row that know each other by number; the base of {@link Sequential} and {@link ModuleList}. `Known` are the types
 * of those that it was made of, one by one.
 */
abstract class Listed<
  M extends AnyModule,
  out Known extends readonly AnyModule[],
  Args extends unknown[],
  Out,
> extends Module<Args, Out> {
  protected readonly items: M[];

  constructor(items: readonly M[]) {
    for (const [i, item] of items.entries()) checkModule(`${new.target.name}[${i}]`, item);
    super();
    this.items = [...items];
  }

  /** How many there are. */
  get length(): number {
    return this.items.length;
  }

  /** The module at `index`, typed where a number is written out; negative counts from the end. Throws outside. */
  at<Index extends number>(index: Index): At<Known, Index> {
    const module = this.items.at(index);
    if (!module) throw new RangeError(`no module ${index} in a ${this.constructor.name} of ${this.length}`);
    // Which module stands where is what the constructor's arguments said.
    return module as At<Known, Index>;
  }

  /** Adds one at the end. */
  append(module: M): this {
    checkModule('append', module);
    this.items.push(module);
    return this;
  }

  override *namedChildren(): Generator<[string, AnyModule]> {
    for (const [i, module] of this.items.entries()) yield [String(i), module];
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.items[Symbol.iterator]();
  }
}

/**
 * Runs modules one after the other: the output of each is the input of the next. What they are, the types remember:
 * `new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU()).at(0).weight`.
 */
export class Sequential<I = Tensor, O = Tensor, out Known extends readonly Link[] = Link[]> extends Listed<
  Link,
  Known,
  [I],
  O
> {
  constructor(...modules: Known) {
    if (Array.isArray(modules[0]))
      throw new TypeError(
        'Sequential takes its modules one by one, not as an array: new nn.Sequential(...modules)',
      );
    super(modules);
  }

  forward(input: I): O {
    let value: unknown = input;
    for (const module of this.items) value = module.forward(value);
    // What a chain gives is known only to whoever composed it.
    return value as O;
  }

  /** A new chain of the same modules from `start` to before `end`, as Python's `model[start:end]`. */
  slice(start?: number, end?: number): Sequential<Tensor, Tensor> {
    return new Sequential(...this.items.slice(start, end));
  }

  override setChild(name: string, child: Link): void {
    if (!this.items[Number(name)]) throw new Error(`Sequential has no child '${name}'`);
    checkModule('setChild', child);
    this.items[Number(name)] = child;
  }
}

/** Modules in a list whose parameters count as the parent's. It has no `forward` of its own: loop over it. */
export class ModuleList<M extends AnyModule = Link> extends Listed<M, M[], [], never> {
  constructor(modules: Iterable<M> = []) {
    if (typeof modules?.[Symbol.iterator] !== 'function')
      throw new TypeError(
        `ModuleList takes its modules as an array, not ${kindOf(modules)}${unawaited(modules)}`,
      );
    super([...modules]);
  }

  forward(): never {
    throw new Error(
      'a ModuleList has no forward: call its modules, for example with `for (const m of list)`',
    );
  }

  override setChild(name: string, child: M): void {
    if (!this.items[Number(name)]) throw new Error(`ModuleList has no child '${name}'`);
    checkModule('setChild', child);
    this.items[Number(name)] = child;
  }
}

/** Modules under names whose parameters count as the parent's. */
export class ModuleDict<M extends AnyModule = Link> extends Module<[], never> {
  private readonly entries: Map<string, M>;

  constructor(modules: Record<string, M> = {}) {
    if (
      typeof modules !== 'object' ||
      modules === null ||
      Symbol.iterator in modules ||
      modules instanceof Promise
    )
      throw new TypeError(
        `ModuleDict takes its modules as an object, { name: module }, not ${kindOf(modules)}${unawaited(modules)}`,
      );
    super();
    this.entries = new Map(Object.entries(modules));
    for (const [name, module] of this.entries) checkModule(`ModuleDict['${name}']`, module);
  }

  /** The module of that name. Throws with the names that there are. */
  get(name: string): M {
    const module = this.entries.get(name);
    if (!module)
      throw new Error(
        `no module '${name}' in this ModuleDict; it has ${[...this.entries.keys()].join(', ')}`,
      );
    return module;
  }

  override *namedChildren(): Generator<[string, AnyModule]> {
    yield* this.entries;
  }

  override setChild(name: string, child: M): void {
    checkModule('setChild', child);
    this.entries.set(name, child);
  }

  forward(): never {
    throw new Error('a ModuleDict has no forward: call its modules by get(name)');
  }
}

/** A function as a module, for use in a {@link Sequential}. */
export class Lambda<I = Tensor, O = Tensor> extends Module<[I], O> {
  constructor(readonly fn: (x: I) => O) {
    checkFunction('Lambda', fn);
    super();
  }

  forward(x: I): O {
    return this.fn(x);
  }
}
