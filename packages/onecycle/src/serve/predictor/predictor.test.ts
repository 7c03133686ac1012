import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Tensor } from '@onecycle/torch';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { ItemError } from '../../data/index.js';
import { drawnPictures, exportedTiny } from '../../testing/exported-tiny.js';
import { deadly, tinyNet } from '../../testing/tiny-net.js';
import { loadLearner } from '../../training/index.js';
import type { Task } from './answer.js';
import { createPredictor, OverloadedError, WorkerDiedError } from './index.js';

let folder: string;
let files: string[];
let pictures: Buffer[];

beforeAll(async () => {
  ({ folder, files, pictures } = await drawnPictures());
});

const exported = (task: Task = 'class') => exportedTiny({ folder, files }, task);
const model = (task: Task) => ({ model: tinyNet(task === 'values' ? 2 : 3, task === 'mask') });

test.each<Task>(['class', 'labels', 'values', 'mask'])(
  'of a model for %s it gives what the learner does, in order, of files and bytes alike',
  async (task) => {
    const [file, options] = await exported(task);
    const learn = await loadLearner(file, model(task));
    const expected = await learn.predict(files);
    await using predictor = await createPredictor(file, { ...options, workers: 2, maxBatch: 3 });
    expect(predictor.model).toMatchObject({ name: task, task, classes: learn.dls.vocab.map(String) });
    const overlapping = await Promise.all(pictures.map((picture) => predictor.predict(picture)));
    const listed = await predictor.predict(files);
    expect(listed.map(({ item }) => item)).toEqual(files.map((_, i) => i));
    for (const made of [overlapping, listed]) {
      for (const [i, { probs, index, decoded, label }] of made.entries()) {
        expect(index).toBe(expected[i]?.index);
        expect(probs).toEqual(expected[i]?.probs.map((p) => expect.closeTo(p, 5)));
        const wanted = expected[i]?.decoded;
        if (wanted instanceof Tensor)
          expect(decoded).toMatchObject({ shape: wanted.shape, dtype: wanted.dtype });
        if (wanted instanceof Tensor && decoded instanceof Tensor)
          expect(decoded.tolist()).toEqual(wanted.tolist());
        else if (task !== 'values')
          expect([decoded, label]).toEqual([expected[i]?.decoded, expected[i]?.label]);
      }
    }
    expect(predictor.stats).toMatchObject({ queued: 0, running: 0, workers: 2, replaced: 0 });
    expect(predictor.stats.batchSizes.sum).toBe(2 * files.length);
    expect(predictor.stats.batchSizes.count).toBeLessThan(2 * files.length);
  },
);

test('an answer is plain JSON', async () => {
  const answers: Record<string, unknown> = {};
  for (const task of ['class', 'labels', 'values', 'mask'] as const) {
    const [file, options] = await exported(task);
    await using predictor = await createPredictor(file, options);
    answers[task] = JSON.parse(JSON.stringify(await predictor.answer(pictures[0] ?? '')));
  }
  const share = expect.any(Number);
  expect(answers).toEqual({
    class: {
      task: 'class',
      label: expect.stringMatching(/cat|dog|owl/),
      probability: share,
      probabilities: { cat: share, dog: share, owl: share },
    },
    labels: {
      task: 'labels',
      label: expect.any(String),
      labels: expect.any(Array),
      probabilities: { bird: share, fur: share, night: share },
    },
    values: { task: 'values', label: expect.any(String), values: [share, share] },
    mask: {
      task: 'mask',
      label: expect.stringMatching(/ground|pet|sky/),
      shares: { ground: share, pet: share, sky: share },
      mask: { width: 32, height: 32, png: expect.any(String) },
    },
  });
  const { mask, shares } = answers.mask as { mask: { png: string }; shares: Record<string, number> };
  const { data, info } = await sharp(Buffer.from(mask.png, 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 32, height: 32 });
  const grounds = data.filter((_, i) => i % info.channels === 0).filter((value) => value === 0).length;
  expect(grounds / 1024).toBeCloseTo(shares.ground ?? -1, 10);
});

