import { nn, Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import { DataLoader, DataLoaders } from '../../data/index.js';
import { tensorLoaders } from '../../testing/tensor-data.js';
import { gradientAccumulation, terminateOnNan } from '../callbacks/index.js';
import { Callback } from '../events/index.js';
import { Learner, type LearnerOptions } from '../learner/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { adviceFor, TrainingError } from '../state/index.js';

const learner = (options: LearnerOptions = {}) => {
  torch.manualSeed(0);
  const pair = (n: number) => [torch.randn([n, 3]), torch.randint(2, [n])] as const;
  return new Learner<[Tensor, Tensor]>(tensorLoaders(pair(12), pair(6), { bs: 4 }), new nn.Linear(3, 2), {
    lossFunc: new CrossEntropyLossFlat(),
    progress: false,
    ...options,
  });
};

/** Fails at an event of a batch, once. */
class Fail extends Callback {
  constructor(
    readonly at: 'afterBatch' | 'beforeEpoch' | 'afterPred',
    readonly when: (learn: Callback['learn']) => boolean,
  ) {
    super();
  }
  override call(event: Parameters<Callback['call']>[0]) {
    return super.call(event);
  }
  override afterBatch() {
    if (this.at === 'afterBatch') this.fail();
  }
  override afterPred() {
    if (this.at === 'afterPred') this.fail();
  }
  override async beforeEpoch() {
    if (this.at === 'beforeEpoch') this.fail();
  }
  private fail() {
    if (this.when(this.learn)) throw new Error('oh dear');
  }
}

/** The error of a fit, after which the learner must still train. */
async function mishap(learn: Learner<[Tensor, Tensor]>, fit: () => Promise<void>): Promise<TrainingError> {
  const callbacks = learn.cbs.length;
  const error: unknown = await fit().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TrainingError)) throw new Error(`no TrainingError, but ${error}`);
  expect(learn.cbs).toHaveLength(callbacks);
  expect(learn.model.parameters().every(({ grad }) => grad === null)).toBe(true);
  return error;
}

async function stillTrains(learn: Learner<[Tensor, Tensor]>): Promise<void> {
  await learn.fit(1, 1e-3);
  expect(learn.recorder.losses).toHaveLength(3);
  expect(learn.recorder.losses.every(Number.isFinite)).toBe(true);
  expect((await learn.validate()).every((value) => Number.isFinite(Number(value)))).toBe(true);
}

test('a callback that throws is named with event, epoch and batch', async () => {
  const learn = learner();
  const inBatch = new Fail(
    'afterBatch',
    ({ epoch, iter, training }) => training && epoch === 1 && iter === 2,
  );
  const error = await mishap(learn, () => learn.fit(3, 0.1, { cbs: inBatch }));
  expect(error.message).toBe(
    'Fail.afterBatch threw (epoch 1 of 3, training batch 2 of 3, counted from 0): oh dear',
  );
  expect([error.epoch, error.batch, error.training]).toEqual([1, 2, true]);
  expect(error.cause).toBeInstanceOf(Error);
  expect(learn.recorder.values).toHaveLength(1);
  expect(learn.recorder.losses.length).toBeGreaterThanOrEqual(5);

  const validating = new Fail('afterPred', ({ training }) => !training);
  expect((await mishap(learn, () => learn.fit(1, 0.1, { cbs: validating }))).message).toContain(
    'validation batch 0 of 2',
  );
  const epochs = new Fail('beforeEpoch', ({ epoch }) => epoch === 1);
  expect((await mishap(learn, () => learn.fit(2, 0.1, { cbs: epochs }))).message).toContain(
    'Fail.beforeEpoch threw (epoch 1',
  );
  await stillTrains(learn);
});

test('a metric that throws, or gives no number, is named', async () => {
  let calls = 0;
  const learn = learner({
    metrics: function moody(pred) {
      calls += 1;
      if (calls === 2) throw new Error('bad mood');
      return pred.mean();
    },
  });
  const error = await mishap(learn, () => learn.fit(1, 0.1));
  expect(error.message).toMatch(/epoch 0 of 1, validation batch 1 of 2.*metric 'moody' threw: bad mood/);
  await stillTrains(learn);
  learn.metrics = (pred) => pred;
  expect((await mishap(learn, () => learn.fit(1, 0.1))).message).toMatch(/one number per batch/);
});

