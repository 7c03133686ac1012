import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Pipeline, Rng, type SplitIdx, type Transform } from '../../data/index.js';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import { TensorImage } from '../tensors.js';
import { difference, ScriptedRng, tensorOf } from '../testing/numbers.js';
import {
  type AffineCoordTfm,
  applyPerspective,
  augTransforms,
  brightness,
  contrast,
  dihedral,
  dihedralMat,
  findCoeffs,
  flip,
  flipMat,
  hsv2rgb,
  hue,
  intToFloatTensor,
  type LightingTfm,
  type Matrix,
  multiply,
  normalize,
  type Point,
  prepareMat,
  randomErasing,
  randomResizedCropGPU,
  rgb2hsv,
  rotate,
  rotateMat,
  saturation,
  setupAugTfms,
  warp,
  zoom,
  zoomMat,
} from './index.js';
import { warpTargets } from './warp.js';

type Json = Record<string, unknown>;
interface CropDraw extends Json {
  height: number;
  width: number;
  uniform_numbers: number[];
  numbers_used: number;
  crop_height_width: [number, number];
  top_left: [number, number];
}
interface Erasing extends Json {
  height: number;
  width: number;
  uniform_numbers: number[];
  numbers_used: number;
  rectangles_row_low_row_high_col_low_col_high: number[][];
}
interface Reference {
  batches: Record<string, ReferenceTensor>;
  matrices: { fn: string; matrices: ReferenceTensor; [arg: string]: unknown }[];
  neutral: { fn: string; p: number; args: Json; result: ReferenceTensor }[];
  prepared_matrices: {
    order: string[];
    height_width: [number, number];
    draws: Record<string, number[]>;
    matrices: ReferenceTensor;
  }[];
  warp: Record<
    'corners' | 'targets' | 'coefficients' | 'inverse_coefficients' | 'points' | 'mapped' | 'mapped_back',
    ReferenceTensor
  > & {
    draw_x: number[];
    draw_y: number[];
  };
  pipelines: {
    batch: string;
    transforms: [string, Json][];
    split_idx: SplitIdx;
    size: number | [number, number] | null;
    mode: 'bilinear' | 'nearest' | 'bicubic';
    pad_mode: 'reflection' | 'zeros' | 'border';
    align_corners: boolean;
    matrix: ReferenceTensor;
    output: ReferenceTensor;
  }[];
  presizing_comparison: {
    batch: string;
    size: number;
    draws: Record<string, number>;
    after_resize_only: ReferenceTensor;
    after_rotate: ReferenceTensor;
    after_zoom: ReferenceTensor;
    one_after_another: ReferenceTensor;
    composed: ReferenceTensor;
  };
  random_resized_crop: Json[];
  crop_draws: CropDraw[];
  lighting: { batch: string; transforms: [string, Json][]; output: ReferenceTensor }[];
  lighting_ranges: {
    name: string;
    max_lighting?: number;
    max_hue?: number;
    low: number;
    high: number;
    neutral: number;
    draw?: string;
  }[];
  hsv: { batch: string; hsv: ReferenceTensor; back: ReferenceTensor };
  int_to_float: {
    uint8: ReferenceTensor;
    float: ReferenceTensor;
    decode_input: ReferenceTensor;
    decoded: ReferenceTensor;
  };
  normalize: {
    mean: number[];
    std: number[];
    batch: string;
    output: ReferenceTensor;
    decoded: ReferenceTensor;
    from_batch: { batch: string; mean: ReferenceTensor; std: ReferenceTensor };
  };
  whole_batch_pipeline: {
    draws: Record<string, number>;
    run_order: [string, number][];
    size: number;
    output: ReferenceTensor;
  };
  dihedral_tensor: { input: ReferenceTensor; cases: { k: number; result: ReferenceTensor }[] };
  aug_transforms: { args: Json; transforms: Json[] }[];
  setup_aug_tfms: { given: Json[]; combined: Json[] }[];
  random_erasing: Erasing[];
  orders: Record<string, number>;
}

const data = reference<Reference>('augment');
const cases = <K extends keyof Reference>(key: K) => (data ? data[key] : undefined);
const rng = () => new Rng(1);

