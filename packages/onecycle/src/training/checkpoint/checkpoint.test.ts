import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DataLoaders, Path } from '../../data/index.js';
import { batchesIn, killAfter } from '../../testing/kill-after.js';
import { tensorLoaders } from '../../testing/tensor-data.js';
import { gradientAccumulation, gradientClip } from '../callbacks/index.js';
import { Callback } from '../events/index.js';
import { Learner, type LearnerOptions } from '../learner/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { accuracy, rocAucBinary } from '../metrics/index.js';
import { lamb } from '../optimizer/index.js';
import { checkpoint } from './checkpoint.js';

const scratch = mkdtempSync(join(tmpdir(), 'checkpoints-'));
beforeAll(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(scratch, { recursive: true });
});
const folder = (name: string) => mkdtempSync(join(scratch, `${name}-`));

/** The script as `tsc` compiled it: a process of its own cannot read TypeScript. */
const script = fileURLToPath(new URL('../../../dist/testing/resumable-run.js', import.meta.url));
const kills = Number(process.env.ONECYCLE_KILLS ?? 5);

interface Ended {
  code: number | null;
  signal: string | null;
  out: string;
  err: string;
}

/** Runs the script; `started` is called with its process. */
function run(
  path: string,
  every: string,
  started: (child: ChildProcess) => void = () => {},
  ...more: string[]
): Promise<Ended> {
  const child = spawn(process.execPath, [script, path, every, ...more]);
  let [out, err] = ['', ''];
  child.stderr.on('data', (text) => {
    err += text;
  });
  child.stdout.on('data', (text) => {
    out += text;
  });
  started(child);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}

const result = (path: string) => JSON.parse(readFileSync(join(path, 'result.json'), 'utf8'));
const rows = (path: string) => readFileSync(join(path, 'history.csv'), 'utf8').replace(/,\d\d:\d\d$/gm, '');
const epochs = (path: string) =>
  readFileSync(join(path, 'history.jsonl'), 'utf8').replace(/"time":[\d.]+/g, '');

test(
  `a run that is killed ${kills} times at random moments ends as one that was left alone`,
  async () => {
    if (!existsSync(script)) throw new Error(`${script} is missing: run npm run build first`);
    const alone = folder('alone');
    const { code, err, out } = await run(alone, 'never');
    expect(err).toBe('');
    expect(code).toBe(0);
    const killed = folder('killed');
    const batches = batchesIn(out);
    const moments: number[] = [];
    while (moments.length < kills) {
      const moment = Math.floor(Math.random() * batches);
      const ended = await run(killed, '3', (child) =>
        killAfter(child, moment, () => void moments.push(moment)),
      );
      const checkpoints = join(killed, 'models', 'checkpoints');
      // A run that was faster than its killer begins again.
      if (ended.code === 0) rmSync(checkpoints, { recursive: true });
      else expect(ended.signal, ended.err).toBe('SIGKILL');
      // Two, and a third in the moment between writing it and removing the oldest.
      const kept = existsSync(checkpoints) ? readdirSync(checkpoints) : [];
      expect(kept.filter((name) => /^checkpoint-.*\.safetensors$/.test(name)).length).toBeLessThanOrEqual(3);
    }
    const last = await run(killed, '3');
    const what = `killed after ${moments.join(', ')} of ${batches} batches; ${last.err}`;
    expect(last.code, what).toBe(0);
    expect(result(killed), what).toEqual(result(alone));
    expect(rows(killed), what).toBe(rows(alone));
    expect(epochs(killed), what).toBe(epochs(alone));
  },
  (kills + 5) * 120_000,
);

test('Ctrl-C ends the fit after the batch, and the script goes on where it was with resume', async () => {
  const alone = folder('alone');
  await run(alone, 'epoch');
  for (const when of ['4', 'valid']) {
    const stopped = folder('stopped');
    const first = await run(stopped, 'epoch', undefined, when);
    expect(first.code, first.err).toBe(0);
    const second = await run(stopped, 'epoch');
    expect(second.code, second.err).toBe(0);
    expect(result(stopped)).toEqual(result(alone));
  }
});

/** The files in a folder, without the lock of this process. */
const filesOf = (path: string) => readdirSync(path).filter((name) => !name.startsWith('.'));

