import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Tensor, torch } from '@onecycle/torch';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  type BlockLoadersOptions,
  DataBlock,
  type DataLoader,
  type DataLoaders,
  getImageFiles,
  indexSplitter,
  Transform,
  type TransformLike,
} from '../../data/index.js';
import { augTransforms } from '../augment/index.js';
import { type ImageBlockOptions, imageBlock } from '../blocks/index.js';
import { PilImage } from '../decode/index.js';
import { cropPad, randomCrop, randomResizedCrop, resize } from '../resize/index.js';
import type { TensorImage } from '../tensors/index.js';
import { numbered, writeNoise } from '../testing/noise.js';
import { presizeOnce } from './index.js';

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onecycle-cache-'));
  mkdirSync(join(folder, 'all'));
  await writeNoise(join(folder, 'all'), {
    count: 14,
    seed: 5,
    size: (i) => [60 + 9 * i, 150 - 5 * i],
    slope: 7,
    noise: 40,
    name: (i) => numbered(i, i % 5 === 4 ? 'png' : 'jpg'),
    turned: true,
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Options = BlockLoadersOptions<[TensorImage]>;

function loaders(
  itemTfms: TransformLike,
  options: Options = {},
  {
    image = {},
    batchTfms = [],
    from = 'all',
  }: { image?: ImageBlockOptions; batchTfms?: TransformLike; from?: string } = {},
): Promise<DataLoaders<[TensorImage]>> {
  const block = new DataBlock({
    blocks: [imageBlock(image)],
    getItems: getImageFiles,
    splitter: indexSplitter([1, 4, 6, 9]),
    itemTfms,
    batchTfms,
  });
  return block.dataloaders(join(folder, from), { bs: 3, seed: 11, ...options });
}

async function batches(loader: DataLoader<[TensorImage]>): Promise<Tensor[]> {
  const all: Tensor[] = [];
  for await (const [x] of loader) all.push(x);
  return all;
}

/** All batches of so many epochs, of training and validation. */
async function epochs(dls: DataLoaders<[TensorImage]>, n: number): Promise<Tensor[]> {
  const all: Tensor[] = [];
  for (let epoch = 0; epoch < n; epoch++)
    all.push(...(await batches(dls.train)), ...(await batches(dls.valid)));
  return all;
}

function expectSame(some: readonly Tensor[], others: readonly Tensor[]): void {
  expect(some.length).toBe(others.length);
  expect(some.length).toBeGreaterThan(0);
  for (const [i, x] of some.entries()) expect(torch.equal(x, others[i] as Tensor)).toBe(true);
}

test.each([
  ['resize', () => resize(48), {}],
  ['resize, squished', () => resize([30, 40], { method: 'squish' }), {}],
  ['resize, padded and turned', () => resize(50, { method: 'pad' }), { exif: 'rotate' }],
  ['randomResizedCrop', () => randomResizedCrop(32), { exif: 'rotate' }],
  [
    'randomResizedCrop of files that are decoded smaller',
    () => randomResizedCrop(16),
    { scaled: true, exif: 'rotate' },
  ],
  ['resize of files that are decoded smaller', () => resize(16), { scaled: true }],
  ['randomCrop', () => randomCrop(40), {}],
  ['cropPad', () => cropPad(64), {}],
  ['presizeOnce', () => presizeOnce({ presize: 32, size: 24, minScale: 0.6 }).itemTfms, { exif: 'rotate' }],
] as const)('with a cache every epoch has the pictures that it has without: %s', async (_, make, image) => {
  const without = await loaders(make(), {}, { image });
  const cached = await loaders(make(), { cache: 'memory', cacheBytes: 2 ** 28 }, { image });
  expectSame(await epochs(cached, 3), await epochs(without, 3));
  expect(cached.train.cache?.state).toMatchObject({ items: 14, refused: 0 });
});

test.each(['memory', 'device'] as const)(
  'an item that comes from another file each time is read from that: %s',
  async (cache) => {
    const files = readdirSync(join(folder, 'all')).map((name) => join(folder, 'all', name));
    const epochsOf = async (options: Options) => {
      let epoch = 0;
      const block = new DataBlock({
        blocks: [imageBlock()],
        getX: (file: string) => files[(files.indexOf(file) + epoch) % files.length],
        splitter: indexSplitter([]),
        itemTfms: resize([30, 40], { method: 'squish' }),
      });
      const dls = await block.dataloaders(files, { bs: 5, shuffle: false, dropLast: false, ...options });
      const all: Tensor[] = [];
      for (; epoch < 3; epoch++) all.push(...(await batches(dls.train)));
      return all;
    };
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    expectSame(await epochsOf({ cache }), await epochsOf({}));
    vi.restoreAllMocks();
  },
);

/** Squished in validation as in training, turned around or not: the same rows each time. */
const fixed = () => resize([30, 40], { method: 'squish' });

test('rows that stay on the device are those that are read', async () => {
  for (const options of [{}, { shuffle: true, dropLast: false }, { onError: 'skip' }] as const) {
    const cached = await loaders(fixed(), { ...options, cache: 'device' });
    expectSame(await epochs(cached, 3), await epochs(await loaders(fixed(), options), 3));
    expect(cached.train.cache?.state).toMatchObject({ items: 14, bytes: 14 * 3 * 30 * 40, refused: 0 });
  }
});

test('rows that find no room on the device are read anew; items that come twice are kept once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    const cacheBytes = 7 * 3 * 30 * 40;
    const options: Options = { weights: Array.from({ length: 10 }, (_, i) => (i < 5 ? 1 : 0)), valBs: 4 };
    const cached = await loaders(fixed(), { ...options, cache: 'device', cacheBytes });
    expectSame(await epochs(cached, 3), await epochs(await loaders(fixed(), options), 3));
    expect(cached.train.cache?.state.bytes).toBeLessThanOrEqual(cacheBytes);
    // Room for seven of the ten training items, of which five are drawn; none is left for validation.
    expect(cached.train.cache?.state.items).toBe(5);
    expect(String(warn.mock.calls[0])).toMatch(/the cache is full: .* hold [45] items/);
  } finally {
    warn.mockRestore();
  }
});

