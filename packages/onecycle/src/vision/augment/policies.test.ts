import { readFileSync } from 'node:fs';
import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { DataBlock, indexSplitter, Pipeline, Rng, revive, transformBlock } from '../../data/index.js';
import { isSigned, magnitudeOf, type PolicyOp, policyOps, randReach, trivialReach } from '../maths/index.js';
import { TensorImage, TensorMask } from '../tensors/index.js';
import {
  flip,
  intToFloatTensor,
  policyOp,
  RandAugment,
  randAugment,
  TrivialAugment,
  trivialAugment,
} from './index.js';

type Interpolation = 'nearest' | 'bilinear';
type Fill = number | number[] | null;

// Made by fixtures/policies.py, with torchvision itself.
const torchvision: {
  pictures: Record<string, { shape: number[]; data: string }>;
  pixels: [picture: string, op: PolicyOp, magnitude: number, Interpolation, Fill, pixels: string][];
  spaces: {
    policy: string;
    height: number;
    width: number;
    numMagnitudeBins: number;
    ops: Record<string, { magnitudes: number[]; signed: boolean }>;
  }[];
  draws: {
    policy: string;
    options: object;
    height: number;
    width: number;
    draws: number;
    counts: [op: string, magnitude: number, count: number][];
  }[];
} = JSON.parse(readFileSync(new URL('fixtures/policies.json', import.meta.url), 'utf8'));

const bytes = (data: string) => Uint8Array.from(Buffer.from(data, 'base64'));
const picture = (name: string): TensorImage => {
  const { shape = [], data = '' } = torchvision.pictures[name] ?? {};
  return TensorImage.from(torch.fromTypedArray(bytes(data), shape));
};
const pixelsOf = (x: Tensor) => Array.from(x.contiguous().toTypedArray(), Number);
const ctx = (seed = 1) => ({ rng: new Rng(seed), splitIdx: 0 as const });

test('every operation gives the pixels of torchvision', () => {
  const ops = new Set<string>();
  for (const [name, op, magnitude, interpolation, fill, expected] of torchvision.pixels) {
    const changed = policyOp(picture(name), op, magnitude, { interpolation, fill });
    expect(pixelsOf(changed), `${op} ${magnitude} of ${name}, ${interpolation}, fill ${fill}`).toEqual([
      ...bytes(expected),
    ]);
    ops.add(op);
  }
  expect([...ops].sort()).toEqual([...policyOps].sort());
});

test('the magnitudes of every operation, bin by bin, and which have a sign', () => {
  for (const { policy, height, width, numMagnitudeBins: bins, ops } of torchvision.spaces) {
    const reach = policy === 'trivialAugment' ? trivialReach : randReach;
    expect(Object.keys(ops)).toEqual([...policyOps]);
    for (const op of policyOps) {
      const { magnitudes = [], signed } = ops[op] ?? {};
      const at = (bin: number) => magnitudeOf(op, reach, { bin, bins, height, width });
      for (const [bin, magnitude] of magnitudes.entries()) {
        const said = `${policy} ${op}, bin ${bin} of ${bins}`;
        expect(Math.abs(at(bin) - magnitude), said).toBeLessThanOrEqual(Math.abs(magnitude) * 3e-7);
        // Which are cut down to whole pixels or bits.
        if (/translate|posterize/.test(op)) expect(Math.trunc(at(bin)), said).toBe(Math.trunc(magnitude));
      }
      expect(isSigned(op), op).toBe(signed);
    }
  }
});

test('operations and magnitudes come as often as in torchvision', () => {
  for (const { policy, options, height, width, draws, counts } of torchvision.draws) {
    const tfm = policy === 'trivialAugment' ? trivialAugment(options) : randAugment(options);
    const { ops, magnitudes } = tfm.draw(draws, height, width, ctx(7));
    const key = (op: string, magnitude: number) => `${op} ${(magnitude || 0).toFixed(4)}`;
    const ours = new Map<string, number>();
    for (const [i, op] of ops.entries()) {
      const found = key(op, magnitudes[i] ?? 0);
      ours.set(found, (ours.get(found) ?? 0) + 1);
    }
    const theirs = new Map<string, number>();
    for (const [op, magnitude, count] of counts) {
      const found = key(op, magnitude);
      theirs.set(found, (theirs.get(found) ?? 0) + count);
    }
    // Two samples of one distribution: Σ (a − b)² / (a + b) is distributed as χ² then, with as many degrees of freedom as there are kinds, less one.
    expect([...ours.keys()].sort(), policy).toEqual([...theirs.keys()].sort());
    let chiSquared = 0;
    for (const [found, a] of ours) {
      const b = theirs.get(found) ?? 0;
      chiSquared += (a - b) ** 2 / (a + b);
    }
    const freedom = ours.size - 1;
    expect(chiSquared, policy).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom));
  }
});

