import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  categoryBlock,
  DataBlock,
  DataLoaders,
  indexSplitter,
  Path,
  Rng,
  revive,
  type Transform,
} from '../../data/index.js';
import { Grid, type Picture } from '../../display/index.js';
import {
  augTransforms,
  brightness,
  contrast,
  flip,
  type IntToFloatTensor,
  rotate,
  saturation,
  setupAugTfms,
} from '../augment/index.js';
import { ToTensor } from '../decode/index.js';
import { presizeOnce } from '../fast-path/index.js';
import { randomCrop, resize } from '../resize/index.js';
import { TensorImage, TensorImageBW, TensorMask } from '../tensors/index.js';
import { imageBlock, maskBlock } from './index.js';

let folder = '';
const size = 60;

/** A bright disc on a dark ground, off the centre; its mask has 1 where the disc is. */
async function disc(file: string, inside: number, outside: number): Promise<void> {
  const data = Uint8Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [(i % size) - 20, Math.floor(i / size) - 35];
    return x * x + y * y < 150 ? inside : outside;
  });
  await sharp(data, { raw: { width: size, height: size, channels: 1 } })
    .png()
    .toFile(file);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onecycle-blocks-'));
  for (const name of ['a', 'b', 'c', 'd']) {
    await disc(join(folder, `${name}.png`), 240, 20);
    await disc(join(folder, `${name}-mask.png`), 1, 0);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a picture and its mask are resized and augmented alike', async () => {
  const block = new DataBlock({
    blocks: [imageBlock(), maskBlock()],
    getItems: () => ['a', 'b', 'c', 'd'],
    getX: (name: string) => new Path(folder, `${name}.png`),
    getY: (name: string) => new Path(folder, `${name}-mask.png`),
    splitter: indexSplitter([0]),
    itemTfms: resize([48, 40]),
    batchTfms: augTransforms({ size: 32, minScale: 0.75, maxLighting: 0 }),
  });
  const dls = await block.dataloaders(folder, { bs: 3, seed: 5 });
  const [x, y] = await dls.oneBatch();
  expect(x).toBeInstanceOf(TensorImage);
  expect(y).toBeInstanceOf(TensorMask);
  expect([x.shape, y.shape, y.dtype]).toEqual([[3, 3, 32, 32], [3, 32, 32], 'int64']);
  const bright = x.select(1, 0).gt(0.5).long();
  const agreement = Number(bright.eq(y).float().mean().item());
  expect(Number(y.float().mean().item())).toBeGreaterThan(0.03);
  expect(agreement).toBeGreaterThan(0.96);
});

test('showBatch lays masks over their pictures and shows all pictures of an item', async () => {
  const getX = (name: string) => new Path(folder, `${name}.png`);
  const mask = (name: string) => new Path(folder, `${name}-mask.png`);
  const common = { splitter: indexSplitter([0]), itemTfms: resize(24) };
  const names = ['a', 'b', 'c', 'd', 'a'];
  const shown = async (block: DataBlock<readonly unknown[]>) => {
    const figure = await (await block.dataloaders(names, { bs: 4 })).showBatch({ nrows: 2, ncols: 2 });
    if (!(figure instanceof Grid)) throw new Error('a grid of pictures was expected');
    const pictures = figure.axes.map(({ title, content }) => ({ title, picture: content as Picture }));
    return { size: [figure.nrows, figure.ncols], pictures };
  };
  const isGrey = ({ data }: Picture) => data.every((value, i) => value === data[i - (i % 3)]);

  const masked = await shown(
    new DataBlock({ blocks: [imageBlock(), maskBlock()], getX, getY: mask, ...common }),
  );
  expect(masked.size).toEqual([2, 2]);
  for (const { title, picture } of masked.pictures) {
    expect([title, isGrey(picture)]).toEqual(['', false]);
    // The dark ground is the background of the mask, and stays as it is.
    expect([...picture.data.subarray(0, 3)]).toEqual([20, 20, 20]);
  }

  const twins = await shown(
    new DataBlock({
      blocks: [imageBlock(), imageBlock(), categoryBlock()],
      nInp: 2,
      getX: [getX, getX],
      getY: String,
      ...common,
      splitter: indexSplitter([]),
    }),
  );
  expect(twins.size).toEqual([2, 4]);
  for (const i of [0, 2, 4, 6]) {
    expect([twins.pictures[i]?.title, twins.pictures[i + 1]?.title]).toEqual([expect.any(String), '']);
    expect(twins.pictures[i]?.picture.data).toEqual(twins.pictures[i + 1]?.picture.data);
    expect(names).toContain(twins.pictures[i]?.title);
  }
});

