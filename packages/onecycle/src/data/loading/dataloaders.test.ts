import { Tensor, torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import { withoutUndefined } from '../../base/index.js';
import { type ReferenceTensor, reference } from '../../testing/reference.js';
import { Rng } from '../random/index.js';
import { Categorize } from '../targets/index.js';
import { Pipeline, type SplitIdx, Transform } from '../transforms/index.js';
import { DataLoader } from './data-loader.js';
import { DataLoaders, type DataLoadersOptions } from './data-loaders.js';
import { Datasets } from './datasets.js';

interface Loader {
  bs: number;
  shuffle: boolean;
  drop_last: boolean;
  n: number;
  n_batches: number;
  batch_sizes: number[];
}
interface Reference {
  batch_counts: {
    n: number;
    bs: number;
    drop_last: boolean;
    n_batches: number;
    iterated: number;
    last_batch_size: number | null;
  }[];
  dataset: { features: ReferenceTensor; labels: string[]; splits: [number[], number[]]; vocab: string[] };
  dataloaders: {
    args: {
      bs?: number;
      shuffle?: boolean;
      shuffle_train?: boolean;
      drop_last?: boolean;
      n?: number;
      val_bs?: number;
      val_shuffle?: boolean;
      val_drop_last?: boolean;
    };
    train: Loader;
    valid: Loader;
  }[];
  forced_shuffle: {
    indices: number[];
    items: number[][];
    label_ids: number[][];
    first_batch_features: ReferenceTensor;
  };
  replaced_get_idxs: {
    get_idxs: number[];
    one_batch_features: ReferenceTensor;
    one_batch_label_ids: number[];
    n_batches_by_len: number;
    n_batches_iterated: number;
  };
  one_batch: {
    valid_first_batch_label_ids: number[];
    again_the_same: boolean;
    valid_is_in_split_order: number[][];
  };
  one_batch_of_nothing: { error: string; message: string };
  orders: ({
    transforms: { digit: number; order: number; split_idx: SplitIdx }[];
    run_order: number[];
  } & Record<`result_split_${'None' | '0' | '1'}`, number>)[];
  stages: { bs: number; calls: [string, string][] };
  test_dl: {
    items: number[];
    without_labels: {
      n_per_batch_tuple: number[];
      batch_sizes: number[];
      features_of_first_batch: ReferenceTensor;
    };
    with_labels: { n_per_batch_tuple: number[]; label_ids: number[][] };
    bs: number;
    shuffle: boolean;
    drop_last: boolean;
    split_idx_used: number;
  };
  skipped_items: { n: number; bs: number; skipped: number[]; batches: number[][]; n_batches_by_len: number };
  defaults: { bs: number; shuffle: boolean };
  n_inp: number;
  c: number;
  export: { n_train_items: number; n_valid_items: number; vocab: string[]; n_transform_lists: number };
}

const ref = reference<Reference>('dataloaders');
type Batch = [Tensor, Tensor];
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const numbers = (x: Tensor) => Array.from(x.toTypedArray(), Number);
const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
const close = (x: Tensor, expected: ReferenceTensor) => {
  expect(x.shape).toEqual(expected.shape);
  numbers(x).forEach((value, i) => {
    expect(value).toBeCloseTo(Number(expected.data[i]), 7);
  });
};
async function all<B>(loader: AsyncIterable<B>): Promise<B[]> {
  const batches: B[] = [];
  for await (const batch of loader) batches.push(batch);
  return batches;
}

/** The reference's data set: a row of numbers and a label for each index. */
async function numbered(options: DataLoadersOptions<Batch> = {}): Promise<DataLoaders<Batch>> {
  const { features, labels, splits } = ref.dataset;
  const width = features.shape[1] ?? 1;
  const row = (i: number) =>
    torch.tensor(features.data.slice(width * i, width * (i + 1)).map(Number), { dtype: 'float32' });
  const label = (i: number) => labels[i] ?? 'gnu';
  const items = range(labels.length);
  const dsets = await Datasets.create(items, [[row], [label, new Categorize()]], { splits });
  return DataLoaders.fromDsets<Batch>(dsets, options);
}

/** x becomes 10 x + d. */
class Digit extends Transform<number, number> {
  readonly digit: number;
  constructor(digit: number, order: number, splitIdx: SplitIdx) {
    super();
    this.digit = digit;
    this.order = order;
    this.splitIdx = splitIdx;
  }
  encodes(x: number): number {
    return 10 * x + this.digit;
  }
}

describe("fastai's data loaders", () => {
  test.each(ref.batch_counts)('$n items, bs $bs, dropLast $drop_last', async (one) => {
    const loader = new DataLoader<Tensor>(range(one.n), { bs: one.bs, dropLast: one.drop_last });
    expect(loader.length).toBe(one.n_batches);
    const batches = await all(loader);
    expect(batches).toHaveLength(one.iterated);
    expect(batches.at(-1)?.shape[0] ?? null).toBe(one.last_batch_size);
    expect(batches.flatMap(numbers)).toEqual(
      range(one.drop_last ? Math.floor(one.n / one.bs) * one.bs : one.n),
    );
  });

  test.each(ref.dataloaders)('options $args', async ({ args, train, valid }) => {
    const dls = await numbered(
      withoutUndefined({
        bs: args.bs,
        // An old name that fastai still takes, before the new one.
        shuffle: args.shuffle_train ?? args.shuffle,
        dropLast: args.drop_last,
        n: args.n,
        valBs: args.val_bs,
        valShuffle: args.val_shuffle,
        valDropLast: args.val_drop_last,
      }),
    );
    for (const [loader, expected] of [
      [dls.train, train],
      [dls.valid, valid],
    ] as const) {
      const { bs, shuffle, dropLast, n, length } = loader;
      const batches = await all(loader);
      expect({
        bs,
        shuffle,
        drop_last: dropLast,
        n,
        n_batches: length,
        batch_sizes: batches.map(([x]) => x.shape[0]),
      }).toEqual(expected);
    }
    expect(dls.nInp).toBe(ref.n_inp);
    expect(dls.c).toBe(ref.c);
    expect([...dls.vocab]).toEqual(ref.dataset.vocab);
  });

  test('a given order', async () => {
    const one = ref.forced_shuffle;
    const dls = await numbered({ bs: one.first_batch_features.shape[0] ?? 0 });
    dls.train.getIdxs = () => one.indices;
    const batches = await all(dls.train);
    expect(batches.map(([, y]) => numbers(y))).toEqual(one.label_ids);
    close(batches[0]?.[0] ?? torch.zeros([0]), one.first_batch_features);
    const training = ref.dataset.splits[0] ?? [];
    const inOrder = one.indices.slice(0, one.items.flat().length).map((i) => training[i]);
    expect(inOrder).toEqual(one.items.flat());
  });

  test('replaced getIdxs', async () => {
    const one = ref.replaced_get_idxs;
    const dls = await numbered({ bs: one.one_batch_label_ids.length });
    dls.train.getIdxs = () => one.get_idxs;
    const [x, y] = await dls.oneBatch();
    close(x, one.one_batch_features);
    expect(numbers(y)).toEqual(one.one_batch_label_ids);
    expect(dls.train.length).toBe(one.n_batches_by_len);
    expect(await all(dls.train)).toHaveLength(one.n_batches_iterated);
  });

  test('oneBatch starts a new pass each time', async () => {
    const one = ref.one_batch;
    const dls = await numbered({ bs: one.valid_first_batch_label_ids.length, seed: 1 });
    const labels = async (loader: DataLoader<Batch>) => numbers((await loader.oneBatch())[1]);
    expect(await labels(dls.valid)).toEqual(one.valid_first_batch_label_ids);
    expect(await labels(dls.valid)).toEqual(one.valid_first_batch_label_ids);
    expect((await all(dls.valid)).map(([, y]) => numbers(y))).toEqual(one.valid_is_in_split_order);
    const rows = async () => numbers((await dls.train.oneBatch())[0]);
    expect(await rows()).not.toEqual(await rows());
    const empty = new DataLoader([1, 2], { bs: 4, dropLast: true });
    await expect(empty.oneBatch()).rejects.toThrow('this data loader has no batches (2 items)');
  });

  test.each(ref.orders)('transforms run by order: $run_order', (one) => {
    const make = (splitIdx: SplitIdx) =>
      new Pipeline(
        one.transforms.map((t) => new Digit(t.digit, t.order, t.split_idx)),
        { splitIdx },
      );
    const order = make(null).transforms.map((t) => (t instanceof Digit ? t.digit : 0));
    expect(order).toEqual(one.run_order);
    for (const splitIdx of [null, 0, 1] as const) {
      const result = make(splitIdx).encode(0, { rng: new Rng(0), splitIdx });
      expect(result).toBe(one[`result_split_${splitIdx ?? 'None'}`]);
    }
  });

  test('stages', async () => {
    const calls: [string, string][] = [];
    class Noted extends Transform {
      readonly title: string;
      constructor(title: string, order: number) {
        super();
        this.title = title;
        this.order = order;
      }
      encodes(x: unknown): unknown {
        const many =
          x instanceof Tensor ? `batch of ${x.shape[0]}` : `list of ${Array.isArray(x) ? x.length : 0}`;
        calls.push([this.title, typeof x === 'number' ? 'one item' : many]);
        return x;
      }
    }
    const loader = new DataLoader(range(3), {
      bs: ref.stages.bs,
      // Items of a batch that is read ahead would come before the one that is finished.
      prefetch: 0,
      afterItem: [new Noted('item, order 2', 2), new Noted('item, order 1', 1)],
      beforeBatch: new Noted('before_batch', 0),
      afterBatch: [new Noted('batch, order 20', 20), new Noted('batch, order 3', 3)],
    });
    await all(loader);
    expect(calls).toEqual(ref.stages.calls);
  });

  test('new items', async () => {
    const one = ref.test_dl;
    const seen: SplitIdx[] = [];
    class Seen extends Transform<Tensor, Tensor> {
      encodes(x: Tensor, { splitIdx }: { splitIdx: SplitIdx }): Tensor {
        seen.push(splitIdx);
        return x;
      }
    }
    const dls = await numbered({ bs: one.bs, afterBatch: new Seen() });
    const plain = dls.testDl(one.items);
    expect([plain.bs, plain.shuffle, plain.dropLast]).toEqual([one.bs, one.shuffle, one.drop_last]);
    const batches = await all(plain);
    expect(batches.map((batch) => batch.length)).toEqual(one.without_labels.n_per_batch_tuple);
    expect(batches.map(([x]) => x.shape[0])).toEqual(one.without_labels.batch_sizes);
    close(batches[0]?.[0] ?? torch.zeros([0]), one.without_labels.features_of_first_batch);
    expect(new Set(seen)).toEqual(new Set([one.split_idx_used]));
    const labelled = await all(dls.testDl(one.items, { withLabels: true }));
    expect(labelled.map((batch) => batch.length)).toEqual(one.with_labels.n_per_batch_tuple);
    expect(labelled.map(([, y]) => numbers(y))).toEqual(one.with_labels.label_ids);
    const outside = ref.dataset.labels.length ?? 0;
    const unseen = dls.testDl([0, outside], { withLabels: true });
    await expect(all(unseen)).rejects.toThrow(`item 1 (${outside}): label is not in the vocabulary: 'gnu'`);
  });

  test('items that cannot be read are skipped, later ones move up', async () => {
    const one = ref.skipped_items;
    const fail = (i: number) => {
      if (one.skipped.includes(i)) throw new Error('no');
      return i;
    };
    const loader = new DataLoader<Tensor>(range(one.n), { bs: one.bs, afterItem: fail, onError: 'skip' });
    for (let pass = 0; pass < 2; pass++) {
      expect((await all(loader)).map(numbers)).toEqual(one.batches);
      expect(sorted(loader.failures.keys())).toEqual(sorted(one.skipped));
    }
    expect(loader.length).toBe(one.n_batches_by_len);
    expect((await all(loader.iterate({ start: 1 }))).map(numbers)).toEqual(one.batches.slice(1));
    const fresh = loader.new<Tensor>();
    expect((await all(fresh.iterate({ start: 1 }))).map(numbers)).toEqual(one.batches.slice(1));
    const strict = new DataLoader<Tensor>(range(one.n), { bs: one.bs, afterItem: fail });
    const [first] = sorted(one.skipped);
    if (first !== undefined) await expect(all(strict)).rejects.toThrow(`item ${first}: no`);
  });

  test('defaults', () => {
    const { bs, shuffle } = new DataLoader([1]);
    expect({ bs, shuffle }).toEqual(ref.defaults);
  });

  test('an exported data loader has transforms and classes, but no items', async () => {
    const one = ref.export;
    const dls = await numbered({ bs: 4 });
    const empty = dls.newEmpty();
    const copy = DataLoaders.revive<Batch>(JSON.parse(JSON.stringify(dls)));
    for (const kept of [empty, copy]) {
      expect([kept.train.n, kept.valid.n]).toEqual([one.n_train_items, one.n_valid_items]);
      expect([...kept.vocab]).toEqual(one.vocab);
      const { trainDs } = kept;
      expect(trainDs instanceof Datasets && trainDs.pipelines.length).toBe(one.n_transform_lists);
    }
    expect([copy.train.bs, copy.c]).toEqual([4, ref.c]);
    const [x] = await dls.testDl([0, 1]).oneBatch();
    const [again] = await empty.testDl([0, 1]).oneBatch();
    expect(numbers(again)).toEqual(numbers(x));
    // A function of the user's is not in the file, and says so.
    await expect(copy.testDl([0]).oneBatch()).rejects.toThrow(
      'the function row was not part of the exported file',
    );
  });
});

test('validation items can be shuffled, and an incomplete last batch of them left out', async () => {
  const sets = [range(4), range(7)];
  const { valid } = DataLoaders.fromDsets<Tensor>(sets, {
    bs: 3,
    valShuffle: true,
    valDropLast: true,
    seed: 1,
  });
  const batches = (await all(valid)).map(numbers);
  expect(batches.map((batch) => batch.length)).toEqual([3, 3]);
  expect(batches.flat()).not.toEqual(range(6));
  const plain = DataLoaders.fromDsets<Tensor>(sets, { bs: 3 }).valid;
  expect((await all(plain)).map(numbers)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
});

const pair = () => [0, 1].map(() => new DataLoader([1, 2]));
const given = (value: unknown): never => value as never;

test.each<[string, () => unknown, string]>([
  ['loaders one by one', () => new DataLoaders(given(new DataLoader([1]))), 'not a DataLoader'],
  ['no loaders', () => new DataLoaders(given(undefined)), 'takes a list of data loaders'],
  ['sets as loaders', () => new DataLoaders(given([[1, 2]])), 'number 0 of this list is an array'],
  [
    'loaders that are not there yet',
    () => new DataLoaders(given([...pair(), Promise.resolve(new DataLoader([1]))])),
    'number 2 of this list is a Promise: await it',
  ],
  [
    'no sets',
    () => DataLoaders.fromDsets(given(null)),
    'fromDsets takes Datasets or a list of sets, not null',
  ],
  ['items that are not there yet', () => new DataLoader(given(Promise.resolve([1]))), 'a Promise: await it'],
  [
    'a path as items',
    () => new DataLoaders(pair()).testDl('a.jpg'),
    'testDl takes a list of items, not a string',
  ],
  ['a stage', () => new DataLoaders(pair()).addTfms([], given('after_batch')), 'stage of addTfms is one of'],
  [
    "fastai's constructor",
    () => new (Datasets as never as new (...args: unknown[]) => unknown)([1], [[]]),
    'Datasets are made by await Datasets.create(',
  ],
])('%s: what is no loader and no set is told', (_, call, message) => {
  expect(call).toThrow(message);
});

test.each<[string, unknown[], string]>([
  ['a path', ['images'], 'Datasets.create takes a list of items, not a string'],
  ['no pipelines', [[1]], 'one for each member of the items, not undefined'],
  [
    'a splitter',
    [[1], [String], { splits: () => [[0], []] }],
    'lists of indices, [[0, 1], [2]], not the function',
  ],
  ['one list as splits', [[1], [String], { splits: [0] }], 'lists of indices'],
])('Datasets.create tells of %s', async (_, args, message) => {
  const create = Datasets.create as (...args: unknown[]) => Promise<unknown>;
  await expect(create(...args)).rejects.toThrow(message);
});

test('testSet tells of what is no list', async () => {
  const dsets = await Datasets.create([1], [String]);
  expect(() => dsets.decode(given(undefined))).toThrow('decode takes a tuple of members, not undefined');
  expect(() => dsets.testSet(given(undefined))).toThrow('testSet takes a list of items, not undefined');
});
