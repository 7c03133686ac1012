import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nn, type Tensor } from '@onecycle/torch';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataBlock, getImageFiles, multiCategoryBlock, type Path } from '../data/index.js';
import { Figure, Grid } from '../display/index.js';
import { accuracyMulti, BCEWithLogitsLossFlat, Learner } from '../training/index.js';
import { imageBlock, resize } from '../vision/index.js';
import { ClassificationInterpretation } from './index.js';

/** Pictures by what their names say is in them; the last says `blue`, and there is none. */
const pictures: [name: string, r: number, g: number, b: number][] = [
  ['blue+green_0', 0, 230, 230],
  ['red_1', 230, 0, 0],
  ['none_2', 0, 0, 0],
  ['green+red_3', 230, 230, 0],
  ['blue_4', 0, 0, 0],
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onecycle-labels-'));
  for (const [name, r, g, b] of pictures) {
    const picture = sharp({ create: { width: 16, height: 16, channels: 3, background: { r, g, b } } });
    await picture.png().toFile(join(folder, `${name}.png`));
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** Sees a colour where a channel is bright: the model is right by construction. */
class Colours extends nn.Module {
  forward(x: Tensor): Tensor {
    // The vocabulary is sorted: blue, green, red.
    return x.mean([2, 3]).flip([1]).sub(0.5).mul(10);
  }
}

async function learner() {
  const block = new DataBlock({
    blocks: [imageBlock(), multiCategoryBlock({ vocab: ['blue', 'green', 'red'] })],
    getItems: getImageFiles,
    getY: (file: Path) =>
      file.stem
        .replace(/_\d$/, '')
        .split('+')
        .filter((label) => label !== 'none'),
    splitter: (items) => [[0, 1], Array.from(items, (_, i) => i)],
    itemTfms: resize(8),
  });
  const dls = await block.dataloaders(folder, { bs: 2 });
  return new Learner(dls, new Colours(), {
    lossFunc: new BCEWithLogitsLossFlat(),
    metrics: accuracyMulti({ thresh: 0.5 }),
    progress: false,
  });
}

test('pictures with several labels or none: from the learner to report, matrix and top losses', async () => {
  const learn = await learner();
  const interp = await ClassificationInterpretation.fromLearner(learn);
  const files = (await getImageFiles(folder)).map((file) => file.stem);
  expect(interp.losses).toHaveLength(pictures.length);

  const report = Object.fromEntries(
    interp.classificationReport().rows.map(([name, ...scores]) => [name, scores]),
  );
  expect(report.blue).toEqual([1, 0.5, 2 / 3, 2]);
  expect(report.green).toEqual([1, 1, 1, 2]);
  expect(report.red).toEqual([1, 1, 1, 2]);
  expect(report['micro avg']?.slice(0, 2)).toEqual([1, 5 / 6]);
  expect(interp.mostConfused()).toEqual([['blue', 'not blue', 1]]);

  // Of the mislabelled picture one label of three is wrong: its loss is the mean over the labels.
  const { indices, losses } = interp.topLosses(2);
  expect(files[indices[0] ?? 0]).toBe('blue_4');
  expect(losses[0]).toBeCloseTo((5.0067 + 2 * 0.0067) / 3, 3);
  expect(losses[1]).toBeLessThan(0.1);

  const top = await interp.plotTopLosses(2);
  if (!(top instanceof Grid)) throw new Error('expected pictures');
  expect(top.axes[0]?.title).toBe('none / blue\n1.67 / 0.01');
  expect(top.axes[0]?.color).not.toBe(top.axes[1]?.color);

  const matrix = interp.plotConfusionMatrix({ normalize: true });
  const svg = await matrix.svg();
  for (const text of ['found', 'missed', 'wrongly found', 'blue', '0.50'])
    expect(svg).toContain(`>${text}</text>`);

  expect(await learn.showResults()).toBeInstanceOf(Figure);
});
