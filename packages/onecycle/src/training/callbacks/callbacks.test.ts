import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { afterAll, expect, test, vi } from 'vitest';
import { reference } from '../../testing/reference.js';
import { tensorLoaders } from '../../testing/tensor-data.js';
import { Callback } from '../events/index.js';
import { Learner } from '../learner/index.js';
import { TrainEvalCallback } from '../loop/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { LRFinder } from '../lr-find/index.js';
import { accuracy } from '../metrics/index.js';
import { MixedPrecision } from '../mixed-precision/index.js';
import { sgd } from '../optimizer/index.js';
import { GatherPredsCallback } from '../predict/index.js';
import { Recorder } from '../recorder/index.js';
import { ParamScheduler } from '../schedules/index.js';
import * as callbacks from './index.js';
import { ProgressCallback } from './progress.js';

const path = mkdtempSync(join(tmpdir(), 'callbacks-'));
afterAll(() => rmSync(path, { recursive: true }));

const orders = reference<{ callback_orders: Record<string, number> }>('training').callback_orders;
const ours: Record<string, Callback> = {
  TrainEvalCallback: new TrainEvalCallback(),
  Recorder: new Recorder(),
  ProgressCallback: new ProgressCallback(),
  ParamScheduler: new ParamScheduler({}),
  MixedPrecision: new MixedPrecision(),
  GradientClip: callbacks.gradientClip(),
  GradientAccumulation: callbacks.gradientAccumulation(),
  SaveModelCallback: callbacks.saveModel(),
  EarlyStoppingCallback: callbacks.earlyStopping(),
  ReduceLROnPlateau: callbacks.reduceLrOnPlateau(),
  TerminateOnNaNCallback: callbacks.terminateOnNan(),
  ShowGraphCallback: callbacks.showGraph(),
  CSVLogger: callbacks.csvLogger(),
  MixUp: callbacks.mixUp(),
  CutMix: callbacks.cutMix(),
  BnFreeze: callbacks.bnFreeze(),
  ActivationStats: callbacks.activationStats(),
  ChannelsLast: callbacks.channelsLast(),
  ShortEpochCallback: callbacks.shortEpoch(),
  MCDropoutCallback: callbacks.mcDropout(),
  GatherPredsCallback: new GatherPredsCallback(),
  FetchPredsCallback: callbacks.fetchPreds(),
  LRFinder: new LRFinder(),
  TrackerCallback: new callbacks.TrackerCallback(),
};
// Operators give plain tensors here, so that nothing needs a cast before the model; a fit starts at its startEpoch itself.
const without = ['CastToTensor', 'SkipToEpoch'];

test('callbacks have fastai’s orders', () => {
  for (const [name, order] of Object.entries(orders)) {
    if (!without.includes(name)) expect(ours[name]?.order, name).toBe(order);
  }
});

/** Six classes of noise in little pictures, for callbacks that need classes, pictures and batch norms. */
function smallClassifier(cbs: Callback[], model: nn.Sequential = smallModel(), bs = 4) {
  torch.manualSeed(3);
  const pair = (n: number) => [torch.randn([n, 1, 6, 6]), torch.randint(3, [n])] as const;
  return new Learner<[Tensor, Tensor]>(tensorLoaders(pair(12), pair(4), { bs, shuffle: false }), model, {
    lossFunc: new CrossEntropyLossFlat(),
    optFunc: (params, options) => sgd(params, options),
    metrics: accuracy,
    progress: false,
    cbs,
    path,
  });
}
const smallModel = () => {
  torch.manualSeed(1);
  return new nn.Sequential(
    new nn.Conv2d(1, 4, 3),
    new nn.BatchNorm2d(4),
    new nn.ReLU(),
    new nn.Dropout(0.5),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Linear(4, 3),
  );
};