/** A learner in this process, and a callback that throws at a batch, as a crash that can be looked at. */
const learner = (
  path: string,
  cbs: Callback[] = [],
  {
    model = () => new nn.Linear(2, 2),
    ...options
  }: LearnerOptions & { model?: () => nn.Module<Tensor[]> } = {},
) => {
  torch.manualSeed(1);
  const pair = (n: number) => [torch.randn([n, 2]), torch.randint(2, [n])] as const;
  const dls = tensorLoaders(pair(12), pair(4), { bs: 4, shuffle: true, seed: 3 });
  return new Learner<[Tensor, Tensor]>(dls, model(), {
    lossFunc: new CrossEntropyLossFlat(),
    progress: false,
    path,
    cbs,
    ...options,
  });
};
class CrashAt extends Callback {
  constructor(readonly trainIter: number) {
    super();
  }
  override beforeBatch() {
    if (this.learn.training && this.learn.trainIter === this.trainIter) throw new Error('crash');
  }
}
/** Two epochs of three batches with a checkpoint after every batch, that crash before the fifth. */
async function crash(path: string): Promise<string[]> {
  await expect(
    learner(path, [checkpoint({ every: 1 }), new CrashAt(4)]).fit(2, 0.1, { resume: true }),
  ).rejects.toThrow(/crash/);
  return filesOf(join(path, 'models', 'checkpoints')).sort();
}
const calm = new CrashAt(-1);

test('the newest two checkpoints are kept; a damaged one gives way to the one before', async () => {
  const whole = learner(folder('whole'), [calm]);
  await whole.fit(2, 0.1);
  const path = folder('damaged');
  const kept = await crash(path);
  expect(kept).toEqual(['checkpoint-000002.safetensors', 'checkpoint-000003.safetensors']);
  writeFileSync(join(path, 'models', 'checkpoints', kept[1] ?? ''), 'half a file');
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const learn = learner(path, [checkpoint({ every: 1 }), calm]);
  await learn.fit(2, 0.1, { resume: true });
  expect(warn.mock.calls.flat().join()).toMatch(/skipped a checkpoint.*checkpoint-000003/);
  warn.mockRestore();
  expect(learn.recorder.losses).toEqual(whole.recorder.losses);
  expect(learn.model.stateDict().get('weight')?.tolist()).toEqual(
    whole.model.stateDict().get('weight')?.tolist(),
  );
  expect(filesOf(join(path, 'models', 'checkpoints'))).toEqual(['fit-0.safetensors']);
});

test('a checkpoint of another fit, or with other callbacks, is refused', async () => {
  const path = folder('other');
  await crash(path);
  await expect(learner(path, [checkpoint({ every: 1 }), calm]).fit(3, 0.1, { resume: true })).rejects.toThrow(
    /is of fit \(epochs: 2, batches in each: 3\), but fit 0 of this run is fit \(epochs: 3, batches in each: 3\)/,
  );
  await expect(learner(path, [checkpoint({ every: 1 })]).fit(2, 0.1, { resume: true })).rejects.toThrow(
    /callbacks .*CrashAt.*now there are .*resume with the same ones/,
  );
});

/** The folder of a script as a process that comes later finds it. */
const laterRun = (path: string): string => {
  const later = folder('later');
  cpSync(path, later, { recursive: true });
  return later;
};
const weightOf = (learn: Learner<[Tensor, Tensor]>) => learn.model.stateDict().get('weight')?.tolist();

test('what trained before is decayed in a frozen fit, also where that is resumed', async () => {
  const split = (path: string) =>
    learner(path, [], {
      model: () => new nn.Sequential(new nn.Linear(2, 3), new nn.Linear(3, 2)),
      splitter: (model) => model.children().map((layer) => layer.parameters()),
      wd: 0.1,
    });
  /** The second fineTune may crash in the fit with a frozen body. */
  const script = async (learn: Learner<[Tensor, Tensor]>, crash = calm) => {
    await learn.fineTune(1, { baseLr: 0.1, resume: true });
    const cbs = [checkpoint({ every: 1 }), crash];
    await learn.fineTune(1, { baseLr: 0.1, freezeEpochs: 2, resume: true, cbs });
    return [...learn.model.stateDict().values()].map((value) => value.tolist());
  };
  const whole = await script(split(folder('whole')));
  const path = folder('frozen');
  await expect(script(split(path), new CrashAt(4))).rejects.toThrow(/crash/);
  expect(await script(split(laterRun(path)))).toEqual(whole);
  expect(console.log).toHaveBeenCalledWith(expect.stringMatching(/going on in fit 2 at epoch 1, batch 1/));
});

