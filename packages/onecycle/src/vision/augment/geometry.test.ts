import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Pipeline } from '../../data/index.js';
import type { ReferenceTensor } from '../../testing/reference.js';
import {
  dihedralMat,
  findCoeffs,
  flipMat,
  type Matrix,
  multiply,
  type Point,
  prepareMat,
  rotateMat,
  type Size,
  warpTargets,
  zoomMat,
} from '../maths/index.js';
import { applyPerspective, sampleBatch, TensorImage } from '../tensors/index.js';
import { camel, cases, data, flat, image, type Json, make, rng } from '../testing/augment-reference.js';
import { difference, ScriptedRng, tensorOf } from '../testing/numbers.js';
import { type AffineCoordTfm, randomResizedCropGPU, rotate, setupAugTfms, warp, zoom } from './index.js';

const matrixFns: Record<string, (n: number, args: never) => Matrix[]> = {
  flip_mat: (n, args) => flipMat(n, rng(), args),
  dihedral_mat: (n, args) => dihedralMat(n, rng(), args),
  rotate_mat: (n, args) => rotateMat(n, rng(), args),
  zoom_mat: (n, args) => zoomMat(n, rng(), args),
};

test('matrices for given draws, and neutral ones', () => {
  for (const { fn, matrices, ...args } of cases('matrices') ?? []) {
    const made = matrixFns[fn]?.(matrices.shape[0] ?? 0, { ...(camel(args) as Json), p: 1 } as never) ?? [];
    expect(difference(flat(made), matrices), fn).toBeLessThan(1e-5);
  }
  for (const { fn, p, args, result } of cases('neutral') ?? []) {
    const made = matrixFns[fn]?.(result.shape[0] ?? 0, { ...(camel(args) as Json), p } as never) ?? [];
    expect(difference(flat(made), result), fn).toBeLessThan(1e-5);
  }
});

test('products of matrices in the proportions of the picture', () => {
  for (const { order, height_width, draws, matrices } of cases('prepared_matrices') ?? []) {
    const args = (name: string): Json => ({
      p: 1,
      draw: draws[name],
      draw_x: draws[`${name}_x`] ?? null,
      draw_y: draws[`${name}_y`] ?? null,
    });
    const n = matrices.shape[0] ?? 0;
    const steps = order.map((name) => matrixFns[`${name}_mat`]?.(n, camel(args(name))) ?? []);
    const made = Array.from({ length: n }, (_, i) => {
      const product = steps.map((step) => step[i]).reduce((a, b) => (a && b ? multiply(a, b) : a));
      return prepareMat(product ?? [1, 0, 0, 0, 1, 0, 0, 0, 1], ...height_width);
    });
    expect(difference(flat(made).narrow(1, 0, 2), matrices), order.join()).toBeLessThan(1e-5);
  }
});

test('warping: targets, coefficients and mapped points, there and back', () => {
  const w = cases('warp');
  const corners = points(w.corners)[0] ?? [];
  const targets = w.draw_x.map((x, i) => warpTargets(x, w.draw_y[i] ?? 0));
  expect(difference(torch.tensor(targets), w.targets)).toBeLessThan(1e-6);
  const there = targets.map((target) => findCoeffs(corners, target));
  const back = targets.map((target) => findCoeffs(target, corners));
  expect(difference(torch.tensor(there), w.coefficients)).toBeLessThan(1e-5);
  expect(difference(torch.tensor(back), w.inverse_coefficients)).toBeLessThan(1e-5);
  const coefficients = torch.tensor(there, { dtype: 'float32' });
  const mapped = applyPerspective(tensorOf(w.points), coefficients);
  expect(difference(mapped, w.mapped)).toBeLessThan(1e-5);
  expect(
    difference(applyPerspective(mapped, torch.tensor(back, { dtype: 'float32' })), w.mapped_back),
  ).toBeLessThan(1e-5);
});

function points({ shape, data: values }: ReferenceTensor): Point[][] {
  const [x] = shape.slice(-2);
  const pairs = Array.from(
    { length: values.length / 2 },
    (_, i): Point => [Number(values[2 * i]), Number(values[2 * i + 1])],
  );
  return Array.from({ length: pairs.length / (x ?? 1) }, (_, i) =>
    pairs.slice(i * (x ?? 1), (i + 1) * (x ?? 1)),
  );
}

