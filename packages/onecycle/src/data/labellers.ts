import { sep } from 'node:path';
import { Path, type PathLike } from './path.js';
import { type Described, register, revive } from './registry.js';

/** A function of a data block (labeller, getter) that an exported file can describe. */
export type Labeller<I, O> = ((item: I) => O) & { toJSON(): Described };

const described = <I, O>(f: (item: I) => O, description: () => Described): Labeller<I, O> =>
  Object.assign(f, { toJSON: description });

/**
 * The label is the first group of the pattern, searched anywhere in the item's text (its slashes forward ones), or at
 * its start only with `match`. Used with the whole path, or on an attribute with `usingAttr`.
 *
 * The function throws where the pattern does not match. fastai: `RegexLabeller`.
 */
export function regexLabeller(
  pattern: RegExp | string,
  { match = false }: { match?: boolean } = {},
): Labeller<unknown, string> {
  const given = new RegExp(pattern);
  const flags = given.flags.replace(/[gy]/g, '') + (match ? 'y' : '');
  const regex = new RegExp(given.source, flags);
  const groups = (new RegExp(`${given.source}|`, flags.replace('y', '')).exec('')?.length ?? 1) - 1;
  if (groups === 0) {
    throw new Error(`the pattern ${given} has no group: put parentheses around the part that is the label`);
  }
  return described(
    (item) => {
      regex.lastIndex = 0;
      const text = String(item).replaceAll(sep, '/');
      const label = regex.exec(text)?.[1];
      if (label === undefined) {
        throw new Error(
          `no label found in '${text}': the pattern ${given} does not match${match ? ' at its start' : ''}`,
        );
      }
      return label;
    },
    () => ({ type: 'regexLabeller', source: given.source, flags: given.flags, match }),
  );
}

/** Applies `f` to attribute `attr` of the item, `name` of a path for instance. fastai: `using_attr`. */
export function usingAttr<K extends string, V, O>(
  f: (value: V) => O,
  attr: K,
): Labeller<{ readonly [key in K]: V }, O> {
  return described(
    (item) => f(item[attr]),
    () => ({ type: 'usingAttr', f, attr }),
  );
}

/** The name of the folder that the file is in. fastai: `parent_label`. */
export const parentLabel: Labeller<PathLike, string> = described(
  (item) => new Path(item).parent.name,
  () => ({ type: 'parentLabel' }),
);

/** Element or property `key` of the item. fastai: `ItemGetter`. */
export function itemGetter(key: number | string): Labeller<unknown, unknown> {
  return described(
    (item) => {
      const value: unknown = Reflect.get(Object(item), key);
      if (value === undefined)
        throw new Error(`the item has no element ${JSON.stringify(key)}: ${String(item)}`);
      return value;
    },
    () => ({ type: 'itemGetter', key }),
  );
}

export interface ColReaderOptions {
  /** Put before the value; a `Path` also adds a slash. */
  pref?: PathLike;
  /** Put behind the value. */
  suff?: string;
  /** What separates labels in the value; `pref` and `suff` are then not used, and an empty text has no labels. */
  labelDelim?: string;
}

/**
 * Reads a column of a table's row, by name or position; several give a list.
 *
 * The function throws, naming the columns that there are, where the row has no such one. fastai: `ColReader`.
 */
export function colReader(
  cols: string | number | readonly (string | number)[],
  options: ColReaderOptions = {},
): Labeller<object, unknown> {
  const { suff = '', labelDelim } = options;
  const pref = options.pref instanceof Path ? `${options.pref}/` : (options.pref ?? '');
  const read = (row: object, col: string | number): unknown => {
    const value = cell(row, col);
    if (labelDelim !== undefined) return value === '' ? [] : String(value).split(labelDelim);
    return pref === '' && suff === '' ? value : `${pref}${value}${suff}`;
  };
  return described(
    (row) => (typeof cols === 'object' ? cols.map((col) => read(row, col)) : read(row, cols)),
    () => ({ type: 'colReader', cols, pref, suff, labelDelim }),
  );
}

/** The value of a row's column, by name or position. Throws, naming the columns, where there is none. */
export function cell(row: object, col: string | number): unknown {
  const found = Object.entries(row).find(([name], i) => (typeof col === 'number' ? i === col : name === col));
  if (!found) {
    const place = typeof col === 'number' ? `at position ${col}` : `'${col}'`;
    throw new Error(`the row has no column ${place}; it has ${Object.keys(row).join(', ')}`);
  }
  return found[1];
}

const text = (value: unknown): string => String(value ?? '');
register('parentLabel', () => parentLabel);
register('regexLabeller', ({ source, flags, match }) =>
  regexLabeller(new RegExp(text(source), text(flags)), { match: match === true }),
);
register('usingAttr', ({ f, attr }) => {
  const inner = revive(f);
  if (typeof inner !== 'function') throw new Error(`usingAttr needs a function, not ${JSON.stringify(f)}`);
  return usingAttr((value: unknown): unknown => Reflect.apply(inner, undefined, [value]), text(attr));
});
register('itemGetter', ({ key }) => itemGetter(typeof key === 'number' ? key : text(key)));
register('colReader', ({ cols, pref, suff, labelDelim }) => {
  const names = (Array.isArray(cols) ? cols : [cols]).map((col) =>
    typeof col === 'number' ? col : text(col),
  );
  const delim = labelDelim === undefined ? {} : { labelDelim: text(labelDelim) };
  const [first = ''] = names;
  return colReader(Array.isArray(cols) ? names : first, { pref: text(pref), suff: text(suff), ...delim });
});
