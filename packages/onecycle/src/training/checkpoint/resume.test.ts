import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { loadSafetensors, nn, saveSafetensors, type Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import { Categorize, DataLoaders, Datasets, Transform } from '../../data/index.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { Callback } from '../events/index.js';
import { Learner } from '../learner/index.js';
import { FocalLossFlat } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { slice } from '../optimizer/index.js';
import { lock } from './lock.js';

vi.spyOn(console, 'log').mockImplementation(() => {});

/** A step with a setting. */
class Scale extends Transform<Tensor, Tensor> {
  constructor(readonly size: number) {
    super();
  }
  encodes(x: Tensor): Tensor {
    return x.div(this.size);
  }
  override settings() {
    return { size: this.size };
  }
  override toJSON() {
    return { type: 'Scale', size: this.size };
  }
}

interface Run {
  names: string[];
  size: number;
  bs: number;
  lr: number;
  learner: Partial<ConstructorParameters<typeof Learner>[2]>;
  hidden: number;
}

const usual: Run = {
  names: Array.from({ length: 12 }, (_, i) => `${'abc'[i % 3]}_${i}`),
  size: 10,
  bs: 4,
  lr: 0.1,
  learner: {},
  hidden: 4,
};

/** A script with one fit, in a folder. */
async function script(path: string, changes: Partial<Run>, resume: boolean | 'anyway', cbs: Callback[] = []) {
  const { names, size, bs, lr, learner, hidden } = { ...usual, ...changes };
  const row = (name: string) => torch.tensor([Number(name.slice(2)), 1], { dtype: 'float32' });
  const labelOf = (name: string) => name[0] ?? '';
  const splits: [number[], number[]] = [[...names.keys()].slice(2), [0, 1]];
  const dsets = await Datasets.create(
    names,
    [
      [row, new Scale(size)],
      [labelOf, new Categorize()],
    ],
    { splits },
  );
  const dls = DataLoaders.fromDsets<[Tensor, Tensor]>(dsets, { bs, seed: 1 });
  torch.manualSeed(2);
  const model = new nn.Sequential(new nn.Linear(2, hidden), new nn.Linear(hidden, 3));
  const learn = new Learner(dls, model, { progress: false, path, ...learner });
  await learn.fitOneCycle(3, slice(lr), { resume, cbs });
  return learn;
}

class Crash extends Callback {
  override beforeEpoch() {
    if (this.learn.epoch === 2) throw new Error('crash');
  }
}

const calm = class extends Callback {
  override get name() {
    return 'Crash';
  }
};

/** A run that crashed, as a later process finds it: fits are numbered by folder in each process. */
async function crashed(): Promise<() => Promise<string>> {
  const path = await temporaryFolder();
  await expect(script(path, {}, true, [new Crash()])).rejects.toThrow('crash');
  return async () => {
    const copy = await temporaryFolder();
    await cp(path, copy, { recursive: true, filter: (name) => !name.endsWith('.lock') });
    return copy;
  };
}

test('a run goes on only as what it was; the error says what differs', async () => {
  const copy = await crashed();
  const renamed = usual.names.map((name) => name.replace('b_', 'd_'));
  const cases: [Partial<Run>, RegExp][] = [
    [{ lr: 0.2 }, /schedules\.lr\.1\.0 was 0\.1, is 0\.2/],
    [{ size: 20 }, /data\.dsets\.parts\.0.*\.size was 10, is 20/],
    [{ names: usual.names.slice(0, -1) }, /items of set 0\.count was 10, is 9/],
    [{ names: renamed }, /classes\.1 was "b", is "c"; classes\.2 was "c", is "d"/],
    [{ names: [...usual.names.slice(0, -1), 'c_99'] }, /items of set 0\.digest was "[0-9a-f]{16}", is/],
    [
      { learner: { lossFunc: new FocalLossFlat() } },
      /loss\.type was "CrossEntropyLossFlat", is "FocalLossFlat"/,
    ],
    [{ learner: { wd: 0.1 } }, /optimizer\.hypers\.0\.wd was 0\.01, is 0\.1/],
    [{ learner: { metrics: accuracy } }, /metrics\.0 was not there, is "accuracy"/],
    [{ learner: { moms: [0.9, 0.8, 0.9] } }, /schedules\.mom\.0 was 0\.95, is 0\.9/],
  ];
  for (const [changes, message] of cases) {
    const path = await copy();
    await expect(script(path, changes, true, [new calm()]), String(message)).rejects.toThrow(message);
    await expect(script(path, changes, true, [new calm()])).rejects.toThrow(
      /checkpoint-\d+\.safetensors is of another run: .* go on all the same with resume: 'anyway'/,
    );
  }
  const same = await script(await copy(), {}, true, [new calm()]);
  expect(same.recorder.losses).toHaveLength(6);
  const anyway = await script(await copy(), { lr: 0.2 }, 'anyway', [new calm()]);
  expect(anyway.recorder.losses).toHaveLength(6);
});

test('the same run in a folder that was moved goes on', async () => {
  const copy = await crashed();
  const moved = await script(await copy(), {}, true, [new calm()]);
  expect(moved.recorder.values).toHaveLength(3);
});

test('checkpoints of older versions, which say less, are gone on with', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const copy = await crashed();
  const whole = await script(await temporaryFolder(), {}, false);
  const older: ((metadata: Record<string, string>) => Record<string, string>)[] = [
    // Before the steps of optimizers had names.
    ({ shape = '', ...rest }) => ({
      ...rest,
      shape: shape.replace(/"steps":\[[^\]]*\]/, '"steps":["","","","",""]'),
    }),
    // Before anything was taken down of what shapes a fit.
    ({ shape: _, ...rest }) => rest,
    // Before several processes could train, and the method was called a kind; and before that it was not taken down.
    ({ position = '', ...rest }) => ({
      ...rest,
      position: position.replace('"method"', '"kind"').replace(/,"processes":1/, ''),
    }),
    ({ position = '', ...rest }) => ({ ...rest, position: position.replace(/"method":"\w+",/, '') }),
    // Before frozen parameters that had trained were decayed.
    ({ trained: _, ...rest }) => rest,
  ];
  for (const [i, change] of older.entries()) {
    const path = await copy();
    const file = join(path, 'models', 'checkpoints', 'checkpoint-000001.safetensors');
    const { tensors, metadata } = await loadSafetensors(file);
    const { 'onecycle.sha256': _, ...others }: Record<string, string> = metadata;
    const changed = change(others);
    expect(changed, `older form ${i}`).not.toEqual(others);
    await saveSafetensors(file, tensors, changed);
    const resumed = await script(path, {}, true, [new calm()]);
    expect(resumed.recorder.values, `older form ${i}`).toEqual(whole.recorder.values);
    expect([...resumed.model.parameters()].map((p) => p.tolist())).toEqual(
      [...whole.model.parameters()].map((p) => p.tolist()),
    );
  }
  const longer = await copy();
  const file = join(longer, 'models', 'checkpoints', 'checkpoint-000001.safetensors');
  const { tensors, metadata } = await loadSafetensors(file);
  const { 'onecycle.sha256': _, shape = '', ...others }: Record<string, string> = metadata;
  const steps = shape.replace(/"steps":\[[^\]]*\]/, '"steps":["",""]');
  await saveSafetensors(file, tensors, { ...others, shape: steps });
  await expect(script(longer, {}, true, [new calm()])).rejects.toThrow(/optimizer\.steps\.2 was not there/);
});

