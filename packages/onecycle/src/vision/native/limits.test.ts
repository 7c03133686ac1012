import { type Tensor, torch } from '@onecycle/torch';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Rng, revive } from '../../data/index.js';
import {
  augTransforms,
  brightness,
  createHead,
  cropPad,
  decodePicture,
  downloadImages,
  flipItem,
  hue,
  imageBlock,
  intToFloatTensor,
  PilImage,
  PilMask,
  paperPets,
  presizeOnce,
  type Resize,
  randomCrop,
  randomErasing,
  randomResizedCrop,
  randomResizedCropGPU,
  ratioResize,
  resize,
  resizeImages,
  rotate,
  type Size,
  verifyImages,
  visionLearner,
  warp,
} from '../index.js';
import { lightBatch, sampleBatch } from '../tensors/index.js';
import { augmentBatch, decoded, loadAugmented, loadPictures, type PictureGeometry } from './index.js';

const ctx = { rng: new Rng(0), splitIdx: 1 as const };

/** A picture whose pixels differ, none of them black. */
const picture = async (width: number, height: number): Promise<PilImage> => {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => 1 + ((i * 7919) % 255));
  return PilImage.create({ data, width, height });
};

test.each([
  2 ** 32,
  2 ** 32 + 1,
  2 ** 31,
  2 ** 53,
  20_000,
  -1,
  0.5,
  Number.NaN,
  1n as never,
  '9' as never,
  null as never,
])('a size of %s is refused where it is given', (side) => {
  const takers: ((size: Size) => unknown)[] = [
    resize,
    randomResizedCrop,
    cropPad,
    randomCrop,
    randomResizedCropGPU,
    (size) => ratioResize(size as number),
    (size) => rotate({ size }),
    (size) => augTransforms({ size, minScale: 0.5 }),
    (size) => presizeOnce({ size }),
    (size) => presizeOnce({ presize: size }),
    (size) => revive({ type: 'Resize', size }),
    (size) => revive({ type: 'AffineCoordTfm', size }),
  ];
  for (const take of takers) {
    expect(() => take(side)).toThrow(RangeError);
    expect(() => take(side)).toThrow(/(size|maxSz) (is a positive whole number|of \d+ × \d+ pixels is more)/);
    expect(() => take([side, side])).toThrow(RangeError);
  }
});

test('settings that make no sense are refused in the user’s words', () => {
  expect(() => randomResizedCrop(10, { minScale: -1 })).toThrow('minScale is a share of the area');
  expect(() => randomResizedCrop(10, { minScale: 0.9, maxScale: 0.5 })).toThrow(
    'minScale (0.9) is larger than',
  );
  expect(() => randomResizedCrop(10, { ratio: [0, 1] })).toThrow('ratio is two numbers above 0');
  expect(() => randomResizedCrop(10, { valXtra: Number.POSITIVE_INFINITY })).toThrow(
    'valXtra is a number, at least 0',
  );
  expect(() => resize(10, { resamples: ['blocky' as never, 'nearest'] })).toThrow(
    "no filter is called 'blocky'",
  );
  expect(() => rotate({ maxDeg: Number.NaN })).toThrow('maxDeg of rotate is a number, not NaN');
  expect(() => rotate({ p: 1.5 })).toThrow('p of rotate is a share, from 0 to 1, and not 1.5');
  expect(() => augTransforms({ maxZoom: 0.5, minZoom: 0.9 })).toThrow('larger than maxZoom');
  expect(() => revive({ type: 'AffineCoordTfm', affine: [{ fn: 'spin' }] })).toThrow(
    "no augmentation 'spin'",
  );
});

test('an option that there is not is refused with the one that was meant', async () => {
  const x = {} as never;
  const wrong: [() => unknown, string][] = [
    [
      () => augTransforms({ minscale: 0.75 } as never),
      "augTransforms has no option 'minscale': did you mean 'minScale'?",
    ],
    [() => resize(10, { methd: 'pad' } as never), "resize has no option 'methd': did you mean 'method'?"],
    [() => rotate({ max_deg: 5 } as never), "rotate has no option 'max_deg': did you mean 'maxDeg'?"],
    [() => rotate({ padmode: 'zeros' } as never), "rotate has no option 'padmode': did you mean 'padMode'?"],
    [() => warp({ magnitud: 5 } as never), "did you mean 'magnitude'?"],
    [() => brightness({ maxLightning: 0.1 } as never), "did you mean 'maxLighting'?"],
    [() => hue({ maxhue: 0.1 } as never), "did you mean 'maxHue'?"],
    [() => presizeOnce({ minscale: 0.5 } as never), "did you mean 'minScale'?"],
    [() => randomResizedCrop(10, { minscale: 0.5 } as never), "did you mean 'minScale'?"],
    [() => randomResizedCropGPU(10, { validscale: 0.5 } as never), "did you mean 'validScale'?"],
    [() => randomErasing({ maxcount: 2 } as never), "did you mean 'maxCount'?"],
    [() => cropPad(10, { padmode: 'zeros' } as never), "did you mean 'padMode'?"],
    [() => flipItem({ P: 1 } as never), "did you mean 'p'?"],
    [() => intToFloatTensor({ divmask: 1 } as never), "did you mean 'divMask'?"],
    [() => imageBlock({ backgroud: null } as never), "did you mean 'background'?"],
    [() => createHead(8, 2, { linFeatures: [4] } as never), "createHead has no option 'linFeatures'"],
    [() => resize(10, 'pad' as never), 'resize takes its options as an object'],
  ];
  for (const [call, text] of wrong) expect(call, text).toThrow(text);
  await expect(decodePicture(new Uint8Array(3), { maxpixels: 1 } as never)).rejects.toThrow(
    "did you mean 'maxPixels'?",
  );
  await expect(verifyImages('/nowhere', { strickt: true } as never)).rejects.toThrow(
    "did you mean 'strict'?",
  );
  await expect(resizeImages('/nowhere', { maxsize: 1 } as never)).rejects.toThrow("did you mean 'maxSize'?");
  await expect(downloadImages('/nowhere', { maxpics: 1 } as never)).rejects.toThrow(
    "did you mean 'maxPics'?",
  );
  await expect(paperPets('/nowhere', { perbreed: 1 } as never)).rejects.toThrow("did you mean 'perBreed'?");
  await expect(visionLearner(x, 'resnet18', { metric: [] } as never)).rejects.toThrow(
    "visionLearner has no option 'metric': did you mean 'metrics'?",
  );
});

