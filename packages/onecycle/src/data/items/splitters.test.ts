import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import { type ReferenceTensor, reference } from '../../testing/reference.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { L, Path } from '../collections/index.js';
import {
  colSplitter,
  endSplitter,
  fileSplitter,
  funcSplitter,
  grandparentSplitter,
  indexSplitter,
  kFoldSplitter,
  maskSplitter,
  randomSplitter,
  randomSubsetSplitter,
  type Split,
  trainTestSplitter,
} from './splitters.js';

interface Seeded {
  n: number;
  valid_pct: number;
  seed: number;
}
type Result = [number[], number[]];
interface Failure {
  error: string;
  message: string;
}

interface Splitters {
  random: (Seeded & { train: number[]; valid: number[] })[];
  random_large: (Seeded & Record<string, number[] | number>)[];
  random_without_seed: {
    torch_seed_before: number;
    valid_pct: number;
    n: number;
    first_call: Result;
    second_call: Result;
  };
  after_seeded_split: { seed: number; n: number; rand4: ReferenceTensor };
  random_subset: {
    n: number;
    train_sz: number;
    valid_sz: number;
    seed: number;
    train: number[];
    valid: number[];
  }[];
  index: { n: number; valid_idx: number[]; result: Result | Failure }[];
  end: { n: number; valid_pct: number; valid_last: boolean; result: Result | Failure }[];
  grandparent: {
    items: string[];
    train_name: string | string[];
    valid_name: string | string[];
    result: Result | Failure;
  }[];
  func: { items: string[]; result: Result };
  mask: { mask: boolean[]; n: number; result: Result | Failure };
  file: { file_text: string; items: string[]; result: Result | Failure }[];
  column: {
    rows: Record<string, unknown>[];
    cases: { col: string | number; on: unknown; result: Result | Failure }[];
  };
}

const ref = reference<Splitters>('splitters');
/** The split is the reference's, or both refuse. */
async function expectSplit(split: () => Split | Promise<Split>, expected: Result | Failure | undefined) {
  if (expected && 'error' in expected) await expect((async () => split())()).rejects.toThrow();
  else expect(await split()).toEqual(expected);
}
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const checksum = (indices: number[]) => indices.reduce((sum, index, i) => sum + (i + 1) * index, 0) % 1000003;

describe("fastai's splits", () => {
  test.each(ref.random)('random $n, $valid_pct, seed $seed', async ({ n, valid_pct, seed, train, valid }) => {
    expect(await randomSplitter({ validPct: valid_pct, seed })(range(n))).toEqual([train, valid]);
  });

  test.each(ref.random_large)('random $n, $valid_pct, seed $seed: ends and checksums', async (one) => {
    const [train, valid] = await randomSplitter({ validPct: one.valid_pct, seed: one.seed })(range(one.n));
    expect({
      n_train: train.length,
      n_valid: valid.length,
      train_first20: train.slice(0, 20),
      train_last20: train.slice(-20),
      valid_first20: valid.slice(0, 20),
      valid_last20: valid.slice(-20),
      train_checksum: checksum(train),
      valid_checksum: checksum(valid),
    }).toEqual(
      Object.fromEntries(Object.entries(one).filter(([key]) => !['n', 'valid_pct', 'seed'].includes(key))),
    );
  });

  test('without a seed the global generator goes on', async () => {
    const one = ref.random_without_seed;
    torch.manualSeed(one.torch_seed_before);
    const split = randomSplitter({ validPct: one.valid_pct });
    expect(await split(range(one.n))).toEqual(one.first_call);
    expect(await split(range(one.n))).toEqual(one.second_call);
  });

  test('a seeded split leaves the global generator seeded', async () => {
    const one = ref.after_seeded_split;
    torch.manualSeed(99);
    await randomSplitter({ seed: one.seed })(range(one.n));
    const drawn = Array.from(torch.rand([4]).toTypedArray(), Number);
    one.rand4.data.forEach((value, i) => {
      expect(drawn[i]).toBeCloseTo(Number(value), 7);
    });
  });

  test.each(ref.random_subset)(
    'random subset of $n',
    async ({ n, train_sz, valid_sz, seed, train, valid }) => {
      expect(await randomSubsetSplitter(train_sz, valid_sz, { seed })(range(n))).toEqual([train, valid]);
    },
  );

  test.each(ref.index)('index $valid_idx', async ({ n, valid_idx, result }) => {
    await expectSplit(() => indexSplitter(valid_idx)(range(n)), result);
  });

  test.each(ref.end)('end $n, $valid_pct, last $valid_last', async ({ n, valid_pct, valid_last, result }) => {
    const options = { validPct: valid_pct, validLast: valid_last };
    await expectSplit(() => endSplitter(options)(range(n)), result);
  });

  test.each(ref.grandparent)('grandparent $train_name, $valid_name', async (one) => {
    const split = grandparentSplitter({ trainName: one.train_name, validName: one.valid_name });
    await expectSplit(() => split(one.items), one.result);
    await expectSplit(() => split(one.items.map((item) => new Path(item))), one.result);
  });

  test('func', async () => {
    const split = funcSplitter((item: string) => /^\p{Lu}/u.test(item));
    expect(await split(ref.func.items)).toEqual(ref.func.result);
  });

  test('mask', async () => {
    await expectSplit(() => maskSplitter(ref.mask.mask)(range(ref.mask.n)), ref.mask.result);
  });

  test.each(ref.file)('file $file_text', async ({ file_text, items, result }) => {
    const file = join(await temporaryFolder(), 'valid.txt');
    await writeFile(file, file_text);
    await expectSplit(() => fileSplitter(file)(items.map((item) => new Path(item))), result);
  });

  test.each(ref.column.cases)('column $col on $on', async ({ col, on, result }) => {
    await expectSplit(() => colSplitter(col, { on })(ref.column.rows), result);
  });
});

