import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadSafetensors, saveSafetensors, type Tensor, torch } from '@onecycle/torch';
import * as oc from 'onecycle';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../packages/onecycle/src/testing/temporary.js';

const here = fileURLToPath(new URL('.', import.meta.url));
/** `npm run test:python` brings safetensors there. */
const tools = join(here, '../node_modules/.cache/onecycle-tools/python');
const env = { ...process.env, PYTHONPATH: `${here}:${tools}` };

/** The first Python that has what the reader needs. */
const python = existsSync(tools)
  ? [process.env.PYTHON, 'python3', '/usr/bin/python3']
      .filter((name) => name !== undefined)
      .find((name) => {
        try {
          execFileSync(name, ['-c', 'import torch, torchvision, timm, safetensors'], {
            env,
            stdio: 'ignore',
          });
          return true;
        } catch {
          return false;
        }
      })
  : undefined;

/** Runs one program after another: to import torch, torchvision and timm takes longer than what they are asked. */
const interpreter = `
import contextlib, io, json, sys, traceback
for line in sys.stdin:
    program, *arguments = json.loads(line)
    sys.argv = ["-c", *arguments]
    printed, error = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(printed):
            exec(program, {"__name__": "__main__"})
    except BaseException:
        error = traceback.format_exc()
    print(json.dumps({"printed": printed.getvalue(), "error": error}), flush=True)
`;

let session: { child: ChildProcess; answers: AsyncIterator<string> } | undefined;

