import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Rng, type SplitIdx } from '../../data/index.js';
import { type ReferenceTensor, reference } from '../../testing/reference.js';
import { PilImage, PilMask, ToTensor } from '../pictures/index.js';
import { ScriptedRng, tensorOf } from '../testing/numbers.js';
import { resizeBox } from './boxes.js';
import {
  cropPad,
  flipItem,
  type ResizeMethod,
  type ResizeTransform,
  randomCrop,
  randomResizedCrop,
  ratioResize,
  resize,
} from './index.js';

type Size = number | [number, number];
type PadMode = 'reflection' | 'zeros' | 'border';
type Pair = [number, number];
interface Reference {
  images: Record<string, ReferenceTensor>;
  resize: {
    image: string;
    size: Size;
    method: ResizeMethod;
    pad_mode: PadMode;
    split: 'train' | 'valid';
    pcts?: Pair;
    box_width_height?: Pair;
    box_left_top?: Pair;
    output: ReferenceTensor;
  }[];
  resize_boxes: {
    width: number;
    height: number;
    size: Size;
    method: ResizeMethod;
    pcts: Pair;
    box_width_height: Pair;
    box_left_top: Pair;
  }[];
  random_resized_crop: {
    image: string;
    size: Size;
    split: string;
    val_xtra?: number;
    forced?: { left_top: Pair; crop_width_height: Pair };
    resized_to_width_height?: Pair;
    output: ReferenceTensor;
  }[];
  crop_draws: {
    width: number;
    height: number;
    min_scale?: number;
    max_scale?: number;
    ratio?: Pair;
    uniform_numbers: number[];
    numbers_used: number;
    crop_width_height: Pair;
    left_top: Pair;
  }[];
  crop_pad: { image: string; size: Size; pad_mode: PadMode; box_left_top: Pair; output: ReferenceTensor }[];
  random_crop: {
    image: string;
    size: Size;
    split: string;
    uniform_numbers?: number[];
    left_top: Pair;
    output: ReferenceTensor;
  }[];
  ratio_resize: { image: string; max_sz: number; output_width_height: Pair; output: ReferenceTensor }[];
  mask: { input: ReferenceTensor; cases: { size: Size; method: ResizeMethod; output: ReferenceTensor }[] };
  dihedral_item: {
    input: ReferenceTensor;
    cases: { k: number; output: ReferenceTensor }[];
    flip_item: ReferenceTensor;
  };
  to_tensor: ReferenceTensor;
}

const data = reference<Reference>('resize');

