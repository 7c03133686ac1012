import { nn, torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import * as onecycle from './index.js';
import { tinyLearner } from './testing/tiny-learner.js';

/** Options as plain JavaScript writes them. */
const given = (options: object) => options as never;
const folder = import.meta.dirname;
const items = [[torch.tensor([1]), torch.tensor([1])]];
const bars = { a: 'x' };

describe('a value of the wrong kind is refused where the option is given', () => {
  test.each<[string, (options: never) => unknown, ...wrong: object[]]>([
    ['getFiles', (o) => onecycle.getFiles(folder, o), { extensions: 5 }, { extensions: '.jpg' }],
    ['getFiles', (o) => onecycle.getFiles(folder, o), { recurse: 'no' }, { folders: 5 }],
    ['getImageFiles', (o) => onecycle.getImageFiles(folder, o), { recurse: 0 }, { folders: 5 }],
    ['ls', (o) => new onecycle.Path(folder).ls(o), { exts: '.ts' }, { max: 1.5 }],
    ['readCsv', (o) => onecycle.readCsv('t.csv', o), { header: 'no' }, { delimiter: 5 }],
    ['Categorize', (o) => new onecycle.Categorize(o), { vocab: 'abc' }, { sort: 'no' }, { addNa: 1 }],
    ['MultiCategorize', (o) => new onecycle.MultiCategorize(o), { vocab: 'abc' }],
    ['regressionBlock', onecycle.regressionBlock, { nOut: '2' }, { nOut: 0 }],
    ['transformBlock', onecycle.transformBlock, { itemTfms: 5 }, { batchTfms: ['abc'] }, { isBatch: true }],
    ['grandparentSplitter', onecycle.grandparentSplitter, { trainName: 5 }],
    ['kFoldSplitter', (o) => onecycle.kFoldSplitter(3, 0, o), { stratify: 'label' }],
    ['trainTestSplitter', onecycle.trainTestSplitter, { stratify: 'label' }, { seed: '5' }],
    [
      'DataBlock',
      (o) => new onecycle.DataBlock(o),
      { splitter: onecycle.Path },
      { nInp: 3 },
      { nInp: 1.5 },
      { getters: 5 },
    ],
    ['Datasets.create', (o) => onecycle.Datasets.create([1, 2], [[]], o), { splits: [['a']] }],
    [
      'Datasets.create',
      (o) => onecycle.Datasets.create([1, 2], [[]], o),
      { splits: [[0], [2]] },
      { nInp: '1' },
    ],
    [
      'DataLoader',
      (o) => new onecycle.DataLoader(items, o),
      { bs: '5' },
      { weights: 'abc' },
      { afterItem: 5 },
    ],
    ['rotate', onecycle.rotate, { draw: 'abc' }, { draw: Number.NaN }, { draw: {} }],
    ['presizeOnce', onecycle.presizeOnce, { maxZoom: 'abc' }, { maxRotate: '5' }, { pAffine: 5 }],
    ['imageBlock', onecycle.imageBlock, { background: 0 }, { background: 'abc' }, { strict: 1 }],
    [
      'createHead',
      (o) => onecycle.createVisionModel(onecycle.resnet18, 2, o),
      { linFtrs: 5 },
      { bnFinal: 'no' },
    ],
    ['Learner', (o) => tinyLearner(o), { wdBnBias: 'no' }, { modelDir: 5 }, { channelsLast: 1 }],
    ['learn.fit', (o) => tinyLearner().fit(1, o), { resetOpt: 'no' }, { startEpoch: '5' }],
    ['learn.fineTune', (o) => tinyLearner().fineTune(1, o), { freezeTo: 'abc' }, { freezeTo: 1.5 }],
    ['learn.getPreds', (o) => tinyLearner().getPreds(o), { withLoss: 'no' }, { act: 'softmax' }],
    ['learn.tta', (o) => tinyLearner().tta(o), { dl: [] }, { useMax: 'no' }],
    ['learn.showResults', (o) => tinyLearner().showResults(o), { dl: [] }],
    ['learn.save', (o) => tinyLearner().save('m', o), { withOpt: 'no' }],
    ['csvLogger', onecycle.csvLogger, { fname: 5 }, { append: 'no' }],
    ['saveModel', onecycle.saveModel, { everyEpoch: '2' }, { atEnd: 'no' }, { resetOnFit: 0 }],
    ['GradScaler', (o) => new onecycle.GradScaler(o), { initScale: '5' }, { growthInterval: 0 }],
    ['larc', (o) => onecycle.larc(new nn.Linear(1, 1).parameters(), o), { lr: 1, clip: 5 }],
    ['rocAucMulti', onecycle.rocAucMulti, { sigmoid: 'no' }],
    ['hammingLoss', onecycle.hammingLoss, { axis: 'abc' }, { axis: 1.5 }],
    ['barChart', (o) => onecycle.barChart({ a: 1 }, o), { figsize: 5 }, { dpi: '5' }, { x: 5 }],
    ['lineChart', (o) => onecycle.lineChart([{ y: [1, 2] }], o), { xScale: 'logarithmic' }],
    ['table', (o) => onecycle.table({ a: [1] }, o), { digits: -1 }, { digits: '2' }],
  ])('%s', async (_, call, ...wrong) => {
    for (const options of wrong) {
      const name = Object.keys(options).at(-1) ?? '';
      const failed = async () => call(given(options));
      await expect(failed, JSON.stringify(options)).rejects.toThrow(
        new RegExp(`\\b${name}\\b.* (is|takes|has|holds) `),
      );
    }
  });

  test('of arguments that are no options', async () => {
    await expect(onecycle.getImageFiles(folder, given({ extensions: ['.png'] }))).rejects.toThrow(
      "getImageFiles has no option 'extensions'",
    );
    expect(() => onecycle.barChart(given(bars))).toThrow("and 'a' is none: it takes a number, not a string");
    expect(() => new onecycle.CategoryMap('abc')).toThrow(
      'CategoryMap takes the classes as a list, not a string',
    );
    expect(() => onecycle.L.of(1, 2).pick(given(['a']))).toThrow('pick takes positions');
    expect(() => onecycle.colReader(Number.NaN)({ a: 1 })).toThrow('the row has no column at position NaN');
  });

  test.each([5, 'abc'])('an item that is no list, %s, is told of by predict', async (item) => {
    await expect(tinyLearner().predict(item as never)).rejects.toThrow(
      'a model takes batches that are lists of tensors',
    );
  });
});

describe('null stands for the default where fastai has None', () => {
  test.each<[string, () => unknown]>([
    ['extensions', () => onecycle.getFiles(folder, given({ extensions: null, folders: null }))],
    ['vocab', () => onecycle.categoryBlock(given({ vocab: null }))],
    [
      'linFtrs and yRange',
      () => onecycle.createVisionModel(onecycle.resnet18, 2, given({ linFtrs: null, yRange: null })),
    ],
    ['title', () => onecycle.barChart({ a: 1 }, given({ title: null }))],
  ])('%s', async (_, call) => {
    expect(await call()).toBeDefined();
  });
});