test('a picture that cannot be read costs no other its prediction, and what no picture is is refused', async () => {
  const [file, options] = await exported();
  await using predictor = await createPredictor(file, { ...options, maxPixels: 50 * 50 });
  const broken = pictures[1]?.subarray(0, 200) ?? Buffer.of();
  const large = await sharp({ create: { width: 51, height: 50, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const settled = await Promise.allSettled(
    [
      pictures[0],
      broken,
      new Blob([pictures[2] ?? '']),
      large,
      join(folder, 'none.jpg'),
      pathToFileURL(files[3] ?? ''),
    ].map((item) => predictor.predict(item ?? '')),
  );
  expect(settled.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ]);
  const reasons = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(reasons.every((reason) => reason instanceof ItemError)).toBe(true);
  expect(reasons.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^the picture \(200 bytes\) cannot be read: premature end of JPEG/),
    expect.stringContaining('51 × 50 pixels, more than the limit of 2500'),
    `${join(folder, 'none.jpg')} cannot be read: there is no such file`,
  ]);
  await expect(predictor.predict([files[0] ?? '', broken])).rejects.toThrow('premature end');
  await expect(predictor.predict(7 as never)).rejects.toThrow('not a number');
  await expect(predictor.predict('http://127.0.0.1:1/a.jpg')).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:1\/a\.jpg cannot be read: bad port$/,
  );
});

test('a worker that dies is replaced, and what it had in hand is tried once more', async () => {
  const [file, options] = await exported();
  const learn = await loadLearner(file, model('class'));
  const expected = (await learn.predict(files)).map(({ label }) => label);
  await using predictor = await createPredictor(file, options);
  const flag = join(folder, 'ended');
  const once = deadly(pictures[1] ?? Buffer.of(), flag);
  const twice = deadly(pictures[2] ?? Buffer.of());
  const given = pictures.map((picture, i) => (i === 1 ? once : i === 2 ? twice : picture));
  const settled = await Promise.allSettled(given.map((picture) => predictor.predict(picture)));
  expect(existsSync(flag)).toBe(true);
  for (const [i, one] of settled.entries()) {
    if (i !== 2) expect(one).toMatchObject({ status: 'fulfilled', value: { label: expected[i] } });
    else expect(one).toMatchObject({ status: 'rejected', reason: expect.any(WorkerDiedError) });
  }
  expect(predictor.stats.replaced).toBeGreaterThanOrEqual(2);
  await expect(predictor.predict(files[0] ?? '')).resolves.toMatchObject({ label: expected[0] });
});

test('the queue is bounded', async () => {
  const [file, options] = await exported();
  await using predictor = await createPredictor(file, { ...options, maxBatch: 1, maxQueue: 3 });
  const settled = await Promise.allSettled(pictures.map((picture) => predictor.predict(picture)));
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  // One is in hand, three wait.
  expect(refused).toHaveLength(pictures.length - 4);
  for (const reason of refused) {
    expect(reason).toBeInstanceOf(OverloadedError);
    expect(reason).toMatchObject({ queued: 3, message: expect.stringContaining('3 pictures wait already') });
  }
  await expect(predictor.predict(pictures[0] ?? '')).resolves.toMatchObject({ item: 0 });
});

