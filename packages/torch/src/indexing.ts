import { scope } from './lifetime.js';
import type { Tensor } from './tensor.js';

/** Indices as nested arrays: integers pick, booleans mask. */
export type IndexList = readonly (number | boolean | IndexList)[];

/**
 * One member of `x.at(…)`: an integer; a range `':'`, `'1:-1'`, `'::2'`; `'...'`; null for a new axis; a list or tensor of
 * indices; a mask; true or false.
 */
export type Index = number | bigint | boolean | string | null | IndexList | Tensor;

/** Makes the int64 or bool tensor that a list of indices stands for. */
type TensorFactory = (values: IndexList) => Tensor;

/** `x[index]` of PyTorch: a view for integers, ranges and new axes, a copy as soon as a list, tensor or mask takes part. */
export const at = (source: Tensor, index: readonly Index[], tensorOf: TensorFactory): Tensor =>
  scope(() => {
    const { view, advanced } = select(source, index, tensorOf);
    if (advanced.length > 0) return view.index(advanced);
    return view === source ? view.alias() : view;
  });

/** `x[index] = value` of PyTorch: the value is broadcast, and leading dimensions of size 1 do not count. */
export const put = (source: Tensor, index: readonly Index[], value: Tensor, tensorOf: TensorFactory): void =>
  scope(() => {
    const { view, advanced } = select(source, index, tensorOf);
    const trimmed = withoutLeadingOnes(value);
    if (advanced.length > 0) view.indexPut_(advanced, trimmed);
    else view.copy_(trimmed);
  });

interface Selection {
  /** The source after integers, ranges and new axes. */
  view: Tensor;
  /** By dimension of the view: indices or a mask (which takes one place, however many dimensions it covers), null for all. */
  advanced: (Tensor | null)[];
}

/**
 * Goes through the members from left to right as `Tensor.__getitem__` does, oddities included: after a mask of several
 * dimensions the next member still means the dimension after the mask's first.
 */
function select(source: Tensor, index: readonly Index[], tensorOf: TensorFactory): Selection {
  const advanced: (Tensor | null)[] = [];
  let view = source;
  let dimension = 0;
  const record = (indices: Tensor) => {
    while (advanced.length < dimension) advanced.push(null);
    advanced[dimension++] = indices;
  };
  const pick = (position: number) => {
    view = view.select(dimension, checked(position, view, dimension));
  };
  /** A truth value is a mask over a new axis of size 1. */
  const decide = (taken: boolean) => {
    view = view.unsqueeze(dimension);
    record(tensorOf(taken ? [0] : []));
  };

  const members = index.map((member) => (isList(member) ? tensorOf(member) : member));
  const used = members.reduce<number>((sum, member) => sum + covered(member), 0);
  if (used > source.ndim)
    throw new RangeError(`too many indices: ${used} for a tensor with ${source.ndim} dimensions`);
  for (const member of members) {
    if (typeof member === 'number' || typeof member === 'bigint') pick(Number(member));
    else if (typeof member === 'boolean') decide(member);
    else if (member === null) view = view.unsqueeze(dimension++);
    else if (member === '...') dimension += source.ndim - used;
    else if (typeof member === 'string') view = ranged(view, dimension++, member);
    else if (member.ndim > 0 || !isWhole(member)) record(member);
    else if (isMask(member)) decide(Boolean(member.item()));
    else pick(Number(member.item()));
  }
  return { view, advanced };
}

const isList = (member: Index): member is IndexList => Array.isArray(member);

const isMask = ({ dtype }: Tensor) => dtype === 'bool' || dtype === 'uint8';

const isWhole = ({ dtype }: Tensor) => dtype === 'bool' || dtype.includes('int');

/** How many dimensions of the source a member uses up. */
function covered(member: Exclude<Index, IndexList>): number {
  if (member === null || member === '...' || typeof member === 'boolean') return 0;
  return typeof member === 'object' && isMask(member) ? member.ndim : 1;
}

function checked(position: number, { shape }: Tensor, dimension: number): number {
  const size = shape[dimension] ?? 0;
  if (!Number.isInteger(position)) throw new TypeError(`${position} is no index: it is not a whole number`);
  if (position >= -size && position < size) return position;
  throw new RangeError(`index ${position} is out of bounds for dimension ${dimension} with size ${size}`);
}

const RANGE = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?$/;

/** A range such as `'1:-1:2'` of one dimension; what lies beyond the end is left out. */
function ranged(view: Tensor, dimension: number, range: string): Tensor {
  const match = RANGE.exec(range);
  if (!match)
    throw new TypeError(`'${range}' is no index; there are ':', 'start:stop', 'start:stop:step' and '...'`);
  const [start, stop, step] = match.slice(1).map((part) => (part === undefined ? null : Number(part)));
  if (step === 0) throw new RangeError(`the step of '${range}' is zero`);
  if (step != null && step < 0)
    throw new RangeError(`the step of '${range}' is negative; use flip(${dimension}) first`);
  return view.slice(dimension, start ?? null, stop ?? null, step ?? 1);
}

/** A value's leading dimensions of size 1 say nothing, so that `[1, 3]` can be put where `[3]` goes. */
function withoutLeadingOnes(value: Tensor): Tensor {
  const { shape } = value;
  const first = shape.findIndex((size) => size !== 1);
  const ones = first < 0 ? shape.length : first;
  return ones === 0 ? value : value.reshape(shape.slice(ones));
}
