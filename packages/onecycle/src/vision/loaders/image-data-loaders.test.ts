import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import {
  getImageFiles,
  regressionBlock,
  TensorCategory,
  TensorMultiCategory,
  Transform,
  type TransformLike,
} from '../../data/index.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { augTransforms } from '../augment/index.js';
import { pictureThreads, setPictureThreads } from '../native/index.js';
import { paperPets } from '../paper-pets.js';
import { randomResizedCrop, resize } from '../resize/index.js';
import { TensorImage } from '../tensors/index.js';
import { imageDataLoaders } from './image-data-loaders.js';

let root = '';
beforeAll(async () => {
  root = await temporaryFolder();
  const png = await sharp({ create: { width: 20, height: 16, channels: 3, background: '#c33' } })
    .png()
    .toBuffer();
  const files = [
    'train/cat/1.png',
    'train/dog/2.png',
    'train/dog/3.png',
    'valid/cat/4.png',
    'test/dog/5.png',
  ];
  for (const file of [...files, 'flat/cat_1.png', 'flat/cat_2.png', 'flat/dog_3.png', 'flat/dog_4.png']) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), png);
  }
  await writeFile(
    join(root, 'labels.csv'),
    'name,tags,size,held\ncat_1,cat,1.5,False\ncat_2,cat pet,2,False\ndog_3,dog pet,3,False\ndog_4,dog,4,True\n',
  );
});

const options = { bs: 2, itemTfms: resize(16), shuffle: false, seed: 42 };

test('fromFolder: the folders say what is for validation, or chance does', async () => {
  const dls = await imageDataLoaders.fromFolder(root, options);
  expect([dls.train.n, dls.valid.n, [...dls.vocab]]).toEqual([3, 1, ['cat', 'dog']]);
  const [x, y] = await dls.oneBatch();
  expect([x instanceof TensorImage, y instanceof TensorCategory, x.shape]).toEqual([
    true,
    true,
    [2, 3, 16, 16],
  ]);
  expect(String(dls.path)).toBe(root);
  const random = await imageDataLoaders.fromFolder(join(root, 'train'), { ...options, validPct: 0.34 });
  expect([random.train.n, random.valid.n]).toEqual([2, 1]);
  await expect(imageDataLoaders.fromFolder(join(root, 'flat'), options)).rejects.toThrow(
    `there are no pictures in the folders 'train' and 'valid' of ${join(root, 'flat')}: name its folders`,
  );
  const given = await imageDataLoaders.fromFolder(root, { ...options, vocab: ['dog', 'cat', 'owl'] });
  expect(given.c).toBe(3);
});

test('from files, labelled by a pattern or a function', async () => {
  const files = await getImageFiles(join(root, 'flat'));
  const all = [
    imageDataLoaders.fromNameRe(root, files, /(.+)_\d+.png$/, { ...options, validPct: 0.25 }),
    imageDataLoaders.fromPathRe(root, files.map(String), /([^/]+)_\d+.png$/, { ...options, validPct: 0.25 }),
    imageDataLoaders.fromNameFunc(root, files, (name) => name.slice(0, 3), { ...options, validPct: 0.25 }),
    imageDataLoaders.fromPathFunc(root, files, (path) => path.stem.slice(0, 3), {
      ...options,
      validPct: 0.25,
    }),
  ];
  for (const dls of await Promise.all(all)) {
    expect([dls.train.n, dls.valid.n, [...dls.vocab]]).toEqual([3, 1, ['cat', 'dog']]);
    expect((await dls.oneBatch())[0].shape).toEqual([2, 3, 16, 16]);
  }
});

