import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { setWaves, wave } from '../testing/wave.js';
import { findArchitecture } from './index.js';
import { VisionTransformer } from './vision-transformer.js';

type Fixture = {
  structures: Record<string, { keys: number; parameters: number; sha256: string }>;
  logits: Record<string, number[]>;
  seeded: Record<string, { first: number[]; logits: number[] }>;
};

// Made by fixtures/peer.py.
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('fixtures/torchvision.json', import.meta.url), 'utf8'),
);

test.each(Object.entries(fixture.structures))(
  '%s has torchvision’s names, shapes and counts',
  (name, expected) => {
    const model = findArchitecture(name)();
    const lines = [...model.stateDict()].map(([key, tensor]) => `${key} [${tensor.shape.join(', ')}]`);
    const count = model.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
    const sha256 = createHash('sha256').update(lines.join('\n')).digest('hex');
    expect({ keys: lines.length, parameters: count, sha256 }).toEqual(expected);
  },
);

test.each(Object.entries(fixture.seeded))('%s starts from a seed as torchvision’s does', (name, expected) => {
  torch.manualSeed(0);
  const model = findArchitecture(name)().eval();
  const close = (actual: Tensor, numbers: number[], tolerance: number) => {
    Array.from(actual.detach().toTypedArray(), Number).forEach((value, i) => {
      expect(Math.abs(value - (numbers[i] ?? Number.NaN))).toBeLessThan(tolerance);
    });
  };
  const [first] = model.parameters();
  if (!first) throw new Error('no parameters');
  close(first.detach().flatten().narrow(0, 0, 5), expected.first, 1e-6);
  const logits = torch.noGrad(() => model.forward(wave(64)));
  close(logits.flatten().narrow(0, 0, 5), expected.logits, 1e-3 * Math.max(...expected.logits.map(Math.abs)));
});

const small = { pictureSize: 64, patchSize: 16, features: 32, depth: 3, heads: 4 };

test.each(Object.entries(fixture.logits))('%s computes what torchvision’s does', (name, expected) => {
  const options = { numClasses: 5 };
  const model =
    name === 'vision transformer' ? new VisionTransformer(small, options) : findArchitecture(name)(options);
  setWaves(model);
  const logits = torch.noGrad(() => model.eval().forward(wave(64)));
  const largest = Math.max(...expected.map(Math.abs));
  Array.from(logits.toTypedArray(), Number).forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? Number.NaN)) / largest).toBeLessThan(1e-4);
  });
});
