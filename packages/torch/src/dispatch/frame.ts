import { native, whenOpen } from '../core/index.js';
import { Kind } from './kinds.js';
import { Conversion, given, idOf, type Plan } from './plan.js';

// Values that cross into the addon one by one are a fifth of what an addition of small tensors costs. So what numbers can say (tensors
// by their ids, booleans, lists) is written into memory that both sides see, one after the other: a list is its length and its members.
// How they are to be read the addon knows by the number of the call's form. What is text or a bigint crosses by itself.

let frame = new Float64Array();
let callForm: (owner?: object) => unknown;

whenOpen(() => {
  frame = new Float64Array(native.frame());
  callForm = native.callForm;
});

/** So much room stays behind a list for the arguments that are none: no operator has more. */
const mostArguments = 48;

const written = new Set([
  Kind.Null,
  Kind.Tensor,
  Kind.Int,
  Kind.Float,
  Kind.Boolean,
  Kind.Tensors,
  Kind.Ints,
  Kind.Floats,
  Kind.Booleans,
  Kind.Empty,
]);

/** The addon's number for calls of this form, or -1 where there can be none. @internal */
export function formOf({ operator, inputs }: Plan): number {
  const marks = operator.arguments.map(() => 'default');
  for (const { argument, index, kind } of inputs) {
    const isFlag = kind === Kind.Boolean || kind === Kind.Booleans;
    // A flag that may as well be a number would be read as one.
    if (!written.has(kind) || (isFlag && argument.type.startsWith('Scalar'))) return -1;
    marks[index] = kind === Kind.Null ? 'none' : 'given';
  }
  return native.form(operator.index, marks);
}

/** Stands where a list has no tensor. A disposed one has the id -1. */
const none = -2;

/** Writes the members of a list. @returns where the next value goes, or -1 where the list does not fit, or is not of numbers */
function writeList(values: unknown, at: number, areTensors: boolean): number {
  if (!Array.isArray(values) || at + values.length + mostArguments > frame.length) return -1;
  frame[at++] = values.length;
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    if (areTensors) frame[at++] = idOf(value) ?? none;
    else if (typeof value === 'number') frame[at++] = value;
    else if (typeof value === 'boolean') frame[at++] = value ? 1 : 0;
    else return -1;
  }
  return at;
}

/**
 * Writes the arguments of a call. @internal
 *
 * @returns whether that was possible: `callFramed` makes the call
 */
export function writeFrame({ form, inputs }: Plan, args: readonly unknown[]): boolean {
  frame[0] = form;
  let at = 1;
  for (let i = 0; i < inputs.length; i++) {
    const input = inputs[i];
    if (input === undefined || input.kind === Kind.Null) continue;
    const { source, conversion } = input;
    const value = given(args, source);
    if (conversion === Conversion.Id) frame[at++] = idOf(value) ?? none;
    else if (conversion === Conversion.Ids) at = writeList(value, at, true);
    else if (conversion === Conversion.Repeat) {
      const { size } = input.argument;
      const times = size ?? 1;
      frame[at++] = times;
      for (let k = 0; k < times; k++) frame[at++] = Number(value);
    } else if (typeof value === 'number') frame[at++] = value;
    else if (typeof value === 'boolean') frame[at++] = value ? 1 : 0;
    else at = writeList(value, at, false);
    if (at < 0) return false;
  }
  return true;
}

/**
 * Makes the call that `writeFrame` wrote. @internal
 *
 * @param owner the object whose collection frees the result, if it is one tensor, or null in a scope
 */
export function callFramed({ operator }: Plan, owner: object | null): unknown {
  const result = owner === null ? callForm() : callForm(owner);
  const count = operator.returns.length;
  if (result !== undefined || count < 2) return result;
  // Several tensors: their ids are in the frame.
  const ids: unknown[] = [];
  for (let i = 0; i < count; i++) ids.push(frame[i]);
  return ids;
}

const isText = (type: string): boolean => type === 'str' || type === 'str[]';

/** Writes a value of one of the schema's types. @returns where the next one goes, or -1 where it is another, or does not fit */
function writeTyped(type: string, value: unknown, at: number): number {
  switch (type) {
    case 'Tensor':
      frame[at] = idOf(value) ?? none;
      return at + 1;
    case 'Tensor[]':
      return writeList(value, at, true);
    case 'bool':
      if (typeof value !== 'boolean') return -1;
      frame[at] = value ? 1 : 0;
      return at + 1;
    case 'int':
    case 'float':
    case 'Scalar':
      if (typeof value !== 'number') return -1;
      frame[at] = value;
      return at + 1;
    default:
      return writeList(value, at, false);
  }
}

/**
 * Calls an operator on a worker thread with all its arguments, which are of these types. @internal
 *
 * @returns undefined where they do not fit into the frame, or are of other types
 */
export function callFramedAsync(
  index: number,
  types: readonly string[],
  args: readonly unknown[],
): Promise<unknown> | undefined {
  const texts: unknown[] = [];
  let at = 0;
  for (let i = 0; i < types.length && at >= 0; i++) {
    const type = types[i] ?? '';
    if (isText(type)) texts.push(args[i]);
    else at = writeTyped(type, args[i], at);
  }
  return at < 0 ? undefined : native.callFramedAsync(index, ...texts);
}
