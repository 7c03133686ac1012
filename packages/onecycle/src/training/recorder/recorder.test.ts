import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { afterAll, expect, test, vi } from 'vitest';
import { DataLoader, DataLoaders } from '../../data/index.js';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import { csvLogger, jsonLogger, shortEpoch, TrackerCallback } from '../callbacks/index.js';
import { Callback, CancelValidException } from '../events/index.js';
import { Learner } from '../learner/index.js';
import { clock } from './clock.js';
import { Recorder } from './recorder.js';

const path = process.env.ONECYCLE_KEEP ?? mkdtempSync(join(tmpdir(), 'recorder-'));
afterAll(() => {
  if (!process.env.ONECYCLE_KEEP) rmSync(path, { recursive: true });
});
const options = { metrics: [(pred: Tensor) => pred.mean()] };

test('columns and rows follow what is measured on which set', async () => {
  const columns = async (recorder: Recorder) => {
    const learn = tinyLearner({ ...options, cbs: recorder });
    await learn.fit(1, 0.01);
    expect(learn.recorder).toBe(recorder);
    return { names: recorder.metricNames, values: recorder.values[0]?.length };
  };
  expect(await columns(new Recorder())).toEqual({
    names: ['epoch', 'train_loss', 'valid_loss', 'metric', 'time'],
    values: 3,
  });
  expect(await columns(new Recorder({ trainMetrics: true, addTime: false }))).toEqual({
    names: ['epoch', 'train_loss', 'train_metric', 'valid_loss', 'valid_metric'],
    values: 4,
  });
  expect(await columns(new Recorder({ validMetrics: false }))).toEqual({
    names: ['epoch', 'train_loss', 'time'],
    values: 1,
  });
  expect(await columns(new Recorder({ validMetrics: false, trainMetrics: true }))).toEqual({
    names: ['epoch', 'train_loss', 'train_metric', 'time'],
    values: 2,
  });
});

test('a fit begins with nothing recorded; an epoch without validation has a shorter row', async () => {
  class SkipValidation extends Callback {
    override beforeValidate() {
      throw new CancelValidException();
    }
  }
  const learn = tinyLearner(options);
  await learn.fit(3, 0.01);
  expect([learn.recorder.losses.length, learn.recorder.values.length]).toEqual([12, 3]);
  await learn.fit(1, 0.01, { cbs: new SkipValidation() });
  expect([learn.recorder.losses.length, learn.recorder.iters]).toEqual([4, [4]]);
  expect(learn.recorder.values).toEqual([[expect.any(Number)]]);
  expect(learn.recorder.row).toEqual([0, expect.any(Number), '', '', expect.any(String)]);
});

test('a training that is cut short has its loss in its own column', async () => {
  const learn = tinyLearner({ ...options, batches: 8 });
  await learn.fit(1, 0.01, { cbs: shortEpoch(0.5) });
  expect(learn.recorder.row).toHaveLength(learn.recorder.metricNames.length);
  expect(learn.recorder.values[0]?.[0]).toBe(learn.recorder.losses.at(-1));
});

test('without a validation set there are no columns of one, and predictions are made all the same', async () => {
  const both = tinyLearner(options);
  const dls = new DataLoaders([both.dls.train]);
  const learn = new Learner(dls, both.model, { ...options, lossFunc: both.lossFunc, progress: false, path });
  await learn.fit(1, 0.01, { cbs: csvLogger() });
  expect(learn.recorder.metricNames).toEqual(['epoch', 'train_loss', 'time']);
  expect(learn.recorder.row).toHaveLength(3);
  expect(readFileSync(join(path, 'history.csv'), 'utf8')).toMatch(
    /^epoch,train_loss,time\n0,[\d.]+,[\d:]+\n$/,
  );
  const [prediction] = await learn.predict([[torch.tensor([0.1])]]);
  expect(prediction?.probs).toHaveLength(1);
});

test('metrics of equal names have columns of their own', async () => {
  const learn = tinyLearner({
    metrics: [(pred) => pred.mean().mul(0), (pred) => pred.mean().mul(0).add(1)],
    path,
  });
  const log = jsonLogger();
  await learn.fit(1, 0.01, { cbs: [log, new TrackerCallback({ monitor: 'metric_2' })] });
  expect(learn.recorder.metricNames).toEqual([
    'epoch',
    'train_loss',
    'valid_loss',
    'metric',
    'metric_2',
    'time',
  ]);
  expect(readFileSync(join(path, 'history.jsonl'), 'utf8')).toMatch(/"metric":0,"metric_2":1,/);
});

