import { checkTensor, liveId, native, type Synchronous, scope, translated } from '../core/index.js';
import { describe } from '../dispatch/index.js';
import { counted, kindOf } from '../options/index.js';
import { tensor } from './creation.js';
import { install, Tensor } from './tensor.js';

declare module './tensor.js' {
  interface Tensor {
    /** Python's `x[…]`: integers, `':'`, `'1:-1:2'`, `'...'`, null for a new axis, lists or tensors of indices, masks. */
    at(...index: Index[]): Tensor;
    /** Python's `x[index] = value`. */
    put(index: readonly Index[], value: Tensor | number | bigint | boolean): this;
  }
}

/** Indices as nested arrays: integers pick, booleans mask. */
export type IndexList = readonly (number | boolean | IndexList)[];

/**
 * One member of `x.at(…)`: an integer; a range `':'`, `'1:-1'`, `'::2'`; `'...'`; null for a new axis; a list or tensor of
 * indices; a mask; true or false.
 */
export type Index = number | bigint | boolean | string | null | IndexList | Tensor;

/** Makes the int64 or bool tensor that a list of indices stands for. */
type TensorFactory = (values: IndexList) => Tensor;

install({
  at(...index) {
    const tensorOf = factory(this, 'at', index);
    return guarded(this, 'at', () => {
      const { view, advanced } = select(this, index, tensorOf);
      if (advanced.length > 0) return view.index(advanced);
      return view === this ? view.alias() : view;
    });
  },
  put(index, value) {
    if (!Array.isArray(index))
      throw new TypeError(`put takes the index as a list, [0, ':'], not ${kindOf(index)}`);
    const tensorOf = factory(this, 'put', index);
    const { dtype, device } = this;
    if (value instanceof Tensor) liveId(value, 'put');
    guarded(this, 'put', () => {
      const { view, advanced } = select(this, index, tensorOf);
      const given = value instanceof Tensor ? value : tensor(value, { dtype, device });
      const trimmed = withoutLeadingOnes(given);
      if (advanced.length > 0) view.indexPut_(advanced, trimmed);
      else view.copy_(trimmed);
    });
    return this;
  },
});

/** Makes the tensors that lists of indices stand for, after it is sure that none of those given was disposed. */
function factory(source: Tensor, operation: string, index: readonly Index[]): TensorFactory {
  const device = native.device(liveId(source, operation));
  for (const member of index) {
    if (member instanceof Tensor) liveId(member, operation);
    else if (!isMember(member)) checkTensor(operation, member, 'an index');
  }
  return (values) => tensor(values, isEmptyList(values) ? { device, dtype: 'int64' } : { device });
}

/** An empty list of indices picks nothing. */
const isEmptyList = (values: IndexList): boolean =>
  values.every((value: unknown) => Array.isArray(value) && isEmptyList(value));

const guarded = <T>(source: Tensor, operation: string, run: () => T): T =>
  translated(
    operation,
    () => describe(source),
    () => scope<T>(run as () => Synchronous<T>),
  );

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
    throw new RangeError(`too many indices: ${used} for a tensor with ${counted(source.ndim, 'dimension')}`);
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

/** Whether it can be an index without being a tensor. */
const isMember = (member: unknown): boolean =>
  typeof member === 'object'
    ? member === null || Array.isArray(member)
    : member !== undefined && typeof member !== 'function';

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
