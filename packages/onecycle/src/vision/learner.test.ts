import { copyFileSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nn, saveSafetensors, type Tensor, torch } from '@onecycle/torch';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  categoryBlock,
  DataBlock,
  getImageFiles,
  multiCategoryBlock,
  parentLabel,
  randomSplitter,
  regexLabeller,
  type TransformBlock,
} from '../data/index.js';
import { grown, withHeader, withHugeTensor } from '../testing/hostile-files.js';
import { loadLearner, sgd } from '../training/index.js';
import { Normalize, normalize } from './augment/index.js';
import { imageBlock, maskBlock } from './blocks/index.js';
import { visionLearner } from './learner.js';
import { createVisionModel, resnet18, xresnet18 } from './models/index.js';
import { resize } from './resize/index.js';

let folder: string;
let weights: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onecycle-vision-'));
  for (const [c, color] of ['red', 'green', 'blue'].entries()) {
    await mkdir(join(folder, 'pictures', color), { recursive: true });
    for (let i = 0; i < 8; i++) {
      const background = {
        r: c === 0 ? 200 + i : 20 * i,
        g: c === 1 ? 200 + i : 20 * i,
        b: c === 2 ? 200 + i : 20 * i,
      };
      const picture = sharp({ create: { width: 40, height: 48, channels: 3, background } });
      await picture.jpeg().toFile(join(folder, 'pictures', color, `${i}.jpg`));
    }
  }
  torch.manualSeed(1);
  weights = join(folder, 'weights.safetensors');
  await saveSafetensors(weights, resnet18().stateDict(), { mean: '[0.1, 0.2, 0.3]', std: '[0.5, 0.6, 0.7]' });
});
afterAll(() => rm(folder, { recursive: true }));

const data = () =>
  new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: randomSplitter({ seed: 42 }),
    getY: parentLabel,
    itemTfms: resize(32),
  }).dataloaders(join(folder, 'pictures'), { bs: 4 });

const options = { progress: false, path: tmpdir() } as const;
const normalizers = (dls: Pick<Awaited<ReturnType<typeof data>>, 'afterBatch'>) =>
  dls.afterBatch.transforms.filter((transform) => transform instanceof Normalize);

test('with weights the body is frozen but for its norms, and pictures are normalised as the file says', async () => {
  const dls = await data();
  const learn = await visionLearner(dls, resnet18, { ...options, weights });
  const { model, opt } = learn;
  expect(opt.paramLists.map((group) => group.length)).toEqual([30, 30, 6]);
  expect(opt.frozenIdx).toBe(2);
  const body = model.children()[0] as nn.Module;
  for (const module of body.modules()) {
    for (const [, parameter] of module.ownParameters()) {
      expect(parameter.requiresGrad).toBe(module instanceof nn.BatchNorm2d);
    }
  }
  const [normalizer] = normalizers(dls);
  expect(normalizer?.mean).toEqual([0.1, 0.2, 0.3]);
  expect(normalizer?.std).toEqual([0.5, 0.6, 0.7]);
  await visionLearner(dls, resnet18, { ...options, weights });
  expect(normalizers(dls).length).toBe(1);
});

test('without weights everything trains and nothing is normalised', async () => {
  const dls = await data();
  const learn = await visionLearner(dls, 'resnet18', { ...options, pretrained: false });
  expect(learn.model.parameters().every((parameter) => parameter.requiresGrad)).toBe(true);
  expect(normalizers(dls)).toEqual([]);
});

test('normalisation can be left to the user', async () => {
  const dls = await data();
  await visionLearner(dls, resnet18, { ...options, weights, normalize: false });
  expect(normalizers(dls)).toEqual([]);
});