test('composed geometric transforms sample once, in floats and from 8-bit pixels', () => {
  for (const c of cases('pipelines') ?? []) {
    const { size, mode, pad_mode, align_corners } = c;
    const placing = { p: 1, size, mode, pad_mode, align_corners };
    const tfms = c.transforms.map(([name, args]) => make(name, { ...args, ...placing }));
    const [composed] = setupAugTfms(tfms) as [AffineCoordTfm];
    const ctx = { rng: rng(), splitIdx: c.split_idx };
    const bytes = TensorImage.from(tensorOf(data.batches[c.batch] ?? { shape: [], data: [] }, 'uint8'));
    const label = `${c.transforms.map(([name]) => name)} ${c.batch} ${size} ${mode} ${pad_mode} ${align_corners}`;
    expect(difference(composed.encodes(bytes, ctx), c.output), label).toBeLessThan(1e-4);
    const floats = image(data.batches[c.batch]);
    expect(difference(composed.encodes(floats, ctx), c.output), label).toBeLessThan(1e-4);
    // The way that other devices take, which libtorch's operators walk. The nearest pixel is a matter of rounding where a
    // position lies in the middle of two, and double precision rounds otherwise.
    const double = TensorImage.from(floats.double());
    if (mode !== 'nearest')
      expect(difference(composed.encodes(double, ctx), c.output), label).toBeLessThan(1e-4);
    const [n = 0, , height = 1, width = 1] = floats.shape;
    const { matrices } = composed.draw(n, height, width, ctx);
    expect(difference(flat(matrices).narrow(1, 0, 2), c.matrix), label).toBeLessThan(1e-5);
  }
});

test('where a zoom is as strong as the picture shrinks, 32 bits decide whether it is shrunk by area first', () => {
  // Columns of 0 and 1 by turns: where it is shrunk by area, two neighbours are averaged, and 0.5 is all that is left.
  const x = TensorImage.from(torch.arange(24).remainder(2).float().expand([2, 3, 24, 24]).contiguous());
  const isShrunk = (size: number, draw: number, drawX: number, degrees?: number[]) =>
    [x, x.mul(255).to('uint8'), x.double()].map((pixels) => {
      const turn = degrees ? [rotate({ draw: degrees, p: 1, size })] : [];
      const [tfm] = setupAugTfms([...turn, zoom({ draw, drawX, drawY: 0.5, p: 1, size })]);
      const zoomed = tfm?.encodes(TensorImage.from(pixels), { rng: rng(), splitIdx: 0 }) as Tensor;
      return Number(zoomed.sub(0.5).abs().max().item()) < 0.01;
    });
  expect(isShrunk(8, 1.5, 0.5)).toEqual([true, true, true]);
  expect(isShrunk(10, 1.2, 0.5)).toEqual([false, false, false]);
  expect(isShrunk(10, 1.2, 0.1)).toEqual([true, true, true]);
  expect(isShrunk(10, 1.2, 0.5, [90, 180])).toEqual([true, true, true]);
});

test('whether a grid shrinks the picture is told by its maps as by the grid itself', () => {
  const ctx = { rng: rng(), splitIdx: 0 as const };
  for (let i = 0; i < 150; i++) {
    const [height, width, size] = [40 + (i % 13), 44 + (i % 7), 20];
    const pixels = Float64Array.from({ length: 2 * 3 * height * width }, () => ctx.rng.uniform());
    const x = torch.fromTypedArray(pixels, [2, 3, height, width]);
    const [tfm] = setupAugTfms([
      warp({ magnitude: i % 3 === 0 ? 0 : 0.1, p: 1 }),
      zoom({ draw: 1 + ctx.rng.uniform(), p: 1 }),
      rotate({ maxDeg: 20, p: 1 }),
    ]) as [AffineCoordTfm];
    const placing = { size, mode: 'bilinear', padMode: 'reflection', alignCorners: i % 2 === 0 } as const;
    const sampling = { ...tfm.draw(2, height, width, ctx), ...placing };
    // A change of the grid of which nothing is known: then the grid itself is asked.
    const asked = sampleBatch(x, { ...sampling, coordTfm: (coords) => coords });
    expect(torch.equal(sampleBatch(x, sampling), asked)).toBe(true);
  }
});