test('no tensor is left over of what stays on the device', async () => {
  const cached = await loaders(fixed(), { cache: 'device' });
  const pass = async () => {
    for (const x of await epochs(cached, 1)) x.dispose();
    return torch.memory().tensors;
  };
  const first = await pass();
  expect(await pass()).toBe(first);
});

test('later epochs read no file, in any order and with any seed; what follows is as without', async () => {
  const augmented = { batchTfms: augTransforms({ size: 24, minScale: 0.75 }) };
  const without = await loaders(resize(48), {}, augmented);
  const expected = await epochs(without, 2);
  without.train.seed = 99;
  expected.push(...(await batches(without.train)));

  mkdirSync(join(folder, 'going'));
  for (const name of readdirSync(join(folder, 'all')))
    copyFileSync(join(folder, 'all', name), join(folder, 'going', name));
  const cached = await loaders(resize(48), { cache: 'memory' }, { ...augmented, from: 'going' });
  const first = await epochs(cached, 1);
  // dropLast leaves items out of an epoch: all are read before the files go.
  for await (const [x] of cached.train.new({ dropLast: false })) x.dispose();
  for (const name of readdirSync(join(folder, 'going'))) rmSync(join(folder, 'going', name));
  const rest = await epochs(cached, 1);
  cached.train.seed = 99;
  rest.push(...(await batches(cached.train)));
  expectSame([...first, ...rest], expected);
});

test('what the budget has no room for is read anew, and a warning says so once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    const cacheBytes = 3 * 48 * 48 * 3 + 100_000;
    const cached = await loaders(resize(48), { cache: 'memory', cacheBytes });
    expectSame(await epochs(cached, 3), await epochs(await loaders(resize(48)), 3));
    const { items = 0, bytes = 0, refused = 0 } = cached.train.cache?.state ?? {};
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(cacheBytes);
    expect(items).toBeLessThan(14);
    expect(refused).toBeGreaterThan(0);
    expect(warn.mock.calls).toHaveLength(1);
    expect(String(warn.mock.calls[0])).toMatch(
      /the cache is full: .* hold \d+ items.*cacheBytes.*resizeImages/,
    );
    // One budget for both sets.
    expect(cached.valid.cache).toBe(cached.train.cache);
  } finally {
    warn.mockRestore();
  }
});

