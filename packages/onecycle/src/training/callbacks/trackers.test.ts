import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { reference } from '../../testing/reference.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { Callback } from '../callback.js';
import { earlyStopping, reduceLrOnPlateau, saveModel, terminateOnNan } from './trackers.js';

interface Case {
  callback: string;
  args: Record<string, number | string | boolean>;
  lr: number;
  batches_per_epoch: number;
  valid_loss: number[];
  epochs_run: number;
  lr_at_epoch_starts: number[];
  saved: [number | 'loaded', string][];
}
const cases = reference<{ trackers: Case[] }>('training')?.trackers;

const path = mkdtempSync(join(tmpdir(), 'trackers-'));
beforeAll(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(path, { recursive: true });
});

/** The same numbers in place of what the validations gave, as in fastai's run. */
class Dictate extends Callback {
  override order = 55;
  readonly lrs: number[] = [];
  constructor(readonly validLoss: readonly number[]) {
    super();
  }
  override beforeEpoch() {
    this.lrs.push(this.learn.opt.hypers[0]?.lr ?? Number.NaN);
  }
  override afterEpoch() {
    const row = this.learn.recorder.values.at(-1);
    if (row) row[1] = this.validLoss[this.learn.epoch] ?? Number.NaN;
  }
}

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const makers: Record<string, (args: object) => Callback> = {
  EarlyStoppingCallback: earlyStopping,
  ReduceLROnPlateau: reduceLrOnPlateau,
  SaveModelCallback: saveModel,
};

test.skipIf(!cases)('trackers do what fastai’s do with the same validation losses', async () => {
  for (const {
    callback,
    args,
    lr,
    batches_per_epoch,
    valid_loss,
    epochs_run,
    lr_at_epoch_starts,
    saved,
  } of cases ?? []) {
    const what = `${callback} ${JSON.stringify(args)}`;
    const learn = tinyLearner({ batches: batches_per_epoch, path });
    const tracker = makers[callback]?.(
      Object.fromEntries(Object.entries(args).map(([key, value]) => [camel(key), value])),
    );
    expect(tracker, callback).toBeDefined();
    const dictate = new Dictate(valid_loss);
    const files: unknown[] = [];
    const { save, load } = learn;
    learn.save = (name, options) => {
      files.push([learn.epoch, String(name)]);
      return save.call(learn, name, options);
    };
    learn.load = (name, options) => {
      files.push(['loaded', String(name)]);
      return load.call(learn, name, options);
    };
    await learn.fit(valid_loss.length, lr, { cbs: tracker ? [dictate, tracker] : [] });
    expect(learn.recorder.values.length, what).toBe(epochs_run);
    expect(dictate.lrs.length, what).toBe(lr_at_epoch_starts.length);
    lr_at_epoch_starts.forEach((expected, epoch) => {
      expect((dictate.lrs[epoch] ?? 0) / expected, `${what}, epoch ${epoch}`).toBeCloseTo(1, 5);
    });
    expect(files, what).toEqual(saved);
  }
});

test('a value that is not in the table is refused with those that are', async () => {
  const learn = tinyLearner({ metrics: (pred) => pred.mean() });
  await expect(learn.fit(1, 0.1, { cbs: saveModel({ monitor: 'accuracy' }) })).rejects.toThrow(
    /no 'accuracy'.*train_loss, valid_loss, metric/,
  );
  await learn.fit(1, 0.1);
});

test('trackers take no notice of validations, predictions and searches for a learning rate', async () => {
  const learn = tinyLearner({ path });
  const best = saveModel({ fname: 'quiet' });
  learn.addCb(best);
  await learn.validate();
  await learn.getPreds();
  await learn.lrFind({ numIt: 20, stopDiv: false });
  expect(best.best).toBe(Number.POSITIVE_INFINITY);
});

test('the best value of earlier fits counts with resetOnFit: false', async () => {
  const saves = async (resetOnFit?: boolean) => {
    const learn = tinyLearner({ path });
    const best = saveModel({ fname: 'best', resetOnFit });
    await learn.fit(1, 0.1, { cbs: [new Dictate([1]), best] });
    await learn.fit(1, 0.1, { cbs: [new Dictate([2]), best] });
    return best.best;
  };
  expect([await saves(), await saves(false)]).toEqual([2, 1]);
});

test('a loss that is NaN can end the fit quietly', async () => {
  const learn = tinyLearner({ lossFunc: (pred) => pred.sum().mul(Number.NaN) });
  learn.haltOnNan = true;
  await learn.fit(2, 0.1, { cbs: terminateOnNan() });
  expect(learn.recorder.values).toHaveLength(0);
});
