import {
  adopt,
  camelCase,
  Handle,
  type Id,
  type NativeArgument,
  type NativeOperator,
  native,
  ownerOf,
  TorchError,
  translate,
} from '../core/index.js';
import { type Guard, guardOf, type Types } from '../guards/index.js';
import { nearest } from '../options/index.js';
import { accepts, isFactory, isWhole, Kind, kindCount, kindOf, NativeObject } from './kinds.js';

let TensorClass: new () => Handle;

/** Tells the dispatcher which class its results are. Called once by tensor.ts, which imports this file. @internal */
export function setTensorClass(tensorClass: new () => Handle): void {
  TensorClass = tensorClass;
}

/** Makes a tensor from an id that has no owner yet; null for -1, which is an undefined tensor. @internal */
export function wrap(id: Id): Handle | null {
  return id < 0 ? null : adopt(new TensorClass(), id, false);
}

/** What has to be done to one argument before it crosses. */
enum Conversion {
  Pass,
  Id,
  Ids,
  /** One number for `int[2]`. */
  Repeat,
  Object,
}

/** A resolved call: which operator, and where each of its arguments comes from. Cached by the arguments' kinds. */
interface Plan {
  operator: NativeOperator;
  /** Per argument of the schema: a position, the name of an option, or -1 for the default. */
  sources: (number | string)[];
  conversions: Conversion[];
  single: boolean;
  /** Factories take `requiresGrad` as in Python, where it is set on the result. */
  requiresGrad: boolean;
  guard: Guard | undefined;
}

const typesOf =
  ({ arguments: wanted }: NativeOperator): Types =>
  (name) =>
    wanted.find((argument) => argument.name === name)?.type;

function conversionFor(argument: NativeArgument, kind: Kind): Conversion {
  if (kind === Kind.Tensor) return Conversion.Id;
  if (kind === Kind.Tensors) return Conversion.Ids;
  if (kind === Kind.Object) return Conversion.Object;
  return isWhole(kind) && argument.type.endsWith('[]') ? Conversion.Repeat : Conversion.Pass;
}

/** The plan for calling `operator`, an overload of `name`, with arguments of these kinds, or undefined where they do not fit. */
function planFor(
  name: string,
  operator: NativeOperator,
  kinds: readonly Kind[],
  options: ReadonlyMap<string, Kind>,
  loosely: boolean,
): Plan | undefined {
  if (kinds.length > operator.arguments.length) return undefined;
  const requiresGrad = options.get('requiresGrad');
  if (requiresGrad !== undefined && !(requiresGrad === Kind.Boolean && isFactory(operator))) return undefined;
  const plan: Plan = {
    operator,
    sources: [],
    conversions: [],
    single: operator.returns.length === 1 && operator.returns[0] === 'Tensor' && operator.returnsArgument < 0,
    requiresGrad: requiresGrad !== undefined,
    guard: guardOf(name, typesOf(operator)),
  };
  const unused = new Set(options.keys());
  unused.delete('requiresGrad');
  for (const [i, argument] of operator.arguments.entries()) {
    let source: number | string = -1;
    let kind = Kind.Undefined;
    if (i < kinds.length) {
      if (argument.keywordOnly) return undefined;
      source = i;
      kind = kinds[i] ?? Kind.Undefined;
    } else {
      const key = [camelCase(argument.name), argument.name].find((name) => options.has(name));
      if (key !== undefined) {
        source = key;
        kind = options.get(key) ?? Kind.Undefined;
        unused.delete(key);
      }
    }
    if (!accepts(argument, kind, loosely)) return undefined;
    plan.sources.push(source);
    plan.conversions.push(conversionFor(argument, kind));
  }
  return unused.size === 0 ? plan : undefined;
}

const idOf = (value: unknown): Id | null => (value instanceof Handle ? value.id : null);

function cross(value: unknown, conversion: Conversion, argument: NativeArgument): unknown {
  switch (conversion) {
    case Conversion.Id:
      return idOf(value);
    case Conversion.Ids:
      return Array.isArray(value) ? value.map(idOf) : value;
    case Conversion.Repeat:
      return new Array(argument.size ?? 1).fill(value);
    case Conversion.Object:
      return value instanceof NativeObject ? value.objectId : value;
    default:
      return value;
  }
}

const plain = new Map<string, boolean>();