test('what sums over tensors goes on with the same bits: their order in memory is that of the run before', async () => {
  const make = (path: string, cbs: Callback[]) => {
    torch.manualSeed(1);
    const pair = (n: number) => [torch.randn([n, 3, 8, 8]), torch.randint(2, [n])] as const;
    const dls = tensorLoaders(pair(24), pair(4), { bs: 2, shuffle: true, seed: 3 });
    const pooled = () => [new nn.AdaptiveAvgPool2d(1), new nn.Flatten(), new nn.Linear(16, 2)];
    const model = new nn.Sequential(new nn.Conv2d(3, 16, 3), ...pooled());
    return new Learner<[Tensor, Tensor]>(dls, model, {
      lossFunc: new CrossEntropyLossFlat(),
      optFunc: lamb,
      progress: false,
      path,
      cbs: [gradientAccumulation(6), gradientClip(0.01), ...cbs],
    });
  };
  const weights = async (learn: Learner<[Tensor, Tensor]>) => {
    await learn.fit(2, 0.1, { resume: true });
    return [...learn.model.stateDict().values()].map((value) => value.tolist());
  };
  const whole = await weights(make(folder('whole'), [calm]));
  const path = folder('sums');
  await expect(weights(make(path, [checkpoint({ every: 1 }), new CrashAt(13)]))).rejects.toThrow(/crash/);
  expect(await weights(make(laterRun(path), [checkpoint({ every: 1 }), calm]))).toEqual(whole);
});

test('an epoch that lost items goes on behind its last batch', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const make = (path: string, crash: Callback) => {
    torch.manualSeed(1);
    const items = Array.from({ length: 5 }, (_, i) => [torch.full([2], i).float(), torch.tensor(i % 2)]);
    const bad = (x: Tensor) => {
      if (x.ndim === 1 && Number(x.at(0).item()) === 3) throw new Error('cannot be read');
      return x;
    };
    const options = { bs: 2, dropLast: false, seed: 3, onError: 'skip', afterItem: bad } as const;
    const dls = DataLoaders.fromDsets<[Tensor, Tensor]>([items, items.slice(0, 2)], options);
    const cbs = [checkpoint({ every: 1 }), crash];
    return new Learner(dls, new nn.Linear(2, 2), {
      lossFunc: new CrossEntropyLossFlat(),
      progress: false,
      path,
      cbs,
    });
  };
  const whole = make(folder('whole'), calm);
  await whole.fit(2, 0.1, { resume: true });
  const path = folder('lost');
  await expect(make(path, new CrashAt(2)).fit(2, 0.1, { resume: true })).rejects.toThrow(/crash/);
  const resumed = make(laterRun(path), calm);
  await resumed.fit(2, 0.1, { resume: true });
  expect(weightOf(resumed)).toEqual(weightOf(whole));
});

test('fits are numbered through a script, whichever learners they belong to', async () => {
  const path = folder('two');
  const script = async (where: string) => {
    const first = learner(where);
    await first.fit(1, 0.1, { resume: true });
    const second = learner(where);
    await second.fit(2, 0.01, { resume: true });
    return [first, second];
  };
  const [first, second] = await script(path);
  expect(second?.recorder.losses).toHaveLength(6);
  expect(second && weightOf(second)).not.toEqual(first && weightOf(first));
  const later = await script(laterRun(path));
  expect(later.map(weightOf)).toEqual([first, second].map((learn) => learn && weightOf(learn)));
  expect(later.map(({ recorder }) => recorder.losses.length)).toEqual([3, 6]);
});

test('after an interrupted fit the others are left for the next run, whichever learners they belong to', async () => {
  const path = folder('stopped');
  class Stop extends Callback {
    override afterBatch() {
      this.learn.stopRequested = true;
    }
  }
  const first = learner(path);
  await first.fit(2, 0.1, { resume: true, cbs: new Stop() });
  const second = learner(path);
  await second.fit(2, 0.1, { resume: true });
  expect([first, second].map(({ recorder }) => recorder.losses.length)).toEqual([1, 0]);
  expect(second.stopRequested).toBe(true);
  const later = learner(laterRun(path));
  await later.fit(2, 0.1, { resume: true, cbs: new Stop() });
  expect(later.recorder.losses).toHaveLength(2);
  await second.fit(1, 0.1);
  expect(second.recorder.losses).toHaveLength(3);
});