test('a model that throws is an error with epoch and batch', async () => {
  const learn = learner();
  const { forward } = learn.model;
  learn.model.forward = () => {
    throw new Error('mat1 and mat2 shapes cannot be multiplied');
  };
  const error = await mishap(learn, () => learn.fit(1, 0.1));
  expect(error.message).toMatch(
    /^A batch failed \(epoch 0 of 1, training batch 0 of 3.*cannot be multiplied/,
  );
  learn.model.forward = forward;
  await stillTrains(learn);
});

test('a loss that is NaN ends the fit with advice; the weights are those before', async () => {
  let batches = 0;
  const loss = new CrossEntropyLossFlat();
  const learn = learner({
    lossFunc: (pred, target) => loss.forward(pred, target).mul(batches++ === 6 ? Number.NaN : 1),
  });
  class Weights extends Callback {
    weights: unknown[] = [];
    override beforeEpoch() {
      this.weights.push(this.learn.model.parameters().map((parameter) => parameter.tolist()));
    }
  }
  const weights = new Weights();
  const error = await mishap(learn, () => learn.fit(2, 0.1, { cbs: weights }));
  expect(error.message).toMatch(/The loss is NaN \(epoch 1 of 2, training batch 1 of 3/);
  expect(error.message).toMatch(/learning rate was 0\.1: try a tenth.*lrFind/s);
  expect(learn.model.parameters().map((parameter) => parameter.tolist())).toEqual(weights.weights.at(-1));
  await stillTrains(learn);
});

test('an exploding learning rate ends the fit with advice, and a smaller one then works', async () => {
  const learn = learner();
  const error = await mishap(learn, () => learn.fit(20, 1e38));
  expect(error.message).toMatch(/The loss is (NaN|Infinity) \(epoch \d+ of 20, training batch/);
  expect(error.message).toContain('1e+38');
  await stillTrains(learn);
});

test('a loss that is NaN is let pass where that is wanted', async () => {
  const learn = learner({ lossFunc: (pred) => pred.sum().mul(Number.NaN) });
  learn.haltOnNan = false;
  await learn.fit(1, 0);
  expect(learn.recorder.losses).toHaveLength(3);
});

test('memory that runs out is explained with the batch size and what helps', async () => {
  const learn = learner();
  class Greedy extends Callback {
    override afterPred() {
      torch.empty([2 ** 30, 2 ** 12]);
    }
  }
  const error = await mishap(learn, () => learn.fit(1, 0.1, { cbs: new Greedy() }));
  expect(error.message).toMatch(/Greedy\.afterPred threw \(epoch 0 of 1, training batch 0.*bs: 2/s);
  const { forward } = learn.model;
  learn.model.forward = () => torch.empty([2 ** 30, 2 ** 12]);
  const inModel = await mishap(learn, () => learn.fit(1, 0.1));
  expect(inModel.message).toMatch(/epoch 0 of 1, training batch 0 of 3/);
  expect(inModel.message).toMatch(/batch of 4; .*[\d.]+ GB .*bs: 2.*toFp16\(\).*gradientAccumulation\(4\)/s);
  learn.model.forward = forward;
  await stillTrains(learn);
});

test('memory that runs out while a batch is loaded is explained too; an item’s own error is left as it is', async () => {
  const learn = learner();
  const { getIdxs } = learn.dls.train;
  learn.dls.train.getIdxs = () => {
    torch.empty([2 ** 30, 2 ** 12]);
    return [];
  };
  const error = await mishap(learn, () => learn.fit(1, 0.1));
  expect(error.message).toMatch(/^A batch could not be loaded \(epoch 0 of 1, training batch 0.*bs: 2/s);
  learn.dls.train.getIdxs = () => {
    throw new RangeError('no order');
  };
  await expect(learn.fit(1, 0.1)).rejects.toThrow(/^no order$/);
  learn.dls.train.getIdxs = getIdxs;
  await stillTrains(learn);
});

test('gradients that were accumulated are gone after an error', async () => {
  const learn = learner({ cbs: gradientAccumulation(100) });
  await mishap(learn, () => learn.fit(1, 0.1, { cbs: new Fail('afterBatch', ({ iter }) => iter === 1) }));
  learn.removeCbs(learn.cbs.filter((cb) => cb.name === 'GradientAccumulation'));
  await stillTrains(learn);
});

test('no gradient is computed for what is frozen', async () => {
  const model = new nn.Sequential(new nn.Linear(3, 4), new nn.BatchNorm1d(4), new nn.Linear(4, 2));
  const learn = new Learner<[Tensor, Tensor]>(learner().dls, model, {
    lossFunc: new CrossEntropyLossFlat(),
    progress: false,
    splitter: (whole) => [
      whole
        .children()
        .slice(0, 2)
        .flatMap((child) => child.parameters()),
      [...(whole.children()[2]?.parameters() ?? [])],
    ],
  });
  learn.freeze();
  class Grads extends Callback {
    names: string[] = [];
    override afterBackward() {
      this.names = [...this.learn.model.namedParameters()]
        .filter(([, { grad }]) => grad)
        .map(([name]) => name);
    }
  }
  const grads = new Grads();
  await learn.fit(1, 0.1, { cbs: grads });
  expect(grads.names).toEqual(['1.weight', '1.bias', '2.weight', '2.bias']);
  learn.unfreeze();
  await learn.fit(1, 0.1, { cbs: grads });
  expect(grads.names).toHaveLength(6);
});

test('a training set smaller than a batch is an error that says so', async () => {
  const pair = [torch.randn([3, 3]), torch.randint(2, [3])] as const;
  const dls = tensorLoaders(pair, pair, { bs: 4, dropLast: true });
  const learn = new Learner(dls, new nn.Linear(3, 2), {
    lossFunc: new CrossEntropyLossFlat(),
    progress: false,
  });
  await expect(learn.fit(1, 0.1)).rejects.toThrow(/3 items make no batch of 4.*smaller bs/);
});

test('what is not there yet says when it will be', () => {
  const learn = learner();
  for (const name of ['x', 'y', 'pred', 'loss', 'lossGrad'] as const)
    expect(() => learn[name]).toThrow(new RegExp(`learn\\.${name} is there only`));
  expect(() => learn.recorder.plotLoss()).toThrow(/not been trained/);
});

test('the loss is read once a batch, whoever asks for it', async () => {
  class Asks extends Callback {
    override afterBatch() {
      expect(this.learn.lossValue).toBe(this.learn.lossValue);
    }
  }
  const learn = learner();
  const read = vi.spyOn(Tensor.prototype, 'item');
  await learn.fit(1, 1e-3, { cbs: [new Asks(), terminateOnNan()] });
  const reads = read.mock.calls.length;
  read.mockRestore();
  const batches = learn.dls.train.length + (learn.dls.loaders[1]?.length ?? 0);
  // The validation's loss is measured by its metric, beside what the callbacks ask for.
  expect(reads).toBe(batches + (learn.dls.loaders[1]?.length ?? 0));
});

test('weights are copied for the guard against divergence only where it is on', async () => {
  const learn = learner();
  const copied = vi.spyOn(learn.model, 'stateDict');
  learn.haltOnNan = false;
  await learn.fit(2, 1e-3);
  expect(copied).not.toHaveBeenCalled();
  learn.haltOnNan = true;
  await learn.fit(2, 1e-3);
  expect(copied).toHaveBeenCalledTimes(2);
});

test('running out of memory on a GPU speaks of the GPU', () => {
  const error = new Error('CUDA out of memory. Tried to allocate 2.00 GiB');
  const stats = vi.spyOn(torch.cuda, 'memoryStats').mockReturnValue({
    allocated: 2 ** 30,
    reserved: 4 * 2 ** 30,
    peak: 3 * 2 ** 30,
  });
  expect(adviceFor(error, 64, 'cuda:1')).toMatch(
    /a batch of 64; 3\.0 GB of the memory of cuda:1 had been taken\./,
  );
  expect(stats).toHaveBeenCalledWith(1);
  expect(adviceFor(error, 64, 'cpu')).toContain('this process had taken');
  stats.mockRestore();
  expect(adviceFor(new Error('something else'), 64, 'cuda')).toBe('');
});

test('an epoch of which no batch could be read is an error that names the first item', async () => {
  const { dls, lossFunc, model } = learner();
  const items = Array.from({ length: 8 }, (_, i) => i);
  const bad = () => {
    throw new Error('its folder is gone');
  };
  const make = (n: number) => ({ length: n, nInp: 1, get: bad });
  const onError = 'skip';
  const loaders = [make(items.length), make(4)].map(
    (set) => new DataLoader<[Tensor, Tensor]>(set, { bs: 4, onError }),
  );
  const lost = new Learner(new DataLoaders(loaders), model, { lossFunc, progress: false });
  const error = await lost.fit(1, 0.1).catch((thrown: unknown) => String(thrown));
  expect(error).toMatch(
    /a pass without a batch: of 8 items 8 could not be read, .*item \d: its folder is gone/,
  );
  // Of a source of one's own, too.
  const empty = { length: 2, bs: 4, async *iterate() {} };
  const learn = learner();
  await expect(learn.validate({ dl: empty })).rejects.toThrow(
    /There was no batch \(.*\): the data gave none of the 2 batches that they have/,
  );
  expect(dls.train.length).toBe(3);
});
