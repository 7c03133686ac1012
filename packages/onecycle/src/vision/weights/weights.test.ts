import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saveSafetensors, type Tensor, torch } from '@onecycle/torch';
import { afterAll, expect, test } from 'vitest';
import { mobilenetV1, resnet18 } from '../models/index.js';
import { wave } from '../testing/wave.js';
import { hubFile, loadWeights, pretrainedModel, registerWeights } from './index.js';

/** Expects the five first logits under a wave, the largest of all, and its place. */
function expectLogits(state: ReadonlyMap<string, Tensor>, arch: typeof resnet18, expected: SelfTest): void {
  const model = arch();
  model.loadStateDict(state);
  const logits = Array.from(torch.noGrad(() => model.eval().forward(wave(224))).toTypedArray(), Number);
  const largest = logits.reduce((best, logit, i) => (logit > (logits[best] ?? 0) ? i : best), 0);
  expect(largest).toBe(expected.argmax);
  for (const [i, value] of [...expected.logits, expected.max].entries())
    expect(Math.abs((logits[i < expected.logits.length ? i : largest] ?? 0) - value)).toBeLessThan(1e-4);
}

interface SelfTest {
  argmax: number;
  max: number;
  logits: number[];
}

test('features under the weights that come with the library are PyTorch’s', async () => {
  const { state } = await loadWeights('@onecycle/resnet18-tiny');
  // They have no classifier: one that hands the features on.
  const classifier = [
    ['fc.weight', torch.eye(1000, 512)] as const,
    ['fc.bias', torch.zeros([1000])] as const,
  ];
  // torchvision's resnet18 with the same state.
  expectLogits(new Map([...state, ...classifier]), resnet18, {
    argmax: 87,
    max: 5.566422,
    logits: [0, 0, 0, 0.075353, 0],
  });
});

/** Weights of photographs, too large to come along: a folder with these files, and a README that says their logits. */
const folder = process.env.ONECYCLE_WEIGHTS;
const files = [
  [resnet18, 'resnet18-imagenet-distilled.safetensors'],
  [mobilenetV1, 'mobilenet_v1_075-imagenet.safetensors'],
] as const;

/** What the folder's README says that PyTorch computes of its self-test input. */
function selfTests(folder: string): SelfTest[] {
  const text = readFileSync(join(folder, 'README.md'), 'utf8').replaceAll('\n', ' ');
  return [...text.matchAll(/argmax (\d+), max logit ([\d.]+), +logits\[0:5\] = ([-\d., ]+)\./g)].map(
    (found) => ({
      argmax: Number(found[1]),
      max: Number(found[2]),
      logits: (found[3] ?? '').split(',').map(Number),
    }),
  );
}

for (const [i, [arch, file]] of folder ? files.entries() : []) {
  test(`logits under ${file} are PyTorch’s`, async () => {
    const expected = selfTests(folder ?? '')[i];
    if (!expected) throw new Error(`no self-test number ${i} in the README`);
    expectLogits((await loadWeights(join(folder ?? '', file))).state, arch, expected);
  });
}

const temporary = await mkdtemp(join(tmpdir(), 'onecycle-weights-'));
afterAll(() => rm(temporary, { recursive: true }));

/** A file with the state of a ResNet-18, changed. */
async function changed(
  name: string,
  change: (state: Map<string, ReturnType<typeof torch.zeros>>) => void,
  metadata = {},
): Promise<string> {
  const state = resnet18().stateDict();
  change(state);
  const file = join(temporary, `${name}.safetensors`);
  await saveSafetensors(file, state, metadata);
  return file;
}

test('a file that does not fit names the keys that are missing, unexpected and of another shape', async () => {
  const file = await changed('bad', (state) => {
    state.delete('layer1.0.conv1.weight');
    state.set('layer9.weight', torch.zeros([1]));
    state.set('bn1.bias', torch.zeros([3]));
  });
  const error = await pretrainedModel(resnet18, file).catch(String);
  expect(error).toContain(`${file} does not fit resnet18`);
  expect(error).toContain('missing keys: layer1.0.conv1.weight');
  expect(error).toContain('unexpected keys: layer9.weight');
  expect(error).toContain('bn1.bias is [3] but the model has [64]');
});

test('the classifier may be absent or have other classes', async () => {
  const without = await changed('body', (state) => {
    state.delete('fc.weight');
    state.delete('fc.bias');
    state.set('conv1.weight', torch.ones([64, 3, 7, 7]));
  });
  const { model, stats } = await pretrainedModel(resnet18, without);
  expect(model.parameters()[0]?.sum().item()).toBe(64 * 3 * 7 * 7);
  expect(stats).toEqual(resnet18.stats);
  const other = await changed('other', (state) => {
    state.set('fc.weight', torch.zeros([7, 512]));
    state.set('fc.bias', torch.zeros([7]));
  });
  await expect(pretrainedModel(resnet18, other)).resolves.toBeDefined();
});

