import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { getImageFiles } from '../../data/index.js';
import { At, fail } from '../../testing/at.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { WandbServer } from '../../testing/wandb-server.js';
import { Callback, checkpoint } from '../../training/index.js';
import { imageDataLoaders, paperPets, resize, resnet18, visionLearner } from '../../vision/index.js';
import { RemoteTracker } from '../run/index.js';
import { keyFor } from './client.js';
import { type WandbCallback, wandb } from './index.js';

beforeAll(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));
afterAll(() => {
  vi.restoreAllMocks();
});

const key = 'k'.repeat(40);
const { patience } = RemoteTracker;
let server: WandbServer;
let path: string;
const warnings: string[] = [];
beforeEach(async () => {
  server = await new WandbServer(key).start();
  path = await temporaryFolder();
  warnings.length = 0;
  vi.spyOn(console, 'warn').mockImplementation((text) => void warnings.push(String(text)));
  for (const name of ['WANDB_PROJECT', 'WANDB_ENTITY', 'WANDB_NAME']) vi.stubEnv(name, undefined);
  // As they come out of files.
  vi.stubEnv('WANDB_API_KEY', ` ${key}\n`);
  vi.stubEnv('WANDB_BASE_URL', `${server.uri}\n`);
});
afterEach(async () => {
  await server.stop();
  vi.unstubAllEnvs();
  RemoteTracker.patience = patience;
});

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

function runOf({ runId }: WandbCallback) {
  const run = server.runs.get(runId);
  if (!run) throw new Error('there is no such run');
  const rows = run.rows.map((row): Record<string, number> => JSON.parse(row.replaceAll(':NaN', ':null')));
  return { ...run, rows, steps: rows.map(({ _step }) => _step) };
}

test('a run has every number, its end, and what it is made of; fits go on in it', async () => {
  const learn = tinyLearner({ groups: 2, path });
  const tracker = wandb({ project: 'pets', runName: 'first', config: { note: 'two layers' } });
  await learn.fit(2, 0.1, { cbs: tracker });
  const losses = [...learn.recorder.losses];
  expect(runOf(tracker)).toMatchObject({ state: 'finished', exitcode: 0, displayName: 'first' });
  await learn.fit(1, 0.1, { cbs: tracker });
  losses.push(...learn.recorder.losses);
  const { rows, steps, state, config, summary } = runOf(tracker);
  expect([steps, state]).toEqual([upTo(12), 'finished']);
  for (const [i, { train_loss = Number.NaN }] of rows.entries())
    expect(train_loss).toBeCloseTo(losses[i] ?? 0, 10);
  // What was measured after an epoch stands in the row of its last batch.
  expect(rows.filter(({ valid_loss }) => valid_loss !== undefined).map(({ _step }) => _step)).toEqual([
    4, 8, 12,
  ]);
  expect(rows.every(({ lr_1, _timestamp }) => lr_1 === 0.1 && (_timestamp ?? 0) > 1e9)).toBe(true);
  expect(config).toMatchObject({
    bs: { value: 1 },
    optimizer: { value: 'adam' },
    note: { value: 'two layers' },
  });
  expect(JSON.parse(summary)).toMatchObject({ _step: 12, valid_loss: expect.any(Number) });
  expect(warnings).toEqual([]);
});

test('it hears of a fit that failed, and of one that Ctrl-C ended', async () => {
  const [failed, stopped] = [wandb(), wandb()];
  await expect(tinyLearner({ path }).fit(2, 0.1, { cbs: [failed, new At(3, fail)] })).rejects.toThrow(
    'on purpose',
  );
  const stop = new At(3, (learn) => {
    learn.stopRequested = true;
  });
  await tinyLearner({ path }).fit(2, 0.1, { cbs: [stopped, stop] });
  expect([failed, stopped].map((tracker) => runOf(tracker).exitcode)).toEqual([1, 255]);
});

test('a training that goes on from a checkpoint is one run, each step once', async () => {
  const fit = async (tracker: WandbCallback, batch: number, resume: boolean) => {
    const learn = tinyLearner({ path });
    await learn.fit(3, 0.1, { cbs: [tracker, checkpoint({ every: 4 }), new At(batch, fail)], resume });
  };
  const [first, second] = [wandb(), wandb()];
  await expect(fit(first, 7, false)).rejects.toThrow('on purpose');
  expect(runOf(first).steps).toEqual(upTo(6));
  await fit(second, -1, true);
  expect(second.runId).toBe(first.runId);
  expect(runOf(second)).toMatchObject({ steps: upTo(12), state: 'finished', exitcode: 0 });
});

/** A training of three epochs of four batches in which something happens. */
async function trained(tracker: WandbCallback, every: number | 'epoch', mishap: Callback, resume: boolean) {
  await tinyLearner({ path }).fit(3, 0.1, { cbs: [tracker, checkpoint({ every }), mishap], resume });
}
const none = () => new At(-1, fail);

