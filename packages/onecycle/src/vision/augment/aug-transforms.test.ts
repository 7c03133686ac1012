import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import type { Transform } from '../../data/index.js';
import { TensorImage } from '../tensors/index.js';
import { camel, cases, type Json, make } from '../testing/augment-reference.js';
import { ScriptedRng } from '../testing/numbers.js';
import { augTransforms, brightness, contrast, RandomResizedCropGPU, setupAugTfms } from './index.js';

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
  if (t instanceof RandomResizedCropGPU) rest.size = bothSides(json.size);
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

/** A size as fastai's `RandomResizedCropGPU` keeps it. */
const bothSides = (size: unknown) => (typeof size === 'number' ? [size, size] : (size ?? null));

/** Numbers with as many digits as the reference has. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, v) => (typeof v === 'number' ? Number(v.toPrecision(9)) : v)));

const snake = (args: Json): Json =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
  );

/** What the reference says of a transform, as far as ours says it, too. */
function expectedOf(t: Json): Json {
  if (t.name === 'RandomResizedCropGPU') {
    const { mode_mask: _, p: __, ...rest } = t;
    return rest;
  }
  if (t.name === 'Hue')
    return { name: t.name, order: t.order, ...(t.functions as Json[])[0], fn: undefined, draw: undefined };
  return t.align_corners === null ? { ...t, align_corners: false } : t;
}

test('the list of transforms that augTransforms makes', () => {
  for (const { args, transforms } of cases('aug_transforms') ?? []) {
    expect(rounded(augTransforms(camel(args)).map(described)), JSON.stringify(args)).toEqual(
      transforms.map(expectedOf).map((t) => expect.objectContaining(t)),
    );
  }
});

test('the order of every transform', () => {
  for (const [name, order] of Object.entries(cases('orders') ?? {}))
    expect(make(name, /^(Resize|.*Crop.*)$/.test(name) ? { size: 8 } : {}).order, name).toBe(order);
});

test('setupAugTfms merges into the first of each kind and keeps the rest', () => {
  for (const { given, combined } of cases('setup_aug_tfms') ?? []) {
    const tfms = given.map((t) => {
      const [spec] = [t.affine, t.coordinate, t.functions].flatMap((specs) => (specs as Json[]) ?? []);
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
    expect(rounded(setupAugTfms(tfms).map(described))).toMatchObject(
      combined.map(expectedOf).map((t) => JSON.parse(JSON.stringify(t))),
    );
  }
});

test('brightness has no upper limit, contrast has one', () => {
  // The level is drawn between 0.5 · (1 − 3) and 0.5 · (1 + 3); what lies outside of 0 … 1 is black or white.
  const grey = () => TensorImage.from(torch.full([1, 3, 1, 1], 0.5));
  const lit = (u: number) =>
    brightness({ maxLighting: 3, p: 1 }).encodes(grey(), { rng: new ScriptedRng([u]), splitIdx: 0 });
  expect(Number(lit(0.1).max().item())).toBeLessThan(1e-6);
  expect(Number(lit(0.5).max().item())).toBeCloseTo(0.5, 6);
  expect(Number(lit(0.9).min().item())).toBeGreaterThan(1 - 1e-6);
  expect(() => contrast({ maxLighting: 1 })).toThrow('maxLighting of contrast lies in [0, 1)');
  expect(() => brightness({ maxLighting: -1 })).toThrow('maxLighting of brightness is at least 0');
});