test('whatever is wrong in a checkpoint, the error names the file', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const copy = await crashed();
  const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const changed: [string, string][] = [
    ['position', '3'],
    ['position', '{"fit":0}'],
    ['shape', 'x'],
    ['counters', '{}'],
    ['counters', '{"trainIter":1,"pctTrain":1,"loaders":[],"callbacks":[{}]}'],
    ['trained', '[1]'],
    ['optimizer', 'null'],
    ['optimizer', '{"hypers":[{"lr":1}],"state":[{"tensors":{"gradAvg":[1,2]},"numbers":{}}]}'],
    ['optimizer', nested],
  ];
  for (const [key, value] of changed) {
    const path = await copy();
    for (const number of ['000000', '000001']) {
      const file = join(path, 'models', 'checkpoints', `checkpoint-${number}.safetensors`);
      const { tensors, metadata } = await loadSafetensors(file).catch(() => ({
        tensors: null,
        metadata: {},
      }));
      if (!tensors) continue;
      const { 'onecycle.sha256': _, ...others }: Record<string, string> = metadata;
      await saveSafetensors(file, tensors, { ...others, [key]: value });
    }
    await expect(script(path, {}, true, [new calm()]), `${key} ${value.slice(0, 80)}`).rejects.toThrow(
      /checkpoint-00000\d\.safetensors/,
    );
  }
});

test('a folder is one run’s as long as it lives', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, '.lock');
  const write = (holder: object) => writeFile(file, JSON.stringify(holder));
  const living = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    await write({ pid: living.pid, thread: 0, host: hostname() });
    await expect(lock(file)).rejects.toThrow(
      `${folder} is being written by another run (process ${living.pid} on ${hostname()}), and two runs cannot share a folder`,
    );
  } finally {
    living.kill('SIGKILL');
    await once(living, 'exit');
  }
  // Killed, it leaves the folder to the next one, which may hold it again and again.
  await lock(file);
  await lock(file);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid });
  // One of another machine is taken for dead when it has not been heard of for two minutes.
  const other = join(await temporaryFolder(), '.lock');
  await writeFile(other, JSON.stringify({ pid: 1, thread: 0, host: 'elsewhere' }));
  await expect(lock(other)).rejects.toThrow(/process 1 on elsewhere/);
  const before = new Date(Date.now() - 130_000);
  await utimes(other, before, before);
  await lock(other);
});
