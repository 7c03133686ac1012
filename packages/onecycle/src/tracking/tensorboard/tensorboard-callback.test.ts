import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { getImageFiles } from '../../data/index.js';
import { readEvents, scalarsOf } from '../../testing/read-events.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { accuracy, Callback, checkpoint, errorRate, slice } from '../../training/index.js';
import { imageDataLoaders, paperPets, resize, resnet18, visionLearner } from '../../vision/index.js';
import { tensorBoard } from './index.js';

beforeAll(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));
afterAll(() => {
  vi.restoreAllMocks();
});

/** `npm run test:python` brings TensorBoard there. */
const tools = fileURLToPath(
  new URL('../../../../../node_modules/.cache/onecycle-tools/tensorboard', import.meta.url),
);
const peer = fileURLToPath(new URL('./fixtures/peer.py', import.meta.url));
const python = [process.env.PYTHON, 'python3', '/usr/bin/python3']
  .filter((name) => name !== undefined)
  .find((name) => existsSync(join(tools, 'tensorboard')) && tryRead(name, ['-c', 'import tensorboard']));

function tryRead(name: string, args: string[]): string | undefined {
  try {
    const env = { ...process.env, PYTHONPATH: tools };
    return `${execFileSync(name, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })} `;
  } catch {
    return undefined;
  }
}

interface Found {
  scalars: Record<string, [number, number][]>;
  images: Record<string, [number, number, number, string][]>;
  texts: Record<string, string>;
  hparams: Record<string, unknown>;
}

/** What TensorBoard finds. */
const seen = (folder: string): Found => JSON.parse(tryRead(python ?? '', [peer, 'read', folder]) ?? 'null');

/** Ends the fit as Ctrl-C does, after a training batch. */
class StopAt extends Callback {
  override runValid = false;
  constructor(readonly batch: number) {
    super();
  }
  override afterBatch(): void {
    if (this.learn.trainIter === this.batch) this.learn.stopRequested = true;
  }
}

/** Of what the events have of hyper-parameters: how the run ended. */
const endings = (folder: string) =>
  readEvents(folder)
    .flat()
    .flatMap(({ what }) => (what.case === 'summary' ? what.value.value : []))
    .filter(({ tag }) => tag === '_hparams_/session_end_info')
    .map(({ metadata }) => metadata?.pluginData?.content.at(3));
const [SUCCESS, FAILURE] = [1, 2];

test('loss and hyper-parameters of every batch, what was measured after every epoch; fits go on in one run', async () => {
  const path = await temporaryFolder();
  const learn = tinyLearner({ groups: 2, path, metrics: accuracy });
  const tracker = tensorBoard({ logDir: 'logs' });
  const losses: number[] = [];
  for (const lr of [0.1, slice(0.01, 0.1)]) {
    await learn.fit(2, lr, { cbs: tracker });
    losses.push(...learn.recorder.losses);
  }
  const [events = [], ...more] = readEvents(join(path, 'logs'));
  expect(more).toEqual([]);
  expect(events[0]?.what).toEqual({ case: 'fileVersion', value: 'brain.Event:2' });
  const scalars = scalarsOf(events);
  const steps = Array.from({ length: 16 }, (_, i) => i + 1);
  expect(scalars.train_loss?.map(([step]) => step)).toEqual(steps);
  for (const [i, [, value]] of (scalars.train_loss ?? []).entries())
    expect(value).toBeCloseTo(losses[i] ?? 0, 5);
  expect(Object.keys(scalars)).toEqual(expect.arrayContaining(['lr_0', 'lr_1', 'mom_0', 'wd_1', 'accuracy']));
  expect([scalars.lr_0?.[15]?.[1], scalars.lr_1?.[15]?.[1]]).toEqual([
    expect.closeTo(0.01, 6),
    expect.closeTo(0.1, 6),
  ]);
  expect(scalars.valid_loss?.map(([step]) => step)).toEqual([4, 8, 12, 16]);
  expect(scalars.valid_loss?.at(-1)?.[1]).toBeCloseTo(Number(learn.recorder.values[1]?.[1]), 5);
  expect(endings(join(path, 'logs'))).toEqual([SUCCESS, SUCCESS]);
});

test('predictions, validations and searches for a rate are no part of it', async () => {
  const path = await temporaryFolder();
  const learn = tinyLearner({ path, cbs: tensorBoard({ logDir: 'logs' }) });
  await learn.validate();
  await learn.getPreds();
  await learn.lrFind({ numIt: 6, stopDiv: false });
  expect(existsSync(join(path, 'logs'))).toBe(false);
  expect(() => tensorBoard({ nPreds: 0 })).toThrow('nPreds');
  // @ts-expect-error misspelt
  expect(() => tensorBoard({ logdir: 'x' })).toThrow("did you mean 'logDir'");
});

