import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Rng, type SplitIdx } from '../../data/index.js';
import { type ReferenceTensor, reference } from '../../testing/reference.js';
import { PilImage, PilMask, ToTensor } from '../decode/index.js';
import { type ResizeMethod, resizeBox } from '../maths/index.js';
import type { Filter } from '../native/index.js';
import { ScriptedRng, tensorOf } from '../testing/numbers.js';
import {
  cropPad,
  flipItem,
  type ResizeTransform,
  randomCrop,
  randomResizedCrop,
  ratioResize,
  resize,
} from './index.js';

type Size = number | [number, number];
type PadMode = 'reflection' | 'zeros' | 'border';
type Pair = [number, number];
/** Arguments that a case may give. */
interface Options {
  resamples?: [Filter, Filter];
  pad_mode?: PadMode;
  val_xtra?: number;
  min_scale?: number;
  max_scale?: number;
  ratio?: Pair;
}
interface Reference {
  images: Record<string, ReferenceTensor>;
  resize: (Options & {
    image: string;
    size: Size;
    method: ResizeMethod;
    split: 'train' | 'valid';
    pcts?: Pair;
    box_width_height?: Pair;
    box_left_top?: Pair;
    output: ReferenceTensor;
  })[];
  resize_boxes: {
    width: number;
    height: number;
    size: Size;
    method: ResizeMethod;
    pcts: Pair;
    box_width_height: Pair;
    box_left_top: Pair;
  }[];
  random_resized_crop: (Options & {
    image: string;
    size: Size;
    split: string;
    forced?: { left_top: Pair; crop_width_height: Pair };
    resized_to_width_height?: Pair;
    output: ReferenceTensor;
  })[];
  crop_draws: (Options & {
    width: number;
    height: number;
    uniform_numbers: number[];
    numbers_used: number;
    crop_width_height: Pair;
    left_top: Pair;
  })[];
  crop_pad: (Options & { image: string; size: Size; box_left_top: Pair; output: ReferenceTensor })[];
  random_crop: {
    image: string;
    size: Size;
    split: string;
    uniform_numbers?: number[];
    left_top: Pair;
    output: ReferenceTensor;
  }[];
  ratio_resize: (Options & {
    image: string;
    max_sz: number;
    pcts?: Pair;
    output_width_height: Pair;
    output: ReferenceTensor;
  })[];
  mask: {
    input: ReferenceTensor;
    cases: (Options & { size: Size; method: ResizeMethod; output: ReferenceTensor })[];
  };
  dihedral_item: {
    input: ReferenceTensor;
    cases: { k: number; output: ReferenceTensor }[];
    flip_item: ReferenceTensor;
  };
  to_tensor: ReferenceTensor;
}

const data = reference<Reference>('resize');

/** A case's arguments under our names. */
const optionsOf = (c: Options) => ({
  ...(c.resamples && { resamples: c.resamples }),
  ...(c.pad_mode && { padMode: c.pad_mode }),
  ...(c.val_xtra !== undefined && { valXtra: c.val_xtra }),
  ...(c.min_scale !== undefined && { minScale: c.min_scale }),
  ...(c.max_scale !== undefined && { maxScale: c.max_scale }),
  ...(c.ratio && { ratio: c.ratio }),
});

function picture(name: string): PilImage {
  const image = data.images[name];
  if (!image) throw new Error(`no image ${name}`);
  return PilImage.from(tensorOf(image, 'uint8').permute([2, 0, 1]));
}

/** The differences of 8-bit pixels [channel, row, column] to the reference's [row, column, channel]. */
function differences(actual: Tensor, expected: ReferenceTensor): { largest: number; mean: number } {
  const rows = actual.ndim === 3 ? actual.permute([1, 2, 0]) : actual;
  if (String(rows.shape) !== String(expected.shape)) return { largest: Number.NaN, mean: Number.NaN };
  const d = rows.float().sub(tensorOf(expected)).abs();
  return { largest: Number(d.max().item()), mean: Number(d.mean().item()) };
}

