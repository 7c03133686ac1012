import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nn, type Tensor, torch } from '@onecycle/torch';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { categoryBlock, DataBlock, DataLoaders, getImageFiles, type Path } from '../../data/index.js';
import { Figure, subplots, Table } from '../../display/index.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { CrossEntropyLossFlat, hookOutput, Learner } from '../../training/index.js';
import { imageBlock, intToFloatTensor, resize, resnet18, VisionTransformer } from '../../vision/index.js';
import { setWaves, wave } from '../../vision/testing/wave.js';
import { ClassificationInterpretation } from '../index.js';
import { cam, gradCam } from './index.js';

interface GradCamCase {
  layer: string;
  target: number;
  size: number;
  scores: number[];
  activations: [number, number];
  gradients: [number, number];
  map: number[][];
}

// Made by fixtures/peer.py.
const fixture: {
  resnet18: GradCamCase[];
  'vision transformer': GradCamCase[];
  cam: { layer: string; size: number; maps: number[][][] };
} = JSON.parse(readFileSync(new URL('fixtures/maps.json', import.meta.url), 'utf8'));

function learnerOf(model: nn.Module): Learner<[Tensor, Tensor]> {
  setWaves(model);
  const item = (): [Tensor, Tensor] => [torch.zeros([3, 8, 8]), torch.tensor(0)];
  const dls = DataLoaders.fromDsets<[Tensor, Tensor]>([[item()], [item()]], { bs: 1 });
  return new Learner(dls, model, { lossFunc: new CrossEntropyLossFlat(), progress: false });
}

const pictureOf = (size: number) => [wave(size).squeeze(0), torch.tensor(0)];

function expectMap(actual: Tensor, expected: readonly (readonly number[])[], tolerance = 1e-4): void {
  expect(actual.shape).toEqual([expected.length, expected[0]?.length]);
  const wanted = expected.flat();
  const largest = Math.max(...wanted.map(Math.abs));
  Array.from(actual.toTypedArray(), Number).forEach((value, i) => {
    expect(Math.abs(value - (wanted[i] ?? Number.NaN)) / largest).toBeLessThan(tolerance);
  });
}

const transformer = () =>
  new VisionTransformer(
    { pictureSize: 64, patchSize: 16, features: 32, depth: 3, heads: 4 },
    { numClasses: 5 },
  );

const models = {
  resnet18: () => resnet18({ numClasses: 5 }),
  'vision transformer': transformer,
};

for (const name of ['resnet18', 'vision transformer'] as const) {
  test(`${name}: Grad-CAM is what PyTorch's hooks give`, async () => {
    const learn = learnerOf(models[name]());
    learn.model.train();
    for (const { layer, target, size, scores, map } of fixture[name]) {
      const found = await gradCam(learn, pictureOf(size), { target, layer });
      // A transformer's sums nearly cancel, of which rounding is a larger part.
      expectMap(found.map, map, name === 'resnet18' ? 1e-4 : 2e-3);
      expect(found.target).toBe(target);
      const probs = torch.softmax(torch.tensor(scores), 0);
      expect(found.probability).toBeCloseTo(Number(probs.at(target).item()), 4);
    }
    // Nothing of the learner has changed: no gradients, no mode, no hooks, no statistics.
    expect(learn.model.parameters().every(({ grad }) => grad === null)).toBe(true);
    expect(learn.model.modules().every((module) => module.training)).toBe(true);
    expect(learn.model.modules().some((module) => Object.hasOwn(module, 'forward'))).toBe(false);
  });
}

