import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import { Categorize, DataLoaders, Datasets, kFoldSplitter, type Splitter } from '../data/index.js';
import { temporaryFolder } from '../testing/temporary.js';
import {
  accuracy,
  BCEWithLogitsLossFlat,
  CalibratedLoss,
  CrossEntropyLossFlat,
  Learner,
  loadLearner,
} from '../training/index.js';
import { ClassificationInterpretation, crossValidate, type Findings } from './index.js';
import { wilson } from './reliability.js';

interface Case {
  logits: number[][];
  targets: number[];
  temperature: number;
  nll: [number, number];
  ece: Record<string, [number, number]>;
}

// Made by fixtures/peer.py.
const fixture: {
  classes: Case[];
  labels: { logits: number[][]; targets: number[][]; temperature: number };
} = JSON.parse(readFileSync(new URL('fixtures/calibration.json', import.meta.url), 'utf8'));

/** Gives its input back: the data are the logits themselves. */
class Same extends nn.Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

const names = (count: number) => Array.from({ length: count }, (_, i) => `class ${i}`);

async function learnerOn({ logits, targets }: Pick<Case, 'logits' | 'targets'>) {
  const vocab = names(logits[0]?.length ?? 0);
  const items = logits.map((_, i) => i);
  const dsets = await Datasets.create(
    items,
    [
      [(i: number) => torch.tensor(logits[i] ?? [], { dtype: 'float32' })],
      [(i: number) => vocab[targets[i] ?? 0] ?? '', new Categorize({ vocab, sort: false })],
    ],
    { splits: [items.slice(0, 2), items] },
  );
  const dls = DataLoaders.fromDsets<[Tensor, Tensor]>(dsets, { bs: 16 });
  return new Learner(dls, new Same(), { lossFunc: new CrossEntropyLossFlat(), progress: false });
}

describe.each(fixture.classes.map((one, i) => [i, one] as const))('case %i', (_, expected) => {
  test('the temperature is LBFGS’s, the errors are those of the paper’s code', async () => {
    const learn = await learnerOn(expected);
    const errors = async () => {
      const interp = await ClassificationInterpretation.fromLearner(learn);
      return Object.keys(expected.ece).map((bins) => interp.calibrationError({ bins: Number(bins) }));
    };
    const before = await errors();
    const { decoded } = await learn.getPreds({ withDecoded: true });
    const found = await learn.calibrate();
    expect(found.temperature).toBeCloseTo(expected.temperature, 5);
    expect(found.items).toBe(expected.targets.length);
    expect(found.nll.before).toBeCloseTo(expected.nll[0], 6);
    expect(found.nll.after).toBeCloseTo(expected.nll[1], 6);
    const after = await errors();
    Object.values(expected.ece).forEach((pair, i) => {
      expect(before[i]).toBeCloseTo(pair[0], 5);
      expect(after[i]).toBeCloseTo(pair[1], 5);
    });
    // What is decided, and the loss, are as they were.
    const again = await learn.getPreds({ withDecoded: true, withLoss: true });
    expect(again.decoded.tolist()).toEqual(decoded.tolist());
    expect(Number(again.losses.mean())).toBeCloseTo(expected.nll[0], 5);
    // Once more changes nothing.
    expect((await learn.calibrate()).temperature).toBeCloseTo(expected.temperature, 5);
  });
});

test('an exported file keeps the temperature', async () => {
  const [one] = fixture.classes;
  if (!one) throw new Error('no case');
  const learn = await learnerOn(one);
  const { temperature } = await learn.calibrate();
  const file = await learn.export(join(await temporaryFolder(), 'calibrated.onecycle'));
  const loaded = await loadLearner(file, { model: new Same() });
  const { lossFunc } = loaded;
  if (!(lossFunc instanceof CalibratedLoss)) throw new Error('the loss is another');
  expect(lossFunc.temperature).toBe(temperature);
  expect(lossFunc.loss).toBeInstanceOf(CrossEntropyLossFlat);
  const scores = torch.tensor([[3, 1, 0, 0]], { dtype: 'float32' });
  const probs = ({ lossFunc: loss }: Pick<Learner, 'lossFunc'>) =>
    'activation' in loss ? loss.activation?.(scores).tolist() : undefined;
  expect(probs(loaded)).toEqual(probs(learn));
  expect(probs(loaded)).toEqual(torch.softmax(scores.div(temperature), 1).tolist());
});

