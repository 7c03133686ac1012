import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@onecycle/torch';
import { afterAll, expect, test } from 'vitest';
import { tinyLearner } from '../testing/tiny-learner.js';
import { Callback } from './callback.js';
import { clock } from './clock.js';
import { CancelValidException } from './events.js';
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