test('public hooks see the same activations and gradients as PyTorch’s', () => {
  const { model } = learnerOf(resnet18({ numClasses: 5 }));
  model.eval();
  for (const { layer, target, size, activations, gradients } of fixture.resnet18) {
    // What follows that layer works in place on its output, which a hook then shows.
    if (layer.endsWith('bn1')) continue;
    using act = hookOutput(model.getSubmodule(layer));
    using grad = hookOutput(model.getSubmodule(layer), { grad: true });
    torch.scope(() => {
      const score = model.forward(wave(size)).select(1, target).sum();
      score.backward();
    });
    const sums = (x: Tensor) => [Number(x.double().sum()), Number(x.double().abs().sum())] as const;
    for (const [actual, expected] of [
      [sums(act.stored), activations],
      [sums(grad.stored[0]), gradients],
    ] as const)
      actual.forEach((value, i) => {
        expect(Math.abs(value - (expected[i] ?? Number.NaN)) / Math.abs(expected[1])).toBeLessThan(1e-4);
      });
  }
});

test('CAM is the book’s, and the layer is the body’s last unless another is named', async () => {
  const learn = learnerOf(resnet18({ numClasses: 5 }));
  const { maps, size } = fixture.cam;
  for (const [target, map] of maps.entries()) {
    const found = await cam(learn, pictureOf(size), { target });
    expectMap(found.map, map);
  }
  const best = await cam(learn, pictureOf(size));
  expect(best.target).toBe(4);
  const named = await gradCam(learn, pictureOf(size), { layer: learn.model.getSubmodule('layer4') });
  const usual = await gradCam(learn, pictureOf(size));
  expect(usual.map.tolist()).toEqual(named.map.tolist());
  // After a mean over the places the two are the same, but for the number of places.
  const exact = best.map.div(usual.map.numel());
  expect(Number(usual.map.sub(exact).abs().max())).toBeLessThan(1e-4 * Number(exact.abs().max()));
});

test('a frozen model: gradients are found all the same', async () => {
  const learn = learnerOf(resnet18({ numClasses: 5 }));
  learn.model.requiresGrad_(false);
  const [first] = fixture.resnet18;
  if (!first) throw new Error('no case');
  expectMap((await gradCam(learn, pictureOf(96), { target: 0, layer: 'layer4' })).map, first.map);
});

test('what makes no sense is said', async () => {
  const learn = learnerOf(resnet18({ numClasses: 5 }));
  const refused = (options: object) => expect(gradCam(learn, pictureOf(64), options)).rejects;
  await refused({ target: 5 }).toThrow('target is the number of a class, from 0 to 4, and not 5');
  await refused({ target: 'beagle' }).toThrow("there is no class 'beagle'");
  await refused({ layer: 'layer9' }).toThrow("ResNet has no module 'layer9'");
  await refused({ layer: new nn.ReLU() }).toThrow('the layer, ReLU, is no part of the model');
  await refused({ layer: 'fc' }).toThrow('the output of Linear, [1,5], has no places');
  await refused({ class: 1 }).toThrow('class');
  await expect(cam(learn, pictureOf(64), { layer: 'layer2' })).rejects.toThrow(
    'cam multiplies 128 channels of Sequential by the last linear layer’s'.replace('’', "'"),
  );
  await expect(gradCam(learnerOf(transformer()), pictureOf(64))).rejects.toThrow(
    'this model works on tokens',
  );
  torch.noGrad(() => learn.model.parameters()[0]?.fill_(Number.NaN));
  await refused({}).toThrow('for 1 of 1 pictures the model gives NaN or infinite scores');
  await expect(cam(learn, pictureOf(64))).rejects.toThrow('its weights are broken');
});

/** A red square on the left, or a blue one on the right. */
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  for (const [i, side] of ['left', 'right', 'left', 'right'].entries()) {
    const square = { width: 12, height: 12, channels: 3 as const, background: i % 2 ? '#2040e0' : '#e02020' };
    await sharp({ create: { width: 32, height: 32, channels: 3, background: '#808080' } })
      .composite([{ input: { create: square }, left: i % 2 ? 18 : 2, top: 10 }])
      .png()
      .toFile(join(folder, `${side}_${i}.png`));
  }
});

