import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { getImageFiles } from '../../data/index.js';
import { At, fail } from '../../testing/at.js';
import { MLflowServer } from '../../testing/mlflow-server.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { Callback, checkpoint, Metric } from '../../training/index.js';
import { imageDataLoaders, paperPets, resize, resnet18, visionLearner } from '../../vision/index.js';
import { member, RemoteTracker } from '../run/index.js';
import { MLflowClient } from './client.js';
import { type MLflowCallback, mlflow } from './index.js';

beforeAll(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));
afterAll(() => {
  vi.restoreAllMocks();
});

let server: MLflowServer;
const warnings: string[] = [];
beforeEach(async () => {
  server = await new MLflowServer().start();
  warnings.length = 0;
  vi.spyOn(console, 'warn').mockImplementation((text) => void warnings.push(String(text)));
});
const { patience } = RemoteTracker;
afterEach(async () => {
  RemoteTracker.patience = patience;
  await server.stop();
  vi.unstubAllEnvs();
});

const thrownBy = (task: () => unknown): unknown => {
  try {
    return task();
  } catch (error) {
    return error;
  }
};
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** A run as the server tells of it. */
async function told(uri: string, { runId = '' }: MLflowCallback) {
  const client = new MLflowClient(uri);
  const run = await client.get('runs/get', { run_id: runId });
  const history = async (name: string) => {
    const answer = await client.get('metrics/get-history', { run_id: runId, metric_key: name });
    const metrics = member(answer, 'metrics') as { step: number; value: number }[];
    return metrics.map(({ step, value }) => [Number(step), value] as const);
  };
  return { status: member(run, 'run', 'info', 'status'), run, history };
}

/** Also a server of MLflow's own, where there is one: `ONECYCLE_MLFLOW=http://127.0.0.1:5000 npx vitest run …`. */
const { ONECYCLE_MLFLOW: real } = process.env;
describe.each([
  ['a local server', undefined] as const,
  ...(real ? [["MLflow's own server", real] as const] : []),
])('%s', (_, given) => {
  test('has a run with every number, its end, and what it is made of', async () => {
    const uri = given ?? server.uri;
    const learn = tinyLearner({ groups: 2, path: await temporaryFolder() });
    const tracker = mlflow({ uri, experiment: 'tiny', runName: 'first', config: { note: 'two layers' } });
    await learn.fit(2, 0.1, { cbs: tracker });
    const losses = [...learn.recorder.losses];
    await learn.fit(1, 0.1, { cbs: tracker });
    losses.push(...learn.recorder.losses);
    const { status, run, history } = await told(uri, tracker);
    expect(status).toBe('FINISHED');
    const found = await history('train_loss');
    expect(found.map(([step]) => step)).toEqual(upTo(12));
    for (const [i, [, value]] of found.entries()) expect(value).toBeCloseTo(losses[i] ?? 0, 10);
    expect((await history('valid_loss')).map(([step]) => step)).toEqual([4, 8, 12]);
    expect(await history('lr_1')).toHaveLength(12);
    expect(member(run, 'run', 'info', 'run_name')).toBe('first');
    const params = member(run, 'run', 'data', 'params');
    expect(params).toEqual(
      expect.arrayContaining([
        { key: 'bs', value: '1' },
        { key: 'optimizer', value: 'adam' },
        { key: 'note', value: 'two layers' },
      ]),
    );
    expect(warnings).toEqual([]);
  });

  test('hears of a fit that failed, and of one that Ctrl-C ended', async () => {
    const uri = given ?? server.uri;
    const path = await temporaryFolder();
    const [failed, stopped] = [mlflow({ uri }), mlflow({ uri })];
    await expect(tinyLearner({ path }).fit(2, 0.1, { cbs: [failed, new At(3, fail)] })).rejects.toThrow(
      'on purpose',
    );
    const stop = new At(3, (learn) => {
      learn.stopRequested = true;
    });
    await tinyLearner({ path }).fit(2, 0.1, { cbs: [stopped, stop] });
    expect([(await told(uri, failed)).status, (await told(uri, stopped)).status]).toEqual([
      'FAILED',
      'KILLED',
    ]);
  });

  test('has one run of a training that went on from a checkpoint, each step once', async () => {
    const uri = given ?? server.uri;
    const path = await temporaryFolder();
    const fit = async (tracker: MLflowCallback, batch: number, resume: boolean) => {
      const learn = tinyLearner({ path });
      await learn.fit(3, 0.1, { cbs: [tracker, checkpoint({ every: 4 }), new At(batch, fail)], resume });
    };
    const [first, second] = [mlflow({ uri }), mlflow({ uri })];
    await expect(fit(first, 7, false)).rejects.toThrow('on purpose');
    await fit(second, -1, true);
    expect(second.runId).toBe(first.runId);
    const { status, history } = await told(uri, second);
    expect(status).toBe('FINISHED');
    expect((await history('train_loss')).map(([step]) => step)).toEqual(upTo(12));
  });
});