function expectFiltered(actual: Tensor, expected: ReferenceTensor, label: string): void {
  const { largest, mean } = differences(actual, expected);
  expect(largest, label).toBeLessThanOrEqual(1);
  expect(mean, label).toBeLessThan(0.1);
}

const ctxOf = (split: string, rng: Rng = new Rng(1)) => ({
  rng,
  splitIdx: (split === 'valid' ? 1 : 0) as SplitIdx,
});
const sizeOf = (x: PilImage) => ({ width: x.width, height: x.height });

test('resize: boxes and pixels', async () => {
  for (const c of data.resize) {
    const tfm = resize(c.size, { method: c.method, ...optionsOf(c) });
    const label = JSON.stringify({ ...c, output: undefined });
    const x = picture(c.image);
    const ctx = () => ctxOf(c.split, c.pcts ? new ScriptedRng(c.pcts) : undefined);
    const { box } = tfm.plan(sizeOf(x), ctx());
    if (c.box_width_height) expect([box.width, box.height], label).toEqual(c.box_width_height);
    if (c.box_left_top) expect([box.left, box.top], label).toEqual(c.box_left_top);
    expectFiltered(await tfm.encodes(x, ctx()), c.output, label);
  }
});

test('resize: boxes of larger pictures', () => {
  for (const c of data.resize_boxes) {
    const [height, width] = typeof c.size === 'number' ? [c.size, c.size] : c.size;
    const box = resizeBox(c, { width, height }, c.method, c.pcts);
    expect([box.width, box.height]).toEqual(c.box_width_height);
    expect([box.left, box.top]).toEqual(c.box_left_top);
  }
});

test('random resized crops of items', async () => {
  for (const c of data.random_resized_crop) {
    const tfm: ResizeTransform = randomResizedCrop(c.size, optionsOf(c));
    const x = picture(c.image);
    const ctx = ctxOf(c.split);
    const { forced } = c;
    if (forced) {
      const planned = tfm.plan(sizeOf(x), ctx);
      const [left, top] = forced.left_top;
      const [width, height] = forced.crop_width_height;
      tfm.plan = () => ({ ...planned, box: { left, top, width, height } });
    } else if (c.resized_to_width_height) {
      const { resized } = tfm.plan(sizeOf(x), ctx);
      expect([resized.width, resized.height]).toEqual(c.resized_to_width_height);
    }
    expectFiltered(await tfm.encodes(x, ctx), c.output, JSON.stringify({ ...c, output: undefined }));
  }
});

test('random resized crops: draws', () => {
  for (const c of data.crop_draws) {
    const rng = new ScriptedRng(c.uniform_numbers);
    const { box } = randomResizedCrop(10, optionsOf(c)).plan(c, { rng, splitIdx: 0 });
    expect([box.width, box.height]).toEqual(c.crop_width_height);
    expect([box.left, box.top]).toEqual(c.left_top);
    expect(rng.used).toBe(c.numbers_used);
  }
});

test('cropPad, randomCrop and ratioResize', async () => {
  for (const c of data.crop_pad) {
    const tfm = cropPad(c.size, optionsOf(c));
    const x = picture(c.image);
    const { box } = tfm.plan(sizeOf(x));
    expect([box.left, box.top]).toEqual(c.box_left_top);
    const { largest } = differences(await tfm.encodes(x, ctxOf('train')), c.output);
    expect(largest, JSON.stringify([c.image, c.size, c.pad_mode])).toBe(0);
  }
  for (const c of data.random_crop) {
    const tfm = randomCrop(c.size);
    const ctx = () => ctxOf(c.split, c.uniform_numbers ? new ScriptedRng(c.uniform_numbers) : undefined);
    const x = picture(c.image);
    const { box } = tfm.plan(sizeOf(x), ctx());
    expect([box.left, box.top]).toEqual(c.left_top);
    expect(differences(await tfm.encodes(x, ctx()), c.output).largest).toBe(0);
  }
  for (const c of data.ratio_resize) {
    const ctx = ctxOf('train', c.pcts ? new ScriptedRng(c.pcts) : undefined);
    const resized = await ratioResize(c.max_sz, optionsOf(c)).encodes(picture(c.image), ctx);
    expect([resized.width, resized.height]).toEqual(c.output_width_height);
    expectFiltered(resized, c.output, c.image);
  }
});