test('items that cannot be read are left out as without, and are not kept', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    mkdirSync(join(folder, 'some'));
    for (const [i, name] of readdirSync(join(folder, 'all')).entries())
      if (i % 3 === 0) writeFileSync(join(folder, 'some', name), 'no picture');
      else copyFileSync(join(folder, 'all', name), join(folder, 'some', name));
    const options: Options = { onError: 'skip' };
    const without = await loaders(resize(48), options, { from: 'some' });
    const cached = await loaders(resize(48), { ...options, cache: 'memory' }, { from: 'some' });
    expectSame(await epochs(cached, 3), await epochs(without, 3));
    expect([...cached.train.failures.keys()].sort()).toEqual([...without.train.failures.keys()].sort());
    expect(cached.train.cache?.state.refused).toBe(0);
  } finally {
    warn.mockRestore();
  }
});

test('a pass that begins in the middle has the same batches, whether or not they are kept', async () => {
  const without = await loaders(resize(48));
  const cached = await loaders(resize(48), { cache: 'memory' });
  const from = async (loader: DataLoader<[TensorImage]>, start: number) => {
    const all: Tensor[] = [];
    for await (const [x] of loader.iterate({ start })) all.push(x);
    return all;
  };
  expectSame(await from(cached.train, 2), await from(without.train, 2));
  expectSame(await from(cached.train, 0), await from(without.train, 0));
});

test('a resize that takes the place of another finds nothing of the first; other loaders share what is kept', async () => {
  const cached = await loaders(resize(48, { method: 'squish' }), { cache: 'memory' });
  await epochs(cached, 1);
  const again = cached.valid.new({ bs: 1 });
  expect(again.cache).toBe(cached.valid.cache);
  const { items } = cached.valid.cache?.state ?? {};
  await batches(again);
  expect(cached.valid.cache?.state.items).toBe(items);

  const other = cached.valid.new<[TensorImage]>({ afterItem: (await loaders(resize(20))).valid.afterItem });
  expectSame(await batches(other), await batches((await loaders(resize(20))).valid));
  expectSame(
    await batches(cached.valid),
    await batches((await loaders(resize(48, { method: 'squish' }))).valid),
  );
});

test('new items are not kept, and nothing of a cache is exported', async () => {
  const cached = await loaders(resize(48), { cache: 'memory' });
  const files = await getImageFiles(join(folder, 'all'));
  const test = cached.testDl(files);
  expect(test.cache).toBeUndefined();
  expectSame(await batches(test), await batches((await loaders(resize(48))).testDl(files)));
  expect(cached.train.cache?.state.items ?? 0).toBe(0);
  expect(JSON.stringify(cached)).not.toContain('cache');
});

test('what makes no sense is refused with a sentence', async () => {
  class Mine extends Transform<PilImage, PilImage> {
    override order = 3;
    override accepts(x: unknown): x is PilImage {
      return x instanceof PilImage;
    }
    encodes(x: PilImage): PilImage {
      return x;
    }
  }
  const mine = await loaders([resize(48), new Mine()], { cache: 'memory' });
  await expect(mine.train.oneBatch()).rejects.toThrow(/pictures that are read in whole batches.*batchTfms/);
  await expect((await loaders(resize(48), { cache: 'device' })).train.oneBatch()).rejects.toThrow(
    /another part is cut out of each.*cache: 'memory'.*squish/,
  );
  await expect(loaders(resize(48), { cache: 'disk' as 'memory' })).rejects.toThrow(
    `cache is 'memory', 'device' or false, not "disk"`,
  );
  await expect(loaders(resize(48), { cacheBytes: 100 })).rejects.toThrow("add cache: 'memory'");
  await expect(loaders(resize(48), { cache: 'memory', cacheBytes: -1 })).rejects.toThrow(
    'whole number of bytes',
  );
});