/** Whether results of this type, or lists of it, cross as they are. */
function isPlain(type: string): boolean {
  let known = plain.get(type);
  if (known === undefined) {
    known = /^(Scalar|int|SymInt|float|bool|str|ScalarType|QScheme)(\?|\[\])*$/.test(type);
    plain.set(type, known);
  }
  return known;
}

/** A result that is not one tensor: numbers, tuples, lists, objects, led by the schema's return types. */
function unwrap(value: unknown, type: string): unknown {
  if (type === 'Tensor' || type === 'Tensor?') return typeof value === 'number' ? wrap(value) : null;
  if (isPlain(type)) return value;
  if (type.endsWith('[]') && Array.isArray(value))
    return value.map((item) => unwrap(item, type.slice(0, -2)));
  return typeof value === 'number' ? new NativeObject(value, type) : value;
}

function unwrapAll(operator: NativeOperator, value: unknown): unknown {
  const { returns } = operator;
  if (returns.length === 0) return undefined;
  if (returns.length === 1) return unwrap(value, returns[0] ?? '');
  return Array.isArray(value) ? value.map((item, i) => unwrap(item, returns[i] ?? '')) : value;
}

/** How an error message shows an argument; what lies deep in it, or in a circle, as dots. */
export const describe = (value: unknown): string => shown(value, 0);

function shown(value: unknown, depth: number): string {
  if (value instanceof Handle) {
    if (value.disposed) return 'a disposed tensor';
    return `${native.dtype(value.id)}[${native.shape(value.id).join(', ')}]`;
  }
  if (Array.isArray(value)) {
    if (depth > 2) return '[…]';
    const items = value.slice(0, 6).map((item) => shown(item, depth + 1));
    return `[${items.join(', ')}${value.length > 6 ? ', …' : ''}]`;
  }
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof NativeObject) return value.type;
  if (typeof value === 'object' && value !== null) {
    if (depth > 2) return '{ … }';
    const items = Object.entries(value).map(([key, item]) => `${key}: ${shown(item, depth + 1)}`);
    return `{ ${items.slice(0, 12).join(', ')}${items.length > 12 ? ', …' : ''} }`;
  }
  return typeof value === 'function' ? 'a function' : String(value);
}

const isOptions = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && kindOf(value) === Kind.Options;

/** One of the options that stand behind the arguments. */
function optionOf(args: readonly unknown[], name: string): unknown {
  const options = args.at(-1);
  return isOptions(options) ? options[name] : undefined;
}

/** The largest number to which the kind of one more argument can be added as a digit, exactly. */
const mostDigits = Math.floor(Number.MAX_SAFE_INTEGER / kindCount) - 1;

/**
 * What tells calls with arguments of different kinds apart: a number that begins with 1 and has the kinds as its digits; of many arguments
 * several numbers, as text, and of options their names and kinds. @internal
 */
export function keyOf(args: readonly unknown[]): number | string {
  let text = '';
  let digits = 1;
  let kind = Kind.Undefined;
  for (let i = 0; i < args.length; i++) {
    if (digits > mostDigits) {
      text += `${digits} `;
      digits = 1;
    }
    kind = kindOf(args[i]);
    digits = digits * kindCount + kind;
  }
  if (kind === Kind.Options) {
    text += digits;
    const options = args.at(-1);
    if (isOptions(options)) for (const name in options) text += ` ${name}:${kindOf(options[name])}`;
    return text;
  }
  return text === '' ? digits : text + digits;
}

/** All overloads of one operator, such as `aten::add`, called by its arguments' kinds. */
export class OperatorFamily {
  private readonly plans = new Map<number | string, Plan>();
  private operators: NativeOperator[] | undefined;

  constructor(
    /** With its namespace: `aten::add`. */
    readonly name: string,
    private readonly overloads: readonly string[],
  ) {}

  /** The schemas of the overloads, in the order in which they are tried. */
  schemas(): NativeOperator[] {
    this.operators ??= this.overloads
      .map((overload) => native.resolve(this.name, overload))
      .filter((operator) => operator !== null);
    return this.operators;
  }