test('a batch transform replaces those of its own kind alone', () => {
  const names = (batchTfms: readonly Transform[]) =>
    new DataBlock({ blocks: [imageBlock()], batchTfms }).batchTfms.map((t) => t.name);
  expect(names([flip(), rotate(), brightness(), contrast()])).toEqual([
    'IntToFloatTensor',
    'Flip',
    'Rotate',
    'Brightness',
    'Contrast',
  ]);
  expect(names([...augTransforms(), rotate({ maxDeg: 90 })])).toEqual([
    'IntToFloatTensor',
    'Flip',
    'Rotate',
    'Brightness',
  ]);
  const [, last, ...others] = new DataBlock({
    blocks: [imageBlock()],
    batchTfms: [rotate({ maxDeg: 10 }), rotate({ maxDeg: 90 })],
  }).batchTfms;
  expect([last?.settings().affine, others]).toEqual([[expect.objectContaining({ maxDeg: 90 })], []]);
});

test('pictures in shades of grey have one channel', async () => {
  const block = new DataBlock({
    blocks: [imageBlock({ mode: 'L' })],
    getItems: () => ['a', 'b', 'c', 'd'],
    getX: (name: string) => new Path(folder, `${name}.png`),
    splitter: indexSplitter([0]),
    itemTfms: resize(24),
    batchTfms: augTransforms({ size: 16 }),
  });
  const dls = await block.dataloaders(folder, { bs: 3 });
  const [x] = await dls.oneBatch();
  expect(x).toBeInstanceOf(TensorImageBW);
  expect(x.shape).toEqual([3, 1, 16, 16]);
  // Lighting treats grey as a colour picture with three equal channels.
  const lights = [
    brightness({ p: 1, draw: 0.6 }),
    contrast({ p: 1, draw: 1.2 }),
    saturation({ p: 1, draw: 0.5 }),
  ];
  const [light] = setupAugTfms(lights);
  const ctx = { rng: new Rng(1), splitIdx: 0 as const };
  const colours = TensorImage.from(x.expand([3, 3, 16, 16]).contiguous());
  const [grey, same] = [light?.encodes(x, ctx), light?.encodes(colours, ctx)];
  if (!(grey instanceof TensorImageBW && same instanceof TensorImage))
    throw new Error('pictures are expected');
  expect(Number(same.sub(grey).abs().max().item())).toBeLessThan(1e-5);
  expect(Number(x.sub(grey).abs().max().item())).toBeGreaterThan(0.05);
});

test('transforms come back from their descriptions', () => {
  const tfms = [
    ...augTransforms({ size: 16, minScale: 0.5, flipVert: true }),
    resize([10, 20], { method: 'pad' }),
    presizeOnce({ presize: 40, size: 20 }).itemTfms,
    randomCrop(8),
    new ToTensor(),
    ...[imageBlock({ exif: 'rotate' }).typeTfms, imageBlock().batchTfms],
  ];
  for (const tfm of tfms as IntToFloatTensor[]) {
    const again = revive(JSON.parse(JSON.stringify(tfm)));
    expect(again).toBeInstanceOf(tfm.constructor);
    expect(JSON.stringify(again)).toBe(JSON.stringify(tfm));
  }
});

test('options without sense are refused where they are given', () => {
  expect(() => imageBlock({ mode: 'CMYK' as never })).toThrow("mode is 'RGB' or 'L'");
  expect(() => imageBlock({ maxPixels: 0 })).toThrow('maxPixels');
  expect(() => imageBlock({ background: [1, 2] as never })).toThrow('three numbers');
  expect(() => augTransforms({ padMode: 'mirror' as never })).toThrow("no padMode is called 'mirror'");
  expect(() => augTransforms({ size: 0 })).toThrow('positive whole number');
});

test('the codes of masks are the vocabulary, also of an exported file', async () => {
  const block = new DataBlock({
    blocks: [imageBlock(), maskBlock({ codes: ['ground', 'pet'] })],
    getX: (name: string) => new Path(folder, `${name}.png`),
    getY: (name: string) => new Path(folder, `${name}-mask.png`),
    splitter: indexSplitter([0]),
    itemTfms: resize(24),
  });
  const dls = await block.dataloaders(['a', 'b', 'c', 'd'], { bs: 2 });
  expect([[...dls.vocab], dls.c]).toEqual([['ground', 'pet'], 2]);
  const [, y] = await dls.oneBatch();
  expect([y.constructor.name, y.dtype]).toEqual(['TensorMask', 'int64']);
  const copy = DataLoaders.revive(JSON.parse(JSON.stringify(dls)));
  expect([[...copy.vocab], copy.c]).toEqual([['ground', 'pet'], 2]);
});