test('from a table: one class, several, a number', async () => {
  const table = { ...options, folder: 'flat', suff: '.png', validCol: 'held' };
  const several = await imageDataLoaders.fromCsv(root, { ...table, labelDelim: ' ' });
  const [, tags] = await several.oneBatch();
  expect(tags).toBeInstanceOf(TensorMultiCategory);
  expect([several.valid.n, [...several.vocab], tags.tolist()]).toEqual([
    1,
    ['cat', 'dog', 'pet'],
    [
      [1, 0, 0],
      [1, 0, 1],
    ],
  ]);
  const sizes = await imageDataLoaders.fromCsv(root, {
    ...table,
    labelCol: 'size',
    yBlock: regressionBlock(),
  });
  expect((await sizes.oneBatch())[1].tolist()).toEqual([1.5, 2]);
  const rows = [
    { file: 'flat/cat_1.png', label: 'cat' },
    { file: 'flat/dog_3.png', label: 'dog' },
  ];
  const one = await imageDataLoaders.fromTable(rows, { ...options, path: root, bs: 1 });
  expect([one.c, (await one.oneBatch())[1].tolist()]).toEqual([2, [0]]);
});

test('from a table in the code page of Windows: encoding says so, and without it the row is named', async () => {
  const folder = await temporaryFolder();
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#c33' } })
    .png()
    .toBuffer();
  for (const name of ['1.png', '2.png']) await writeFile(join(folder, name), png);
  // thé and thè, whose last letters are one byte each there.
  await writeFile(
    join(folder, 'labels.csv'),
    Buffer.from('name,label\n1.png,th\xe9\n2.png,th\xe8\n', 'latin1'),
  );
  await expect(imageDataLoaders.fromCsv(folder, { ...options, validPct: 0 })).rejects.toThrow(
    "give encoding: 'windows-1252'",
  );
  const dls = await imageDataLoaders.fromCsv(folder, {
    ...options,
    itemTfms: resize(4),
    validPct: 0,
    encoding: 'windows-1252',
  });
  expect([...dls.vocab]).toEqual(['thè', 'thé']);
});

test.each<[string, (wrong: never) => unknown]>([
  ['fromFolder', (wrong) => imageDataLoaders.fromFolder(root, wrong)],
  ['fromPathFunc', (wrong) => imageDataLoaders.fromPathFunc(root, [], String, wrong)],
  ['fromNameFunc', (wrong) => imageDataLoaders.fromNameFunc(root, [], String, wrong)],
  ['fromPathRe', (wrong) => imageDataLoaders.fromPathRe(root, [], /(.)/, wrong)],
  ['fromNameRe', (wrong) => imageDataLoaders.fromNameRe(root, [], /(.)/, wrong)],
  ['fromLists', async (wrong) => imageDataLoaders.fromLists(root, [], [], wrong)],
  ['fromTable', async (wrong) => imageDataLoaders.fromTable([], wrong)],
  ['fromCsv', (wrong) => imageDataLoaders.fromCsv(root, wrong)],
])('%s tells of an option that there is not', async (name, make) => {
  await expect(make({ valid_pct: 0.2 } as never)).rejects.toThrow(
    `imageDataLoaders.${name} has no option 'valid_pct': did you mean 'validPct'?`,
  );
});

test('fromLists', async () => {
  const files = (await getImageFiles(join(root, 'flat'))).map(String);
  const dls = await imageDataLoaders.fromLists(root, files, ['b', 'b', 'a', 'a'], {
    ...options,
    validPct: 0,
  });
  expect([[...dls.vocab], dls.train.n]).toEqual([['a', 'b'], 4]);
  const numbers = await imageDataLoaders.fromLists(root, files, [1, 2, 3, 4], {
    ...options,
    validPct: 0,
    yBlock: regressionBlock(),
  });
  expect((await numbers.oneBatch())[1].shape).toEqual([2]);
  const guessed = { ...options, bs: 4, validPct: 0 };
  const sizes = await imageDataLoaders.fromLists(root, files, [1, 2.5, 3, 4], guessed);
  const [, size] = await sizes.oneBatch();
  expect([[...size.toTypedArray()].sort(), size.dtype, sizes.c]).toEqual([[1, 2.5, 3, 4], 'float32', 1]);
  const digits = await imageDataLoaders.fromLists(root, files, [7, 3, 3, 7], guessed);
  expect([[...digits.vocab], (await digits.oneBatch())[1].dtype]).toEqual([[3, 7], 'int64']);
  const tagged = await imageDataLoaders.fromLists(root, files, [['a'], ['a', 'b'], [], ['c']], guessed);
  const [, tags] = await tagged.oneBatch();
  expect(tags).toBeInstanceOf(TensorMultiCategory);
  expect([tags.shape, tags.sum(0).tolist()]).toEqual([
    [4, 3],
    [2, 1, 1],
  ]);
  expect(() => imageDataLoaders.fromLists(root, files, ['a'], options)).toThrow(
    '1 label was given for 4 files',
  );
});