const geometry = (changes: Partial<PictureGeometry> = {}): PictureGeometry => ({
  box: { left: 0, top: 0, width: 8, height: 8 },
  resized: { width: 4, height: 4 },
  offset: { x: 0, y: 0 },
  picture: { width: 8, height: 8 },
  orientation: 1,
  ...changes,
});

test('numbers that do not fit are errors of the native part, too', async () => {
  using x = torch.randint(0, 256, [3, 8, 8], { dtype: 'uint8' });
  const load = (size: { width: number; height: number }, place = geometry()) =>
    loadPictures(
      { files: [''], pictures: [x] },
      { parts: [place], size, filter: 'bilinear', padMode: 'zeros', scaled: false },
      decoded,
    );
  for (const width of [0, -1, 2 ** 32 + 4, 2 ** 40])
    await expect(load({ width, height: 4 })).rejects.toThrow(
      `the output is a number from 1 to 16777216, not ${width}`,
    );
  await expect(load({ width: 2 ** 24, height: 2 ** 24 })).rejects.toThrow('more than the limit of 536870911');
  const wrong: [Partial<PictureGeometry>, string][] = [
    [{ box: { left: 2 ** 32, top: 0, width: 8, height: 8 } }, 'an edge of the box'],
    [{ box: { left: 0, top: 0, width: 2 ** 40, height: 8 } }, 'a side of the box'],
    [{ box: { left: 0, top: 0, width: 8, height: -1 } }, 'a side of the box'],
    [{ resized: { width: 2 ** 32 + 4, height: 4 } }, 'the resized picture'],
    [{ offset: { x: 1, y: 0 } }, 'reaches out of what it is resized to'],
    [{ offset: { x: -1, y: 0 } }, 'an offset'],
    [{ orientation: 9 }, 'an orientation'],
  ];
  for (const [changes, reason] of wrong) {
    const { batch, failures } = await load({ width: 4, height: 4 }, geometry(changes));
    batch.dispose();
    expect(failures[0]).toContain(reason);
  }
  using maps = torch.eye(3).unsqueeze(0);
  using crops = torch.tensor([[0, 0, 0, 8]], { dtype: 'float64' });
  const presizing = { geometry: [geometry()], frame: { width: 8, height: 8 }, maps, crops, density: 0 };
  await expect(
    loadAugmented(
      { files: [''], pictures: [x] },
      { ...presizing, size: { width: 4, height: 4 }, padMode: 'zeros' },
      decoded,
    ),
  ).rejects.toThrow('crops are [top, left, height, width] inside of 8 × 8');
  using batch = x.unsqueeze(0);
  const crop = { top: 0, left: 0, height: 8, width: 8, size: { width: 4, height: 4 } };
  for (const wrongCrop of [
    { ...crop, top: 2 ** 53 - 1 },
    { ...crop, height: 9 },
    { ...crop, width: 0 },
  ])
    expect(() => augmentBatch(batch, { crop: wrongCrop })).toThrow(
      /the crop's (top|height|width) is a number from/,
    );
  expect(() => augmentBatch(batch, { normalization: { mean: [0, 0, 0], std: [1, 0, 1] } })).toThrow(
    'standard deviations above 0',
  );
});

test('an empty box is black, as Pillow’s, with every filter and for masks', async () => {
  using flat = await picture(99, 500);
  using thin = await picture(1, 700);
  for (const filter of ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'] as const) {
    for (const [x, tfm] of [
      [flat, resize([4, 400], { resamples: [filter, filter] })],
      [thin, resize(49, { resamples: [filter, filter] })],
    ] as const) {
      using y = await tfm.encodes(x, ctx);
      expect(y.shape.slice(1)).toEqual([tfm.fixedSize.height, tfm.fixedSize.width]);
      expect(Number(y.max().item())).toBe(0);
    }
  }
  using mask = PilMask.from(flat.select(0, 0));
  using resized = await resize([4, 400]).encodes(mask, ctx);
  expect(Number(resized.max().item())).toBe(0);
});