/** The reference's argument names in ours. */
const camel = (args: Json) =>
  Object.fromEntries(
    Object.entries(args)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()), value]),
  ) as never;

const factories: Record<string, (args: never) => Transform> = {
  Flip: flip,
  Dihedral: dihedral,
  Rotate: rotate,
  Zoom: zoom,
  Warp: warp,
  Brightness: brightness,
  Contrast: contrast,
  Saturation: saturation,
  Hue: hue,
  IntToFloatTensor: intToFloatTensor,
  RandomErasing: randomErasing,
  RandomResizedCropGPU: ({ size, ...args }: { size: number }) => randomResizedCropGPU(size, args),
};
const make = (name: string, args: Json): Transform => {
  const factory = factories[name];
  if (!factory) throw new Error(`no factory for ${name}`);
  return factory(camel(args));
};

const image = (t: ReferenceTensor | undefined): TensorImage => {
  if (!t) throw new Error('no such batch');
  return TensorImage.from(tensorOf(t, 'uint8').float().div(255));
};

const flat = (matrices: readonly Matrix[]): Tensor =>
  torch.tensor(matrices.map((m) => [...m])).view([-1, 3, 3]);

const matrixFns: Record<string, (n: number, args: never) => Matrix[]> = {
  flip_mat: (n, args) => flipMat(n, rng(), args),
  dihedral_mat: (n, args) => dihedralMat(n, rng(), args),
  rotate_mat: (n, args) => rotateMat(n, rng(), args),
  zoom_mat: (n, args) => zoomMat(n, rng(), args),
};

test.skipIf(!data)('matrices for given draws, and neutral ones', () => {
  for (const { fn, matrices, ...args } of cases('matrices') ?? []) {
    const made = matrixFns[fn]?.(matrices.shape[0] ?? 0, { ...(camel(args) as Json), p: 1 } as never) ?? [];
    expect(difference(flat(made), matrices), fn).toBeLessThan(1e-5);
  }
  for (const { fn, p, args, result } of cases('neutral') ?? []) {
    const made = matrixFns[fn]?.(2, { ...(camel(args) as Json), p } as never) ?? [];
    expect(difference(flat(made), result), fn).toBeLessThan(1e-5);
  }
});

test.skipIf(!data)('products of matrices in the proportions of the picture', () => {
  for (const { order, height_width, draws, matrices } of cases('prepared_matrices') ?? []) {
    const args = (name: string): Json => ({
      p: 1,
      draw: draws[name],
      draw_x: draws[`${name}_x`] ?? null,
      draw_y: draws[`${name}_y`] ?? null,
    });
    const steps = order.map((name) => matrixFns[`${name}_mat`]?.(2, camel(args(name))) ?? []);
    const made = [0, 1].map((i) => {
      const product = steps.map((step) => step[i]).reduce((a, b) => (a && b ? multiply(a, b) : a));
      return prepareMat(product ?? [1, 0, 0, 0, 1, 0, 0, 0, 1], ...height_width);
    });
    expect(difference(flat(made).narrow(1, 0, 2), matrices), order.join()).toBeLessThan(1e-5);
  }
});

