import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import {
  ArchivedPicture,
  categoryBlock,
  DataBlock,
  Datasets,
  getImageFiles,
  multiCategoryBlock,
  Path,
  writeShards,
} from '../../data/index.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { augTransforms, imageBlock, paperPets, presizeOnce, verifyImages } from '../index.js';
import { resize } from '../resize/index.js';
import { imageDataLoaders } from './image-data-loaders.js';

const folder = await temporaryFolder();
const inFolder = (name: string) => join(folder, name);
const train = inFolder('shards/train-{000000..000002}.tar');
const valid = inFolder('shards/valid-000000.tar');
const breed = (file: Path) => file.name.replace(/_\d+\..*$/, '');
let files: Path[] = [];

beforeAll(async () => {
  await paperPets(folder, { perBreed: 4, progress: false });
  files = [...(await getImageFiles(inFolder('images')))];
  // Not only JPEGs, which take another way.
  const [first] = files;
  if (!first) throw new Error('no pictures');
  const png = new Path(folder, 'images', `${breed(first)}_9.png`);
  await sharp(String(first)).png().toFile(String(png));
  files = [...files, png];
  const items = files.map((file) => ({ file, label: breed(file) }));
  const parts = [
    { name: 'train', items: items.filter((_, i) => i % 4 > 0 || i === files.length - 1) },
    { name: 'valid', items: items.filter((_, i) => i % 4 === 0 && i !== files.length - 1) },
  ];
  await writeShards(parts, inFolder('shards'), { maxCount: 15, progress: false });
});

const options = { bs: 6, seed: 3, valid, batchTfms: augTransforms({ size: 24 }) };
const itemsOf = ({ dataset }: { dataset: unknown }) =>
  dataset instanceof Datasets ? dataset.items.filter((item) => item instanceof ArchivedPicture) : [];

test.each([
  ['resized', resize(32)],
  ['presized once', presizeOnce({ presize: 40, size: 32 }).itemTfms],
])('pictures from shards are those of the files to the bit: %s', async (_, itemTfms) => {
  const dls = await imageDataLoaders.fromShards(train, { ...options, itemTfms });
  expect([dls.train.n, dls.valid.n, dls.c]).toEqual([37, 12, 12]);
  const source = (name: string) => files.find((file) => file.name === name) ?? new Path('none');
  const same = [...itemsOf(dls.train), ...itemsOf(dls.valid)].map(({ name }) => source(name));
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    splitter: () => [[...Array(37).keys()], []],
    getY: breed,
    itemTfms,
    batchTfms: options.batchTfms,
  });
  const plain = await block.dataloaders(same, { bs: 6, seed: 3 });
  dls.train.getIdxs = () => [...Array(37).keys()];
  plain.train.getIdxs = () => [...Array(37).keys()];
  const theirs = plain.train[Symbol.asyncIterator]();
  for await (const [x, y] of dls.train) {
    const next = await theirs.next();
    if (next.done) break;
    expect(x.equal(next.value[0])).toBe(true);
    expect(y.equal(next.value[1])).toBe(true);
  }
  await theirs.return();
});

test('shards come in random order, each once, and their samples through a buffer; a pass goes on where it was left', async () => {
  const dls = await imageDataLoaders.fromShards(train, {
    ...options,
    itemTfms: resize(32),
    shuffleBuffer: 4,
  });
  const places = itemsOf(dls.train).map(({ archive }) => archive);
  dls.train.epoch = 5;
  const order = [...dls.train.getIdxs()];
  expect([...order].sort((a, b) => a - b)).toEqual([...Array(37).keys()]);
  expect([...dls.train.getIdxs()]).toEqual(order);
  dls.train.epoch = 6;
  expect([...dls.train.getIdxs()]).not.toEqual(order);
  // Never more shards at a time than the buffer can span.
  for (let i = 0; i + 4 < order.length; i++)
    expect(new Set(order.slice(i, i + 4).map((index) => places[index])).size).toBeLessThanOrEqual(3);
  const inOrder = [...Array(37).keys()];
  expect(order).not.toEqual(inOrder);
  // Of two processes each has shards of its own, but for the one in the middle.
  const of = (rank: number) => {
    const shared = [...dls.train.getIdxs({ rank, size: 2 })];
    return shared.filter((_, i) => Math.floor(i / 6) % 2 === rank && i < 36);
  };
  const [first, second] = [of(0), of(1)];
  expect(new Set([...first, ...second]).size).toBe(36);
  const archives = (part: number[]) => new Set(part.map((index) => places[index]));
  const both = [...archives(first)].filter((archive) => archives(second).has(archive));
  expect(both.length).toBeLessThanOrEqual(1);
  const read = async (start: number, rank = 0, size = 1) => {
    dls.train.epoch = 7;
    const found: number[] = [];
    for await (const [x] of dls.train.iterate({ start, shard: { rank, size } }))
      found.push(Number(x.sum().item()));
    return found;
  };
  for (const [rank, size] of [
    [0, 1],
    [1, 2],
  ] as const)
    expect(await read(1, rank, size)).toEqual((await read(0, rank, size)).slice(1));
});