  /** Calls the overload that the arguments mean. The last argument may be an object of options. */
  call(args: readonly unknown[]): unknown {
    let plan: Plan | undefined;
    try {
      plan = this.resolve(args);
      const values = this.values(plan, args);
      const { operator } = plan;
      if (plan.single) {
        const result = new TensorClass();
        const owner = ownerOf(result);
        const id = native.call(operator.index, owner, ...values);
        adopt(result, typeof id === 'number' ? id : -1, owner !== null);
        if (plan.requiresGrad) native.setRequiresGrad(result.id, optionOf(args, 'requiresGrad') === true);
        return result;
      }
      const raw = native.call(operator.index, null, ...values);
      return operator.returnsArgument >= 0 ? this.returned(plan, args) : unwrapAll(operator, raw);
    } catch (error) {
      throw translate(error, this.label, args.map(describe).join(', '));
    }
  }

  /** The same on a worker thread, without autograd. */
  async callAsync(args: readonly unknown[]): Promise<unknown> {
    try {
      const plan = this.resolve(args);
      const raw = await native.callAsync(plan.operator.index, ...this.values(plan, args));
      return plan.operator.returnsArgument >= 0 ? this.returned(plan, args) : unwrapAll(plan.operator, raw);
    } catch (error) {
      throw translate(error, this.label, args.map(describe).join(', '));
    }
  }

  private get label(): string {
    return this.name.replace(/^aten::/, '');
  }

  /** An in-place operator gives back the very tensor that it changed. */
  private returned(plan: Plan, args: readonly unknown[]): unknown {
    const source = plan.sources[plan.operator.returnsArgument];
    if (typeof source === 'number') return args[source];
    return source === undefined ? undefined : optionOf(args, source);
  }

  private values(plan: Plan, args: readonly unknown[]): unknown[] {
    const values = this.crossed(plan, args);
    if (plan.guard !== undefined) {
      const wanted = plan.operator.arguments;
      const argument = (name: string) => values[wanted.findIndex(({ name: own }) => own === name)];
      plan.guard(argument, typesOf(plan.operator));
    }
    return values;
  }

  private crossed(plan: Plan, args: readonly unknown[]): unknown[] {
    const { sources, conversions, operator } = plan;
    const options = args.at(-1);
    const values = new Array<unknown>(sources.length);
    for (let i = 0; i < sources.length; i++) {
      const source = sources[i] ?? -1;
      let value: unknown;
      if (typeof source === 'string') value = isOptions(options) ? options[source] : undefined;
      else if (source >= 0) value = args[source];
      const conversion = conversions[i] ?? Conversion.Pass;
      const argument = operator.arguments[i];
      values[i] =
        conversion === Conversion.Pass || argument === undefined ? value : cross(value, conversion, argument);
    }
    return values;
  }

  private resolve(args: readonly unknown[]): Plan {
    const key = keyOf(args);
    const known = this.plans.get(key);
    if (known !== undefined) return known;
    const plan = this.find(args);
    this.plans.set(key, plan);
    return plan;
  }

  /** What is said of an option that no overload has. */
  private misspelt(options: Iterable<string>): string {
    const known = this.schemas().flatMap((operator) => [
      ...operator.arguments.map(({ name }) => camelCase(name)),
      ...(isFactory(operator) ? ['requiresGrad'] : []),
    ]);
    for (const name of options) {
      if (known.includes(camelCase(name))) continue;
      const near = nearest(name, new Set(known));
      return `: there is no option '${name}'${near === undefined ? '' : `, did you mean '${near}'?`}`;
    }
    return '';
  }

  private find(args: readonly unknown[]): Plan {
    const last = args.at(-1);
    const options = isOptions(last) ? last : {};
    const kinds = (isOptions(last) ? args.slice(0, -1) : args).map(kindOf);
    const optionKinds = new Map(
      Object.entries(options)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, kindOf(value)]),
    );
    // `hsplit(x, 2)` means two parts, although its other overload, with a list of places, would take a number as well.
    for (const loosely of [false, true])
      for (const operator of this.schemas()) {
        const plan = planFor(this.name, operator, kinds, optionKinds, loosely);
        if (plan) return plan;
      }
    if (this.schemas().length === 0)
      throw new TorchError(`${this.label}: this libtorch (${native.version()}) has no such operator`);
    const wanted = this.schemas().map((operator) => `\n  ${operator.schema.replace(/^aten::/, '')}`);
    throw new TorchError(
      `${this.label}: no overload takes (${args.map(describe).join(', ')})${this.misspelt(optionKinds.keys())}. There ${
        wanted.length === 1 ? 'is' : 'are'
      }:${wanted.join('')}`,
    );
  }
}