test('a signal ends the waiting, and what was taken is finished before the end', async () => {
  const [file, options] = await exported();
  const predictor = await createPredictor(file, { ...options, maxBatch: 1 });
  const [one = '', two = '', three = ''] = pictures;
  const stop = new AbortController();
  const calls = [predictor.predict(one), predictor.predict(new Blob([two])), predictor.predict(files)];
  const aborted = predictor.predict(three, { signal: stop.signal }).catch(String);
  const already = predictor.predict(one, { signal: AbortSignal.abort('early') }).catch(String);
  stop.abort('no longer');
  const closed = predictor.close();
  await expect(predictor.predict(one)).rejects.toThrow('the predictor is closed');
  expect(await Promise.all([aborted, already])).toEqual(['no longer', 'early']);
  const [first, , list] = await Promise.all(calls);
  expect(first).toMatchObject({ item: 0 });
  expect(list).toHaveLength(files.length);
  await closed;
  expect(predictor.stats).toMatchObject({ queued: 0, running: 0, workers: 0 });
});

test('closing waits for no company, and what nobody waits for is not tried again', async () => {
  const [file, options] = await exported();
  const predictor = await createPredictor(file, { ...options, maxDelayMs: 60_000 });
  const stop = new AbortController();
  // Fills a batch, so that the worker has it in hand when nobody wants it any more.
  const last = deadly(pictures[0] ?? Buffer.of());
  const given = Array.from({ length: 16 }, () =>
    predictor.predict(last, { signal: stop.signal }).catch(String),
  );
  await new Promise(setImmediate);
  stop.abort('no longer');
  expect(new Set(await Promise.all(given))).toEqual(new Set(['no longer']));
  const one = predictor.predict(pictures[1] ?? '');
  await predictor.close();
  await expect(one).resolves.toMatchObject({ item: 0 });
  expect(predictor.stats.replaced).toBe(1);
});

test('a list that is longer than the queue is taken bit by bit', async () => {
  const [file, options] = await exported();
  await using predictor = await createPredictor(file, { ...options, maxBatch: 2, maxQueue: 4 });
  const many = [...files, ...files];
  expect(await predictor.predict(many)).toHaveLength(many.length);
});

test('after a picture of a list that cannot be read nothing more of it is begun', async () => {
  const [file, options] = await exported();
  await using predictor = await createPredictor(file, { ...options, maxBatch: 2 });
  const many = Array.from({ length: 200 }, (_, i) => (i === 0 ? 'nothing.jpg' : (files[0] as string)));
  await expect(predictor.predict(many)).rejects.toThrow('nothing.jpg cannot be read');
  await predictor.close();
  expect(predictor.stats.batchSizes.sum).toBeLessThan(20);
});

test('what cannot work is said before the first picture', async () => {
  const [file, options] = await exported();
  await expect(createPredictor(join(folder, 'nothing.onecycle'))).rejects.toThrow(
    /there is no nothing\.onecycle in .*class\.onecycle/,
  );
  await expect(createPredictor(folder)).rejects.toThrow(`${folder} is a folder`);
  await expect(createPredictor(undefined as never)).rejects.toThrow('and not from undefined');
  await expect(createPredictor(file, { ...options, device: 'cuda:77' })).rejects.toThrow(
    "device 'cuda:77' cannot be used here",
  );
  await expect(createPredictor(file)).rejects.toThrow(`${file} holds the weights of a Sequential`);
  await writeFile(join(folder, 'text.onecycle'), 'no learner');
  await expect(createPredictor(join(folder, 'text.onecycle'))).rejects.toThrow('text.onecycle');
  await expect(createPredictor(file, { ...options, worker: 2 } as never)).rejects.toThrow(
    "did you mean 'workers'?",
  );
  await expect(createPredictor(file, { ...options, module: './parts.js' })).rejects.toThrow(
    "import.meta.resolve('./parts.js') makes one",
  );
  await expect(createPredictor(file, { ...options, module: 7 as never })).rejects.toThrow('not a number');
  await using predictor = await createPredictor(file, options);
  await expect(predictor.predict(files, { signal: 5 as never })).rejects.toThrow(
    'predictor.predict: signal is an AbortSignal, not a number',
  );
  await expect(createPredictor(file, { ...options, maxBatch: 0 })).rejects.toThrow(
    'maxBatch is a whole number',
  );
});