test.skipIf(!data)('warping: targets, coefficients and mapped points, there and back', () => {
  const w = cases('warp');
  if (!w) return;
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

test.skipIf(!data)('composed geometric transforms sample once, in floats and from 8-bit pixels', () => {
  for (const c of cases('pipelines') ?? []) {
    const { size, mode, pad_mode: padMode, align_corners: alignCorners } = c;
    const placing = { p: 1, ...(size !== null && { size }), mode, padMode, alignCorners };
    const tfms = c.transforms.map(([name, args]) => make(name, { ...args, ...placing }));
    const [composed] = setupAugTfms(tfms) as [AffineCoordTfm];
    const ctx = { rng: rng(), splitIdx: c.split_idx };
    const bytes = TensorImage.from(tensorOf(data?.batches[c.batch] ?? { shape: [], data: [] }, 'uint8'));
    const label = `${c.transforms.map(([name]) => name)} ${c.batch} ${size} ${mode} ${padMode} ${alignCorners}`;
    expect(difference(composed.encodes(bytes, ctx), c.output), label).toBeLessThan(1e-4);
    const floats = image(data?.batches[c.batch]);
    expect(difference(composed.encodes(floats, ctx), c.output), label).toBeLessThan(1e-4);
    // The way that other devices take, which libtorch's operators walk.
    const double = TensorImage.from(floats.double());
    expect(difference(composed.encodes(double, ctx), c.output), label).toBeLessThan(1e-4);
    const [, , height = 1, width = 1] = floats.shape;
    const { matrices } = composed.draw(2, height, width, ctx);
    expect(difference(flat(matrices).narrow(1, 0, 2), c.matrix), label).toBeLessThan(1e-5);
  }
});

test.skipIf(!data)('the presizing comparison: one after another, and composed', () => {
  const c = cases('presizing_comparison');
  if (!c) return;
  const { size, draws } = c;
  const x = image(data?.batches[c.batch]);
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

test.skipIf(!data)('random resized crops of batches: forced and chosen parts', () => {
  for (const c of cases('random_resized_crop') ?? []) {
    const { batch, size, split, forced, chosen, output, ...args } = c as Json & {
      output: ReferenceTensor;
      batch: string;
      size: number;
    };
    const tfm = randomResizedCropGPU(size, camel(args));
    const part = (forced ?? chosen) as { top_left: [number, number]; crop_height_width: [number, number] };
    const crop = {
      top: part.top_left[0],
      left: part.top_left[1],
      height: part.crop_height_width[0],
      width: part.crop_height_width[1],
    };
    const x = image(data?.batches[batch]);
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

test.skipIf(!data)('lighting, hue and their ranges', () => {
  for (const { batch, transforms, output } of cases('lighting') ?? []) {
    const label = transforms.map(([name]) => name).join();
    const tfms = setupAugTfms(transforms.map(([name, args]) => make(name, { ...args, p: 1 })));
    const run = (x: TensorImage) => new Pipeline(tfms, { splitIdx: 0 }).encode(x) as Tensor;
    expect(difference(run(image(data?.batches[batch])), output), label).toBeLessThan(1e-4);
    // In double precision libtorch's operators do it, as on other devices.
    expect(
      difference(run(TensorImage.from(image(data?.batches[batch]).double())), output),
      label,
    ).toBeLessThan(1e-4);
  }
  for (const { name, max_lighting, max_hue, low, high, neutral, draw } of cases('lighting_ranges') ?? []) {
    const options = { max_lighting: max_lighting ?? null, max_hue: max_hue ?? null };
    const tfm = make(name, options) as LightingTfm;
    // One pixel for each of the ends of the range and for the neutral draw: the change that a draw makes tells it.
    const pixel = () => TensorImage.from(torch.tensor([[[[0.2]], [[0.5]], [[0.9]]]]));
    const drawn = (u: number) => tfm.encodes(pixel(), { rng: new ScriptedRng([u, 0, 0]), splitIdx: 0 });
    const fixed = (value: number) => make(name, { ...options, draw: value, p: 1 }) as LightingTfm;
    for (const [u, value] of [
      [0, low],
      [1, high],
    ] as const) {
      const expected = fixed(value).encodes(pixel(), { rng: rng(), splitIdx: 0 });
      expect(Number(drawn(u).sub(expected).abs().max().item()), `${name} ${value} ${draw}`).toBeLessThan(
        1e-5,
      );
    }
    const same = make(name, { ...options, p: 0 }) as LightingTfm;
    const expected = fixed(neutral).encodes(pixel(), { rng: rng(), splitIdx: 0 });
    const actual = same.encodes(pixel(), { rng: new ScriptedRng([0.3, 0.9, 0.9]), splitIdx: 0 });
    expect(Number(actual.sub(expected).abs().max().item()), name).toBeLessThan(1e-6);
  }
});

test.skipIf(!data)(
  'hue, saturation, value and back; integers to floats and back; normalization',
  async () => {
    const hsv = cases('hsv');
    const ints = cases('int_to_float');
    const norm = cases('normalize');
    if (!hsv || !ints || !norm) return;
    const converted = rgb2hsv(image(data?.batches[hsv.batch]));
    expect(difference(converted, hsv.hsv)).toBeLessThan(1e-5);
    expect(difference(hsv2rgb(converted), hsv.back)).toBeLessThan(1e-5);

    const toFloat = intToFloatTensor();
    expect(
      difference(toFloat.encodes(TensorImage.from(tensorOf(ints.uint8, 'uint8'))), ints.float),
    ).toBeLessThan(1e-6);
    expect(
      toFloat
        .decodes(TensorImage.from(tensorOf(ints.decode_input)))
        .flatten()
        .tolist(),
    ).toEqual(numbers(ints.decoded.data));

    const given = normalize([norm.mean, norm.std]);
    const normalized = given.encodes(image(data?.batches[norm.batch]));
    expect(difference(normalized, norm.output)).toBeLessThan(1e-4);
    expect(difference(given.decodes(normalized), norm.decoded)).toBeLessThan(1e-4);
    const learned = normalize();
    const item = async () => undefined;
    await learned.setup({
      n: 1,
      before: [],
      item,
      items: async () => [],
      oneBatch: async () => [image(data?.batches[norm.from_batch.batch])],
    });
    const { mean = [], std = [] } = learned;
    for (const c of [0, 1, 2]) {
      expect(mean[c]).toBeCloseTo(Number(norm.from_batch.mean.data[c]), 5);
      expect(std[c]).toBeCloseTo(Number(norm.from_batch.std.data[c]), 5);
    }
  },
);

test.skipIf(!data)('a whole batch pipeline runs in the right order, step by step and in one pass', () => {
  const c = cases('whole_batch_pipeline');
  if (!c) return;
  const { draws, size } = c;
  const stats = normalize([data?.normalize.mean ?? [], data?.normalize.std ?? []]);
  const tfms = [
    stats,
    brightness({ draw: draws.brightness, p: 1 }),
    ...setupAugTfms([flip({ draw: draws.flip, p: 1, size }), rotate({ draw: draws.rotate, p: 1, size })]),
    intToFloatTensor(),
  ];
  const pipeline = new Pipeline(tfms, { splitIdx: 0 });
  expect(pipeline.transforms.map((t) => [t.name, t.order])).toEqual(c.run_order);
  const x = TensorImage.from(tensorOf(data?.batches.A ?? { shape: [], data: [] }, 'uint8').narrow(0, 0, 1));
  expect(difference(pipeline.encode(x) as Tensor, c.output)).toBeLessThan(1e-4);
  const [together] = pipeline.encodeTuple([x]) as [Tensor];
  expect(difference(together, c.output)).toBeLessThan(1e-4);
});

test.skipIf(!data)('the symmetries of the square on tensors', () => {
  const c = cases('dihedral_tensor');
  for (const { k, result } of c?.cases ?? []) {
    const input = TensorImage.from(tensorOf(c?.input ?? result));
    expect(difference(input.dihedral(k), result), `k ${k}`).toBe(0);
  }
});

/** Our description of a transform in the reference's words. */
function described(t: Transform): Json {
  const json = JSON.parse(JSON.stringify(t.settings())) as Json;
  const specs = (value: unknown, functionName: (fn: string) => string, draws: string[]) =>
    (value as Json[]).map(({ fn, ...args }) => ({
      fn: functionName(String(fn)),
      ...Object.fromEntries(draws.map((d) => [d, null])),
      ...snake(args),
    }));
  const { affine, coordinate, functions, options: _, ...rest } = json;
  const zoomed = (spec: Json) => (spec.fn === 'zoom_mat' ? { draw_x: null, draw_y: null, ...spec } : spec);
  return {
    name: t.name,
    order: t.order,
    ...snake(rest),
    ...(affine !== undefined && {
      size: json.size ?? null,
      mode_mask: 'nearest',
      affine: specs(affine, (fn) => `${fn}_mat`, ['draw']).map(zoomed),
      coordinate: specs(coordinate, () => '_WarpCoord', ['draw_x', 'draw_y']),
    }),
    ...(functions !== undefined && {
      functions: specs(functions, (fn) => `_${fn.charAt(0).toUpperCase()}${fn.slice(1)}Logit`, ['draw']),
    }),
  };
}

const snake = (args: Json): Json =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
  );

/** What the reference says of a transform, as far as ours says it, too: one number of a size stands for both sides. */
function expectedOf(t: Json): Json {
  if (t.name === 'RandomResizedCropGPU') {
    const { mode_mask: _, p: __, size, ...rest } = t;
    return { ...rest, size: (size as number[])[0] };
  }
  return t.name === 'Hue'
    ? { name: t.name, order: t.order, ...(t.functions as Json[])[0], fn: undefined, draw: undefined }
    : t;
}

test.skipIf(!data)('the list of transforms that augTransforms makes', () => {
  for (const { args, transforms } of cases('aug_transforms') ?? []) {
    expect(augTransforms(camel(args)).map(described)).toEqual(
      transforms.map(expectedOf).map((t) => expect.objectContaining(t)),
    );
  }
});

test.skipIf(!data)('setupAugTfms merges into the first of each kind and keeps the rest', () => {
  for (const { given, combined } of cases('setup_aug_tfms') ?? []) {
    const tfms = given.map((t) => {
      const [spec] = [...((t.affine as Json[]) ?? []), ...((t.functions as Json[]) ?? [])];
      const { fn: _, ...args } = spec ?? {};
      const {
        name,
        order: __,
        affine: ___,
        coordinate: ____,
        functions: _____,
        mode_mask: ______,
        ...own
      } = t;
      return make(String(name), { ...own, ...args });
    });
    expect(setupAugTfms(tfms).map(described)).toMatchObject(
      combined.map(expectedOf).map((t) => JSON.parse(JSON.stringify(t))),
    );
  }
});

test.skipIf(!data)('rectangles for random erasing', () => {
  for (const c of cases('random_erasing') ?? []) {
    const {
      height,
      width,
      uniform_numbers,
      numbers_used,
      rectangles_row_low_row_high_col_low_col_high,
      ...args
    } = c;
    const script = new ScriptedRng(uniform_numbers);
    expect(randomErasing(camel(args)).draw(script, height, width)).toEqual(
      rectangles_row_low_row_high_col_low_col_high,
    );
    expect(script.used).toBe(numbers_used);
  }
});

test('random erasing changes only rectangles, within the picture', () => {
  const x = TensorImage.from(torch.zeros([2, 3, 20, 30]));
  const erased = randomErasing({ p: 1, sl: 0.2, sh: 0.4 }).encodes(x, { rng: new Rng(3), splitIdx: 0 });
  const changed = Number(erased.ne(0).float().mean().item());
  expect(changed).toBeGreaterThan(0.1);
  expect(changed).toBeLessThan(0.45);
  expect(Number(x.abs().max().item())).toBe(0);
});

test('the steps of augTransforms give the same in one pass as one after the other', () => {
  const pixels = torch.randint(0, 256, [3, 3, 40, 40], { dtype: 'uint8' });
  const x = TensorImage.from(pixels);
  const stats = normalize([
    [0.485, 0.456, 0.406],
    [0.229, 0.224, 0.225],
  ]);
  const lists = [
    augTransforms({ size: 16, minScale: 0.75 }),
    augTransforms({ size: 24 }),
    augTransforms({ maxLighting: 0, padMode: 'zeros' }),
    augTransforms({ size: [12, 30], minScale: 0.5, xtraTfms: saturation({ p: 1 }) }),
    [],
  ];
  for (const tfms of lists) {
    for (const splitIdx of [0, 1] as const) {
      const pipeline = new Pipeline([intToFloatTensor(), ...tfms, stats]);
      const ctx = () => ({ rng: new Rng(7), splitIdx });
      const together = pipeline.encode(x, ctx());
      const running = pipeline.transforms.filter((t) => Pipeline.runs(t, splitIdx));
      let apart: Tensor = x;
      for (const t of running) {
        const place = pipeline.transforms.indexOf(t);
        apart = t.encodes(apart, { ...ctx(), rng: ctx().rng.fork(place) }) as Tensor;
      }
      if (!(together instanceof TensorImage)) throw new Error('a picture is expected');
      expect(together.shape).toEqual(apart.shape);
      expect(Number(together.sub(apart).abs().max().item())).toBeLessThan(2e-4);
    }
  }
});
