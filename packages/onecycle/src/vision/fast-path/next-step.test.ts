import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Tensor, torch } from '@onecycle/torch';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  type BlockLoadersOptions,
  DataBlock,
  type DataLoader,
  getImageFiles,
  indexSplitter,
  Transform,
  type TransformLike,
} from '../../data/index.js';
import { augTransforms, brightness, normalize, setupAugTfms, warp } from '../augment/index.js';
import { imageBlock, maskBlock } from '../blocks/index.js';
import { randomResizedCrop, resize } from '../resize/index.js';
import { TensorImage } from '../tensors/index.js';
import { numbered, writeNoise } from '../testing/noise.js';
import { presizeOnce } from './index.js';

let folder = '';

/** JPEGs, and among them pictures of another format, which are decoded by themselves. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onecycle-next-'));
  for (const [name, others] of [
    ['jpeg', 0],
    ['mixed', 3],
  ] as const) {
    mkdirSync(join(folder, name));
    await writeNoise(join(folder, name), {
      count: 13,
      seed: 8,
      size: (i) => [70 + 7 * i, 140 - 6 * i],
      slope: 5,
      noise: 60,
      name: (i) => numbered(i, others > 0 && i % others === 1 ? 'png' : 'jpg'),
      turned: true,
    });
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stats = normalize([
  [0.4, 0.5, 0.3],
  [0.2, 0.25, 0.3],
]);

class Darker extends Transform<TensorImage> {
  override order = 5;
  override accepts(x: unknown): x is TensorImage {
    return x instanceof TensorImage;
  }
  encodes(x: TensorImage): Tensor {
    return x.div(2, { roundingMode: 'floor' }).byte();
  }
}

interface Way {
  itemTfms: TransformLike;
  batchTfms: TransformLike;
  options?: BlockLoadersOptions<[TensorImage]>;
}

const ways: [name: string, inOneCall: boolean, way: () => Way][] = [
  [
    'the chapter',
    true,
    () => ({ itemTfms: resize(48), batchTfms: [...augTransforms({ size: 24, minScale: 0.75 }), stats] }),
  ],
  [
    'its cached pictures',
    true,
    () => ({ itemTfms: resize(48), batchTfms: augTransforms({ size: 24 }), options: { cache: 'memory' } }),
  ],
  ['presizeOnce', true, () => presizeOnce({ presize: 48, size: 24, minScale: 0.6 })],
  ['randomResizedCrop', true, () => ({ itemTfms: randomResizedCrop(32), batchTfms: [stats] })],
  [
    'padded, shrunk pictures',
    true,
    () => ({ itemTfms: resize(64, { method: 'pad' }), batchTfms: augTransforms({ size: 8 }) }),
  ],
  [
    'maps that fold',
    false,
    () => ({
      itemTfms: resize(20),
      batchTfms: setupAugTfms([warp({ magnitude: 1.9, p: 1 }), brightness({ p: 1 })]),
    }),
  ],
  ['a step of the user before', false, () => ({ itemTfms: resize(20), batchTfms: [new Darker(), stats] })],
  ['nothing but the conversion', false, () => ({ itemTfms: resize(20), batchTfms: [] })],
];

async function loaders({ itemTfms, batchTfms, options }: Way, from: string, more: Way['options'] = {}) {
  const block = new DataBlock({
    blocks: [imageBlock({ exif: 'rotate' })],
    getItems: getImageFiles,
    splitter: indexSplitter([1, 4, 6, 9]),
    itemTfms,
    batchTfms,
  });
  return block.dataloaders(join(folder, from), { bs: 4, seed: 11, dropLast: false, ...options, ...more });
}

async function batches(loader: DataLoader<[TensorImage]>, start = 0): Promise<TensorImage[]> {
  const all: TensorImage[] = [];
  for await (const [x] of loader.iterate({ start })) all.push(x);
  return all;
}

function expectSame(some: readonly Tensor[], others: readonly Tensor[]): void {
  expect(some.length).toBe(others.length);
  expect(some.length).toBeGreaterThan(0);
  for (const [i, x] of some.entries()) {
    const other = others[i] as Tensor;
    expect(x).toBeInstanceOf(TensorImage);
    expect([x.dtype, x.shape]).toEqual([other.dtype, other.shape]);
    expect(torch.equal(x, other)).toBe(true);
  }
}

/** Where items may be left out, what a batch consists of is known late: there the batch transforms follow in a call of their own. */
test.each(ways)(
  'what is read and augmented in one call has the values of two calls: %s',
  async (_, inOneCall, way) => {
    const called = vi.spyOn(torch, 'callAsync');
    try {
      for (const from of ['jpeg', 'mixed']) {
        const together = await loaders(way(), from);
        const apart = await loaders(way(), from, { onError: 'skip' });
        for (let epoch = 0; epoch < 2; epoch++) {
          called.mockClear();
          expectSame(await batches(together.train), await batches(apart.train));
          const alone = called.mock.calls.filter(([name]) => name === 'onecycle::augment_drawn').length;
          if (inOneCall) expect(alone).toBe(3); // of the pass that may leave items out
          expectSame(await batches(together.valid), await batches(apart.valid));
        }
        const whole = await batches(together.train);
        together.train.epoch--;
        expectSame(await batches(together.train, 1), whole.slice(1));
      }
    } finally {
      called.mockRestore();
    }
  },
);

