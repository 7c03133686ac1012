import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { tensorLoaders } from '../../testing/tensor-data.js';
import { csvLogger, gradientAccumulation, mcDropout, modelEma, shortEpoch } from '../callbacks/index.js';
import { Callback } from '../events/index.js';
import { Learner } from '../learner/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { accuracy, rocAucBinary } from '../metrics/index.js';
import { type CheckpointOptions, checkpoint } from './checkpoint.js';

vi.spyOn(console, 'error').mockImplementation(() => {});
const said = vi.spyOn(console, 'log').mockImplementation(() => {});

/** What happens in a validation batch. */
class Trouble extends Callback {
  override runTrain = false;
  constructor(
    readonly epoch: number,
    readonly batch: number,
    readonly what: () => void,
  ) {
    super();
  }
  override afterBatch() {
    if (this.learn.isFitting && this.learn.epoch === this.epoch && this.learn.iter === this.batch)
      this.what();
  }
}
const press = () => void process.emit('SIGINT', 'SIGINT');
const calm = new Trouble(-1, -1, () => {});

/** A learner of which nearly everything depends on what was before: dropout also in validations, averages, gradients that wait. */
function learner(
  path: string,
  trouble: Callback,
  more: Callback[] = [],
  checkpoints: CheckpointOptions = {},
) {
  torch.manualSeed(1);
  const pair = (n: number) => [torch.randn([n, 2]), torch.randint(2, [n])] as const;
  const dls = tensorLoaders(pair(12), pair(8), { bs: 4, shuffle: true, seed: 3 });
  const model = new nn.Sequential(
    new nn.Linear(2, 8),
    new nn.BatchNorm1d(8),
    new nn.Dropout(0.3),
    new nn.Linear(8, 2),
  );
  const cbs = [trouble, ...more, csvLogger({ fname: 'history.csv' }), checkpoint(checkpoints)];
  const learn = new Learner<[Tensor, Tensor]>(dls, model, {
    lossFunc: new CrossEntropyLossFlat(),
    metrics: [accuracy, rocAucBinary()],
    progress: false,
    path,
    cbs,
  });
  learn.recorder.trainMetrics = true;
  return learn;
}

const careful = () => [mcDropout(), modelEma({ decay: 0.5 }), gradientAccumulation(10)];

/** Everything that a fit leaves. */
const left = (learn: Learner<[Tensor, Tensor]>, path: string) => ({
  losses: learn.recorder.losses,
  values: learn.recorder.values,
  iters: learn.recorder.iters,
  weights: [...learn.model.stateDict()].map(([name, tensor]) => [name, tensor.tolist()]),
  rows: readFileSync(join(path, 'history.csv'), 'utf8').replace(/,\d\d:\d\d$/gm, ''),
  next: torch.rand([2]).tolist(),
});

/** The folder of a script as a process that comes later finds it. */
async function laterRun(path: string): Promise<string> {
  const later = await temporaryFolder();
  await cp(path, later, { recursive: true });
  return later;
}

test.each([
  ['of the first epoch', 0, 0, { every: 'epoch' }],
  ['of an epoch in the middle, in its last batch', 1, 1, { every: 'epoch' }],
  ['of the last epoch', 2, 0, { every: 'epoch' }],
  ['of an epoch, with checkpoints in its middle', 1, 0, { every: 2 }],
] as const)(
  'Ctrl-C in the validation %s loses nothing that was trained',
  async (_, epoch, batch, checkpoints) => {
    const whole = await temporaryFolder();
    const alone = learner(whole, calm, careful(), checkpoints);
    await alone.fitOneCycle(3, 0.1, { resume: true });
    const expected = left(alone, whole);

    const path = await temporaryFolder();
    const stopped = learner(path, new Trouble(epoch, batch, press), careful(), checkpoints);
    await stopped.fitOneCycle(3, 0.1, { resume: true });
    expect(stopped.stopRequested).toBe(true);
    expect(stopped.recorder.losses).toHaveLength(3 * (epoch + 1));
    expect(stopped.recorder.values).toHaveLength(epoch);

    const later = await laterRun(path);
    const resumed = learner(later, calm, careful(), checkpoints);
    await resumed.fitOneCycle(3, 0.1, { resume: true });
    expect(said).toHaveBeenLastCalledWith(
      expect.stringMatching(`going on in fit 0 at the validation of epoch ${epoch}`),
    );
    expect(left(resumed, later)).toEqual(expected);
  },
);

test('where Ctrl-C is heard after the last batch of all, the epoch is kept whole', async () => {
  const whole = await temporaryFolder();
  const alone = learner(whole, calm, careful(), { every: 2 });
  await alone.fitOneCycle(1, 0.1, { resume: true });
  const expected = left(alone, whole);

  const path = await temporaryFolder();
  const late = new Trouble(0, 1, () => void setImmediate(press));
  const stopped = learner(path, late, careful(), { every: 2 });
  await stopped.fitOneCycle(1, 0.1, { resume: true });
  expect(stopped.recorder.values).toHaveLength(1);

  const later = await laterRun(path);
  const resumed = learner(later, new Trouble(0, 0, () => expect.unreachable()), careful(), { every: 2 });
  await resumed.fitOneCycle(1, 0.1, { resume: true });
  expect(left(resumed, later)).toEqual(expected);
});

test('an error in a validation loses nothing that was trained', async () => {
  const whole = await temporaryFolder();
  const alone = learner(whole, calm, careful());
  await alone.fit(2, 0.1, { resume: true });
  const expected = left(alone, whole);

  const path = await temporaryFolder();
  const fail = new Trouble(1, 0, () => {
    throw new Error('no room for this batch');
  });
  await expect(learner(path, fail, careful()).fit(2, 0.1, { resume: true })).rejects.toThrow(/no room/);
  const later = await laterRun(path);
  const resumed = learner(later, calm, careful());
  await resumed.fit(2, 0.1, { resume: true });
  expect(said).toHaveBeenLastCalledWith(expect.stringMatching(/at the validation of epoch 1/));
  expect(left(resumed, later)).toEqual(expected);
});

test('an epoch that is cut short is validated after its last batch, too', async () => {
  const whole = await temporaryFolder();
  const short = () => [shortEpoch(0.4, false)];
  const alone = learner(whole, calm, short());
  await alone.fit(2, 0.1, { resume: true });
  const expected = left(alone, whole);

  const path = await temporaryFolder();
  await learner(path, new Trouble(0, 0, press), short()).fit(2, 0.1, { resume: true });
  const later = await laterRun(path);
  const resumed = learner(later, calm, short());
  await resumed.fit(2, 0.1, { resume: true });
  expect(resumed.recorder.losses).toHaveLength(4);
  expect(left(resumed, later)).toEqual(expected);
});

test('what is kept of an epoch until it is validated is freed, however the fit ends', async () => {
  const tensors = async (fit: () => Promise<void>) => {
    const before = torch.memory().tensors;
    await fit().catch(() => {});
    return torch.memory().tensors - before;
  };
  const path = await temporaryFolder();
  const learn = learner(path, calm);
  await learn.fit(1, 0.1);
  const plain = await tensors(() => learn.fit(1, 0.1));
  for (const what of [press, () => void expect.unreachable()]) {
    const trouble = new Trouble(0, 0, what);
    expect(await tensors(() => learn.fit(1, 0.1, { cbs: trouble }))).toBeLessThanOrEqual(plain);
  }
});