test('numbers that are none, and names that MLflow does not take, are told all the same', async () => {
  const learn = tinyLearner({
    path: await temporaryFolder(),
    metrics: Object.assign(() => Number.NaN, { displayName: 'x' }),
  });
  Object.defineProperty(learn.metrics[0], 'name', { value: 'F1 (β=2)' });
  const tracker = mlflow({ uri: server.uri });
  await learn.fit(1, 0.1, { cbs: tracker });
  expect(await (await told(server.uri, tracker)).history('F1 (β=2)')).toEqual([]);
  expect(await (await told(server.uri, tracker)).history('F1 ___2_')).toEqual([[4, 'NaN']]);
});

test('a server that goes away and comes back gets everything once; one warning says so', async () => {
  const path = await temporaryFolder();
  const learn = tinyLearner({ path, batches: 40 });
  const tracker = mlflow({ uri: server.uri });
  class Slowly extends Callback {
    override onlyFits = true;
    override async beforeEpoch(): Promise<void> {
      if (this.learn.epoch === 1) await server.stop();
      if (this.learn.epoch === 2) await new Promise((resolve) => setTimeout(resolve, 700));
      if (this.learn.epoch === 3) await server.start();
    }
  }
  await learn.fit(4, 0.1, { cbs: [tracker, new Slowly()] });
  expect((await (await told(server.uri, tracker)).history('train_loss')).map(([step]) => step)).toEqual(
    upTo(160),
  );
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^MLflowCallback: http:\S+ does not answer \(.+\)\. .+The training goes on$/);
  expect(readdirSync(path)).toEqual([]);
});

test('where no server is, the training is done, and a file has what would have been told', async () => {
  const path = await temporaryFolder();
  await server.stop();
  RemoteTracker.patience = 300;
  const learn = tinyLearner({ path });
  await learn.fit(1, 0.1, { cbs: mlflow({ uri: server.uri }) });
  expect(learn.recorder.values).toHaveLength(1);
  expect(warnings).toHaveLength(1);
  const [file = '', ...more] = readdirSync(path);
  expect(more).toEqual([]);
  expect(warnings[0]).toContain(join(path, file));
  const lines = readFileSync(join(path, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ endpoint }) => endpoint)).toEqual(['runs/log-batch', 'runs/log-batch', 'runs/update']);
  expect(lines[1].body.metrics.filter(({ key }: { key: string }) => key === 'train_loss')).toHaveLength(4);
}, 30_000);

test('what waits for a server is bounded: the oldest numbers are lost, and how many they are is said', async () => {
  class Many extends Metric {
    readonly name = 'many';
    // So many numbers an epoch, of which 200,000 may wait.
    readonly value = Array.from({ length: 60_000 }, (_, i) => i);
    override reset(): void {}
    override accumulate(): void {}
  }
  const path = await temporaryFolder();
  await server.stop();
  RemoteTracker.patience = 300;
  const learn = tinyLearner({ path, metrics: new Many() });
  await learn.fit(5, 0.1, { cbs: mlflow({ uri: server.uri }) });
  expect(warnings).toHaveLength(2);
  const lost = Number(/so long that (\d+) numbers and 0 pictures/.exec(warnings[1] ?? '')?.[1]);
  const [file = ''] = readdirSync(path);
  const kept = readFileSync(join(path, file), 'utf8')
    .trim()
    .split('\n')
    .map((line): { endpoint: string; body: { metrics?: { key: string; step: number }[] } } =>
      JSON.parse(line),
    );
  const numbers = kept.flatMap(({ body }) => body.metrics ?? []);
  expect(numbers.length).toBeGreaterThan(199_000);
  expect(numbers.length).toBeLessThanOrEqual(201_000);
  // Each batch has a loss and three hyper-parameters or more, each epoch a loss beside the many.
  expect(lost + numbers.length).toBeGreaterThan(5 * 60_000);
  expect(numbers.at(-1)).toMatchObject({ key: 'many_59999', step: 20 });
  // What the run is made of, and how it ended, are kept.
  expect([kept[0]?.body, kept.at(-1)?.body]).toMatchObject([
    { params: expect.any(Array) },
    { status: 'FINISHED' },
  ]);
}, 60_000);