/** Each row with the training loss, each epoch's last with what was measured after it. */
function expectWhole(tracker: WandbCallback) {
  const { rows, steps } = runOf(tracker);
  expect(steps).toEqual(upTo(12));
  expect(rows.every(({ train_loss }) => train_loss !== undefined)).toBe(true);
  const measured = rows.filter(({ valid_loss }) => valid_loss !== undefined);
  expect(measured.map(({ _step }) => _step)).toEqual([4, 8, 12]);
}

test.each([
  [6, 'epoch'],
  [8, 'epoch'],
  [8, 4],
  [6, 2],
] as const)(
  'Ctrl-C at batch %i, with a checkpoint every %s: the run has all rows once it has gone on',
  async (batch, every) => {
    const stop = new At(batch, (learn) => {
      learn.stopRequested = true;
    });
    const [first, second] = [wandb(), wandb()];
    await trained(first, every, stop, false);
    expect(runOf(first).steps).toEqual(upTo(batch));
    // What Ctrl-C ended goes on in another process, or in a folder that this one does not know.
    const before = path;
    path = join(await temporaryFolder(), 'moved');
    renameSync(before, path);
    await trained(second, every, none(), true);
    expect(second.runId).toBe(first.runId);
    expectWhole(second);
  },
);

test('an error in the validation after a checkpoint: the epoch has its metrics once it has gone on', async () => {
  class At extends Callback {
    constructor(readonly fails: boolean) {
      super();
    }
    override beforeValidate(): void {
      if (this.fails && this.learn.epoch === 1) fail();
    }
  }
  const [first, second] = [wandb(), wandb()];
  await expect(trained(first, 4, new At(true), false)).rejects.toThrow('on purpose');
  await trained(second, 4, new At(false), true);
  expect(second.runId).toBe(first.runId);
  expectWhole(second);
});

test.each([
  [5, 3],
  [7, 2],
  [7, 4],
])(
  'a process killed at batch %i, with a checkpoint every %i: the run has all rows once it has gone on',
  async (batch, every) => {
    const [first, second] = [wandb(), wandb()];
    // All that is left of it: it sends nothing more, and tells of no end.
    const killed = { send: () => new Promise(() => {}), close: async () => {} };
    const kill = new At(batch, () => {
      Object.assign(first, killed);
      fail();
    });
    await expect(trained(first, every, kill, false)).rejects.toThrow('on purpose');
    await trained(second, every, none(), true);
    expect(second.runId).toBe(first.runId);
    expectWhole(second);
  },
);

test('a second fit keeps the rows of the first where the server counts them late', async () => {
  const learn = tinyLearner({ path });
  const tracker = wandb();
  await learn.fit(1, 0.1, { cbs: tracker });
  server.lags = 3;
  await learn.fit(1, 0.1, { cbs: tracker });
  expect(runOf(tracker).steps).toEqual(upTo(8));
});

class Meanwhile extends Callback {
  override onlyFits = true;
  constructor(readonly what: (epoch: number) => Promise<void> | void) {
    super();
  }
  override async beforeEpoch(): Promise<void> {
    await this.what(this.learn.epoch);
  }
}
const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

test('a server that goes away, is out of order or loses answers gets everything once; one warning says so', async () => {
  const learn = tinyLearner({ path, batches: 20 });
  const tracker = wandb();
  const mishaps = new Meanwhile(async (epoch) => {
    if (epoch === 1) await server.stop();
    if (epoch === 2) await wait(700).then(() => server.start());
    if (epoch === 3) server.broken = 500;
    if (epoch === 4) await wait(1200);
    server.broken = epoch === 3 ? 500 : undefined;
    if (epoch === 5) server.loses = 2;
  });
  await learn.fit(6, 0.1, { cbs: [tracker, mishaps] });
  expect(runOf(tracker)).toMatchObject({ steps: upTo(120), state: 'finished' });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^WandbCallback: http:\S+ .+The training goes on$/);
  expect(readdirSync(path)).toEqual([]);
}, 60_000);

test('no batch waits for a server that is slow', async () => {
  server.slow = 1000;
  const tracker = wandb();
  let whenTrained = 0;
  const learn = tinyLearner({ path, batches: 200 });
  await learn.fit(1, 0.1, {
    cbs: [tracker, new At(200, () => (whenTrained = server.runs.get(tracker.runId)?.rows.length ?? 0))],
  });
  expect(whenTrained).toBe(0);
  expect(runOf(tracker).steps).toEqual(upTo(200));
}, 60_000);

test('where no server is, the training is done, and a file has the rows', async () => {
  await server.stop();
  RemoteTracker.patience = 300;
  await tinyLearner({ path }).fit(1, 0.1, { cbs: wandb() });
  expect(warnings).toHaveLength(1);
  const [file = '', ...more] = readdirSync(path);
  expect([more, warnings[0]]).toEqual([[], expect.stringContaining(join(path, file))]);
  const lines = readFileSync(join(path, file), 'utf8').trim().split('\n');
  expect(lines.filter((line) => line.includes('"train_loss"'))).toHaveLength(4);
}, 30_000);