test('statistics travel with a file, and with a registered name', async () => {
  const file = await changed('stats', () => undefined, { mean: '[0.1, 0.2, 0.3]', std: '[1, 2, 3]' });
  expect((await pretrainedModel(resnet18, file)).stats).toEqual([
    [0.1, 0.2, 0.3],
    [1, 2, 3],
  ]);
  registerWeights('mine', { source: file, stats: [[0], [1]] });
  expect((await pretrainedModel(resnet18, 'mine')).stats).toEqual([[0], [1]]);
});

test('an unknown source says what it could be', async () => {
  await expect(loadWeights('nothing')).rejects.toThrow(
    /'nothing' is neither a file nor a repository of the hub/,
  );
  await expect(loadWeights(temporary)).rejects.toThrow(`${temporary} is a folder; pass the file in it`);
  await expect(loadWeights('./missing.safetensors')).rejects.toThrow(
    'there is no weights file ./missing.safetensors',
  );
});

test('a file is read by its first bytes, whatever its ending', async () => {
  const file = await changed('named', () => undefined);
  for (const ending of ['.pth', '.bin', '.ckpt', '.pth.tar', '']) {
    const other = join(temporary, `other${ending}`);
    await copyFile(file, other);
    expect((await loadWeights(other)).state.size).toBe(resnet18().stateDict().size);
  }
  const theirs = fileURLToPath(
    new URL('../../../../torch/src/files/fixtures/state_dict.pth', import.meta.url),
  );
  for (const ending of ['.safetensors', '.th', '.pth.tar', '.bin']) {
    const other = join(temporary, `theirs${ending}`);
    await copyFile(theirs, other);
    expect((await loadWeights(other)).state.size).toBeGreaterThan(0);
  }
});

test('the error about keys of another architecture is short', async () => {
  const file = await changed('short', (state) => {
    for (const key of [...state.keys()]) {
      const tensor = state.get(key);
      state.delete(key);
      if (tensor) state.set(`blocks.0.${key}.attention`, tensor);
    }
  });
  const message = await pretrainedModel(resnet18, file).catch((error: Error) => error.message);
  expect(message).toMatch(/none of its \d+ keys \(blocks.0.* is one of the architecture's/);
  const half = await changed('half', (state) => {
    for (const key of [...state.keys()].slice(0, 100)) state.delete(key);
    for (let i = 0; i < 300; i++) state.set(`blocks.${i}.attention.weight`, torch.zeros([1]));
  });
  const long = await pretrainedModel(resnet18, half).catch((error: Error) => error.message);
  expect(long).toContain('(300 in all)');
  expect(String(long).length).toBeLessThan(800);
});

test('an option of registered weights that there is not is named', () => {
  expect(() => registerWeights('misspelt', { source: 'x', stat: [[0], [1]] } as never)).toThrow(
    /registerWeights.* has no option 'stat': did you mean 'stats'\?/,
  );
});

test('statistics that cannot normalize are refused where they are given', async () => {
  expect(() =>
    registerWeights('flat', {
      source: 'x',
      stats: [
        [0, 0, 0],
        [0, 0, 0],
      ],
    }),
  ).toThrow("registerWeights('flat') needs as many means as standard deviations, and the latter above 0");
  const file = await changed('flat', () => undefined, { mean: '[0.1, 0.2, 0.3]', std: '[0, 0, 0]' });
  await expect(loadWeights(file)).rejects.toThrow(`${file}: normalization needs as many means`);
  const broken = await changed('broken', () => undefined, { mean: '[0.1, 0.2', std: 'NaN' });
  await expect(loadWeights(broken)).rejects.toThrow(`${broken}: mean and std must be lists of numbers`);
});

test.each<[string, () => unknown, string]>([
  [
    'nobody',
    () => Reflect.apply(registerWeights, undefined, []),
    'the first argument is a name, and not undefined',
  ],
  [
    'nothing',
    () => Reflect.apply(registerWeights, undefined, ['mine']),
    "registerWeights('mine') takes a file or a repository, { source: … }, not undefined",
  ],
  [
    'null',
    () => registerWeights('mine', null as never),
    "registerWeights('mine') takes its options as an object",
  ],
  ['no source', () => registerWeights('mine', {} as never), 'takes a file or a repository'],
])('weights of %s are refused in words', (_, call, message) => {
  expect(call).toThrow(message);
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'pretrainedModel takes an architecture, such as resnet18, not undefined'],
  ['a name', 'resnet18', 'not a string'],
  ['a function that makes models', () => resnet18(), 'not the function'],
])('learned weights for %s are refused in words', async (_, arch, message) => {
  await expect(pretrainedModel(arch as never)).rejects.toThrow(message);
});

test.each([
  [undefined, 'not undefined'],
  [{ source: 'x' }, 'not an object'],
  [Promise.resolve('x'), 'not a Promise: await it'],
])('weights from nowhere are refused in words: %#', async (from, message) => {
  await expect(loadWeights(from as never)).rejects.toThrow(message);
});

test('a file of the hub needs a repository and a path', async () => {
  await expect(hubFile(undefined as never)).rejects.toThrow('hubFile({ repo }) is a name, and not undefined');
  await expect(hubFile('timm/x' as never)).rejects.toThrow(
    'hubFile takes its options as an object, { repo: … }',
  );
  await expect(hubFile({ repo: 'timm/x' } as never)).rejects.toThrow('hubFile({ path }) is a name');
});
