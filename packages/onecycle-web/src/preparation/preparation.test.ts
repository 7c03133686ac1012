import { join } from 'node:path';
import * as oc from 'onecycle';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../onecycle/src/testing/temporary.js';
import { Pixels, preparationOf, prepared } from './index.js';

const sizes = [
  [97, 64],
  [64, 211],
  [50, 50],
  [640, 413],
  [23, 31],
] as const;
const files: string[] = [];
const pictures: Pixels[] = [];
let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  let state = 1;
  for (const [width, height] of sizes) {
    // Waves with some noise: smooth parts and hard edges.
    const data = Uint8ClampedArray.from({ length: 3 * width * height }, (_, i) => {
      state = (state * 48271) % 2147483647;
      const x = Math.floor(i / 3) % width;
      return 128 + 90 * Math.sin(x / 7 + i / (31 * width)) + (state % 60) - 30;
    });
    const file = join(folder, `${width}x${height}.png`);
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(file);
    files.push(file);
    pictures.push(new Pixels(data, width, height));
  }
});

type Tfms = Pick<oc.ImageDataLoadersOptions, 'itemTfms' | 'batchTfms'>;

/** What validation makes of the pictures, in numbers of 0 … 255, and what is written of it into a file. */
async function validated(tfms: Tfms): Promise<{ numbers: number[][]; transforms: unknown }> {
  const labels = files.map((_, i) => `class ${i % 2}`);
  const dls = await oc.imageDataLoaders.fromLists(folder, files, labels, { ...tfms, bs: 2, validPct: 0.4 });
  const transforms = JSON.parse(
    JSON.stringify({
      input: new oc.Pipeline(),
      afterItem: dls.train.afterItem,
      beforeBatch: dls.train.beforeBatch,
      afterBatch: dls.afterBatch,
    }),
  );
  const test = dls.testDl(files);
  const numbers: number[][] = [];
  for await (const [x] of test)
    for (let i = 0; i < x.size(0); i++)
      numbers.push(
        Array.from(x.select(0, i).permute([1, 2, 0]).mul(255).contiguous().toTypedArray(), Number),
      );
  return { numbers, transforms };
}

const squares = (options: oc.ResizeOptions = {}): Tfms => ({ itemTfms: oc.resize(48, options) });
const bilinear = ['bilinear', 'nearest'] as const;

describe('pictures are brought to size as validation does it, to the bit', () => {
  test.each<[string, Tfms]>([
    ['crop', squares()],
    ['pad, reflected', squares({ method: 'pad' })],
    ['pad, black', squares({ method: 'pad', padMode: 'zeros' })],
    ['pad, the edge', squares({ method: 'pad', padMode: 'border' })],
    ['squish to another shape', { itemTfms: oc.resize([40, 60], { method: 'squish' }) }],
    ['nearest', squares({ resamples: ['nearest', 'nearest'] })],
    ['box', squares({ resamples: ['box', 'nearest'] })],
    ['hamming', squares({ resamples: ['hamming', 'nearest'] })],
    ['bicubic', squares({ resamples: ['bicubic', 'nearest'] })],
    ['lanczos', squares({ resamples: ['lanczos', 'nearest'] })],
    ['the picture at its own size', { itemTfms: oc.resize(50) }],
    ['randomResizedCrop', { itemTfms: oc.randomResizedCrop(48, { resamples: bilinear }) }],
    ['cropPad', { itemTfms: oc.cropPad([30, 70], { padMode: 'reflection' }) }],
    ['randomCrop', { itemTfms: oc.randomCrop(60) }],
    ['two in turn', { itemTfms: [oc.flipItem(), oc.resize(64), oc.cropPad(48)] }],
  ])('%s', async (_, tfms) => {
    const { numbers, transforms } = await validated(tfms);
    const preparation = preparationOf(transforms);
    for (const [i, picture] of pictures.entries())
      expect(Array.from(prepared(picture, preparation)), files[i]).toEqual(numbers[i]?.map(Math.round));
  });
});

describe('what is sampled on the device, which keeps fractions, to the nearest byte; presizeOnce to one level', () => {
  const chapter = oc.resize(96);
  const byte = 0.501;
  test.each<[string, number, Tfms]>([
    ['the presizing of the chapter', byte, { itemTfms: chapter, batchTfms: oc.augTransforms({ size: 44 }) }],
    ['minScale', byte, { itemTfms: chapter, batchTfms: oc.augTransforms({ size: 48, minScale: 0.75 }) }],
    ['larger', byte, { itemTfms: chapter, batchTfms: oc.augTransforms({ size: 120 }) }],
    ['another shape', byte, { itemTfms: chapter, batchTfms: oc.augTransforms({ size: [40, 70] }) }],
    [
      'no corners',
      byte,
      {
        itemTfms: chapter,
        batchTfms: oc.augTransforms({ size: 130, alignCorners: false, padMode: 'zeros' }),
      },
    ],
    [
      'a part of the middle',
      byte,
      { itemTfms: chapter, batchTfms: [oc.randomResizedCropGPU(40, { validScale: 0.8 })] },
    ],
    ['presizeOnce', 1, oc.presizeOnce({ presize: 96, size: 44, minScale: 0.75 })],
    ['presizeOnce, padded', 1, oc.presizeOnce({ presize: [40, 60], size: [30, 50], method: 'pad' })],
    ['presizeOnce, black', 1, oc.presizeOnce({ presize: 60, size: 60, method: 'pad', padMode: 'zeros' })],
  ])('%s', async (_, most, tfms) => {
    const { numbers, transforms } = await validated(tfms);
    const preparation = preparationOf(transforms);
    for (const [i, picture] of pictures.entries()) {
      const ours = prepared(picture, preparation);
      expect(ours.length, files[i]).toBe(numbers[i]?.length);
      const differences = Array.from(ours, (v, k) => Math.abs(v - (numbers[i]?.[k] ?? Number.NaN)));
      expect(Math.max(...differences), files[i]).toBeLessThanOrEqual(most + 1e-4);
    }
  });
});

test('a transform that is not known is named', () => {
  const pipeline = (...transforms: object[]) => ({ transforms });
  const others = { input: pipeline(), beforeBatch: pipeline(), afterBatch: pipeline() };
  const afterItem = pipeline({ type: 'Resize', size: 48 }, { type: 'Sepia' });
  expect(() => preparationOf({ ...others, afterItem })).toThrow(
    /pictures go through 'Sepia', .* knows Resize, /,
  );
  expect(() => preparationOf({})).toThrow('do not say what the transforms input are');
  const nothing = preparationOf({ ...others, afterItem: pipeline() });
  expect(() => prepared(new Pixels(new Uint8ClampedArray(3), 1, 1), nothing)).toThrow('to which size');
});
