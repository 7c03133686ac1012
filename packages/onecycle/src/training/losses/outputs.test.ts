import { join } from 'node:path';
import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import {
  Categorize,
  DataLoaders,
  Datasets,
  MultiCategorize,
  OneHotEncode,
  RegressionSetup,
  type TransformLike,
} from '../../data/index.js';
import { expectClose } from '../../testing/against-fastai.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { mixUp } from '../callbacks/index.js';
import { Callback } from '../events/index.js';
import { Learner, loadLearner } from '../learner/index.js';
import { FocalLossFlat, type LossFunc, outputMeaning } from './index.js';

const logits = [
  [0.5, 2, -1],
  [3, 0, 0.25],
  [-1, 0.5, 0.75],
];

/** The data are the logits themselves, so that predictions are known. */
class Same extends nn.Module<Tensor[]> {
  forward(x: Tensor): Tensor {
    return x.clone();
  }
}

async function learnerOn(target: TransformLike, lossFunc?: LossFunc): Promise<Learner> {
  const items = [0, 1, 2];
  const row = (i: number) => torch.tensor(logits[i] ?? [], { dtype: 'float32' });
  const dsets = await Datasets.create(items, [[row], target], { splits: [items, items] });
  return new Learner(DataLoaders.fromDsets<Tensor[]>(dsets, { bs: 2 }), new Same(), {
    ...(lossFunc && { lossFunc }),
    progress: false,
    path: await temporaryFolder(),
  });
}

const oneLabel: TransformLike = [(i: number) => 'abc'[i] ?? '', new Categorize()];
const labels: TransformLike = [
  (i: number) => ['abc'[i] ?? '', 'c'],
  new MultiCategorize(),
  new OneHotEncode(),
];
const number: TransformLike = [(i: number) => [i, i, i], new RegressionSetup()];

const softmax = (row: readonly number[]) => {
  const sum = row.reduce((total, x) => total + Math.exp(x), 0);
  return row.map((x) => Math.exp(x) / sum);
};
const sigmoid = (row: readonly number[]) => row.map((x) => 1 / (1 + Math.exp(-x)));

const own = (pred: Tensor, target: Tensor) => F.crossEntropy(pred, target).mul(2);

const plain: [string, LossFunc | undefined, TransformLike, (row: readonly number[]) => number[], string[]][] =
  [
    ['the loss of the data', undefined, oneLabel, softmax, ['b', 'a', 'c']],
    ['F.crossEntropy', F.crossEntropy, oneLabel, softmax, ['b', 'a', 'c']],
    ['nn.CrossEntropyLoss', new nn.CrossEntropyLoss(), oneLabel, softmax, ['b', 'a', 'c']],
    ['a function of one’s own', own, oneLabel, softmax, ['b', 'a', 'c']],
    ['a loss of one’s own', { forward: own }, oneLabel, softmax, ['b', 'a', 'c']],
    ['nn.BCEWithLogitsLoss', new nn.BCEWithLogitsLoss(), labels, sigmoid, ['a;b', 'a;c', 'b;c']],
    [
      'a function for labels',
      (pred, y) => F.mseLoss(pred.sigmoid(), y),
      labels,
      sigmoid,
      ['a;b', 'a;c', 'b;c'],
    ],
    [
      'nn.MSELoss for numbers',
      new nn.MSELoss(),
      number,
      (row) => [...row],
      ['0.5;2;-1', '3;0;0.25', '-1;0.5;0.75'],
    ],
  ];

test.each(plain)('%s: predictions are what the targets say', async (_, lossFunc, target, expected, names) => {
  const learn = await learnerOn(target, lossFunc);
  const { preds } = await learn.getPreds();
  expectClose(Array.from(preds.toTypedArray(), Number), logits.flatMap(expected), 'predictions');
  const made = await learn.predict([0, 1, 2]);
  expect(made.map(({ label }) => label)).toEqual(names);
  expect(String(await learn.showResults({ shuffle: false }))).not.toBe('');
});

test('outputs that are probabilities already stay so', async () => {
  const learn = await learnerOn(labels, new nn.BCELoss());
  const [first] = await learn.predict([0]);
  expect(first?.probs).toEqual(logits[0]);
  expect(first?.decoded).toEqual(['b']);
});

test('a loss that decides nothing that the targets could read: the error says what is missing', async () => {
  const same = (pred: Tensor) => pred;
  const learn = await learnerOn(oneLabel, { forward: own, activation: same, decodes: same });
  await expect(learn.predict([0])).rejects.toThrow(
    /a prediction cannot be read as a target: .*The loss \(Object\) decides how: take one of the library's/,
  );
  // A loss that only says what probabilities are leaves the decision to the targets.
  const half = await learnerOn(oneLabel, { forward: own, activation: same });
  expect((await half.predict([0]))[0]).toMatchObject({ label: 'b', probs: logits[0] });
});

test('a training with mixed items does not hide from its callbacks what outputs mean', async () => {
  class Peeps extends Callback {
    override onlyFits = true;
    sums: number[] = [];
    override afterBatch() {
      this.learn.afterThisBatch(async () => {
        const { preds } = await this.learn.getPreds();
        this.sums.push(Number(preds.sum().item()));
      });
    }
  }
  const learn = await learnerOn(oneLabel, new FocalLossFlat());
  learn.model = new nn.Sequential(learn.model, new nn.Linear(3, 3));
  const peeps = new Peeps();
  await learn.fit(1, 0, { cbs: [mixUp(), peeps] });
  expect(peeps.sums.length).toBeGreaterThanOrEqual(2);
  for (const sum of peeps.sums) expect(sum).toBeCloseTo(3, 5);
});

test('a loss for numbers on classes, and one class of several on labels, are read alike before and after the export', async () => {
  for (const [target, loss, names] of [
    [oneLabel, new nn.MSELoss(), ['b', 'a', 'c']],
    [oneLabel, new nn.CrossEntropyLoss(), ['b', 'a', 'c']],
    [labels, new nn.CrossEntropyLoss(), ['b', 'a', 'c']],
  ] as const) {
    const learn = await learnerOn(target, loss);
    expect((await learn.predict([0, 1, 2])).map(({ label }) => label)).toEqual(names);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const folder = await temporaryFolder();
    let [from, file] = [learn, join(folder, 'first.onecycle')];
    // A loaded learner is exported like another.
    for (const next of ['second.onecycle', 'third.onecycle']) {
      from = await loadLearner(await from.export(file), { model: new Same() });
      expect(outputMeaning(from.lossFunc, from.dls).decodes(torch.tensor(logits)).tolist()).toEqual(
        outputMeaning(loss, learn.dls).decodes(torch.tensor(logits)).tolist(),
      );
      file = join(folder, next);
    }
    warn.mockRestore();
  }
});

test.each([
  ['a number', () => 3, 'gave a number'],
  ['nothing', () => undefined, 'gave undefined'],
  ['a promise', async (pred: Tensor) => pred.mean(), 'gave a Promise: it cannot be asynchronous'],
  ['many numbers', (pred: Tensor) => pred.mul(2), 'gave a tensor of shape [2, 3]: take its mean()'],
])('a loss that gives %s is refused', async (_, loss, message) => {
  const learn = await learnerOn(oneLabel, loss as LossFunc);
  learn.model = new nn.Sequential(learn.model, new nn.Linear(3, 3));
  await expect(learn.fit(1, 1e-3)).rejects.toThrow(message);
});