test('a learner trains, is exported, and predicts the same when loaded', async () => {
  const dls = await data();
  const learn = await visionLearner(dls, resnet18, {
    ...options,
    weights,
    linFtrs: [16],
    ps: 0.1,
    optFunc: sgd,
  });
  learn.logger = null;
  await learn.fineTune(1, { baseLr: 1e-2 });
  const file = join(folder, 'export.onecycle');
  await learn.export(file);
  const loaded = await loadLearner(file);
  const picture = join(folder, 'pictures', 'red', '0.jpg');
  const [before, after] = [await learn.predict(picture), await loaded.predict(picture)];
  expect(after.label).toBe(before.label);
  after.probs.forEach((prob, i) => {
    expect(prob).toBeCloseTo(before.probs[i] ?? Number.NaN, 5);
  });
});

test('an exported model that its file has no tensors for is refused by the header', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const learn = await visionLearner(await data(), resnet18, { ...options, pretrained: false });
  const bytes = readFileSync(String(await learn.export(join(folder, 'bomb.onecycle'))));
  const described =
    (settings: object, options: object = {}) =>
    () =>
      withHeader(bytes, ({ __metadata__: metadata }) => {
        const { architecture, ...rest } = JSON.parse(metadata['onecycle.learner'] ?? '');
        const changed = { ...architecture, ...settings, options: { ...architecture.options, ...options } };
        metadata['onecycle.learner'] = JSON.stringify({ ...rest, architecture: changed });
      });
  const more = await grown(async () => {
    for (const [hostile, message] of [
      [described({ nOut: 3_000_000 }), /asks for 1538097152 weights of the head, more than the limit/],
      [described({ nOut: 250_000 }), /asks for weights of the shape \[250000, 512\]/],
      [described({}, { linFtrs: Array(60).fill(1400) }), /asks for weights of the shape \[1400, 1400\]/],
      [described({ nOut: 4 }), /1\.8\.weight is \[3, 512\] but the model has \[4, 512\]/],
      [described({}, { nIn: 4 }), /0\.0\.weight is \[64, 3, 7, 7\] but the model has \[64, 4, 7, 7\]/],
      [described({ arch: 'resnet34' }), /does not fit the model: .* missing keys: 0\.4\.2/],
    ] as const)
      await expect(loadLearner(hostile())).rejects.toThrow(message);
    await expect(loadLearner(described({})())).resolves.toBeDefined();
  });
  expect(more).toBeLessThan(450); // a file is 45 MB, the model of each as much
  vi.restoreAllMocks();
});

test('weights that are far larger than the architecture are refused by the header', async () => {
  const file = join(folder, 'huge.safetensors');
  copyFileSync(weights, file);
  withHugeTensor(file, 'other');
  const dls = await data();
  const more = await grown(() =>
    expect(visionLearner(dls, resnet18, { ...options, weights: file })).rejects.toThrow(
      /huge\.safetensors is refused: it holds 10,011,\d+,\d+ numbers/,
    ),
  );
  expect(more).toBeLessThan(300);
});

test.each(['RGB', 'L'] as const)('what is no picture is refused by predict in mode %s', async (mode) => {
  const dls = await new DataBlock({
    blocks: [imageBlock({ mode }), categoryBlock()],
    getItems: getImageFiles,
    getY: parentLabel,
    itemTfms: resize(32),
  }).dataloaders(join(folder, 'pictures'), { bs: 4 });
  const learn = await visionLearner(dls, resnet18, {
    ...options,
    pretrained: false,
    nIn: mode === 'L' ? 1 : 3,
  });
  const predict = (item: unknown) => learn.predict(item as string);
  for (const [item, message] of [
    [5, 'the item 5 cannot be read: a number is no picture'],
    [true, 'the item true cannot be read: a boolean is no picture'],
    [7n, 'the item 7 cannot be read: a bigint is no picture'],
    [{}, 'the object cannot be read: an object is no picture'],
    [new Map(), 'the Map cannot be read: a Map is no picture'],
    [new Float32Array(4), 'the Float32Array cannot be read: a Float32Array is no picture'],
    [null, 'predict takes a picture, or an item as the data loaders have them, and not null'],
    ['', 'an empty path cannot be read: there is no such file'],
    ['http://', 'http:// cannot be read: Invalid URL'],
    ['https://127.0.0.1:9/x.jpg', 'https://127.0.0.1:9/x.jpg cannot be read: '],
    [
      { data: new Uint8Array(12), width: -2, height: -2 },
      'the width of a picture is a whole number from 1 on',
    ],
    [[5], 'item 0: the item 5 cannot be read: a number is no picture'],
    [['none.jpg'], 'item 0: none.jpg cannot be read: there is no such file'],
  ] as const)
    await expect(predict(item)).rejects.toThrow(message);
  const grey = [
    [0, 255],
    [255, 0],
  ];
  expect(await predict([grey])).toHaveLength(1);
});

