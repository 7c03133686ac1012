import { camelCase, Handle, type Id, type NativeArgument, type NativeOperator } from '../core/index.js';
import { type Guard, guardOf, type Types } from '../guards/index.js';
import { accepts, isFactory, isWhole, Kind, kindOf, NativeObject } from './kinds.js';

/** What has to be done to one argument before it crosses. */
export enum Conversion {
  Pass,
  Id,
  Ids,
  /** One number for `int[2]`. */
  Repeat,
  Object,
}

/** One argument that is given: what it is in the schema, and where its value comes from. */
export interface Input {
  argument: NativeArgument;
  /** Its place in the schema. */
  index: number;
  /** A position among the arguments of the call, or the name of an option. */
  source: number | string;
  kind: Kind;
  conversion: Conversion;
}

/** A resolved call: which operator, and where each of its arguments comes from. Cached by the arguments' kinds. */
export interface Plan {
  operator: NativeOperator;
  /** All others have their defaults. */
  inputs: Input[];
  single: boolean;
  /** Factories take `requiresGrad` as in Python, where it is set on the result. */
  requiresGrad: boolean;
  guard: Guard | undefined;
  /** The addon's number for calls of this form, or -1 where their arguments cross one by one (frame.ts). */
  form: number;
}

/** The types of an operator's arguments, by their names. */
export const typesOf =
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
export function planFor(
  name: string,
  operator: NativeOperator,
  kinds: readonly Kind[],
  options: ReadonlyMap<string, Kind>,
  loosely: boolean,
): Plan | undefined {
  if (kinds.length > operator.arguments.length) return undefined;
  const requiresGrad = options.get('requiresGrad');
  if (requiresGrad !== undefined && !(requiresGrad === Kind.Boolean && isFactory(operator))) return undefined;
  const inputs: Input[] = [];
  const unused = new Set(options.keys());
  unused.delete('requiresGrad');
  for (const [i, argument] of operator.arguments.entries()) {
    let source: number | string | undefined;
    let kind = Kind.Undefined;
    if (i < kinds.length) {
      if (argument.keywordOnly) return undefined;
      source = i;
      kind = kinds[i] ?? Kind.Undefined;
    } else {
      source = [camelCase(argument.name), argument.name].find((name) => options.has(name));
      if (source !== undefined) {
        kind = options.get(source) ?? Kind.Undefined;
        unused.delete(source);
      }
    }
    if (!accepts(argument, kind, loosely)) return undefined;
    if (source !== undefined && kind !== Kind.Undefined)
      inputs.push({ argument, index: i, source, kind, conversion: conversionFor(argument, kind) });
  }
  if (unused.size > 0) return undefined;
  return {
    operator,
    inputs,
    single: operator.returns.length === 1 && operator.returns[0] === 'Tensor' && operator.returnsArgument < 0,
    requiresGrad: requiresGrad !== undefined,
    guard: guardOf(name, typesOf(operator)),
    form: -1,
  };
}

const isOptions = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && kindOf(value) === Kind.Options;

/** The options that stand behind the arguments; none where there are no such. */
export function optionsOf(args: readonly unknown[]): Record<string, unknown> | undefined {
  const last = args.at(-1);
  return isOptions(last) ? last : undefined;
}

/** The value of an argument in a call. */
export const given = (args: readonly unknown[], source: number | string): unknown =>
  typeof source === 'number' ? args[source] : optionsOf(args)?.[source];

/** The id of a tensor; null for what is none. */
export const idOf = (value: unknown): Id | null => (value instanceof Handle ? value.id : null);

/** An argument as it crosses by itself. */
export function cross(value: unknown, { conversion, argument }: Input): unknown {
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
