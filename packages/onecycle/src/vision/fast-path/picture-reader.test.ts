import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Tensor, torch } from '@onecycle/torch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataBlock, getImageFiles, indexSplitter, Transform, type TransformLike } from '../../data/index.js';
import { augTransforms } from '../augment/index.js';
import { imageBlock } from '../blocks/index.js';
import { decodeOptions, PilImage } from '../decode/index.js';
import { pictureThreads, setPictureThreads } from '../native/index.js';
import {
  cropPad,
  RandomCrop,
  type ResizePlan,
  randomCrop,
  randomResizedCrop,
  resize,
} from '../resize/index.js';
import { TensorImage } from '../tensors/index.js';
import { numbered, writeNoise } from '../testing/noise.js';
import { openPictures } from './headers.js';
import { presizeOnce } from './index.js';

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onecycle-reader-'));
  await writeNoise(folder, {
    count: 12,
    seed: 2,
    size: (i) => [40 + 7 * i, 90 - 3 * i],
    slope: 5,
    noise: 40,
    name: (i) => numbered(i, i % 4 === 3 ? 'png' : 'jpg'),
  });
});

afterAll(() => {
  setPictureThreads(torch.getNumThreads());
  rmSync(folder, { recursive: true, force: true });
});

/** Plans otherwise than what it extends, which native threads know. */
class Corner extends RandomCrop {
  override plan(): ResizePlan {
    const { fixedSize: output } = this;
    return {
      box: { left: 3, top: 5, ...output },
      resized: output,
      offset: { x: 0, y: 0 },
      output,
      padMode: 'zeros',
    };
  }
}

/** Changes nothing, and no fast path knows it: with it, items go one by one. */
class Nothing extends Transform<PilImage, PilImage> {
  override order = 3;
  override accepts(x: unknown): x is PilImage {
    return x instanceof PilImage;
  }
  encodes(x: PilImage): PilImage {
    return x;
  }
}

async function epoch(itemTfms: TransformLike, batchTfms: TransformLike = []): Promise<Tensor> {
  const block = new DataBlock({
    blocks: [imageBlock()],
    getItems: getImageFiles,
    splitter: indexSplitter([0]),
    itemTfms,
    batchTfms,
  });
  const dls = await block.dataloaders(folder, { bs: 4, seed: 9 });
  const batches: Tensor[] = [];
  for await (const [x] of dls.train) batches.push(x);
  for await (const [x] of dls.valid) batches.push(x);
  return torch.cat(batches);
}

test.each([
  ['resize', () => resize(32)],
  ['resize, padded', () => resize([30, 50], { method: 'pad' })],
  ['resize, squished', () => resize([30, 50], { method: 'squish' })],
  ['randomResizedCrop', () => randomResizedCrop(24)],
  [
    'randomResizedCrop, of small parts',
    () => randomResizedCrop([20, 33], { minScale: 0.02, ratio: [0.3, 3] }),
  ],
  ['randomResizedCrop, too wide', () => randomResizedCrop(24, { minScale: 0.9, ratio: [4, 5], valXtra: 1 })],
  ['randomCrop', () => randomCrop(20)],
  ['randomCrop, larger than most', () => randomCrop([95, 100])],
  ['cropPad', () => cropPad([60, 101], { padMode: 'reflection' })],
  ['a resize of one’s own', () => new Corner(20)],
  // Larger files would be decoded smaller, which single pictures are not.
  ['presizeOnce', () => presizeOnce({ presize: 48, size: 48, minScale: 0.75 }).itemTfms],
] as const)('whole batches and single items give the same pixels: %s', async (_, make) => {
  const whole = await epoch(make());
  const single = await epoch([make(), new Nothing()]);
  expect(whole.shape).toEqual(single.shape);
  expect(Number(whole.sub(single).abs().max().item())).toBe(0);
});

test('the same seed gives the same pictures at any number of threads', async () => {
  const run = (threads: number) => {
    setPictureThreads(threads);
    return epoch(resize(48), augTransforms({ size: 24, minScale: 0.75 }));
  };
  const one = await run(1);
  expect((await run(3)).equal(one)).toBe(true);
  expect(pictureThreads()).toBe(3);
});