test('a key that is wrong or missing is said, as is one from a netrc taken', async () => {
  vi.stubEnv('WANDB_API_KEY', 'wrong');
  await tinyLearner({ path }).fit(1, 0.1, { cbs: wandb() });
  expect(warnings[0]).toContain(
    'user is not logged in (status 401): it does not take the key of WANDB_API_KEY',
  );
  vi.stubEnv('WANDB_API_KEY', undefined);
  vi.stubEnv('NETRC', join(path, 'netrc'));
  expect(() => wandb()).toThrow('wandb() needs the key of your account');
  writeFileSync(
    join(path, 'netrc'),
    `machine other\n  password x\nmachine 127.0.0.1\n  login user\n  password ${key}\n`,
  );
  const tracker = wandb();
  await tinyLearner({ path }).fit(1, 0.1, { cbs: tracker });
  expect(runOf(tracker).steps).toEqual(upTo(4));
  expect(() => wandb({ uri: 'wandb.ai' })).toThrow("and not 'wandb.ai'");
  for (const uri of ['https://ann:s3cret@wandb.host', 'ann:s3cret@wandb.host']) {
    expect(() => wandb({ uri })).toThrow("'…@wandb.host'");
    expect(() => wandb({ uri })).not.toThrow('s3cret');
  }
  expect(() => wandb({ uri: 'https://ann:s3cret@wandb.host' })).toThrow('set WANDB_API_KEY to the key alone');
  // @ts-expect-error misspelt
  expect(() => wandb({ projct: 'x' })).toThrow("did you mean 'project'");
});

test.each([
  ['machine api.wandb.ai\n  login user\n  password KEY\n', 'KEY'],
  ['machine other login machine password no machine api.wandb.ai login default password KEY', 'KEY'],
  ['# machine api.wandb.ai password old\nmachine api.wandb.ai\n  # password older\n  password KEY\n', 'KEY'],
  ['macdef init\n  cd machine\n\nmachine api.wandb.ai password KEY\n', 'KEY'],
  // Those of others are never sent.
  ['machine api.wandb.ai\n  login user\ndefault login user password other\n', undefined],
  ['machine api.wandb.ai\n  login user\nmachine other password other\n', undefined],
  ['default login user password other\n', undefined],
  ['  #machine api.wandb.ai login user password old\n', undefined],
  ['machine api.wandb.ai password', undefined],
])('of the netrc %j the key is %s', (netrc, expected) => {
  vi.stubEnv('WANDB_API_KEY', undefined);
  vi.stubEnv('NETRC', join(path, 'netrc'));
  writeFileSync(join(path, 'netrc'), netrc);
  expect(keyFor('https://api.wandb.ai')).toBe(expected);
});

test('the file with the rows goes once they are sent, though the fit is over', async () => {
  RemoteTracker.patience = 300;
  server.slow = 2500; // longer than the end of a fit waits
  const tracker = wandb();
  await tinyLearner({ path }).fit(1, 0.1, { cbs: tracker });
  expect(readdirSync(path)).toEqual([expect.stringMatching(/^wandb-unsent-\d+\.jsonl$/)]);
  server.slow = 0;
  await vi.waitFor(() => expect(readdirSync(path)).toEqual([]), 60_000);
  expect(runOf(tracker)).toMatchObject({ steps: upTo(4), state: 'finished' });
}, 90_000);

test('a process that goes on takes the file of the one before over', async () => {
  const files = () => readdirSync(path).filter((name) => name.startsWith('wandb-unsent'));
  await server.stop();
  RemoteTracker.patience = 300;
  const fails = new At(7, fail);
  await expect(trained(wandb(), 3, fails, false)).rejects.toThrow('on purpose');
  expect(files()).toHaveLength(1);
  RemoteTracker.patience = patience;
  await server.start();
  const second = wandb();
  await trained(second, 3, none(), true);
  expectWhole(second);
  expect(files()).toEqual([]);
}, 60_000);

test('pictures with predictions are among the files of the run, and in its rows', async () => {
  await paperPets(path, { perBreed: 2, progress: false });
  const files = await getImageFiles(join(path, 'images'));
  const pattern = /(.+)_\d+.jpg$/;
  const dls = await imageDataLoaders.fromNameRe(path, files, pattern, {
    itemTfms: resize(32),
    bs: 4,
    seed: 1,
  });
  const learn = await visionLearner(dls, resnet18, { pretrained: false, progress: false, path });
  const tracker = wandb({ nPreds: 2 });
  await learn.fit(1, 0.1, { cbs: tracker });
  const [[name, png] = ['', Buffer.of()]] = server.uploads;
  expect(name).toMatch(/^media\/images\/Sample_results_5_\w{20}\.png$/);
  const [row] = runOf(tracker).rows.slice(-1);
  expect(row?.['Sample results']).toMatchObject({
    _type: 'image-file',
    path: name,
    format: 'png',
    size: png.length,
  });
});