test('a data block that is used again learns from the new data, and the loaders of before stay as they were', async () => {
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getY: parentLabel,
    itemTfms: resize(32),
    batchTfms: normalize(),
  });
  const of = (...colours: string[]) => {
    const names = colours.flatMap((colour) => [1, 2, 3, 4].map((i) => join(colour, `${i}.jpg`)));
    return block.dataloaders(
      names.map((name) => join(folder, 'pictures', name)),
      { bs: 7 },
    );
  };
  const [first, second] = [await of('red', 'green'), await of('blue', 'green')];
  expect([...first.vocab]).toEqual(['green', 'red']);
  expect([...second.vocab]).toEqual(['blue', 'green']);
  // Red pictures are in the first alone.
  const [a = 0, b = 0] = [first, second].map((dls) => normalizers(dls)[0]?.mean?.[0]);
  expect(a).toBeGreaterThan(b + 0.1);
});

test('what was to be called, or awaited, is said where it is given', async () => {
  const given = (value: unknown): never => value as never;
  const block = (settings: object) => () =>
    new DataBlock(
      given({ blocks: [imageBlock(), categoryBlock()], getItems: getImageFiles, ...settings }),
    ).dataloaders(given(join(folder, 'pictures')));
  const dls = await data();
  for (const [call, message] of [
    [block({ splitter: randomSplitter }), 'splitter of DataBlock is the function randomSplitter: call it'],
    [block({ getY: regexLabeller }), 'getY of DataBlock is the function regexLabeller: call it'],
    [
      block({ getY: parentLabel, itemTfms: resize }),
      'a transform is the function resize: call it, resize(…)',
    ],
    [block({ getY: parentLabel, batchTfms: [normalize] }), 'a transform is the function normalize: call it'],
    [
      async () => maskBlock({ codes: given('abc') }),
      'codes are the names of the classes, a list, not a string',
    ],
    [async () => maskBlock({ codes: ['a', 'b', 'a'] }), "two of the codes are 'a'"],
    [
      () => visionLearner(given(data()), resnet18),
      'visionLearner takes data loaders, not a Promise: await them',
    ],
    [
      () => visionLearner(dls, given(5)),
      'arch is an architecture, such as resnet18, or its name, not a number',
    ],
  ] as const)
    await expect(async () => call()).rejects.toThrow(message);
});

test('inference gives the same predictions without batch norms of the body', async () => {
  const learn = await visionLearner(await data(), resnet18, { ...options, weights });
  const fast = learn.toInference();
  const norms = fast.model.modules().filter((module) => module instanceof nn.BatchNorm2d);
  expect(norms).toEqual([]);
  const [before, after] = [await learn.getPreds(), await fast.getPreds()];
  expect(after.preds.sub(before.preds).abs().max().item()).toBeLessThan(1e-4);
  expect((await fast.predict(join(folder, 'pictures', 'red', '1.jpg'))).probs.length).toBe(3);
  expect(await fast.validate()).toHaveLength(1);
  for (const refused of [
    () => fast.fit(1),
    () => fast.fineTune(1),
    () => fast.lrFind(),
    () => fast.save('fast'),
    () => fast.export('fast.onecycle'),
  ])
    await expect(refused).rejects.toThrow(/toInference\(\) is for predictions only: train, save and export/);
});