test.each([
  ['behind the others', () => stats],
  ['before them', () => new Darker()],
])('a transform that is added during a pass counts from the next one on: %s', async (_, added) => {
  for (const onError of ['throw', 'skip'] as const) {
    const way = (): Way => ({ itemTfms: resize(48), batchTfms: augTransforms({ size: 24 }) });
    const [changed, without] = [await loaders(way(), 'jpeg', { onError }), await loaders(way(), 'jpeg')];
    const all: TensorImage[] = [];
    for await (const [x] of changed.train) {
      if (all.push(x) === 1) changed.addTfms(added(), 'afterBatch');
    }
    expectSame(all, await batches(without.train));
    without.addTfms(added(), 'afterBatch');
    expectSame(await batches(changed.train), await batches(without.train));
  }
});

test('a mask goes with its picture, and no tensor is left over', async () => {
  const masks = async (options: BlockLoadersOptions<[TensorImage, Tensor]>) => {
    const block = new DataBlock({
      blocks: [imageBlock(), maskBlock()],
      getItems: getImageFiles,
      splitter: indexSplitter([1, 4]),
      itemTfms: resize(32),
      batchTfms: augTransforms({ size: 16 }),
    });
    return block.dataloaders(join(folder, 'mixed'), { bs: 4, seed: 3, ...options });
  };
  const [together, apart] = [await masks({}), await masks({ onError: 'skip' })];
  const all = async (loader: DataLoader<[TensorImage, Tensor]>) => {
    const found: (readonly Tensor[])[] = [];
    for await (const batch of loader) found.push(batch);
    return found;
  };
  const [some, others] = [await all(together.train), await all(apart.train)];
  expect(some.length).toBeGreaterThan(1);
  for (const [i, members] of some.entries())
    for (const [k, member] of members.entries())
      expect(torch.equal(member, others[i]?.[k] as Tensor)).toBe(true);
  const pass = async () => {
    for (const members of await all(together.train)) for (const member of members) member.dispose();
    return torch.memory().tensors;
  };
  const first = await pass();
  expect(await pass()).toBe(first);
});

test('a file that cannot be read ends the pass, and names it', async () => {
  mkdirSync(join(folder, 'bad'));
  const image = await sharp({ create: { width: 50, height: 40, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  for (let i = 0; i < 12; i++)
    writeFileSync(join(folder, 'bad', `${i}.jpg`), i === 5 ? image.subarray(0, 150) : image);
  const dls = await loaders({ itemTfms: resize(20), batchTfms: augTransforms() }, 'bad');
  await expect(batches(dls.train)).rejects.toThrow(/5\.jpg/);
});