test('what the server refuses is said in its words, with what it asks for', async () => {
  const path = await temporaryFolder();
  server.broken = 401;
  await tinyLearner({ path }).fit(1, 0.1, { cbs: mlflow({ uri: server.uri }) });
  expect(warnings[0]).toContain('status 401: it asks for MLFLOW_TRACKING_TOKEN');
  server.broken = undefined;
  // As they come out of files.
  vi.stubEnv('MLFLOW_TRACKING_USERNAME', 'ann\n');
  vi.stubEnv('MLFLOW_TRACKING_PASSWORD', 'secret\r\n');
  vi.stubEnv('MLFLOW_TRACKING_URI', ` ${server.uri}/\n`);
  await tinyLearner({ path }).fit(1, 0.1, { cbs: mlflow() });
  expect(server.authorization).toBe(`Basic ${Buffer.from('ann:secret').toString('base64')}`);
  expect([...server.runs.values()].map(({ info }) => info.status)).toEqual(['FINISHED']);
});

test('pictures with predictions are among the files of the run', async () => {
  const path = await temporaryFolder();
  await paperPets(path, { perBreed: 2, progress: false });
  const files = await getImageFiles(join(path, 'images'));
  const dls = await imageDataLoaders.fromNameRe(path, files, /(.+)_\d+.jpg$/, {
    itemTfms: resize(32),
    bs: 4,
    seed: 1,
  });
  const learn = await visionLearner(dls, resnet18, { pretrained: false, progress: false, path });
  await learn.fit(1, 0.1, { cbs: mlflow({ uri: server.uri, nPreds: 2 }) });
  const [[name, png] = ['', Buffer.of()], ...more] = server.files;
  expect(more).toEqual([]);
  expect([name, png.toString('latin1', 1, 4)]).toEqual([
    '0/run0/artifacts/sample_results/step_00000005.png',
    'PNG',
  ]);
});

test.each([
  ['MLFLOW_TRACKING_TOKEN', 's3c\nret'],
  ['MLFLOW_TRACKING_TOKEN', 's3cret→'],
])('a secret that no request takes (%s=%j) is not tried again, and not said', async (name, value) => {
  vi.stubEnv(name, value);
  const path = await temporaryFolder();
  const asked = vi.spyOn(globalThis, 'fetch');
  await tinyLearner({ path }).fit(1, 0.1, { cbs: mlflow({ uri: server.uri }) });
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(`${server.uri} cannot be asked: what goes with the request`);
  expect(warnings[0]).not.toMatch(/s3c|ret→|\nret/);
  expect(readdirSync(path)).toHaveLength(1);
});

test('an address that is none, or none at all, is an error at once', () => {
  vi.stubEnv('MLFLOW_TRACKING_URI', undefined);
  expect(() => mlflow()).toThrow("mlflow({ uri }) takes the server's address");
  expect(() => mlflow({ uri: 'mlruns' })).toThrow("and not 'mlruns': start one with mlflow server");
  for (const uri of ['http://ann:s3cret@localhost:5000', 'https://s3cret@host', 'ann:s3cret@host']) {
    const error = thrownBy(() => mlflow({ uri }));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain('mlflow({ uri }) takes');
    expect(String(error)).not.toContain('s3cret');
  }
  vi.stubEnv('MLFLOW_TRACKING_URI', 'http://ann:s3cret@localhost:5000');
  expect(() => mlflow()).toThrow(
    "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, and take them out of '…@localhost:5000'",
  );
  // @ts-expect-error misspelt
  expect(() => mlflow({ uri: 'http://localhost:5000', experimnt: 'x' })).toThrow("did you mean 'experiment'");
});
