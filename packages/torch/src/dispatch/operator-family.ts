import {
  adopt,
  camelCase,
  type NativeOperator,
  native,
  ownerOf,
  TorchError,
  translate,
} from '../core/index.js';
import { nearest } from '../options/index.js';
import { describe } from './describe.js';
import { callFramed, formOf, writeFrame } from './frame.js';
import { isFactory, Kind, kindCount, kindOf } from './kinds.js';
import { cross, given, optionsOf, type Plan, planFor, typesOf } from './plan.js';
import { newHandle, unwrapAll } from './results.js';

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
    const options = optionsOf(args);
    for (const name in options) text += ` ${name}:${kindOf(options[name])}`;
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
    try {
      const plan = this.resolve(args);
      const { operator, single } = plan;
      if (single) {
        const result = newHandle();
        const owner = ownerOf(result);
        const id = this.run(plan, args, owner);
        adopt(result, typeof id === 'number' ? id : -1, owner !== null);
        if (plan.requiresGrad) native.setRequiresGrad(result.id, optionsOf(args)?.requiresGrad === true);
        return result;
      }
      const raw = this.run(plan, args, null);
      return operator.returnsArgument >= 0 ? this.returned(plan, args) : unwrapAll(operator, raw);
    } catch (error) {
      throw translate(error, this.label, args.map(describe).join(', '));
    }
  }

  /** The same on a worker thread, without autograd. */
  async callAsync(args: readonly unknown[]): Promise<unknown> {
    try {
      const plan = this.resolve(args);
      const raw = await native.callAsync(plan.operator.index, ...this.crossed(plan, args));
      return plan.operator.returnsArgument >= 0 ? this.returned(plan, args) : unwrapAll(plan.operator, raw);
    } catch (error) {
      throw translate(error, this.label, args.map(describe).join(', '));
    }
  }

  private get label(): string {
    return this.name.replace(/^aten::/, '');
  }

  private run(plan: Plan, args: readonly unknown[], owner: object | null): unknown {
    if (plan.form >= 0 && writeFrame(plan, args)) return callFramed(plan, owner);
    return native.call(plan.operator.index, owner, ...this.crossed(plan, args));
  }

  /** An in-place operator gives back the very tensor that it changed. */
  private returned({ operator, inputs }: Plan, args: readonly unknown[]): unknown {
    const input = inputs.find(({ index }) => index === operator.returnsArgument);
    return input === undefined ? undefined : given(args, input.source);
  }

  private crossed({ operator, inputs, guard }: Plan, args: readonly unknown[]): unknown[] {
    const values = new Array<unknown>(operator.arguments.length);
    for (const input of inputs) values[input.index] = cross(given(args, input.source), input);
    if (guard !== undefined) {
      const argument = (name: string) =>
        values[operator.arguments.findIndex(({ name: own }) => own === name)];
      guard(argument, typesOf(operator));
    }
    return values;
  }

  private resolve(args: readonly unknown[]): Plan {
    const key = keyOf(args);
    const known = this.plans.get(key);
    if (known !== undefined) return known;
    const plan = this.find(args);
    // A guard looks at the values as they cross.
    if (plan.guard === undefined) plan.form = formOf(plan);
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
    const options = optionsOf(args);
    const kinds = (options === undefined ? args : args.slice(0, -1)).map(kindOf);
    const optionKinds = new Map(
      Object.entries(options ?? {})
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