test('no tensor is left over after an epoch', async () => {
  const block = new DataBlock({
    blocks: [imageBlock()],
    getItems: getImageFiles,
    splitter: indexSplitter([0]),
    itemTfms: resize(32),
  });
  const dls = await block.dataloaders(folder, { bs: 4 });
  const pass = async () => {
    for await (const [x] of dls.train) x.dispose();
    return torch.memory().tensors;
  };
  const first = await pass();
  expect(await pass()).toBe(first);
});

test('a picture that an item transform cannot take names its file', async () => {
  const block = new DataBlock({
    blocks: [imageBlock()],
    getItems: getImageFiles,
    splitter: indexSplitter([0]),
    itemTfms: presizeOnce({ presize: 64, size: 32, maxWarp: 1000, pAffine: 1 }).itemTfms,
  });
  const dls = await block.dataloaders(folder, { bs: 4 });
  await expect(dls.train.oneBatch()).rejects.toThrow(/\d\d\.(jpg|png).*folds the picture over/s);
});

test('presizeOnce shows the same part of the picture as presizing and augmenting in steps', async () => {
  const still = { doFlip: false, pAffine: 0, maxLighting: 0 };
  const once = await epoch(presizeOnce({ presize: 64, size: 32, ...still }).itemTfms);
  const steps = await epoch(resize(64), augTransforms({ size: 32, ...still }));
  expect(once.shape).toEqual(steps.shape);
  expect(once.dtype).toBe('float32');
  expect(Number(once.sub(steps).abs().mean().item())).toBeLessThan(0.06);
  const shifted = once.roll([3], [3]);
  expect(Number(shifted.sub(steps).abs().mean().item())).toBeGreaterThan(
    2 * Number(once.sub(steps).abs().mean().item()),
  );
});

test('files much larger than needed can be decoded smaller: nearly the same picture', async () => {
  const load = async (scaled: boolean) => {
    const block = new DataBlock({
      blocks: [imageBlock({ scaled })],
      getItems: getImageFiles,
      splitter: indexSplitter([0]),
      itemTfms: resize(16),
    });
    const dls = await block.dataloaders(folder, { bs: 11, seed: 3 });
    return (await dls.train.oneBatch())[0];
  };
  const [whole, scaled] = [await load(false), await load(true)];
  const difference = whole.sub(scaled).abs();
  expect(Number(difference.max().item())).toBeGreaterThan(0);
  expect(Number(difference.mean().item())).toBeLessThan(0.04);
});

test('pictures show themselves, as items and as tensors', async () => {
  const picture = await PilImage.create(join(folder, '00.jpg'));
  expect(String(picture)).toBe('PilImage mode=RGB size=40x90');
  const shown = picture.toPicture();
  expect([shown.width, shown.height, shown.data.length]).toEqual([40, 90, 3 * 40 * 90]);
  const floats = TensorImage.from(picture.float().div(255));
  expect(floats.toPicture().data).toEqual(shown.data);
  expect(await floats.show().png()).toBeInstanceOf(Uint8Array);
});

test('pictures that had to be decoded come in parts that memory can hold', async () => {
  const pixmap = Buffer.concat([Buffer.from('P6\n10 10\n255\n'), Buffer.alloc(300, 7)]);
  const sources = [pixmap, join(folder, '00.jpg'), Buffer.from('none'), pixmap, pixmap, pixmap, pixmap];
  setPictureThreads(1);
  const sizes: [start: number, length: number][] = [];
  for await (const { start, pictures } of openPictures(sources, decodeOptions(), 500)) {
    sizes.push([start, pictures.length]);
    for (const [i, picture] of pictures.entries()) {
      expect(picture instanceof Error).toBe(sources[start + i]?.length === 4);
      if (!(picture instanceof Error)) picture.pixels?.dispose();
    }
  }
  expect(sizes).toEqual([
    [0, 4],
    [4, 2],
    [6, 1],
  ]);
});
