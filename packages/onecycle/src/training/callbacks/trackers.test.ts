import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { camelCased } from '../../testing/against-fastai.js';
import { numbers, reference } from '../../testing/reference.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { Callback } from '../events/index.js';
import { earlyStopping, reduceLrOnPlateau, saveModel, terminateOnNan } from './trackers.js';

interface Case {
  callback: string;
  args: Record<string, number | string | boolean>;
  lr: number;
  batches_per_epoch: number;
  valid_loss: (number | string)[];
  /** In place of what follows, where fastai fails. */
  error?: string;
  epochs_run?: number;
  lr_at_epoch_starts?: number[];
  saved?: [number | 'loaded', string][];
}
const cases = reference<{ trackers: Case[] }>('training').trackers;

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

const makers: Record<string, (args: object) => Callback> = {
  EarlyStoppingCallback: earlyStopping,
  ReduceLROnPlateau: reduceLrOnPlateau,
  SaveModelCallback: saveModel,
  TerminateOnNaNCallback: terminateOnNan,
};

/** Fits with the callback of a case. */
async function run({ callback, args, lr, batches_per_epoch, valid_loss }: Case) {
  const learn = tinyLearner({ batches: batches_per_epoch, path });
  const make = makers[callback];
  if (!make) throw new Error(`the reference has the callback ${callback}, which this test does not know`);
  const tracker = make(camelCased(args));
  const dictate = new Dictate(numbers(valid_loss));
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
  await learn.fit(valid_loss.length, lr, { cbs: [dictate, tracker] });
  return { epochs: learn.recorder.values.length, lrs: dictate.lrs, files };
}

test('trackers do what fastai’s do with the same validation losses', async () => {
  for (const each of cases) {
    const { callback, args, valid_loss, error, epochs_run, lr_at_epoch_starts = [], saved } = each;
    expect(makers, callback).toHaveProperty(callback);
    const what = `${callback} ${JSON.stringify(args)} with ${valid_loss}`;
    if (error) {
      // Where no value was ever the best, fastai looks for a file that is not there; here the model stays as it is.
      if (error === 'FileNotFoundError') await expect(run(each), what).resolves.toBeDefined();
      else await expect(run(each), what).rejects.toThrow();
      continue;
    }
    const { epochs, lrs, files } = await run(each);
    expect(epochs, what).toBe(epochs_run);
    expect(lrs, what).toEqual(lr_at_epoch_starts.map((lr) => expect.closeTo(lr, 5 - Math.log10(lr))));
    expect(files, what).toEqual(saved);
  }
});

/** The rates at the epochs' starts, and which epochs were saved and loaded, with dictated validation losses. */
const outcome = (callback: string, args: Case['args'], valid_loss: Case['valid_loss']) =>
  run({ callback, args, lr: 8, batches_per_epoch: 1, valid_loss });

test('a patience of 0 acts at the first epoch that is not better, and in no other', async () => {
  const losses = [1, 0.5, 0.6, 0.4, 0.3];
  expect((await outcome('EarlyStoppingCallback', { patience: 0 }, losses)).epochs).toBe(3);
  expect((await outcome('ReduceLROnPlateau', { patience: 0, factor: 2 }, losses)).lrs).toEqual([
    8, 8, 8, 4, 4,
  ]);
});

test('the best model is loaded even if its value is infinite, and none where nothing counted as the best', async () => {
  const infinite = await outcome('SaveModelCallback', {}, ['-Infinity', 1]);
  expect(infinite.files).toEqual([
    [0, 'model'],
    ['loaded', 'model'],
  ]);
  expect((await outcome('SaveModelCallback', {}, ['NaN', 'Infinity'])).files).toEqual([]);
  expect(() => saveModel({ everyEpoch: 2, atEnd: true })).toThrow(/everyEpoch or atEnd, not both/);
});

test('weights that another run saved in the meantime are not taken for the best ones', async () => {
  const [one, other] = [tinyLearner({ path }), tinyLearner({ path })];
  const best = saveModel({ fname: 'shared' });
  const after = new Dictate([1, 2]);
  after.afterEpoch = async () => {
    if (one.epoch === 1) await other.save('shared');
  };
  after.order = 70;
  await expect(one.fit(2, 0.1, { cbs: [new Dictate([1, 2]), best, after] })).rejects.toThrow(
    /shared\.safetensors is not what this fit saved as its best model/,
  );
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
    const best = saveModel({ fname: 'best', ...(resetOnFit !== undefined && { resetOnFit }) });
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

test('a learner that shows no progress is not talked over by its trackers', async () => {
  const learn = tinyLearner({ batches: 2, path });
  const cbs = () => [new Dictate([1, 0.5, 1, 1]), saveModel(), reduceLrOnPlateau(), earlyStopping()];
  vi.mocked(console.log).mockClear();
  await learn.fit(4, 0.1, { cbs: cbs() });
  expect(console.log).not.toHaveBeenCalled();
  learn.logger = () => {};
  await learn.fit(4, 0.1, { cbs: cbs() });
  expect(vi.mocked(console.log).mock.calls.flat()).toEqual([
    'Better model found at epoch 0 with valid_loss value: 1.',
    'Better model found at epoch 1 with valid_loss value: 0.5.',
    expect.stringMatching(/^Epoch 2: reducing lr to 0.01/),
    'No improvement since epoch 1: early stopping',
  ]);
});