test('masks keep their classes', async () => {
  const mask = data.mask;
  for (const c of mask.cases) {
    const x = PilMask.from(tensorOf(mask.input ?? c.output, 'uint8'));
    const resized = await resize(c.size, { method: c.method, ...optionsOf(c) }).encodes(x, ctxOf('valid'));
    expect(differences(resized, c.output).largest, JSON.stringify([c.size, c.method])).toBe(0);
  }
});

test('symmetries of single pictures, and what becomes of them as tensors', async () => {
  const d = data.dihedral_item;
  const x = PilImage.from(tensorOf(d.input, 'uint8').permute([2, 0, 1]));
  for (const { k, output } of d.cases) expect(differences(x.dihedral(k), output).largest, `k ${k}`).toBe(0);
  const flipped = flipItem({ p: 1 }).encodes(x, ctxOf('train'));
  expect(differences(flipped, d.flip_item).largest).toBe(0);
  const tensor = new ToTensor().encodes(x);
  expect(tensor.constructor.name).toBe('TensorImage');
  expect(tensor.flatten().tolist()).toEqual(data.to_tensor.data);
});

test('what cannot be resized is refused in words', async () => {
  expect(() => resize(0)).toThrow('positive whole number');
  expect(() => resize(10, { method: 'stretch' as never })).toThrow("no method is called 'stretch'");
  expect(() => resize(10, { padMode: 'mirror' as never })).toThrow("no padMode is called 'mirror'");
  expect(() => cropPad(10, { padMode: 'mirror' as never })).toThrow("no padMode is called 'mirror'");
});

/** Pixels 10, 20, 30 … in one row. */
const row = (n: number) =>
  PilImage.from(
    torch
      .arange(10, 10 * n + 1, 10, { dtype: 'uint8' })
      .view([1, 1, n])
      .expand([3, 1, n]),
  );
const firstRow = (x: Tensor) => x.select(0, 0).select(0, 0).tolist();

test('narrow pictures are reflected to both sides in turn, each time all that is there by then', async () => {
  const padded = async (n: number, size: number, pct: number) =>
    firstRow(
      await resize([1, size], { method: 'pad' }).encodes(row(n), ctxOf('train', new ScriptedRng([pct, 0]))),
    );
  expect(await padded(3, 7, 0.5)).toEqual([30, 20, 10, 20, 30, 20, 10]);
  // One pixel on the left ends the picture in a 20, and at that the third turn on the right reflects.
  expect(await padded(3, 12, 0.12)).toEqual([20, 10, 20, 30, 20, 10, 20, 30, 20, 10, 20, 10]);
  expect(await padded(1, 4, 0.5)).toEqual([10, 10, 10, 10]);
});

test('randomCrop pads a smaller picture with black, at random in training', async () => {
  const cropped = async (u: number) =>
    firstRow(await randomCrop([1, 5]).encodes(row(2), ctxOf('train', new ScriptedRng([u, 0]))));
  expect(await cropped(0)).toEqual([0, 0, 0, 10, 20]);
  expect(await cropped(0.99)).toEqual([0, 10, 20, 0, 0]);
  expect(firstRow(await randomCrop([1, 5]).encodes(row(2), ctxOf('valid')))).toEqual([0, 0, 10, 20, 0]);
});

test('ratioResize multiplies before it divides', () => {
  // 460 / 14 · 7 is a little less than 230.
  const { output } = ratioResize(460).plan({ width: 14, height: 7 }, ctxOf('train'));
  expect(output).toEqual({ width: 460, height: 230 });
});
