import { adopt, type Handle, type Id, type NativeOperator } from '../core/index.js';
import { NativeObject } from './kinds.js';

let TensorClass: new () => Handle;

/** Tells the dispatcher which class its results are. Called once by tensor.ts, which imports this file. @internal */
export function setTensorClass(tensorClass: new () => Handle): void {
  TensorClass = tensorClass;
}

/** A tensor without an id, for `adopt`. @internal */
export const newHandle = (): Handle => new TensorClass();

/** Makes a tensor from an id that has no owner yet; null for -1, which is an undefined tensor. @internal */
export function wrap(id: Id): Handle | null {
  return id < 0 ? null : adopt(new TensorClass(), id, false);
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

/** What an operator gave, made of what crossed the door. @internal */
export function unwrapAll(operator: NativeOperator, value: unknown): unknown {
  const { returns } = operator;
  if (returns.length === 0) return undefined;
  if (returns.length === 1) return unwrap(value, returns[0] ?? '');
  if (Array.isArray(value)) return value.map((item, i) => unwrap(item, returns[i] ?? ''));
  // The first alone, where the others are empty lists.
  return returns.map((type, i) => (i === 0 ? unwrap(value, type) : []));
}