test('a stratified split keeps proportions, is reproducible and complete', async () => {
  const items = Array.from({ length: 100 }, (_, i) => (i % 10 < 7 ? 'cat' : i % 10 < 9 ? 'dog' : 'owl'));
  const split = trainTestSplitter({ testSize: 0.2, seed: 3, stratify: (item: string) => item });
  const [train, valid] = await split(items);
  expect(await split(items)).toEqual([train, valid]);
  expect([...train, ...valid].sort((a, b) => a - b)).toEqual(range(100));
  const counts = ['cat', 'dog', 'owl'].map((name) => valid.filter((i) => items[i] === name).length);
  expect(counts).toEqual([14, 4, 2]);
  const other = await trainTestSplitter({ seed: 4, stratify: items })(items);
  expect(other[1]).not.toEqual(valid);
  expect((await trainTestSplitter({ testSize: 0.25, seed: 1 })(range(8)))[1]).toHaveLength(2);
});

test('a training set smaller than what validation leaves keeps proportions, too', async () => {
  const [plain, held] = await trainTestSplitter({ testSize: 0.2, trainSize: 0.5, seed: 1 })(range(30));
  expect([plain.length, held.length, new Set([...plain, ...held]).size]).toEqual([15, 6, 21]);
  const items = range(100).map((i) => (i % 10 < 7 ? 'cat' : 'dog'));
  const [train, valid] = await trainTestSplitter({ trainSize: 0.4, seed: 1, stratify: items })(items);
  const cats = (indices: number[]) => indices.filter((i) => items[i] === 'cat').length;
  expect([train.length, cats(train), valid.length, cats(valid)]).toEqual([40, 28, 20, 14]);
  expect(() => trainTestSplitter({ trainSize: 0.9 })).toThrow('trainSize (0.9) and testSize (0.2)');
});

test('wrong settings are refused by name', () => {
  expect(() => randomSplitter({ validPct: 20 })).toThrow('validPct is a share, from 0 to 1, and not 20');
  expect(() => randomSplitter({ seed: '42' as never })).toThrow("seed is a whole number, and not '42'");
  expect(() => randomSubsetSplitter(0.9, 0.5)).toThrow('trainSz (0.9)');
  expect(() => indexSplitter([3])(range(3))).toThrow('there is no item 3');
  expect(() => colSplitter('fold')([{ is_valid: true }])).toThrow("no column 'fold'; it has is_valid");
  for (const validPct of [0, 1, -0.1, Number.NaN]) {
    expect(() => endSplitter({ validPct })).toThrow(`validPct must be above 0 and below 1, not ${validPct}`);
  }
  expect(() => trainTestSplitter({ stratify: ['a'] })(range(3))).toThrow('1 class for 3 items');
});

test('texts of a column without on: 0, false and nothing are for training', async () => {
  const rows = ['', '0', 'False', 'True', '1', 'x'].map((is_valid) => ({ is_valid }));
  expect(await colSplitter()(rows)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
});

test('a class may have more items than a call has room for arguments', async () => {
  const [train, valid] = await trainTestSplitter({ stratify: () => 'only', seed: 1 })(L.range(200_000));
  expect([train.length, valid.length]).toEqual([160_000, 40_000]);
});

test('folders of other names are in neither set', async () => {
  expect(await grandparentSplitter()(['pets/a/1.png', 'other/a/2.png'])).toEqual([[], []]);
});

test('lines of a file end as on any system', async () => {
  const file = join(await temporaryFolder(), 'valid.txt');
  await writeFile(file, 'a.jpg\r\nb.jpg\rc.jpg\n');
  expect(await fileSplitter(file)(['x/a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'])).toEqual([[3], [0, 1, 2]]);
});

test('a column of true and false is compared with 1 and 0', async () => {
  const rows = [{ held: true }, { held: false }];
  expect(await colSplitter('held', { on: 1 })(rows)).toEqual([[1], [0]]);
  expect(await colSplitter('held', { on: [0] })(rows)).toEqual([[0], [1]]);
});

test('a negative column counts from the end', async () => {
  const rows = [true, false].map((isValid) => ({ name: 'a', isValid }));
  expect(await colSplitter(-1)(rows)).toEqual([[1], [0]]);
});

test('splitters say what they take', () => {
  const given = (value: unknown): never => value as never;
  expect(() => randomSplitter({ validPct: given(null) })).toThrow(
    'validPct is a share, from 0 to 1, and not null',
  );
  expect(() => randomSplitter({ validPct: given(true) })).toThrow(
    'validPct is a share, from 0 to 1, and not true',
  );
  expect(() => indexSplitter(given(3))).toThrow(
    'indexSplitter takes the indices of the items for validation, not a number',
  );
  expect(() => maskSplitter(given(null))).toThrow('maskSplitter takes a list of true and false, not null');
  expect(() => funcSplitter(given('x'))).toThrow("funcSplitter takes a function, not 'x'");
});

test.each([
  ['randomSplitter', randomSplitter()],
  ['kFoldSplitter', kFoldSplitter(2, 0)],
  ['randomSubsetSplitter', randomSubsetSplitter(0.5, 0.5)],
  ['grandparentSplitter', grandparentSplitter()],
  ['colSplitter', colSplitter()],
])('%s divides a list, and says so', (_, splitter) => {
  const items = Promise.resolve(['a.jpg']);
  expect(() => splitter(items as never)).toThrow('a splitter takes a list of items, not a Promise: await it');
});