function picture(name: string): PilImage {
  const image = data?.images[name];
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

test.skipIf(!data)('resize: boxes and pixels', async () => {
  for (const c of data?.resize ?? []) {
    const tfm = resize(c.size, { method: c.method, padMode: c.pad_mode });
    const label = JSON.stringify([c.image, c.size, c.method, c.pad_mode, c.split]);
    const x = picture(c.image);
    const ctx = () => ctxOf(c.split, c.pcts ? new ScriptedRng(c.pcts) : undefined);
    const { box } = tfm.plan(sizeOf(x), ctx());
    if (c.box_width_height) expect([box.width, box.height], label).toEqual(c.box_width_height);
    if (c.box_left_top) expect([box.left, box.top], label).toEqual(c.box_left_top);
    expectFiltered(await tfm.encodes(x, ctx()), c.output, label);
  }
});

test.skipIf(!data)('resize: boxes of larger pictures', () => {
  for (const c of data?.resize_boxes ?? []) {
    const [height, width] = typeof c.size === 'number' ? [c.size, c.size] : c.size;
    const box = resizeBox(c, { width, height }, c.method, c.pcts);
    expect([box.width, box.height]).toEqual(c.box_width_height);
    expect([box.left, box.top]).toEqual(c.box_left_top);
  }
});

test.skipIf(!data)('random resized crops of items', async () => {
  for (const c of data?.random_resized_crop ?? []) {
    const tfm: ResizeTransform = randomResizedCrop(
      c.size,
      c.val_xtra === undefined ? {} : { valXtra: c.val_xtra },
    );
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
    expectFiltered(await tfm.encodes(x, ctx), c.output, JSON.stringify([c.image, c.size, c.split]));
  }
});

test.skipIf(!data)('random resized crops: draws', () => {
  for (const c of data?.crop_draws ?? []) {
    const rng = new ScriptedRng(c.uniform_numbers);
    const options = {
      ...(c.min_scale !== undefined && { minScale: c.min_scale }),
      ...(c.max_scale !== undefined && { maxScale: c.max_scale }),
      ...(c.ratio !== undefined && { ratio: c.ratio }),
    };
    const { box } = randomResizedCrop(10, options).plan(c, { rng, splitIdx: 0 });
    expect([box.width, box.height]).toEqual(c.crop_width_height);
    expect([box.left, box.top]).toEqual(c.left_top);
    expect(rng.used).toBe(c.numbers_used);
  }
});

test.skipIf(!data)('cropPad, randomCrop and ratioResize', async () => {
  for (const c of data?.crop_pad ?? []) {
    const tfm = cropPad(c.size, { padMode: c.pad_mode });
    const x = picture(c.image);
    const { box } = tfm.plan(sizeOf(x));
    expect([box.left, box.top]).toEqual(c.box_left_top);
    const { largest } = differences(await tfm.encodes(x, ctxOf('train')), c.output);
    expect(largest, JSON.stringify([c.image, c.size, c.pad_mode])).toBe(0);
  }
  for (const c of data?.random_crop ?? []) {
    const tfm = randomCrop(c.size);
    const ctx = () => ctxOf(c.split, c.uniform_numbers ? new ScriptedRng(c.uniform_numbers) : undefined);
    const x = picture(c.image);
    const { box } = tfm.plan(sizeOf(x), ctx());
    expect([box.left, box.top]).toEqual(c.left_top);
    expect(differences(await tfm.encodes(x, ctx()), c.output).largest).toBe(0);
  }
  for (const c of data?.ratio_resize ?? []) {
    const resized = await ratioResize(c.max_sz).encodes(picture(c.image), ctxOf('train'));
    expect([resized.width, resized.height]).toEqual(c.output_width_height);
    expectFiltered(resized, c.output, c.image);
  }
});

test.skipIf(!data)('masks keep their classes', async () => {
  const mask = data?.mask;
  for (const c of mask?.cases ?? []) {
    const x = PilMask.from(tensorOf(mask?.input ?? c.output, 'uint8'));
    const resized = await resize(c.size, { method: c.method }).encodes(x, ctxOf('valid'));
    expect(differences(resized, c.output).largest, JSON.stringify([c.size, c.method])).toBe(0);
  }
});

test.skipIf(!data)('symmetries of single pictures, and what becomes of them as tensors', async () => {
  const d = data?.dihedral_item;
  if (!d) return;
  const x = PilImage.from(tensorOf(d.input, 'uint8').permute([2, 0, 1]));
  for (const { k, output } of d.cases) expect(differences(x.dihedral(k), output).largest, `k ${k}`).toBe(0);
  const flipped = flipItem({ p: 1 }).encodes(x, ctxOf('train'));
  expect(differences(flipped, d.flip_item).largest).toBe(0);
  const tensor = new ToTensor().encodes(x);
  expect(tensor.constructor.name).toBe('TensorImage');
  expect(tensor.flatten().tolist()).toEqual(data?.to_tensor.data);
});

test('what cannot be resized is refused in words', async () => {
  expect(() => resize(0)).toThrow('positive whole number');
  expect(() => resize(10, { method: 'stretch' as never })).toThrow("no method is called 'stretch'");
  expect(() => resize(10, { padMode: 'mirror' as never })).toThrow("no padMode is called 'mirror'");
  expect(() => cropPad(10, { padMode: 'mirror' as never })).toThrow("no padMode is called 'mirror'");
  const small = PilImage.from(torch.zeros([3, 4, 4], { dtype: 'uint8' }));
  await expect(randomCrop(8).encodes(small, ctxOf('train'))).rejects.toThrow(
    'cannot cut from a picture of 4 × 4',
  );
});
