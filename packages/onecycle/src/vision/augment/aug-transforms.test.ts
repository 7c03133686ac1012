import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Pipeline, Rng, type Transform } from '../../data/index.js';
import { TensorImage } from '../tensors.js';
import { camel, cases, data, type Json, make } from '../testing/augment-reference.js';
import { difference, tensorOf } from '../testing/numbers.js';
import {
  augTransforms,
  brightness,
  flip,
  intToFloatTensor,
  normalize,
  rotate,
  saturation,
  setupAugTfms,
} from './index.js';

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