test('several labels an item: each is a decision', async () => {
  const { logits, targets, temperature } = fixture.labels;
  const item = (i: number): [Tensor, Tensor] => [
    torch.tensor(logits[i] ?? [], { dtype: 'float32' }),
    torch.tensor(targets[i] ?? [], { dtype: 'float32' }),
  ];
  const items = logits.map((_, i) => item(i));
  const dls = DataLoaders.fromDsets<[Tensor, Tensor]>([items, items], { bs: 16 });
  const learn = new Learner(dls, new Same(), { lossFunc: new BCEWithLogitsLossFlat(), progress: false });
  expect((await learn.calibrate()).temperature).toBeCloseTo(temperature, 5);
});

test('a function of PyTorch’s as the loss is kept, too', async () => {
  const [one] = fixture.classes;
  if (!one) throw new Error('no case');
  const learn = await learnerOn(one);
  learn.lossFunc = F.crossEntropy;
  expect((await learn.calibrate()).temperature).toBeCloseTo(one.temperature, 5);
  const file = await learn.export(join(await temporaryFolder(), 'function.onecycle'));
  const { lossFunc } = await loadLearner(file, { model: new Same() });
  if (!(lossFunc instanceof CalibratedLoss)) throw new Error('the loss is another');
  expect(lossFunc.loss).toBeNull();
  expect(() => lossFunc.forward(torch.zeros([1, 4]), torch.tensor([0]))).toThrow('does not hold the loss');
});

test('where there is no best temperature, it says why', async () => {
  const right = await learnerOn({
    logits: [
      [2, 0],
      [0, 1],
    ],
    targets: [0, 1],
  });
  await expect(right.calibrate()).rejects.toThrow('the model is right about each of these items');
  const wrong = await learnerOn({
    logits: [
      [2, 0],
      [0, 1],
    ],
    targets: [1, 0],
  });
  await expect(wrong.calibrate()).rejects.toThrow('no better than chance');
  right.lossFunc = {
    forward: (pred, target) => F.crossEntropy(pred, target as Tensor),
    activation: (pred) => pred,
  };
  await expect(right.calibrate()).rejects.toThrow('calibrate is for classes');
});

/** Decisions between two classes, by their confidence and whether they are right. */
const interpOf = (decisions: [confidence: number, right: boolean][]) => {
  const findings: Findings = {
    vocab: ['a', 'b'],
    preds: decisions.map(([p]) => [p, 1 - p]),
    targs: decisions.map(([, right]) => Number(!right)),
    decoded: decisions.map(() => 0),
    losses: decisions.map(([p]) => -Math.log(p)),
    items: decisions.map((_, i) => i),
    pictures: async () => undefined,
  };
  return new ClassificationInterpretation(findings);
};

test('bins leave out their lower bound, and empty ones have no mean', () => {
  const interp = interpOf([
    [0.6, true],
    [0.7, false],
    [0.8, true],
    [1, true],
  ]);
  const bins = interp.reliability({ bins: 5 });
  expect(bins.map(({ count }) => count)).toEqual([0, 0, 1, 2, 1]);
  expect(bins[3]).toEqual({ from: 0.6, to: 0.8, count: 2, confidence: 0.75, accuracy: 0.5 });
  expect(bins[0]?.accuracy).toBeNaN();
  // (|0.6 - 1| + 2 · |0.75 - 0.5| + 0) / 4
  expect(interp.calibrationError({ bins: 5 })).toBeCloseTo(0.225, 12);
  expect(String(interp.plotReliability({ bins: 5 }))).toContain('0.60–0.80');
});

test('how sure a decision must be for a wanted precision', () => {
  const interp = interpOf([
    [0.99, true],
    [0.9, true],
    [0.8, false],
    [0.8, true],
    [0.7, true],
    [0.6, false],
  ]);
  expect(interp.sureFrom(0.8)).toMatchObject({ threshold: 0.7, precision: 0.8, count: 5, coverage: 5 / 6 });
  expect(interp.sureFrom(1)).toMatchObject({ threshold: 0.9, precision: 1, count: 2, coverage: 1 / 3 });
  expect(
    interpOf([
      [0.9, false],
      [0.8, true],
    ]).sureFrom(1),
  ).toBeUndefined();
  expect(() => interp.sureFrom(90)).toThrow('precision is a share');
});

