import { Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Pipeline, Rng } from '../../data/index.js';
import {
  AffineCoordTfm,
  augTransforms,
  brightness,
  intToFloatTensor,
  normalize,
  saturation,
  setupAugTfms,
  warp,
} from '../augment/index.js';
import { TensorImage, TensorMask } from '../tensors/index.js';
import { cases, data, make } from '../testing/augment-reference.js';
import { difference, tensorOf } from '../testing/numbers.js';
import './index.js';

test('a whole batch pipeline runs in the right order, step by step and in one pass', () => {
  const c = cases('whole_batch_pipeline');
  const { draws, size, given_order: given } = c;
  const { mean, std } = data.normalize;
  const fixed = (name: string) => {
    const drawn = { draw: draws[name.toLowerCase()] ?? null, p: 1 };
    if (name === 'Normalize') return make(name, { mean, std });
    if (['Brightness', 'Contrast', 'Saturation'].includes(name)) return make(name, drawn);
    if (name === 'Warp') return make(name, { p: 1, size });
    return make(name, name === 'IntToFloatTensor' ? {} : { ...drawn, size });
  };
  // What is drawn, but not in the list, was merged into its geometric transform.
  const drawn = Object.keys(draws).map((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  const merged = drawn.filter((name) => !given.includes(name)).map(fixed);
  const tfms = given
    .map(fixed)
    .flatMap((t) => (t instanceof AffineCoordTfm ? setupAugTfms([t, ...merged]) : [t]));
  const pipeline = new Pipeline(tfms, { splitIdx: 0 });
  expect(pipeline.transforms.map((t) => [t.name, t.order])).toEqual(c.run_order);
  const [, name = ''] = /^first image of batch (\w+)$/.exec(c.uint8) ?? [];
  const x = TensorImage.from(
    tensorOf(data.batches[name] ?? { shape: [], data: [] }, 'uint8').narrow(0, 0, 1),
  );
  expect(difference(pipeline.encode(x) as Tensor, c.output)).toBeLessThan(1e-4);
  const [together] = pipeline.encodeTuple([x]) as [Tensor];
  expect(difference(together, c.output)).toBeLessThan(1e-4);
});

test('the steps of augTransforms give the same in one pass, also off the main thread, as one after the other', async () => {
  const pixels = torch.randint(0, 256, [3, 3, 40, 40], { dtype: 'uint8' });
  const x = TensorImage.from(pixels);
  const stats = normalize([
    [0.485, 0.456, 0.406],
    [0.229, 0.224, 0.225],
  ]);
  const lists = [
    augTransforms({ size: 16, minScale: 0.75 }),
    augTransforms({ minScale: 0.75 }),
    augTransforms({ size: 24 }),
    augTransforms({ maxLighting: 0, padMode: 'zeros' }),
    augTransforms({ size: [12, 30], minScale: 0.5, xtraTfms: saturation({ p: 1 }) }),
    [],
  ];
  for (const tfms of lists) {
    for (const splitIdx of [0, 1] as const) {
      const pipeline = new Pipeline([intToFloatTensor(), ...tfms, stats]);
      const [first, ...next] = pipeline.transforms;
      expect(first?.fuse?.(next)?.length).toBe(pipeline.transforms.length);
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
      const { members, begun } = await pipeline.begin([x], ctx());
      expect(begun).toBe(running.length);
      const [elsewhere] = members;
      expect(elsewhere).toBeInstanceOf(TensorImage);
      expect(torch.equal(elsewhere as Tensor, together)).toBe(true);
    }
  }
});

test('where a map folds the picture over, the steps follow one another, with the same draws', async () => {
  const pixels = torch.randint(0, 256, [2, 3, 20, 20], { dtype: 'uint8' });
  const x = TensorImage.from(pixels);
  // Warped so much that a line of the picture lies at infinity: drawn, and then seen to be too much for the pass.
  const tfms = setupAugTfms([warp({ magnitude: 1.9, p: 1 }), brightness({ p: 1 })]);
  const pipeline = new Pipeline([intToFloatTensor(), ...tfms]);
  const ctx = () => ({ rng: new Rng(3), splitIdx: 0 as const });
  const contexts = pipeline.transforms.map((_, i) => ({ ...ctx(), rng: ctx().rng.fork(i) }));
  const [first, ...next] = pipeline.transforms;
  const fusion = first?.fuse?.(next);
  expect(fusion?.encodes(x, contexts)).toBeNull();
  let apart: Tensor = x;
  for (const [i, t] of pipeline.transforms.entries())
    apart = t.encodes(apart, { ...ctx(), rng: ctx().rng.fork(i) }) as Tensor;
  expect(torch.equal(pipeline.encode(x, ctx()) as Tensor, apart)).toBe(true);
  const { members, begun } = await pipeline.begin([x], ctx());
  expect(begun).toBe(pipeline.transforms.length);
  expect(torch.equal(members[0] as Tensor, apart)).toBe(true);
});

test('pictures and masks become numbers off the main thread with the values of the step itself', async () => {
  const bytes = torch.arange(256, { dtype: 'uint8' }).reshape([1, 1, 16, 16]);
  const members = [TensorImage.from(bytes.repeat([1, 3, 1, 1])), TensorMask.from(bytes.squeeze(1)), 7];
  for (const pipeline of [intToFloatTensor(), intToFloatTensor({ div: 100, divMask: 3 })].map(
    (t) => new Pipeline([t]),
  )) {
    const ctx = { rng: new Rng(1), splitIdx: null };
    const ahead = await pipeline.begin(members, ctx);
    const atOnce = await pipeline.encodeTuple(members, ctx);
    for (const [i, member] of ahead.members.entries()) {
      const other = atOnce[i];
      expect(member?.constructor).toBe(other?.constructor);
      if (member instanceof Tensor && other instanceof Tensor) {
        expect(member.dtype).toBe(other.dtype);
        expect(torch.equal(member, other)).toBe(true);
      } else expect(member).toBe(other);
    }
  }
});