function start() {
  const child = spawn(python ?? '', ['-c', interpreter], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, answers: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

/** What a program prints. Throws its error. */
async function run(program: string, ...args: string[]): Promise<string> {
  session ??= start();
  session.child.stdin?.write(`${JSON.stringify([program, ...args])}\n`);
  const { value = '{"error":"Python is gone"}' } = await session.answers.next();
  const { printed, error } = JSON.parse(String(value)) as { printed: string; error: string | null };
  if (error) throw new Error(error);
  return printed;
}

afterAll(() => session?.child.stdin?.end());

/** The program in which Python opens a classifier and gives its logits of pictures. */
const compare = `
import sys, onecycle, torch
from safetensors.torch import load_file, save_file
pets = onecycle.load_classifier(sys.argv[1], *sys.argv[4:])
pictures = load_file(sys.argv[2])["pictures"]
with torch.no_grad():
    save_file({"logits": pets.model(pets.normalize(pictures))}, sys.argv[3])
print(pets.arch, *pets.vocab)
`;

const labels = ['bengal', 'pug', 'sphynx'];

/** A learner whose norms have statistics of their own. */
async function learner(arch: string, size: number, options: oc.VisionLearnerOptions = {}) {
  const folder = await temporaryFolder();
  await oc.paperPets(folder, { perBreed: 2, progress: false });
  const files = (await oc.getImageFiles(folder)).slice(0, 12);
  const itemTfms = oc.resize(size);
  const names = files.map((_, i) => labels[i % 3] ?? '');
  const dls = await oc.imageDataLoaders.fromLists(folder, files, names, { itemTfms, bs: 4, seed: 1 });
  dls.addTfms(oc.normalize(oc.imagenetStats), 'afterBatch');
  const learn = await oc.visionLearner(dls, arch, {
    pretrained: false,
    progress: false,
    path: folder,
    ...options,
  });
  learn.model.train();
  torch.noGrad(() => torch.scope(() => void learn.model.forward(torch.randn([4, 3, size, size]))));
  learn.model.eval();
  return learn;
}

describe.skipIf(!python)('Python opens an exported classifier', () => {
  test.each<[string, number, oc.VisionLearnerOptions, library?: string]>([
    ['resnet18', 64, {}],
    ['resnet34', 64, { linFtrs: [64, 32], ps: [0.1, 0, 0.3], bnFinal: true }],
    ['resnet50', 64, { concatPool: false, firstBn: false }],
    ['resnet101', 32, { linFirst: true, ps: 0.2 }],
    ['resnet152', 32, { yRange: [-1, 2] }],
    ['mobilenet_v2', 64, {}],
    ['convnext_tiny', 64, {}],
    ['vit_small_patch16_224', 224, {}],
    ['resnet34', 64, { linFtrs: [64] }, 'timm'],
    ['resnet50', 64, {}, 'timm'],
    ['convnext_tiny', 64, {}, 'timm'],
    ['vit_small_patch16_224', 224, {}, 'timm'],
  ])('%s gives the same logits', async (arch, size, options, ...library) => {
    const learn = await learner(arch, size, options);
    const file = String(await learn.export('pets.onecycle'));
    const pictures = torch.rand([3, 3, size, size]);
    const inputs = String(learn.path.join('pictures.safetensors'));
    const outputs = String(learn.path.join('logits.safetensors'));
    await saveSafetensors(inputs, new Map([['pictures', pictures]]));
    expect(await run(compare, file, inputs, outputs, ...library)).toBe(`${arch} ${labels.join(' ')}\n`);
    const { tensors } = await loadSafetensors(outputs);
    const theirs = tensors.get('logits');
    if (!theirs) throw new Error('Python gave no logits');
    const [mean, std] = oc.imagenetStats.map((values) => torch.tensor(values).view([1, 3, 1, 1])) as [
      Tensor,
      Tensor,
    ];
    const ours = torch.noGrad(() => learn.model.forward(pictures.sub(mean).div(std)));
    expect(Number(ours.sub(theirs).abs().max().item())).toBeLessThan(
      1e-4 * Math.max(1, Number(ours.abs().max().item())),
    );
  });

  test('weights come back from Python, by the same names as fastai has', async () => {
    const learn = await learner('resnet18', 64);
    const file = String(await learn.export('pets.onecycle'));
    const weights = String(learn.path.join('models', 'back.safetensors'));
    await run(
      'import os, sys, onecycle\nfrom safetensors.torch import save_file\nos.makedirs(os.path.dirname(sys.argv[2]), exist_ok=True)\n' +
        'save_file(onecycle.load_classifier(sys.argv[1]).model.state_dict(), sys.argv[2])',
      file,
      weights,
    );
    const before = learn.model.stateDict().get('1.8.weight')?.clone();
    for (const parameter of learn.model.parameters()) torch.noGrad(() => parameter.zero_());
    await learn.load('back');
    expect(
      learn.model
        .stateDict()
        .get('1.8.weight')
        ?.equal(before ?? torch.zeros([1])),
    ).toBe(true);
  });

  test.each([
    ['xresnet18', /ValueError: xresnet18 is not in torchvision nor in timm; there are resnet18, /],
    ['mobilenet_v1_075', /ValueError: mobilenet_v1_075 is not in torchvision nor in timm/],
  ])('%s is refused by its name', async (arch, message) => {
    const learn = await learner(arch, 64);
    const file = String(await learn.export('pets.onecycle'));
    await expect(run('import sys, onecycle; onecycle.load_classifier(sys.argv[1])', file)).rejects.toThrow(
      message,
    );
  });

  test("a file of weights alone, and a model of the user's own, are refused", async () => {
    const learn = await learner('resnet18', 64);
    const open = (file: string) => run('import sys, onecycle; onecycle.load_classifier(sys.argv[1])', file);
    const weights = String(learn.path.join('weights.safetensors'));
    await saveSafetensors(weights, learn.model.stateDict());
    await expect(open(weights)).rejects.toThrow(
      /ValueError: .*weights\.safetensors is no learner that onecycle exported/,
    );
    learn.architecture = null;
    const own = String(await learn.export('own.onecycle'));
    await expect(open(own)).rejects.toThrow(
      /ValueError: .*own\.onecycle holds a Sequential, a model of its author's own/,
    );
  });
});