describe('a run that was stopped', () => {
  let folder = '';
  const losses: number[] = [];
  beforeAll(async () => {
    const path = await temporaryFolder();
    folder = join(path, 'logs');
    const fit = async (resume: boolean, more: Callback[]) => {
      const learn = tinyLearner({ path });
      // The checkpoint is of batch 4, and what came after it is trained once more.
      const cbs = [tensorBoard({ logDir: 'logs' }), checkpoint({ every: 4 }), ...more];
      await learn.fit(3, 0.1, { cbs, resume });
      return learn.recorder.losses;
    };
    await fit(false, [new Throw(7)]).catch(() => {});
    losses.push(...(await fit(true, [new Throw(-1)])));
  });

  test('goes on in the same folder, and says what comes again', () => {
    const [before = [], after = []] = readEvents(folder);
    expect(scalarsOf(before).train_loss?.map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(scalarsOf(after).train_loss?.map(([step]) => step)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect([after[1]?.what.case, after[1]?.step]).toEqual(['sessionLog', 5n]);
    expect(endings(folder)).toEqual([FAILURE, SUCCESS]);
  });

  test.skipIf(!python)("TensorBoard's own reader finds each step once", () => {
    const { scalars } = seen(folder);
    expect(scalars.train_loss?.map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const [i, [, value]] of (scalars.train_loss ?? []).entries())
      expect(value).toBeCloseTo(losses[i] ?? 0, 5);
  });
});

/** Fails a training batch. */
class Throw extends Callback {
  override runValid = false;
  constructor(readonly batch: number) {
    super();
  }
  override beforeBatch(): void {
    if (this.learn.trainIter + 1 === this.batch) throw new Error('on purpose');
  }
}

test('a fit that Ctrl-C ends counts as no success', async () => {
  const path = await temporaryFolder();
  const learn = tinyLearner({ path });
  await learn.fit(2, 0.1, { cbs: [tensorBoard({ logDir: 'stopped' }), new StopAt(3)] });
  expect(endings(join(path, 'stopped'))).toEqual([FAILURE]);
});

test('a folder that cannot be written to is an error before the fit; one that is lost does not end it', async () => {
  const path = await temporaryFolder();
  await writeFile(join(path, 'file'), '');
  const learn = tinyLearner({ path });
  await expect(learn.fit(1, 0.1, { cbs: tensorBoard({ logDir: 'file/logs' }) })).rejects.toThrow(
    'could not be written: a part of its path is a file',
  );
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const logs = join(path, 'logs');
  class Lose extends Callback {
    override async beforeEpoch(): Promise<void> {
      if (this.learn.epoch === 0) return;
      await rm(logs, { recursive: true });
      await writeFile(logs, '');
    }
  }
  await learn.fit(3, 0.1, { cbs: [tensorBoard({ logDir: 'logs' }), new Lose()] });
  expect(learn.recorder.values).toHaveLength(3);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]?.[0]).toContain('TensorBoardCallback: ');
  expect(warn.mock.calls[0]?.[0]).toContain('The training goes on');
});

describe('pictures', () => {
  let folder = '';
  beforeAll(async () => {
    const path = await temporaryFolder();
    await paperPets(path, { perBreed: 2, progress: false });
    const files = await getImageFiles(join(path, 'images'));
    const dls = await imageDataLoaders.fromNameRe(path, files, /(.+)_\d+.jpg$/, {
      itemTfms: resize(32),
      bs: 8,
      seed: 1,
    });
    const learn = await visionLearner(dls, resnet18, {
      pretrained: false,
      progress: false,
      path,
      metrics: errorRate,
    });
    await learn.fineTune(1, { cbs: tensorBoard({ logDir: 'logs', nPreds: 4, config: { note: 'a | b' } }) });
    folder = join(path, 'logs');
  });

  test('of the validation set with predictions come after each epoch', () => {
    const [events = []] = readEvents(folder);
    const pictures = events.flatMap(({ step, what }) =>
      what.case === 'summary'
        ? what.value.value.flatMap(({ tag, value }) =>
            value.case === 'image' ? [[tag, Number(step), value.value] as const] : [],
          )
        : [],
    );
    const perEpoch = scalarsOf(events).valid_loss?.map(([step]) => step);
    expect(pictures.map(([, step]) => step)).toEqual(perEpoch);
    const [tag, , image] = pictures[0] ?? [];
    expect([
      tag,
      (image?.width ?? 0) > 100,
      Buffer.from(image?.encodedImageString ?? []).toString('latin1', 1, 4),
    ]).toEqual(['Sample results', true, 'PNG']);
  });

  test.skipIf(!python)("TensorBoard's own reader finds numbers, pictures, text and hyper-parameters", () => {
    const { scalars, images, texts, hparams } = seen(folder);
    const [events = []] = readEvents(folder);
    expect(scalars).toEqual(scalarsOf(events));
    expect(images['Sample results']).toHaveLength(2);
    expect(images['Sample results']?.[0]?.[3]).toBe('PNG');
    expect(texts['configuration/text_summary']).toContain('| model | resnet18 |');
    expect(hparams).toMatchObject({
      model: 'resnet18',
      bs: 8,
      seed: 1,
      note: 'a | b',
      status: 'STATUS_SUCCESS',
    });
  });
});