const same = (a: Tensor, b: Tensor): boolean => torch.scope(() => Boolean(a.eq(b).all().item()));

test('padding while resizing gives what padding first gives', async () => {
  const filters = ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'] as const;
  for (const [width, height] of [
    [90, 7],
    [7, 90],
    [31, 30],
    [1, 20],
  ] as const) {
    using x = await picture(width, height);
    const side = Math.max(width, height);
    for (const padMode of ['zeros', 'border', 'reflection'] as const) {
      const at = { left: Math.trunc(0.5 * (width - side)), top: Math.trunc(0.5 * (height - side)) };
      using canvas = padded(x, side, at, padMode);
      for (const filter of filters) {
        const resamples = [filter, 'nearest'] as const;
        for (const size of [5, 16, side, 2 * side]) {
          using direct = await resize(size, { method: 'pad', padMode, resamples }).encodes(x, ctx);
          using inSteps = await resize(size, { method: 'squish', resamples }).encodes(canvas, ctx);
          expect(same(direct, inSteps), `${width} × ${height}, ${padMode}, ${filter}, ${size}`).toBe(true);
        }
      }
    }
  }
});

/** The picture on a square canvas, its edges repeated as numpy and Pillow do it. */
function padded(x: PilImage, side: number, at: { left: number; top: number }, padMode: string): PilImage {
  const positions = (from: number, size: number): number[] => {
    const seen: number[] = Array.from({ length: side }, (_, k) =>
      from + k >= 0 && from + k < size ? from + k : -1,
    );
    if (padMode === 'zeros') return seen;
    if (padMode === 'border' || size === 1)
      return seen.map((_, k) => Math.min(Math.max(from + k, 0), size - 1));
    let [start, end] = [seen.findIndex((v) => v >= 0), seen.findLastIndex((v) => v >= 0) + 1];
    while (start > 0 || end < side) {
      const room = end - start - 1;
      const [before, after] = [Math.min(room, start), Math.min(room, side - end)];
      for (let k = 0; k < before; k++) seen[start - 1 - k] = seen[start + 1 + k] ?? -1;
      for (let k = 0; k < after; k++) seen[end + k] = seen[end - 2 - k] ?? -1;
      [start, end] = [start - before, end + after];
    }
    return seen;
  };
  const [rows, columns] = [positions(at.top, x.height), positions(at.left, x.width)];
  using pixels = torch.scope((): Tensor => {
    const index = (seen: number[]) =>
      torch.tensor(
        seen.map((v) => Math.max(v, 0)),
        { dtype: 'int64' },
      );
    const shown = (seen: number[]) =>
      torch.tensor(
        seen.map((v) => (v < 0 ? 0 : 1)),
        { dtype: 'uint8' },
      );
    return x
      .indexSelect(1, index(rows))
      .indexSelect(2, index(columns))
      .mul(shown(rows).view([1, -1, 1]))
      .mul(shown(columns).view([1, 1, -1]));
  });
  return PilImage.from(pixels);
}

test('a very long picture is padded in the memory that it has itself', async () => {
  const [width, height] = [65_500, 10];
  const long = await sharp({ create: { width, height, channels: 3, background: '#80a0c0' } })
    .jpeg()
    .toBuffer();
  using x = await PilImage.create(long);
  const before = process.resourceUsage().maxRSS;
  for (const tfm of [
    resize(64, { method: 'pad' }),
    resize(64, { method: 'pad', padMode: 'zeros' }),
  ] as Resize[]) {
    using y = await tfm.encodes(x, ctx);
    expect(y.shape).toEqual([3, 64, 64]);
  }
  // In kilobytes; the canvas would have 12 GB.
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(500_000);
});

test('what is no number stays none, and maps that lead far away show what lies there', () => {
  using x = torch.full([1, 3, 4, 4], 0.5);
  x.narrow(3, 0, 1).fill_(Number.NaN);
  using lit = lightBatch(x, [[1, 0, 0, 0.3, 0, 1, 0, 0.3, 0, 0, 1, 0.3]]);
  expect(Number(lit.isnan().sum().item())).toBe(12);
  using bytes = torch.full([1, 3, 4, 4], 200, { dtype: 'uint8' });
  for (const padMode of ['zeros', 'border', 'reflection'] as const) {
    for (const shift of [1e30, 3.4e38, -3.4e38]) {
      using y = sampleBatch(bytes, {
        matrices: [[1, 0, shift, 0, 1, 0, 0, 0, 1]],
        mode: 'bilinear',
        padMode,
        alignCorners: true,
      });
      const [low, high] = [Number(y.min().item()), Number(y.max().item())];
      if (padMode === 'zeros') expect([low, high]).toEqual([0, 0]);
      else expect(Math.abs(low - 200 / 255) + Math.abs(high - 200 / 255)).toBeLessThan(1e-6);
    }
  }
});
