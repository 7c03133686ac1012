import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saveSafetensors, torch } from '@onecycle/torch';
import { afterAll, expect, test } from 'vitest';
import { mobilenetV1, resnet18 } from '../models/index.js';
import { wave } from '../testing/wave.js';
import { loadWeights, pretrainedModel, registerWeights } from './index.js';

const folder =
  process.env.ONECYCLE_WEIGHTS ?? fileURLToPath(new URL('../../../../../../shared/weights', import.meta.url));
const files = [
  [resnet18, 'resnet18-imagenet-distilled.safetensors', 'resnet18'],
  [mobilenetV1, 'mobilenet_v1_075-imagenet.safetensors', 'mobilenet_v1_075'],
] as const;
const present = existsSync(join(folder, 'README.md'));
if (!present)
  console.warn(`skipped: no weights in ${folder}; set ONECYCLE_WEIGHTS to the folder that holds them`);

/** What the folder's README says that PyTorch computes of its self-test input. */
function selfTests(): { argmax: number; max: number; logits: number[] }[] {
  const text = readFileSync(join(folder, 'README.md'), 'utf8').replaceAll('\n', ' ');
  return [...text.matchAll(/argmax (\d+), max logit ([\d.]+), +logits\[0:5\] = ([-\d., ]+)\./g)].map(
    (found) => ({
      argmax: Number(found[1]),
      max: Number(found[2]),
      logits: (found[3] ?? '').split(',').map(Number),
    }),
  );
}

test.skipIf(!present).each(files.map(([arch, file], i) => [file, arch, i] as const))(
  'logits under %s are PyTorch’s',
  async (file, arch, i) => {
    const expected = selfTests()[i];
    if (!expected) throw new Error(`no self-test number ${i} in the README`);
    const { state } = await loadWeights(join(folder, file));
    const model = arch();
    model.loadStateDict(state);
    const logits = Array.from(torch.noGrad(() => model.eval().forward(wave(224))).toTypedArray(), Number);
    expect(logits.indexOf(Math.max(...logits))).toBe(expected.argmax);
    for (const [j, value] of [...expected.logits.entries()])
      expect(Math.abs((logits[j] ?? 0) - value)).toBeLessThan(1e-4);
    expect(Math.abs(Math.max(...logits) - expected.max)).toBeLessThan(1e-4);
  },
);

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
