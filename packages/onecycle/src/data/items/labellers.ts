import { sep } from 'node:path';
import { checkFunction, checkName, checkOptions, is, kindOf, wrongKind } from '../../base/index.js';
import { checkPath, Path, type PathLike } from '../collections/index.js';
import { type Described, type Revivable, register, revive } from '../transforms/index.js';
import { cell, place } from './columns.js';
import { pythonRegExp } from './python-regexp.js';

/** A function of a data block (labeller, getter) that an exported file can describe. */
export type Labeller<I, O> = ((item: I) => O) & { toJSON(): Described };

const described = <I, O>(f: (item: I) => O, description: () => Described): Labeller<I, O> =>
  Object.assign(f, { toJSON: description });

/** A pattern is compiled when an exported file is loaded, for which a very long one takes seconds. */
const longest = 10_000;

/**
 * The label is the first group of the pattern, searched anywhere in the item's text (its slashes forward ones), or at
 * its start only with `match`. Used with the whole path, or on an attribute with `usingAttr`. A text is a pattern in
 * Python's syntax and means the same as there; a RegExp is used as it is.
 *
 * Throws where the pattern is none or has no group. The function throws where the pattern does not match, or the group
 * takes no part in the match. fastai: `RegexLabeller`.
 */
export function regexLabeller(
  pattern: RegExp | string,
  options: { match?: boolean } = {},
): Labeller<unknown, string> {
  checkOptions(options, { match: is.flag }, 'regexLabeller');
  if (typeof pattern !== 'string' && !(pattern instanceof RegExp))
    throw wrongKind('regexLabeller', 'a pattern, /(.+)_\\d+.jpg$/ say', pattern);
  const { match = false } = options;
  const length = typeof pattern === 'string' ? pattern.length : pattern.source.length;
  if (length > longest)
    throw new RangeError(`a pattern of ${length} characters is too long: it may have ${longest}`);
  const given = typeof pattern === 'string' ? pythonRegExp(pattern) : pattern;
  const shown = typeof pattern === 'string' ? `'${pattern}'` : String(pattern);
  const flags = given.flags.replace(/[gy]/g, '') + (match ? 'y' : '');
  const regex = new RegExp(given.source, flags);
  const groups = (new RegExp(`${given.source}|`, flags.replace('y', '')).exec('')?.length ?? 1) - 1;
  if (groups === 0) {
    throw new Error(`the pattern ${shown} has no group: put parentheses around the part that is the label`);
  }
  return described(
    (item) => {
      regex.lastIndex = 0;
      const text = sep === '/' ? String(item) : String(item).replaceAll(sep, '/');
      const found = regex.exec(text);
      const label = found?.[1];
      if (label === undefined) {
        const why = found
          ? 'matches without its first group'
          : `does not match${match ? ' at its start' : ''}`;
        throw new Error(`no label found in '${text}': the pattern ${shown} ${why}`);
      }
      return label;
    },
    () =>
      typeof pattern === 'string'
        ? { type: 'regexLabeller', pattern, match }
        : { type: 'regexLabeller', source: pattern.source, flags: pattern.flags, match },
  );
}

const isDescribedFunction = (f: object): f is Revivable => 'toJSON' in f && typeof f.toJSON === 'function';

/** Applies `f` to attribute `attr` of the item, `name` of a path for instance. fastai: `using_attr`. */
export function usingAttr<K extends string, V, O>(
  f: (value: V) => O,
  attr: K,
): Labeller<{ readonly [key in K]: V }, O> {
  checkFunction('usingAttr', f);
  checkName('the attribute that usingAttr(f, attribute) reads', attr);
  return described(
    (item) => {
      if (item[attr] === undefined)
        throw new TypeError(
          `${kindOf(item)} has no '${attr}' for usingAttr: a path has name, stem, suffix and parent`,
        );
      return f(item[attr]);
    },
    () => ({
      type: 'usingAttr',
      f: isDescribedFunction(f) ? f : { type: 'ownFunction', name: f.name },
      attr,
    }),
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

/** Options of {@link colReader}. */
export interface ColReaderOptions {
  /** Put before the value; a `Path` also adds a slash. */
  pref?: PathLike;
  /** Put behind the value. */
  suff?: string;
  /** What separates labels in the value; `pref` and `suff` are then not used, and an empty text has no labels. */
  labelDelim?: string;
}

/**
 * Reads a column of a table's row, by name (a text) or position (a number; a negative one counts from the end); several
 * give a list, a list of one its value.
 *
 * The function throws where the row has no such column, naming those that there are, and where `labelDelim` meets
 * something else than a text. fastai: `ColReader`.
 */
export function colReader(
  cols: string | number | readonly (string | number)[],
  options: ColReaderOptions = {},
): Labeller<object, unknown> {
  checkOptions(options, { pref: checkPath, suff: is.text, labelDelim: is.name }, 'colReader');
  const { suff = '', labelDelim } = options;
  const pref = options.pref instanceof Path ? `${options.pref}/` : (options.pref ?? '');
  const read = (row: object, col: string | number): unknown => {
    const value = cell(row, col);
    if (labelDelim !== undefined) return divided(value, labelDelim, col);
    return pref === '' && suff === '' ? value : `${pref}${value}${suff}`;
  };
  const [only, ...more] = [cols].flat();
  return described(
    (row) => {
      if (only === undefined) return [];
      return more.length === 0 ? read(row, only) : [only, ...more].map((col) => read(row, col));
    },
    () => ({ type: 'colReader', cols, pref, suff, labelDelim }),
  );
}

function divided(value: unknown, delimiter: string, col: string | number): string[] {
  if (typeof value === 'string') return value === '' ? [] : value.split(delimiter);
  throw new TypeError(
    `labelDelim divides texts, and column ${place(col)} holds ${value}: read it with a function, (row) => [...]`,
  );
}

const text = (value: unknown): string => String(value ?? '');
register('parentLabel', () => parentLabel);
register('regexLabeller', ({ pattern, source, flags, match }) =>
  regexLabeller(typeof pattern === 'string' ? pattern : new RegExp(text(source), text(flags)), {
    match: match === true,
  }),
);
// A function of one's own cannot be put into a file. Labels are not needed for predictions: it is missed when it is called.
register('ownFunction', ({ name }) =>
  described(
    () => {
      throw new Error(
        `the function ${text(name) || 'of your own'} was not part of the exported file: give it a toJSON() and register it before loading`,
      );
    },
    () => ({ type: 'ownFunction', name }),
  ),
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