test('a part of the samples for validation: each is in one set, in the order of the shards', async () => {
  const { valid: _, ...rest } = options;
  const dls = await imageDataLoaders.fromShards(train, { ...rest, validPct: 0.25, itemTfms: resize(32) });
  const [training, validation] = [itemsOf(dls.train), itemsOf(dls.valid)].map((items) => items.map(String));
  expect([training?.length, validation?.length]).toEqual([28, 9]);
  expect(new Set([...(training ?? []), ...(validation ?? [])]).size).toBe(37);
  await expect(imageDataLoaders.fromShards(train, { ...options, validPct: 0.2 })).rejects.toThrow('not both');
});

test('numbers of classes get their names, and labels that fit nothing are refused', async () => {
  const some = { ...options, itemTfms: resize(32), label: 'cls' };
  const numbers = await imageDataLoaders.fromShards(train, some);
  expect([...numbers.vocab]).toEqual([...Array(12).keys()]);
  const names = [...'abcdefghijkl'];
  const named = await imageDataLoaders.fromShards(train, { ...some, vocab: names });
  expect([...named.vocab]).toEqual(names);
  expect((await named.oneBatch())[1].dtype).toBe('int64');
  await expect(imageDataLoaders.fromShards(train, { ...some, vocab: ['a', 'b'] })).rejects.toThrow(
    /\.tar\/.* is of class \d+, and vocab names 2 classes/,
  );
  const one = inFolder('shards/train-000000.tar');
  await expect(
    imageDataLoaders.fromShards(one, { ...options, valid: train.replace('0..', '1..') }),
  ).rejects.toThrow(/\.tar\/.* is of the class "\w+", which no training shard has/);
  await expect(
    imageDataLoaders.fromShards(train, {
      ...some,
      label: 'json.file',
      yBlock: multiCategoryBlock(),
      valid: one,
    }),
  ).rejects.toThrow('several labels were expected');
  await expect(imageDataLoaders.fromShards(train, { lable: 'cls' } as never)).rejects.toThrow(
    "did you mean 'label'",
  );
});

test('a picture that cannot be decoded is named with its shard, or left out', async () => {
  const bad = inFolder(`${breed(files[0] as Path)}_99.jpg`);
  await writeFile(bad, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
  const items = [...files.slice(0, 7), new Path(bad)].map((file) => ({ file, label: breed(file) }));
  await writeShards([{ name: 'bad', items }], inFolder('bad'), { progress: false });
  const shard = inFolder('bad/bad-000000.tar');
  const some = { bs: 4, validPct: 0, itemTfms: resize(32), dropLast: false, shuffle: false };
  const dls = await imageDataLoaders.fromShards(shard, some);
  const pass = async (loaders: typeof dls) => {
    let n = 0;
    for await (const [x] of loaders.train) n += x.shape[0] ?? 0;
    return n;
  };
  await expect(pass(dls)).rejects.toThrow(
    new RegExp(
      `${shard}/.*_99.jpg.*Write ${shard} anew without it, or leave out what cannot be read with onError`,
    ),
  );
  const skipping = await imageDataLoaders.fromShards(shard, { ...some, onError: 'skip' });
  skipping.train.whenLeftOut = () => undefined;
  expect(await pass(skipping)).toBe(7);
  const damaged = await verifyImages(itemsOf(dls.train), { progress: false });
  expect(damaged.map(({ file }) => file)).toEqual([expect.stringContaining('_99.jpg')]);
});