test('a model with a head of one’s own is built again by whoever loads it', async () => {
  const head = () => new nn.Sequential(new nn.AdaptiveAvgPool2d(1), new nn.Flatten(), new nn.Linear(512, 3));
  const learn = await visionLearner(await data(), resnet18, { ...options, weights, customHead: head() });
  const file = String(await learn.export(join(folder, 'head.onecycle')));
  await expect(loadLearner(file)).rejects.toThrow(/createVisionModel\(arch, nOut, \{ customHead, cut \}\)/);
  const loaded = await loadLearner(file, {
    model: createVisionModel(resnet18, 3, { customHead: head() }),
  });
  expect((await loaded.predict(join(folder, 'pictures', 'red', '0.jpg'))).probs).toHaveLength(3);
});

class Tiny extends nn.Module {
  readonly conv = new nn.Conv2d(3, 6, 3);
  readonly pool = new nn.MaxPool2d(2);
  readonly fc = new nn.Linear(6, 2);

  forward(x: Tensor): Tensor {
    return this.fc.forward(this.pool.forward(this.conv.forward(x)).mean([2, 3]));
  }
}

test('a model of one’s own is an architecture, with its own cut and splitter', async () => {
  const dls = await data();
  const learn = await visionLearner(dls, () => new Tiny(), {
    ...options,
    cut: 1,
    splitter: (model) => [model.parameters().slice(0, 1), model.parameters().slice(1)],
    linFtrs: [],
  });
  expect(learn.opt.paramLists.map((group) => group.length)).toEqual([1, 4]);
  expect((await learn.getPreds()).preds.shape).toEqual([4, 3]);
  await expect(visionLearner(dls, () => new Tiny(), { ...options, weights })).rejects.toThrow(
    /known architecture/,
  );
});

test('what cannot be is refused in words', async () => {
  const dls = await data();
  await expect(visionLearner(dls, resnet18, { ...options, pretrained: false, weights })).rejects.toThrow(
    /pretrained: false and weights: '.*weights.safetensors' contradict each other/,
  );
  await expect(visionLearner(dls, 'resnet19', options)).rejects.toThrow(/unknown architecture 'resnet19'/);
  await expect(visionLearner(dls, xresnet18, { ...options, pretrained: true })).rejects.toThrow(
    /no pretrained weights/,
  );
  await expect(visionLearner(dls, xresnet18, { ...options, weights })).rejects.toThrow(
    /does not fit xresnet18/,
  );
});

test('without a connection the weights that come with the library are used, and a line says so', async () => {
  vi.stubEnv('HF_HUB_OFFLINE', '1');
  vi.stubEnv('HF_HUB_CACHE', join(folder, 'hub'));
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const dls = await data();
  await visionLearner(dls, resnet18, options);
  expect(warn.mock.calls.flat().join('\n')).toContain('@onecycle/resnet18-tiny');
  warn.mockClear();
  await visionLearner(dls, resnet18, { ...options, weights: '@onecycle/resnet18-tiny' });
  expect(warn).not.toHaveBeenCalled();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test('one class alone is refused, one label alone is not: a picture has it or has it not', async () => {
  const only = (block: TransformBlock<Tensor>, getY: (file: unknown) => unknown) =>
    new DataBlock({
      blocks: [imageBlock(), block],
      getItems: getImageFiles,
      splitter: randomSplitter({ seed: 42 }),
      getY,
      itemTfms: resize(32),
    }).dataloaders(join(folder, 'pictures'), { bs: 4 });
  const own = { ...options, pretrained: false };
  await expect(visionLearner(await only(categoryBlock(), () => 'red'), resnet18, own)).rejects.toThrow(
    "all training pictures have the label 'red'",
  );
  const dls = await only(multiCategoryBlock(), (file) => (String(file).includes('red') ? ['red'] : []));
  const learn = await visionLearner(dls, resnet18, own);
  expect((await learn.predict(join(folder, 'pictures/blue/0.jpg'))).probs).toHaveLength(1);
});