/** Knows red from blue by construction: a channel each, and their means. */
class Colours extends nn.Module {
  conv = new nn.Conv2d(3, 2, 1, { bias: false });
  head = new nn.Linear(2, 2, { bias: false });

  constructor() {
    super();
    torch.noGrad(() => {
      this.conv.weight.copy_(torch.tensor([1, 0, -1, -1, 0, 1]).reshape([2, 3, 1, 1]));
      this.head.weight.copy_(torch.tensor([9, -9, -9, 9]).reshape([2, 2]));
    });
  }

  forward(x: Tensor): Tensor {
    return this.head.forward(this.conv.forward(x).relu().mean([2, 3]));
  }
}

async function colourLearner() {
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock({ vocab: ['left', 'right'] })],
    getItems: getImageFiles,
    getY: (file: Path) => file.stem.replace(/_\d$/, ''),
    splitter: (items) => [[0, 1], Array.from(items, (_, i) => i)],
    itemTfms: resize(32),
    batchTfms: [intToFloatTensor()],
  });
  const dls = await block.dataloaders(folder, { bs: 4 });
  return new Learner(dls, new Colours(), { lossFunc: new CrossEntropyLossFlat(), progress: false });
}

test('pictures: the map is high where the class is, and lies over the picture', async () => {
  const learn = await colourLearner();
  const heat = await gradCam(learn, join(folder, 'left_0.png'), { target: 'left' });
  expect(heat.map.shape).toEqual([32, 32]);
  expect(heat.label).toBe('left');
  expect(Number(heat.map.at(15, 8))).toBeGreaterThan(Number(heat.map.at(15, 24)));
  const { picture } = heat;
  if (!picture) throw new Error('no picture');
  expect((await heat.over({ alpha: 0 })).data).toEqual(picture.data);
  const { data } = await heat.over({ alpha: 1, colorMap: 'magma' });
  const pixel = (y: number, x: number) => [...data.slice(3 * (32 * y + x), 3 * (32 * y + x) + 3)];
  // matplotlib's magma from its first colour to its last.
  expect([pixel(0, 31), pixel(15, 8)]).toEqual([
    [0, 0, 4],
    [252, 253, 191],
  ]);
  await expect(heat.over({ alpha: 2 })).rejects.toThrow('alpha is a share');
  const figure = await heat.show();
  expect(figure).toBeInstanceOf(Figure);
  expect(figure.describe()).toContain('left 0.87');
  const cell = subplots(1, 1).at(0, 0);
  expect(await heat.show({ ctx: cell, title: 'here' })).toBe(cell);
  expect(cell.title).toBe('here');
});

test('top losses below their maps, as pictures of the same size and titles', async () => {
  const interp = await ClassificationInterpretation.fromLearner(await colourLearner());
  const plain = await interp.plotTopLosses(2);
  const mapped = await interp.plotTopLosses(2, { heatmap: true, alpha: 0.5, colorMap: 'viridis' });
  if (plain instanceof Table || mapped instanceof Table) throw new Error('expected pictures');
  expect(mapped.describe()).toBe(plain.describe());
  expect(mapped.figsize).toEqual(plain.figsize);
  expect((await mapped.png()).equals(await plain.png())).toBe(false);
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'takes a learner, not undefined'],
  ['null', null, 'takes a learner, not null'],
  ['a model', new nn.ReLU(), 'takes a learner, not a ReLU'],
  ['a promise', Promise.resolve({}), 'takes a learner, not a Promise: await it'],
])('%s in place of a learner is refused in words', async (_, learn, message) => {
  await expect(gradCam(learn as never, 'x.jpg')).rejects.toThrow(`gradCam ${message}`);
  await expect(cam(learn as never, 'x.jpg')).rejects.toThrow(`cam ${message}`);
  await expect(ClassificationInterpretation.fromLearner(learn as never)).rejects.toThrow(message);
  expect(() => new ClassificationInterpretation(learn as never)).toThrow(
    'make one with await ClassificationInterpretation.fromLearner(learn)',
  );
});