test('an unreadable picture is named, or left out', async () => {
  const folder = await temporaryFolder();
  const png = await sharp({ create: { width: 20, height: 16, channels: 3, background: '#c33' } })
    .png()
    .toBuffer();
  for (const name of ['cat_1.png', 'cat_2.png', 'dog_3.png']) await writeFile(join(folder, name), png);
  await writeFile(join(folder, 'dog_4.jpg'), 'no picture at all');
  const files = await getImageFiles(folder);
  const strict = await imageDataLoaders.fromNameRe(folder, files, /(.+)_/, {
    ...options,
    bs: 4,
    validPct: 0,
  });
  await expect(strict.oneBatch()).rejects.toThrow(/^item \d: .*dog_4\.jpg/);
  const lenient = { ...options, bs: 4, validPct: 0, onError: 'skip', dropLast: false } as const;
  const dls = await imageDataLoaders.fromNameRe(folder, files, /(.+)_/, lenient);
  expect((await dls.oneBatch())[0].shape).toEqual([3, 3, 16, 16]);
  expect(dls.train.failures.size).toBe(1);
});

/** Does nothing, but is unknown to those who read whole batches. */
class Unknown extends Transform {
  override order = 99;
  encodes(x: unknown): unknown {
    return x;
  }
}

test('the same batches item by item, batch by batch and with any number of threads', async () => {
  const folder = await temporaryFolder();
  await paperPets(folder, { perBreed: 1, progress: false });
  const files = await getImageFiles(folder);
  const batches = async (itemTfms: TransformLike, threads: number) => {
    const before = pictureThreads();
    setPictureThreads(threads);
    try {
      const settings = { seed: 7, bs: 5, validPct: 0, itemTfms, batchTfms: augTransforms({ size: 48 }) };
      const dls = await imageDataLoaders.fromNameRe(folder, files, /(.+)_\d+.jpg$/, settings);
      const read: { x: Float32Array; y: number[] }[] = [];
      for await (const [x, y] of dls.train) {
        read.push({
          x: Float32Array.from(x.toTypedArray(), Number),
          y: Array.from(y.toTypedArray(), Number),
        });
      }
      return read;
    } finally {
      setPictureThreads(before);
    }
  };
  const random = randomResizedCrop(64, { minScale: 0.3 });
  const first = await batches(random, 1);
  expect(first).toHaveLength(2);
  for (const other of [await batches(random, 3), await batches([random, new Unknown()], 2)]) {
    expect(other.map(({ y }) => y)).toEqual(first.map(({ y }) => y));
    for (const [i, { x }] of other.entries()) {
      const difference = x.reduce(
        (most, value, k) => Math.max(most, Math.abs(value - (first[i]?.x[k] ?? 0))),
        0,
      );
      expect(difference).toBe(0);
    }
  }
});

test.each<[string, () => unknown, string]>([
  [
    'no files',
    () => imageDataLoaders.fromPathFunc(root, null as never, String),
    'a path and a list of files, not null',
  ],
  [
    'a file',
    () => imageDataLoaders.fromNameFunc(root, 'a.jpg', String),
    'a path and a list of files, not a string',
  ],
  [
    'no labels',
    async () => imageDataLoaders.fromLists(root, ['a.jpg'], undefined as never),
    'fromLists takes a path, a list of files and one of labels, not undefined',
  ],
])('%s where a list is wanted', async (_, make, message) => {
  await expect(make()).rejects.toThrow(message);
});