test('accumulated gradients step like one large batch', async () => {
  const plain = () => new nn.Sequential(new nn.Flatten(), new nn.Linear(36, 3));
  const weights = async (bs: number, cbs: Callback[]) => {
    torch.manualSeed(5);
    const learn = smallClassifier(cbs, plain(), bs);
    await learn.fit(1, 0.1);
    return [...(learn.model.parameters()[0]?.toTypedArray() ?? [])].map(Number);
  };
  const large = await weights(12, []);
  const small = await weights(4, [callbacks.gradientAccumulation(12)]);
  const without = await weights(4, []);
  for (const [i, value] of large.entries()) expect(small[i]).toBeCloseTo(value, 6);
  expect(without.some((value, i) => Math.abs(value - (large[i] ?? 0)) > 1e-5)).toBe(true);
});

test('callbacks that change nothing in a fit say so', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const learn = smallClassifier([], smallModel());
  const { gradientAccumulation, reduceLrOnPlateau } = callbacks;
  await learn.fit(2, 0.1, { cbs: [gradientAccumulation(12), reduceLrOnPlateau()] });
  expect(warn).not.toHaveBeenCalled();
  await learn.fit(1, 0.1, { cbs: gradientAccumulation(1000) });
  expect(warn).toHaveBeenLastCalledWith(expect.stringMatching(/gradientAccumulation\(1000\): .* no step/));
  await learn.fitOneCycle(1, 0.1, { cbs: reduceLrOnPlateau() });
  expect(warn).toHaveBeenLastCalledWith(expect.stringMatching(/reduceLrOnPlateau changes nothing/));
  expect(warn).toHaveBeenCalledTimes(2);
  warn.mockRestore();
});

test('gradients are clipped to a common norm, as PyTorch does it', async () => {
  const [a, b] = [
    torch.tensor([0.5, 1], { requiresGrad: true }),
    torch.tensor([2.5], { requiresGrad: true }),
  ];
  a.mul(torch.tensor([3.5, 0.5]))
    .sum()
    .add(b.mul(4).sum())
    .backward();
  const norm = Math.hypot(3.5, 0.5, 4);
  expect(callbacks.clipGradNorm([a, b], 1)).toBeCloseTo(norm, 5);
  expect(a.grad?.tolist()).toEqual([expect.closeTo(3.5 / norm, 5), expect.closeTo(0.5 / norm, 5)]);
  expect(b.grad?.item()).toBeCloseTo(4 / norm, 5);
  expect(callbacks.clipGradNorm([a, b], 2)).toBeCloseTo(1, 4);
  expect(b.grad?.item()).toBeCloseTo(4 / norm, 5);

  class Norms extends Callback {
    override order = 12;
    norms: number[] = [];
    override beforeStep() {
      this.norms.push(callbacks.clipGradNorm(this.learn.model.parameters(), 1e9));
    }
  }
  const norms = new Norms();
  await smallClassifier([callbacks.gradientClip(0.01), norms]).fit(1, 0.1);
  expect(norms.norms).toHaveLength(3);
  for (const clipped of norms.norms) expect(clipped).toBeLessThanOrEqual(0.0101);
});

test('a short epoch ends after its share of the batches', async () => {
  const learn = smallClassifier([callbacks.shortEpoch(0.3)]);
  await learn.fit(2, 0.1);
  // The batch at which it ends comes to no recorder, as in fastai.
  expect(learn.recorder.losses).toHaveLength(2);
  expect(learn.trainIter).toBe(4);
  expect(learn.recorder.values).toHaveLength(2);
});

test('frozen batch norms keep their statistics with bnFreeze only', async () => {
  const moved = async (cbs: Callback[]) => {
    const learn = smallClassifier(cbs);
    const [, norm] = learn.model.children();
    norm?.requiresGrad_(false);
    const before = learn.model.buffers()[0]?.tolist();
    await learn.fit(1, 0.1);
    return String(learn.model.buffers()[0]?.tolist()) !== String(before);
  };
  expect(await moved([])).toBe(true);
  expect(await moved([callbacks.bnFreeze()])).toBe(false);
});

test('dropout goes on in predictions with mcDropout, and stops afterwards', async () => {
  const learn = smallClassifier([]);
  const predict = async (cbs: Callback[]) => (await learn.getPreds({ cbs })).preds.tolist();
  expect(await predict([])).toEqual(await predict([]));
  expect(await predict([callbacks.mcDropout()])).not.toEqual(await predict([callbacks.mcDropout()]));
  expect(await predict([])).toEqual(await predict([]));
});

