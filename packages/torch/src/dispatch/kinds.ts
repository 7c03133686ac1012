import { Handle, type NativeArgument, type NativeOperator, native } from '../core/index.js';

/** A value that only libtorch understands (a generator, a process group): JavaScript can hold it and hand it back. */
export class NativeObject {
  /** @internal */
  constructor(
    readonly objectId: number,
    /** The type's name in the operator's schema. */
    readonly type: string,
  ) {
    finalizer.register(this, objectId);
  }
}

const finalizer = new FinalizationRegistry<number>((id) => native.freeObject(id));

/** The kinds of argument that decide which overload is meant. */
export enum Kind {
  Undefined,
  Null,
  Tensor,
  Int,
  Float,
  Boolean,
  String,
  BigInt,
  Tensors,
  Ints,
  Floats,
  Empty,
  Booleans,
  Strings,
  Options,
  Object,
}

/** How many kinds there are. */
export const kindCount = Object.values(Kind).filter((value) => typeof value === 'number').length;

/** An argument that no operator takes. Who calls the operator says which one it was, as for the addon's errors of this code. */
class KindError extends TypeError {
  readonly code = 'ERR_ARGUMENT';
}

/** The kind of one argument. */
export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? Kind.Int : Kind.Float;
    case 'boolean':
      return Kind.Boolean;
    case 'string':
      return Kind.String;
    case 'bigint':
      return Kind.BigInt;
    case 'undefined':
      return Kind.Undefined;
    case 'object':
      break;
    default:
      throw new KindError(`a ${typeof value} is no argument of an operator`);
  }
  if (value === null) return Kind.Null;
  if (value instanceof Handle) return Kind.Tensor;
  if (Array.isArray(value)) return arrayKind(value);
  return value instanceof NativeObject ? Kind.Object : Kind.Options;
}

const numeric = new Set([Kind.Int, Kind.Float, Kind.BigInt]);

/** A whole number by itself, which may stand for a list. */
export const isWhole = (kind: Kind): boolean => kind === Kind.Int || kind === Kind.BigInt;

function arrayKind(values: readonly unknown[]): Kind {
  if (values.length === 0) return Kind.Empty;
  // Long lists are lists of numbers, or of texts.
  let numbers = 0;
  let kindOfNumbers = Kind.Ints;
  for (; numbers < values.length && typeof values[numbers] === 'number'; numbers++)
    if (!Number.isInteger(values[numbers])) kindOfNumbers = Kind.Floats;
  if (numbers === values.length) return kindOfNumbers;
  if (values.every((value) => typeof value === 'string')) return Kind.Strings;
  if (values.some(Array.isArray))
    throw new KindError(
      'an array of arrays is no argument of an operator; make a tensor of it with torch.tensor',
    );
  let kind = kindOf(values[0]);
  for (let i = 1; i < values.length; i++) {
    const other = kindOf(values[i]);
    if (other === kind) continue;
    if (numeric.has(kind) && numeric.has(other))
      kind = kind === Kind.Float || other === Kind.Float ? Kind.Float : Kind.Int;
    else if (kind === Kind.Null && other === Kind.Tensor) kind = Kind.Tensor;
    else if (!(kind === Kind.Tensor && other === Kind.Null))
      throw new KindError('the members of an array must be of one kind, and these are of different kinds');
  }
  switch (kind) {
    case Kind.Tensor:
    case Kind.Null:
      return Kind.Tensors;
    case Kind.Int:
    case Kind.BigInt:
      return Kind.Ints;
    case Kind.Float:
      return Kind.Floats;
    case Kind.Boolean:
      return Kind.Booleans;
    default:
      throw new KindError('an array of objects is no argument of an operator');
  }
}

const accepted: Record<string, readonly Kind[]> = {
  Tensor: [Kind.Tensor],
  'Tensor[]': [Kind.Tensors, Kind.Empty],
  'Tensor?[]': [Kind.Tensors, Kind.Empty],
  int: [Kind.Int, Kind.BigInt],
  SymInt: [Kind.Int, Kind.BigInt],
  float: [Kind.Int, Kind.Float, Kind.BigInt],
  bool: [Kind.Boolean],
  str: [Kind.String],
  Scalar: [Kind.Int, Kind.Float, Kind.Boolean, Kind.BigInt],
  'int[]': [Kind.Ints, Kind.Empty, Kind.Int, Kind.BigInt],
  'SymInt[]': [Kind.Ints, Kind.Empty, Kind.Int, Kind.BigInt],
  'float[]': [Kind.Floats, Kind.Ints, Kind.Empty],
  'bool[]': [Kind.Booleans, Kind.Empty],
  'str[]': [Kind.Strings, Kind.Empty],
  'Scalar[]': [Kind.Floats, Kind.Ints, Kind.Booleans, Kind.Empty],
  ScalarType: [Kind.String],
  Layout: [Kind.String],
  MemoryFormat: [Kind.String],
  Device: [Kind.String],
};

/**
 * Whether an argument of the schema takes a value of this kind.
 *
 * @param loosely also one number for a list of any length
 */
export function accepts(argument: NativeArgument, kind: Kind, loosely: boolean): boolean {
  if (kind === Kind.Undefined) return argument.default !== null || argument.optional;
  if (kind === Kind.Null) return argument.optional;
  if (isWhole(kind) && argument.type.endsWith('[]') && argument.size === null && !loosely) return false;
  return (accepted[argument.type] ?? [Kind.Object]).includes(kind);
}

/** Factories take `requiresGrad`, which Python adds and the schema does not know. */
export const isFactory = (operator: NativeOperator): boolean =>
  operator.arguments.some((argument) => argument.name === 'pin_memory') && operator.returns[0] === 'Tensor';
