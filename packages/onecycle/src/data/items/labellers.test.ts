import { Tensor, torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import { reference } from '../../testing/reference.js';
import { Path } from '../collections/index.js';
import { Datasets } from '../loading/index.js';
import { Categorize, EncodedMultiCategorize, MultiCategorize, OneHotEncode } from '../targets/index.js';
import type { Label, SetupSource, Transform } from '../transforms/index.js';
import { revive } from '../transforms/index.js';
import { colReader, itemGetter, parentLabel, regexLabeller, usingAttr } from './labellers.js';

interface Failure {
  error: string;
  message: string;
}
interface Categorized {
  items: Label[];
  sort?: boolean;
  add_na?: boolean;
  vocab: Label[];
  n_classes: number;
  ids: number[];
  decoded: Label[];
}
interface Multi {
  items: string[][];
  add_na?: boolean;
  given_vocab?: string[];
  vocab: string[];
  ids: number[][];
  one_hot: number[][];
  decoded: string[][];
  unseen: Failure;
}
interface Labellers {
  regex: { pattern: string; match: boolean; input: string; result: string | null | Failure }[];
  using_attr: {
    pattern: string;
    path: string;
    attr: 'name' | 'stem' | 'suffix' | 'parent';
    result: string | Failure;
  }[];
  parent_label: { path: string; result: string }[];
  col_reader: {
    rows: Record<string, unknown>[];
    cases: {
      cols: string | number | string[];
      pref?: string;
      suff?: string;
      label_delim?: string;
      pref_is_a_path?: string;
      results: unknown[] | Failure;
    }[];
  };
  categorize: Categorized[];
  categorize_given_vocab: {
    given_vocab: string[];
    sort?: boolean;
    add_na?: boolean;
    vocab: string[];
    ids: number[];
  }[];
  categorize_unseen: { items: Label[]; add_na?: boolean; label: Label; result: number | Failure }[];
  categorize_train_only: {
    sort?: boolean;
    add_na?: boolean;
    items: string[];
    splits: [number[], number[]];
    vocab: string[];
    train_ids: number[];
    valid: (number | Failure)[];
  };
  multi_categorize: Multi[];
  one_hot: { ids: number[]; c: number; result: number[] | Failure }[];
  encoded_multi: { vocab: string[]; items: number[][]; encoded: number[][]; decoded: string[][] };
}

const ref = reference<Labellers>('labellers');
const isFailure = (result: unknown): result is Failure =>
  typeof result === 'object' && result !== null && 'error' in result;
/** A 0 of the file, whatever its sign: as labels they are the same. */
const unsigned = (labels: readonly Label[]) => labels.map((label) => (label === 0 ? 0 : label));
const numbers = (x: unknown): number[] => {
  if (!(x instanceof Tensor)) throw new Error(`no tensor: ${x}`);
  return Array.from(x.toTypedArray(), Number);
};
const itemsOf = (values: readonly unknown[], before: readonly Transform[] = []): SetupSource => ({
  n: values.length,
  before,
  item: async (i) => values[i],
  items: async () => [...values],
});
const settingsOf = (one: { sort?: boolean; add_na?: boolean }) => ({
  ...(one.sort !== undefined && { sort: one.sort }),
  ...(one.add_na !== undefined && { addNa: one.add_na }),
});
/** Through JSON and back, as an exported learner does it. */
function revived<T extends object>(object: T, type: new (...args: never[]) => T): T {
  const copy = revive(JSON.parse(JSON.stringify(object)));
  if (!(copy instanceof type)) throw new Error(`revived as something else: ${copy}`);
  return copy;
}
function revivedFunction(f: object): (x: unknown) => unknown {
  const copy: unknown = revive(JSON.parse(JSON.stringify(f)));
  if (typeof copy !== 'function') throw new Error(`revived as something else: ${copy}`);
  return (x) => Reflect.apply(copy, undefined, [x]);
}

describe("fastai's labels", () => {
  test.each(ref.regex)('$pattern, match $match: $input', ({ pattern, match, input, result }) => {
    // A group that takes no part gives Python's None, which is no label.
    if (isFailure(result) || result === null) {
      const label = () => regexLabeller(pattern, { match })(input);
      expect(label).toThrow(pattern);
      const isUnmatched = result === null || result.error === 'AssertionError';
      if (isUnmatched && pattern.includes('(')) expect(label).toThrow(`'${input}'`);
      return;
    }
    const label = regexLabeller(pattern, { match });
    for (const labeller of [label, revivedFunction(label)]) {
      expect(labeller(input)).toBe(result);
      // A path leaves out a dot at the start, for instance.
      if (String(new Path(input)) === input) expect(labeller(new Path(input))).toBe(result);
    }
  });

  test.each(ref.using_attr)('$attr of $path', ({ pattern, path, attr, result }) => {
    const label = usingAttr(regexLabeller(pattern), attr);
    for (const labeller of [label, revivedFunction(label)]) {
      if (isFailure(result)) expect(() => labeller(new Path(path))).toThrow(pattern);
      else expect(labeller(new Path(path))).toBe(result);
    }
  });

  test.each(ref.parent_label)('parent of $path', ({ path, result }) => {
    expect(parentLabel(path)).toBe(result);
    expect(parentLabel(new Path(path))).toBe(result);
  });

  test.each(ref.col_reader.cases)('column %j', ({ cols, results, ...rest }) => {
    const reader = colReader(cols, {
      pref: rest.pref_is_a_path === undefined ? (rest.pref ?? '') : new Path(rest.pref_is_a_path),
      suff: rest.suff ?? '',
      ...(rest.label_delim !== undefined && { labelDelim: rest.label_delim }),
    });
    for (const read of [reader, revivedFunction(reader)]) {
      const all = () => ref.col_reader.rows.map((row) => read(row));
      if (isFailure(results)) expect(all).toThrow();
      else expect(all()).toEqual(results);
    }
  });

  test.each(ref.categorize)('categories, sort $sort, na $add_na: $items', async (one) => {
    const tfm = new Categorize(settingsOf(one));
    await tfm.setup(itemsOf(one.items));
    for (const t of [tfm, revived(tfm, Categorize)]) {
      expect([...(t.vocab ?? [])]).toEqual(unsigned(one.vocab));
      expect(t.c).toBe(one.n_classes);
      const encoded = one.items.map((item) => t.encodes(item));
      expect(encoded.map((x) => Number(x.item()))).toEqual(one.ids);
      expect(encoded.map((x) => t.decodes(x))).toEqual(unsigned(one.decoded));
    }
  });

  test.each(ref.categorize_given_vocab)('given vocab, sort $sort, na $add_na', (one) => {
    const tfm = new Categorize({ vocab: one.given_vocab, ...settingsOf(one) });
    expect([...(tfm.vocab ?? [])]).toEqual(one.vocab);
    const items = ref.categorize[0]?.items ?? [];
    expect(items.map((item) => Number(tfm.encodes(item).item()))).toEqual(one.ids);
  });

  test.each(ref.categorize_unseen)('unseen label, na $add_na', async (one) => {
    const tfm = new Categorize(settingsOf(one));
    await tfm.setup(itemsOf(one.items));
    if (isFailure(one.result)) expect(() => tfm.encodes(one.label)).toThrow(`'${one.label}'`);
    else expect(Number(tfm.encodes(one.label).item())).toBe(one.result);
  });

  test('the vocabulary comes from the training items only', async () => {
    const one = ref.categorize_train_only;
    const dsets = await Datasets.create(one.items, [new Categorize(settingsOf(one))], { splits: one.splits });
    expect([...(dsets.lookUp((t) => t.vocab) ?? [])]).toEqual(one.vocab);
    const { train, valid } = dsets;
    for (const [i, id] of one.train_ids.entries()) expect(numbers((await train.get(i))[0])).toEqual([id]);
    for (const [i, result] of one.valid.entries()) {
      const label = one.items[one.splits[1][i] ?? -1];
      const get = async () => numbers((await valid.get(i))[0]);
      if (isFailure(result))
        await expect(get()).rejects.toThrow(`item ${i}: label is not in the vocabulary: '${label}'`);
      else expect(await get()).toEqual([result]);
    }
  });

  test.each(ref.multi_categorize)('several categories, na $add_na, given $given_vocab', async (one) => {
    const tfm = new MultiCategorize({
      ...(one.add_na !== undefined && { addNa: one.add_na }),
      ...(one.given_vocab && { vocab: one.given_vocab }),
    });
    await tfm.setup(itemsOf(one.items));
    const oneHot = new OneHotEncode();
    oneHot.setup(itemsOf([], [tfm]));
    for (const [t, encode] of [
      [tfm, oneHot],
      [revived(tfm, MultiCategorize), revived(oneHot, OneHotEncode)],
    ] as const) {
      expect([...(t.vocab ?? [])]).toEqual(one.vocab);
      const ids = one.items.map((item) => t.encodes(item));
      expect(ids.map(numbers)).toEqual(one.ids);
      const vectors = ids.map((x) => encode.encodes(x));
      expect(vectors.map(numbers)).toEqual(one.one_hot);
      expect(vectors.map((x) => [...t.decodes(encode.decodes(x))])).toEqual(one.decoded);
      // Longer than any class.
      const unseen = ['yy', 'zz'].map((label) => label + one.vocab.join(''));
      expect(() => t.encodes(unseen)).toThrow(unseen.map((label) => `'${label}'`).join(', '));
    }
  });

  test.each(ref.one_hot)('one-hot $ids of $c', ({ ids, c, result }) => {
    const encoded = () => numbers(new OneHotEncode({ c }).encodes(torch.tensor(ids, { dtype: 'int64' })));
    if (isFailure(result)) expect(encoded).toThrow(/^no class number -?\d+: there are \d+$/);
    else expect(encoded()).toEqual(result);
  });

  test('labels that are encoded already', () => {
    const one = ref.encoded_multi;
    const tfm = new EncodedMultiCategorize({ vocab: one.vocab });
    for (const t of [tfm, revived(tfm, EncodedMultiCategorize)]) {
      const encoded = one.items.map((item) => t.encodes(item));
      expect(encoded.map(numbers)).toEqual(one.encoded);
      expect(encoded.map((x) => [...t.decodes(x)])).toEqual(one.decoded);
    }
    const n = one.vocab.length;
    const many = Array.from({ length: n + 1 }, () => 1);
    expect(() => tfm.encodes(many)).toThrow(`${n + 1} zeros and ones were given for ${n} classes`);
  });
});

test('a pattern without a group, and items that cannot have a label, are refused in one sentence', () => {
  expect(() => regexLabeller(/\d+/)).toThrow('the pattern /\\d+/ has no group');
  expect(regexLabeller(/(?<breed>[a-z]+)_/i)('Pug_1.jpg')).toBe('Pug');
  expect(() => colReader('x')({ fname: 1 })).toThrow("the row has no column 'x'; it has fname");
  expect(() => colReader(3)({ fname: 1 })).toThrow('no column at position 3');
  expect(() => colReader(-2)({ fname: 1 })).toThrow('no column at position -2');
  expect(() => colReader('n', { labelDelim: ' ' })({ n: 3 })).toThrow(
    "labelDelim divides texts, and column 'n' holds 3",
  );
  expect(() => itemGetter(2)(['a', 'b'])).toThrow('no element 2');
  expect(itemGetter(1)(['a', 'b'])).toBe('b');
  const tfm = new Categorize({ vocab: ['a'] });
  expect(() => tfm.decodes(torch.tensor(3))).toThrow('no class number 3');
  expect(() => new Categorize().encodes('a')).toThrow('no vocabulary yet');
  const oneHot = new OneHotEncode({ c: 3 });
  expect(numbers(oneHot.encodes(torch.tensor([-1, 0])))).toEqual([1, 0, 1]);
  for (const wrong of [3, -4]) {
    expect(() => oneHot.encodes(torch.tensor([wrong]))).toThrow(`no class number ${wrong}: there are 3`);
  }
  expect(() => regexLabeller('(cat)?_1')('a_1')).toThrow(
    "no label found in 'a_1': the pattern '(cat)?_1' matches without its first group",
  );
});

test('a list of one column gives its value, and negative columns count from the end', () => {
  const row = { fname: '1.jpg', labels: 'a b', n: 3 };
  for (const make of [colReader(['fname']), revivedFunction(colReader(['fname']))]) {
    expect(make(row)).toBe('1.jpg');
  }
  expect(colReader(['labels'], { labelDelim: ' ' })(row)).toEqual(['a', 'b']);
  expect(colReader([-1, 'fname'])(row)).toEqual([3, '1.jpg']);
  expect(colReader(-3)(row)).toBe('1.jpg');
  expect(colReader([])(row)).toEqual([]);
});

test('a text is a pattern of Python’s, also after an export; a RegExp is used as it is', () => {
  const label = regexLabeller('(?i)(?P<breed>[^\\W\\d_]+)_\\d+\\.JPG\\Z');
  expect(JSON.parse(JSON.stringify(label))).toEqual({
    type: 'regexLabeller',
    pattern: '(?i)(?P<breed>[^\\W\\d_]+)_\\d+\\.JPG\\Z',
    match: false,
  });
  for (const labeller of [label, revivedFunction(label)]) expect(labeller('Ärla_٣.jpg')).toBe('Ärla');
  const own = regexLabeller(/(\w+)_1/g, { match: true });
  expect(() => own('Ärla_1')).toThrow('the pattern /(\\w+)_1/g does not match at its start');
  expect(revivedFunction(own)('a_1')).toBe('a');
});

test('a pattern beyond measure is refused before it is compiled, also from an exported file', () => {
  const long = `(a${'?'.repeat(1)})`.padEnd(300_000, 'b');
  expect(() => regexLabeller(long)).toThrow('a pattern of 300000 characters is too long: it may have 10000');
  expect(() => revive({ type: 'regexLabeller', source: long, flags: '', match: false })).toThrow('too long');
  expect(() => regexLabeller('(a)', { mtch: true } as object)).toThrow("did you mean 'match'?");
});

test.each([
  [undefined, 'EncodedMultiCategorize takes the classes, { vocab: […] }, not undefined'],
  [{}, 'EncodedMultiCategorize takes the classes, { vocab: […] }, not undefined'],
  [null, 'EncodedMultiCategorize takes its options as an object, { vocab: … }, not null'],
  [{ vocab: 'ab' }, 'EncodedMultiCategorize takes the classes, { vocab: […] }, not a string'],
])('EncodedMultiCategorize needs its classes: %s', (options, message) => {
  expect(() => new EncodedMultiCategorize(options as never)).toThrow(message);
});