test('a fit that had come to its end is taken for the same one only', async () => {
  const path = folder('finished');
  const whole = learner(path);
  await whole.fitOneCycle(2, 0.1, { resume: true });
  const again = learner(laterRun(path));
  await again.fitOneCycle(2, 0.1, { resume: true });
  expect(weightOf(again)).toEqual(weightOf(whole));
  expect(again.recorder.metricNames).toEqual(['epoch', 'train_loss', 'valid_loss', 'time']);
  expect(again.recorder.row).toEqual(whole.recorder.row);
  await expect(learner(laterRun(path)).fitOneCycle(5, 0.1, { resume: true })).rejects.toThrow(
    /fit-0\.safetensors is of fitOneCycle \(epochs: 2, .* but fit 0 of this run is fitOneCycle \(epochs: 5, .*train further with one more fit/,
  );
  await expect(learner(laterRun(path)).fitFlatCos(2, 0.1, { resume: true })).rejects.toThrow(
    /is of fitOneCycle .* is fitFlatCos/,
  );
});

test('metrics on training batches go on in the middle of an epoch', async () => {
  const trained = (path: string, cbs: Callback[]) => {
    const learn = learner(path, cbs);
    learn.metrics = [accuracy, rocAucBinary()];
    learn.recorder.trainMetrics = true;
    return learn;
  };
  const whole = trained(folder('whole'), [calm]);
  await whole.fit(2, 0.1);
  const path = folder('metrics');
  const cbs = (at: number) => [checkpoint({ every: 1 }), new CrashAt(at)];
  await expect(trained(path, cbs(4)).fit(2, 0.1, { resume: true })).rejects.toThrow(/crash/);
  const resumed = trained(path, cbs(-1));
  await resumed.fit(2, 0.1, { resume: true });
  expect(console.log).toHaveBeenCalledWith(expect.stringMatching(/going on in fit 0 at epoch 1, batch 1/));
  expect(resumed.recorder.values).toEqual(whole.recorder.values);
});

test('a fit with checkpoints begins at its startEpoch, too', async () => {
  for (const resume of [false, true]) {
    const learn = learner(folder('start'), [checkpoint()]);
    await learn.fit(4, 0.1, { startEpoch: 2, resume });
    expect(learn.recorder.values).toHaveLength(2);
    expect(learn.epoch).toBe(3);
  }
});

test('a file of the same name that is no checkpoint is refused', async () => {
  const path = folder('foreign');
  await learner(path, [calm]).save(new Path(path, 'models', 'checkpoints', 'fit-0'));
  await expect(learner(path, [checkpoint(), calm]).fit(1, 0.1, { resume: true })).rejects.toThrow(
    /fit-0\.safetensors is no checkpoint of this version/,
  );
});

test('without resume a fit begins anew and removes what an earlier run left', async () => {
  const path = folder('anew');
  await crash(path);
  const learn = learner(path, [checkpoint(), calm]);
  await learn.fit(1, 0.1);
  expect(learn.recorder.losses).toHaveLength(3);
  await learn.fit(1, 0.1);
  expect(filesOf(join(path, 'models', 'checkpoints')).sort()).toEqual([
    'fit-0.safetensors',
    'fit-1.safetensors',
  ]);
});

test('resume alone writes a checkpoint per epoch, into a folder of one’s choice with the callback', async () => {
  const path = folder('default');
  await learner(path).fit(1, 0.1, { resume: true });
  expect(filesOf(join(path, 'models', 'checkpoints'))).toEqual(['fit-0.safetensors']);
  await learner(path, [checkpoint({ folder: new Path(path, 'here') })]).fit(1, 0.1);
  expect(filesOf(join(path, 'here'))).toEqual(['fit-0.safetensors']);
  expect(() => checkpoint({ every: 0 })).toThrow(/positive number of batches/);
});

test('validations, predictions and searches for a learning rate write none', async () => {
  const path = folder('quiet');
  const learn = learner(path, [checkpoint({ every: 1 })]);
  await learn.validate();
  await learn.getPreds();
  await learn.lrFind({ numIt: 20, stopDiv: false });
  expect(existsSync(join(path, 'models'))).toBe(false);
});

test('items that were left out before are left out after, too', async () => {
  const rows = {
    length: 12,
    nInp: 1,
    get: (i: number) => {
      if (i === 5) throw new Error('damaged');
      return [torch.tensor([i / 12, 1]), torch.tensor(i % 2)];
    },
  };
  const learnerOf = (path: string, cbs: Callback[]) => {
    torch.manualSeed(1);
    const dls = DataLoaders.fromDsets<[Tensor, Tensor]>([rows, rows], {
      bs: 4,
      dropLast: false,
      seed: 3,
      onError: 'skip',
    });
    return new Learner(dls, new nn.Linear(2, 2), {
      lossFunc: new CrossEntropyLossFlat(),
      progress: false,
      path,
      cbs,
    });
  };
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const whole = learnerOf(folder('skip'), [new CrashAt(-1)]);
  await whole.fit(3, 0.1);
  const path = folder('skipped');
  await expect(
    learnerOf(path, [checkpoint({ every: 1 }), new CrashAt(4)]).fit(3, 0.1, { resume: true }),
  ).rejects.toThrow(/crash/);
  const resumed = learnerOf(path, [checkpoint({ every: 1 }), new CrashAt(-1)]);
  await resumed.fit(3, 0.1, { resume: true });
  warn.mockRestore();
  expect(resumed.recorder.losses).toEqual(whole.recorder.losses);
  expect(resumed.dls.train.failures.get(5)?.message).toBe('item 5: damaged');
});