test('pictures of a batch draw apart, by seed and in training alone', () => {
  const x = TensorImage.from(torch.randint(0, 256, [8, 3, 24, 20], { dtype: 'uint8' }));
  for (const tfm of [trivialAugment(), randAugment({ interpolation: 'bilinear', fill: [1, 2, 3] })]) {
    const pipeline = new Pipeline(tfm, { splitIdx: 0 });
    const [a, b, c] = [1, 1, 2].map((seed) => pipeline.encode(x, ctx(seed)));
    if (!(a instanceof TensorImage && b instanceof TensorImage && c instanceof TensorImage))
      throw new Error('pictures are expected');
    expect(a.shape).toEqual(x.shape);
    expect(a.dtype).toBe('uint8');
    expect(torch.equal(a, b)).toBe(true);
    expect(torch.equal(a, c)).toBe(false);
    expect(pipeline.encode(x, { rng: new Rng(1), splitIdx: 1 })).toBe(x);
    // One by one, with what was drawn for the batch.
    const { ops, magnitudes } = tfm.draw(8, 24, 20, { ...ctx(), rng: ctx().rng.fork(0) });
    const each = ops.length / 8;
    for (let i = 0; i < 8; i++) {
      let alone = TensorImage.from(x.select(0, i));
      for (let k = each * i; k < each * (i + 1); k++)
        alone = policyOp(alone, ops[k] ?? 'identity', magnitudes[k], {
          interpolation: tfm.options.interpolation,
          fill: tfm.options.fill,
        });
      expect(torch.equal(alone, a.select(0, i)), `picture ${i}`).toBe(true);
    }
    const copy = revive(JSON.parse(JSON.stringify(tfm)));
    if (!(copy instanceof TrivialAugment || copy instanceof RandAugment))
      throw new Error('a policy is expected');
    expect(torch.equal(new Pipeline(copy, { splitIdx: 0 }).encode(x, ctx()) as Tensor, a)).toBe(true);
  }
});

test('off the main thread come the same pictures, and what follows is done there, too', async () => {
  const x = TensorImage.from(torch.randint(0, 256, [6, 3, 30, 30], { dtype: 'uint8' }));
  const pipeline = new Pipeline([intToFloatTensor(), randAugment()], { splitIdx: 0 });
  expect(pipeline.transforms.map((t) => t.name)).toEqual(['RandAugment', 'IntToFloatTensor']);
  const { members, begun, done } = await pipeline.begin([x, 3], ctx());
  expect([begun, done]).toEqual([2, true]);
  expect(torch.equal(members[0] as Tensor, pipeline.encode(x, ctx()) as Tensor)).toBe(true);
  // A batch that goes to a GPU is sent there with eight bits, after the policy.
  const sent = await pipeline.begin([x, 3], ctx(), { moving: true });
  expect([sent.begun, sent.done]).toEqual([1, false]);
  expect(
    torch.equal(
      sent.members[0] as Tensor,
      new Pipeline(randAugment(), { splitIdx: 0 }).encode(x, ctx()) as Tensor,
    ),
  ).toBe(true);
});