test('MixUp mixes inputs and losses; the loss is the learner’s again afterwards', async () => {
  for (const mix of [callbacks.mixUp(0.4), callbacks.cutMix(1)]) {
    class Look extends Callback {
      override order = 1;
      override runValid = false;
      changed = 0;
      losses: number[] = [];
      override beforeBatch() {
        const { x, iter } = this.learn;
        this.changed += torch.equal(x, originals[iter] ?? x) ? 0 : 1;
      }
      override afterLoss() {
        this.losses.push(Number(this.learn.loss.item()));
      }
    }
    const look = new Look();
    const learn = smallClassifier([mix, look], new nn.Sequential(new nn.Flatten(), new nn.Linear(36, 3)));
    const originals: Tensor[] = [];
    for await (const [x] of learn.dls.train) originals.push(x);
    const { lossFunc } = learn;
    await learn.fit(4, 0);
    expect(look.changed, mix.name).toBeGreaterThan(6);
    expect(look.losses.every(Number.isFinite)).toBe(true);
    expect(new Set(look.losses).size).toBeGreaterThan(6);
    expect(learn.lossFunc).toBe(lossFunc);
    learn.model.forward = () => {
      throw new Error('broken');
    };
    await expect(learn.fit(1)).rejects.toThrow(/broken/);
    expect(learn.lossFunc).toBe(lossFunc);
  }
});

test('MixUp and CutMix together are refused', async () => {
  const learn = smallClassifier([callbacks.mixUp(), callbacks.cutMix()]);
  await expect(learn.fit(1)).rejects.toThrow(/two callbacks that mix items.*use one/);
});

test('with a weight of 1 MixUp changes nothing, and its loss is the mean of both sides', async () => {
  class Fixed extends callbacks.MixUp {
    protected override beta(n: number) {
      return torch.full([n], 0.75);
    }
    protected override permutation() {
      return torch.tensor([1, 0, 3, 2]);
    }
  }
  class Expect extends Callback {
    override order = 1;
    override runValid = false;
    wrong = 0;
    override afterLoss() {
      const { pred, y, loss } = this.learn;
      const swapped = y.indexSelect(0, torch.tensor([1, 0, 3, 2]).to(y.device));
      const expected = 0.75 * Number(F.crossEntropy(pred, y)) + 0.25 * Number(F.crossEntropy(pred, swapped));
      if (Math.abs(expected - Number(loss)) > 1e-5) this.wrong += 1;
    }
  }
  const expected = new Expect();
  await smallClassifier([new Fixed(), expected]).fit(1, 0.1);
  expect(expected.wrong).toBe(0);
});

test('activation statistics are kept per layer and batch', async () => {
  const stats = callbacks.activationStats({ withHist: true });
  const learn = smallClassifier([stats]);
  await learn.fit(2, 0.1);
  await learn.validate();
  expect(stats.stats).toHaveLength(6);
  expect(stats.modules).toHaveLength(3);
  const { mean, std, nearZero } = stats.layerStats(1);
  expect(mean.every((value) => Math.abs(value) < 0.2)).toBe(true);
  expect(std.every((value) => value > 0.5 && value < 1.5)).toBe(true);
  expect(nearZero.every((share) => share > 0.2 && share < 0.8)).toBe(true);
  expect(stats.stats[0]?.[0]?.hist).toHaveLength(40);
  expect(() => stats.layerStats(7)).toThrow(/no statistics of layer 7/);
  await stats.plotLayerStats(-1).save(join(path, 'stats.png'));
  await stats.colorDim(0).save(join(path, 'color.png'));
  expect(statSync(join(path, 'stats.png')).size).toBeGreaterThan(1000);
});