test('Wilson’s intervals are those of statsmodels', () => {
  // statsmodels.stats.proportion.proportion_confint(hits, total, 1 - level, 'wilson')
  const close = (actual: number[], expected: number[]) =>
    actual.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 6);
    });
  close(wilson(1, 10), [0.0178762131, 0.4041500268]);
  close(wilson(0, 10), [0, 0.2775327999]);
  close(wilson(10, 10), [0.7224672001, 1]);
  expect(wilson(0, 0)).toEqual([0, 1]);
  const table = interpOf([
    [0.9, true],
    [0.8, false],
  ]).classScores();
  expect(table.rows[0]?.slice(0, 2)).toEqual(['a', 0.5]);
  expect(String(table)).toContain('NaN');
});

test('k folds: each item is once in a validation part, alike for each class', async () => {
  const items = Array.from({ length: 23 }, (_, i) => i);
  const parts = await Promise.all(
    [0, 1, 2, 3].map((fold) => kFoldSplitter<number>(4, fold, { seed: 3 })(items)),
  );
  expect(parts.flatMap(([, valid]) => valid).sort((a, b) => a - b)).toEqual(items);
  for (const [train, valid] of parts) expect([...train, ...valid].sort((a, b) => a - b)).toEqual(items);
  expect(parts.map(([, valid]) => valid.length).sort()).toEqual([5, 6, 6, 6]);
  const stratify = (i: number) => i % 5 === 0;
  for (let fold = 0; fold < 4; fold++) {
    const [, valid] = await kFoldSplitter<number>(4, fold, { stratify })(items);
    expect([1, 2]).toContain(valid.filter(stratify).length);
  }
  expect(() => kFoldSplitter(1, 0)).toThrow('k is a whole number, at least 2');
  expect(() => kFoldSplitter(3, 3)).toThrow('fold is from 0 to 2');
  expect(() => kFoldSplitter(3, 0)([1, 2])).toThrow('2 items cannot be divided into 3 parts');
});

test('cross-validation: every item is predicted once, by its own fold, and in its place', async () => {
  const items = Array.from({ length: 10 }, (_, i) => i);
  const seen: number[][] = [];
  const train = async (splitter: Splitter<number>, fold: number) => {
    const [, valid] = await splitter(items);
    seen[fold] = valid;
    const dsets = await Datasets.create(
      items,
      [
        [(i: number) => torch.tensor([i % 2 ? 0 : 2, fold], { dtype: 'float32' })],
        [(i: number) => (i % 2 ? 'odd' : 'even'), new Categorize({ vocab: ['even', 'odd'] })],
      ],
      { splits: await splitter(items) },
    );
    const dls = DataLoaders.fromDsets<[Tensor, Tensor]>(dsets, { bs: 4 });
    return new Learner(dls, new Same(), {
      lossFunc: new CrossEntropyLossFlat(),
      metrics: accuracy,
      progress: false,
    });
  };
  const { scores, table, interp } = await crossValidate(3, train, { stratify: (i) => i % 2 });
  expect(scores.accuracy?.values).toHaveLength(3);
  expect(Object.keys(scores)).toEqual(['valid_loss', 'accuracy']);
  expect(table.rows.map(([fold]) => fold)).toEqual(['0', '1', '2', 'mean', 'std']);
  expect(interp.losses).toHaveLength(10);
  const foldOf = (item: number) => seen.findIndex((valid) => valid.includes(item));
  const expected = items.map((item) => {
    const logits = torch.tensor([[item % 2 ? 0 : 2, foldOf(item)]], { dtype: 'float32' });
    return Number(F.crossEntropy(logits, torch.tensor([item % 2])));
  });
  interp.losses.forEach((loss, item) => {
    expect(loss).toBeCloseTo(expected[item] ?? Number.NaN, 5);
  });
  const { indices } = interp.topLosses(10);
  expect([...indices].sort((a, b) => a - b)).toEqual(items);
  await expect(
    crossValidate(2, () =>
      train(
        async () => [
          [0, 1],
          [2, 3],
        ],
        0,
      ),
    ),
  ).rejects.toThrow('not divided by the splitter');
});