test('merged warps move the grid one after the other', () => {
  const fixed = (drawX: number, drawY: number) => warp({ p: 1, drawX, drawY });
  const [first, second] = [fixed(0.2, -0.1), fixed(-0.05, 0.15)];
  const [merged] = setupAugTfms([first, second]) as [AffineCoordTfm];
  const ctx = { rng: rng(), splitIdx: 0 as const };
  const moved = (coords: Tensor, tfm: AffineCoordTfm) =>
    applyPerspective(coords, torch.tensor(tfm.draw(1, 6, 6, ctx).warps ?? [], { dtype: 'float64' }));
  const grid = torch.affineGridGenerator(
    torch.tensor(
      [
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
      ],
      { dtype: 'float64' },
    ),
    [1, 3, 6, 6],
    true,
  );
  const inTurn = moved(moved(grid, first), second);
  expect(Number(moved(grid, merged).sub(inTurn).abs().max().item())).toBeLessThan(1e-12);
  expect(Number(moved(grid, first).sub(inTurn).abs().max().item())).toBeGreaterThan(0.01);
});

test('the presizing comparison: one after another, and composed', () => {
  const c = cases('presizing_comparison');
  const { size, draws } = c;
  const x = image(data.batches[c.batch]);
  const first = (t: Tensor) => t.narrow(0, 0, 1).narrow(1, 0, 1);
  const resized = x.affineCoord({ size });
  expect(difference(first(resized), c.after_resize_only)).toBeLessThan(1e-4);
  const rotated = resized.rotate({ draw: draws.rotate, p: 1 });
  expect(difference(first(rotated), c.after_rotate)).toBeLessThan(1e-4);
  const zoomed = rotated.zoom({ draw: draws.zoom, drawX: draws.zoom_draw_x, drawY: draws.zoom_draw_y, p: 1 });
  expect(difference(first(zoomed), c.after_zoom)).toBeLessThan(1e-4);
  const warped = zoomed.warp({ drawX: draws.warp_x, drawY: draws.warp_y, p: 1 });
  expect(difference(warped, c.one_after_another)).toBeLessThan(1e-4);
  const composed = new Pipeline(
    setupAugTfms([
      rotate({ draw: draws.rotate, p: 1, size }),
      zoom({ draw: draws.zoom, drawX: draws.zoom_draw_x, drawY: draws.zoom_draw_y, p: 1, size }),
      warp({ drawX: draws.warp_x, drawY: draws.warp_y, p: 1, size }),
    ]),
  );
  expect(difference(composed.encode(x) as Tensor, c.composed)).toBeLessThan(1e-4);
});

test('random resized crops of batches: forced and chosen parts', () => {
  for (const c of cases('random_resized_crop') ?? []) {
    const { batch, size, split, forced, chosen, output, ...args } = c as Json & {
      output: ReferenceTensor;
      batch: string;
      size: Size;
    };
    const tfm = randomResizedCropGPU(size, camel(args));
    const part = (forced ?? chosen) as { top_left: [number, number]; crop_height_width: [number, number] };
    const crop = {
      top: part.top_left[0],
      left: part.top_left[1],
      height: part.crop_height_width[0],
      width: part.crop_height_width[1],
    };
    const x = image(data.batches[batch]);
    const ctx = { rng: rng(), splitIdx: split === 'valid' ? (1 as const) : (0 as const) };
    if (forced) tfm.draw = () => crop;
    else expect(tfm.draw(x.shape[2] ?? 0, x.shape[3] ?? 0, ctx)).toEqual(crop);
    expect(difference(tfm.encodes(x, ctx), output), JSON.stringify({ batch, size, split })).toBeLessThan(
      1e-4,
    );
  }
  for (const c of cases('crop_draws') ?? []) {
    const { height, width, uniform_numbers, numbers_used, crop_height_width, top_left, ...args } = c;
    const script = new ScriptedRng(uniform_numbers);
    const crop = randomResizedCropGPU(8, camel(args)).draw(height, width, { rng: script, splitIdx: 0 });
    expect([crop.height, crop.width]).toEqual(crop_height_width);
    expect([crop.top, crop.left]).toEqual(top_left);
    expect(script.used).toBe(numbers_used);
  }
});

test('the symmetries of the square on tensors', () => {
  const c = cases('dihedral_tensor');
  for (const { k, result } of c.cases) {
    const input = TensorImage.from(tensorOf(c.input));
    expect(difference(input.dihedral(k), result), `k ${k}`).toBe(0);
  }
});