test('loggers write a row for every epoch, over several fits', async () => {
  const csv = callbacks.csvLogger({ fname: 'logs/run.csv' });
  const json = callbacks.jsonLogger({ fname: 'logs/run.jsonl' });
  const learn = smallClassifier([csv, json]);
  await learn.fit(2, 0.1);
  await learn.validate();
  await learn.fit(1, 0.1);
  const lines = readFileSync(join(path, 'logs/run.csv'), 'utf8').trim().split('\n');
  expect(lines[0]).toBe('epoch,train_loss,valid_loss,accuracy,time');
  expect(lines).toHaveLength(5);
  expect(lines[1]).toMatch(/^0,[\d.]+,[\d.]+,[\d.]+,\d\d:\d\d$/);
  const rows = json.readLog();
  expect(rows.map(({ epoch }) => epoch)).toEqual([0, 1, 0]);
  expect(Object.keys(rows[0] ?? {})).toEqual([
    'phase',
    'epoch',
    'train_loss',
    'valid_loss',
    'accuracy',
    'time',
  ]);
  expect(rows[0]?.phase).toBe('unfrozen');

  await smallClassifier([callbacks.jsonLogger({ fname: 'logs/run.jsonl', append: true })]).fit(1, 0.1);
  expect(readFileSync(join(path, 'logs/run.jsonl'), 'utf8').trim().split('\n')).toHaveLength(4);
  await smallClassifier([callbacks.jsonLogger({ fname: 'logs/run.jsonl' })]).fit(1, 0.1);
  expect(readFileSync(join(path, 'logs/run.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
});

test('predictions can be fetched in the middle of a fit without disturbing it', async () => {
  const run = async (cbs: Callback[]) => {
    const learn = smallClassifier(cbs);
    await learn.fit(2, 0.1);
    return learn.recorder.values;
  };
  const fetch = callbacks.fetchPreds({ withDecoded: true });
  expect(await run([fetch])).toEqual(await run([]));
  expect(fetch.preds?.preds.shape).toEqual([4, 3]);
});

test('a callback can validate and predict in the middle of a fit, which goes on as if it had not', async () => {
  class Nosy extends Callback {
    override order = 70;
    override onlyFits = true;
    values: unknown[] = [];
    override async afterEpoch() {
      this.values.push(await this.learn.validate());
      await this.learn.getPreds({ dsIdx: 0 });
    }
  }
  const run = async (cbs: Callback[]) => {
    const learn = smallClassifier([...cbs, callbacks.saveModel({ fname: 'nosy' })]);
    await learn.fitOneCycle(3, 0.1);
    return { losses: learn.recorder.losses, lrs: learn.recorder.lrs, values: learn.recorder.values };
  };
  const nosy = new Nosy();
  const [with_, without] = [await run([nosy]), await run([])];
  expect(with_.losses).toEqual(without.losses);
  expect(with_.lrs).toEqual(without.lrs);
  expect(with_.values).toEqual(without.values);
  expect(nosy.values).toEqual(without.values.map((row) => row.slice(1)));
});

test('the graph of the losses is redrawn after every epoch', async () => {
  await smallClassifier([callbacks.showGraph({ fname: 'graph.svg' })]).fit(2, 0.1);
  expect(readFileSync(join(path, 'graph.svg'), 'utf8')).toContain('<svg');
});

test('channels-last weights and inputs give the same numbers', async () => {
  const losses = async (change: (learn: ReturnType<typeof smallClassifier>) => unknown) => {
    const model = new nn.Sequential(
      new nn.Conv2d(1, 4, 3),
      new nn.AdaptiveAvgPool2d(1),
      new nn.Flatten(),
      new nn.Linear(4, 3),
    );
    torch.manualSeed(9);
    for (const parameter of model.parameters()) torch.noGrad(() => parameter.normal_());
    const learn = smallClassifier([], model);
    change(learn);
    await learn.fit(2, 0.1);
    return learn.recorder.losses;
  };
  const plain = await losses(() => {});
  const last = await losses((learn) => learn.toChannelsLast());
  for (const [i, loss] of plain.entries()) expect(last[i]).toBeCloseTo(loss, 4);
  // The same as a callback among others.
  expect(await losses((learn) => learn.addCb(callbacks.channelsLast()))).toEqual(last);
});