test('columns of a validation set without items are empty, in the table and in the logs, and hold no NaN', async () => {
  const { dls } = tinyLearner();
  const none = new DataLoaders<TinyBatch>([dls.train, new DataLoader<TinyBatch>([], { bs: 1 })]);
  const learn = new Learner(none, new nn.Linear(1, 1), {
    ...options,
    lossFunc: F.mseLoss,
    progress: false,
    path,
  });
  const logs = [csvLogger({ fname: 'none.csv' }), jsonLogger({ fname: 'none.jsonl' })];
  await learn.fit(1, 0.01, { cbs: logs });
  const { metricNames, row, values } = learn.recorder;
  expect(metricNames).toEqual(['epoch', 'train_loss', 'valid_loss', 'metric', 'time']);
  expect([row, values]).toEqual([[0, expect.any(Number), '', '', expect.any(String)], [[row[1]]]]);
  const read = (name: string) => readFileSync(join(path, name), 'utf8').trim().split('\n');
  expect(read('none.csv')[1]).toMatch(/^0,[\d.e-]+,,,\d\d:\d\d$/);
  expect(Object.keys(JSON.parse(read('none.jsonl')[0] ?? ''))).toEqual([
    'phase',
    'epoch',
    'train_loss',
    'time',
  ]);
});

test('a log that another run writes to keeps the rows of both, and it is said once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const learn = tinyLearner({ path });
  const file = join(path, 'shared.csv');
  class Other extends Callback {
    override order = 70;
    override afterEpoch() {
      if (this.learn.epoch < 2) appendFileSync(file, `of another run ${this.learn.epoch}\n`);
    }
  }
  await learn.fit(4, 0.01, { cbs: [csvLogger({ fname: 'shared.csv' }), new Other()] });
  const rows = readFileSync(file, 'utf8').split('\n');
  expect(rows.map((row) => row.split(',')[0])).toEqual([
    ...['epoch', '0', 'of another run 0', '1', 'of another run 1', '2', '3', ''],
  ]);
  expect(warn.mock.calls.flat()).toEqual([expect.stringContaining('shared.csv is not as this fit left it')]);
  warn.mockRestore();
});

test('predictions and validations leave what was recorded', async () => {
  const learn = tinyLearner(options);
  await learn.fit(2, 0.01);
  const { losses, values } = learn.recorder;
  const record = await learn.validate();
  await learn.getPreds();
  expect(record).toEqual(values.at(-1)?.slice(1));
  expect([learn.recorder.losses, learn.recorder.values]).toEqual([losses, values]);
  expect([losses.length, values.length]).toEqual([8, 2]);
});

test('losses, schedules and metrics are drawn', async () => {
  const learn = tinyLearner({ ...options, batches: 20 });
  await learn.fitOneCycle(4, 0.05);
  const { recorder } = learn;
  expect(Object.keys(recorder.hps)).toEqual(['lr', 'mom']);
  const figures = {
    loss: recorder.plotLoss(),
    log: recorder.plotLoss({ log: true, withValid: false, skipStart: 1 }),
    sched: recorder.plotSched(),
    mom: recorder.plotSched(['mom']),
    metrics: recorder.plotMetrics(),
  };
  for (const [name, figure] of Object.entries(figures)) {
    await figure.save(join(path, `${name}.png`));
    expect(statSync(join(path, `${name}.png`)).size).toBeGreaterThan(2000);
  }
  expect(() => recorder.plotSched(['wd'])).toThrow(/set no 'wd', only lr, mom/);
  await learn.fit(1, 0.01);
  expect(() => recorder.plotSched()).toThrow(/no schedule/);
  expect(() => tinyLearner().recorder.plotMetrics()).toThrow(/not been trained/);
});

test('times read as fastai writes them', () => {
  expect([0.4, 42, 725, 3599.6, 7384].map(clock)).toEqual(['00:00', '00:42', '12:05', '1:00:00', '2:03:04']);
});