test('in a data block: by seed, epoch and batch, in training alone, and with no tensor left behind', async () => {
  const items = Array.from({ length: 12 }, () =>
    TensorImage.from(torch.randint(0, 256, [3, 16, 16], { dtype: 'uint8' })),
  );
  const block = new DataBlock({
    blocks: [transformBlock({ batchTfms: intToFloatTensor() }), transformBlock()],
    getItems: () => items,
    getY: () => 1,
    splitter: indexSplitter([8, 9, 10, 11]),
    batchTfms: [trivialAugment(), flip({ p: 0 })],
  });
  const epochs = async (which: 'train' | 'valid') => {
    const dls = await block.dataloaders('', { bs: 4, seed: 5 });
    const found: number[] = [];
    for (let epoch = 0; epoch < 2; epoch++)
      for await (const batch of dls[which])
        torch.scope(() => {
          const [x, y] = batch as [Tensor, Tensor];
          found.push(
            Number(
              x
                .double()
                .mul(torch.rand(x.shape, { generator: new torch.Generator().manualSeed(1) }))
                .sum()
                .item(),
            ),
          );
          x.dispose();
          y.dispose();
        });
    return found;
  };
  const first = await epochs('train');
  const { tensors } = torch.memory();
  expect(await epochs('train')).toEqual(first);
  expect(torch.memory().tensors).toBe(tensors);
  expect(first.slice(0, 2)).not.toEqual(first.slice(2));
  const [valid] = await epochs('valid');
  const whole = torch
    .stack(items.slice(8))
    .double()
    .div(255)
    .mul(torch.rand([4, 3, 16, 16], { generator: new torch.Generator().manualSeed(1) }))
    .sum();
  expect(valid).toBeCloseTo(Number(whole.item()), 2);
});

test('masks move with their pictures and keep their values', () => {
  const corner = torch.zeros([1, 3, 40, 40], { dtype: 'uint8' });
  corner.narrow(2, 5, 9).narrow(3, 20, 8).fill_(200);
  const x = TensorImage.from(corner);
  const mask = TensorMask.from(corner.select(1, 0).eq(200).byte());
  let moved = 0;
  for (let seed = 0; seed < 40; seed++) {
    const [picture, itsMask] = new Pipeline(randAugment({ magnitude: 20 }), { splitIdx: 0 }).encodeTuple(
      [x, mask],
      ctx(seed),
    ) as readonly Tensor[];
    if (!(picture && itsMask)) throw new Error('a picture and its mask are expected');
    expect(itsMask).toBeInstanceOf(TensorMask);
    expect(itsMask.unique().toTypedArray().length).toBeLessThanOrEqual(2);
    // What is bright in the picture and what is marked in the mask lies in one place: light, where it was changed, is even there.
    const inside = picture.select(1, 0).maskedSelect(itsMask.bool());
    if (inside.numel() === 0) continue;
    if (!torch.equal(itsMask, mask)) moved++;
  }
  expect(moved).toBeGreaterThan(5);
});

test('what cannot be is said', () => {
  const float = TensorImage.from(torch.rand([1, 3, 4, 4]));
  expect(() => trivialAugment().encodes(float, ctx())).toThrow(/TrivialAugment takes 8-bit pictures/);
  expect(() => randAugment({ magnitude: 31 })).toThrow(
    'magnitude is one of the 31 of numMagnitudeBins, 0 to 30, not 31',
  );
  expect(() => randAugment({ numOps: 0 })).toThrow('numOps is a whole number, at least 1, and not 0');
  expect(() => trivialAugment({ numMagnitudeBins: 1 })).toThrow(
    'numMagnitudeBins is a whole number, at least 2',
  );
  expect(() => trivialAugment({ fill: [1, 2] })).toThrow('fill is a number, one for each channel');
  expect(() => trivialAugment({ fill: 256 })).toThrow(
    'fill is a number, at least 0, at most 255, and not 256',
  );
  expect(() => trivialAugment({ interpolation: 'bicubic' } as never)).toThrow(
    "no interpolation is called 'bicubic'",
  );
  expect(() => trivialAugment({ magnitude: 3 } as never)).toThrow(
    /trivialAugment has no option 'magnitude'|magnitude/,
  );
  const byte = TensorImage.from(torch.zeros([3, 4, 4], { dtype: 'uint8' }));
  expect(() => policyOp(byte, 'invert' as never)).toThrow("no operation is called 'invert'");
  expect(() => policyOp(byte, 'posterize', 9)).toThrow(/posterize is a number of bits, 0 to 8, not 9/);
  expect(() => policyOp(byte, 'brightness', -2)).toThrow(/brightness is at least -1, not -2/);
  expect(() => policyOp(byte, 'rotate', Number.NaN)).toThrow(/rotate is a number/);
  expect(() => policyOp(TensorImage.from(torch.zeros([2, 4, 4], { dtype: 'uint8' })), 'rotate', 3)).toThrow(
    'policyOp takes pictures of 1 or 3 channels, not [2, 4, 4]',
  );
});
