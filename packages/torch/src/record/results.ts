import { Handle } from '../core/index.js';
import { kindOf } from '../options/index.js';
import { Tensor, tensorOf } from '../tensor/index.js';

/** Where tensors stand in what a function returns: the place of one in the list of all, or the same of members. */
type Layout = number | null | undefined | readonly Layout[] | { readonly [key: string]: Layout };

/** The tensors that a function returns, and how to put others into the same arrays and objects. */
export interface Results<Out> {
  tensors: Tensor[];
  rebuild: (ids: readonly number[]) => Out;
}

/** Finds the tensors in a tensor, or in nested arrays and plain objects of tensors, null and undefined. */
export function resultsOf<Out>(returned: Out): Results<Out> {
  const tensors: Tensor[] = [];
  const layoutOf = (value: unknown): Layout => {
    if (value instanceof Tensor) return tensors.push(value) - 1;
    if (value === null || value === undefined) return value;
    if (Array.isArray(value)) return value.map(layoutOf);
    if (typeof value === 'object' && !(value instanceof Handle) && isPlain(value))
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, layoutOf(member)]));
    throw new TypeError(
      `record: the function returned ${kindOf(value)}, which no operator made: return tensors, or arrays and objects of them`,
    );
  };
  const layout = layoutOf(returned);
  const build = (place: Layout, made: readonly Tensor[]): unknown => {
    if (typeof place === 'number') return made[place];
    if (place === null || place === undefined) return place;
    if (isList(place)) return place.map((member) => build(member, made));
    return Object.fromEntries(Object.entries(place).map(([key, member]) => [key, build(member, made)]));
  };
  // The layout is that of `returned`, so that what is built has its type.
  return { tensors, rebuild: (ids) => build(layout, ids.map(tensorOf)) as Out };
}

const isList = (layout: object): layout is readonly Layout[] => Array.isArray(layout);

const isPlain = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
