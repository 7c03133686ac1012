import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadSafetensors, nn, saveSafetensors, type Tensor, torch } from '@onecycle/torch';
import { beforeAll, expect, test, vi } from 'vitest';
import { explained } from '../../base/index.js';
import { Categorize, DataLoaders, Datasets, Path, register } from '../../data/index.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { csvLogger, saveModel } from '../callbacks/index.js';
import { checkpoint } from '../checkpoint/index.js';
import { Learner, loadLearner } from '../learner/index.js';
import { checksumKey } from './checksum.js';

register('DiskTestModel', () => new nn.Linear(2, 3));

let path: string;
let exported: string;
beforeAll(async () => {
  path = await temporaryFolder();
  const items = [0, 1, 2, 3];
  const row = (i: number) => torch.tensor([i, 1 - i], { dtype: 'float32' });
  const dsets = await Datasets.create(items, [[row], [(i: number) => 'abc'[i % 3] ?? '', new Categorize()]]);
  const dls = DataLoaders.fromDsets<[Tensor, Tensor]>(dsets, { bs: 2 });
  const learn = new Learner(dls, new nn.Linear(2, 3), { progress: false, path });
  learn.architecture = { type: 'DiskTestModel' };
  exported = String(await learn.export('whole.onecycle'));
});

test('any eight bytes that were overwritten are noticed', async () => {
  const whole = await readFile(exported);
  const length = Number(whole.readBigUInt64LE());
  // In the weights, in the vocabulary, in the type of a transform.
  const places = [8 + length + 4, whole.indexOf('"a') + 1, whole.indexOf('Categorize')];
  for (const place of places) {
    const bytes = Buffer.from(whole);
    for (let i = 0; i < 8; i++) bytes[place + i] = (bytes[place + i] ?? 0) ^ 1;
    const file = join(path, `damaged-${place}.onecycle`);
    await writeFile(file, bytes);
    await expect(loadLearner(file)).rejects.toThrow(file);
    await expect(loadLearner(file)).rejects.toThrow(/damaged|not valid JSON|no safetensors/);
  }
  const weights = Buffer.from(whole);
  weights[8 + length + 1] = 7;
  await writeFile(join(path, 'd.onecycle'), weights);
  await expect(loadLearner(join(path, 'd.onecycle'))).rejects.toThrow(
    /d\.onecycle is damaged: it does not hold what was written into it \(its checksum is another\)/,
  );
});

test('files of older versions, without a checksum, load with a warning; weights from elsewhere without', async () => {
  const { tensors, metadata } = await loadSafetensors(exported);
  const { [checksumKey]: sum, ...older } = metadata;
  expect(sum).toMatch(/^[0-9a-f]{64}$/);
  const file = join(path, 'older.onecycle');
  await saveSafetensors(file, tensors, older);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await loadLearner(file);
  expect(warn.mock.calls.flat()).toEqual([expect.stringMatching(/older\.onecycle has no checksum/)]);
  warn.mockClear();
  const learn = tinyLearner({ path });
  await saveSafetensors(join(path, 'foreign.safetensors'), learn.model.stateDict());
  await learn.load(new Path(path).join('foreign'));
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test('an exported learner is read from a path, an address or bytes', async () => {
  const bytes = await readFile(exported);
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/pets.onecycle' ? 200 : 404;
    response.end(response.statusCode === 200 ? bytes : 'nothing here');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const http = `http://127.0.0.1:${port}/pets.onecycle`;
  try {
    const sources = [
      exported,
      new Path(exported),
      pathToFileURL(exported),
      String(pathToFileURL(exported)),
      bytes,
      new Uint8Array(bytes),
      new Uint8Array(bytes).buffer,
      new Blob([new Uint8Array(bytes)]),
      new URL(http),
      http,
    ];
    const [first, ...others] = await Promise.all(sources.map((source) => loadLearner(source)));
    const weights = (learn: Learner | undefined) =>
      learn?.model.parameters().map((parameter) => parameter.tolist());
    expect(weights(first)?.flat()).toHaveLength(6);
    for (const learn of others) expect(weights(learn)).toEqual(weights(first));
    await expect(loadLearner(`http://127.0.0.1:${port}/none`)).rejects.toThrow(
      `http://127.0.0.1:${port}/none cannot be had: 404`,
    );
    await expect(loadLearner(bytes.subarray(0, 100))).rejects.toThrow(/^the exported learner \(bytes\)/);
  } finally {
    server.close();
  }
});

test('what the disk refuses is said with file, reason, what is kept and what to do', async () => {
  const learn = tinyLearner({ path });
  await mkdir(join(path, 'models', 'taken.safetensors'), { recursive: true });
  await expect(learn.save('taken')).rejects.toThrow(
    /taken\.safetensors could not be written: there is a folder of that name\. .*as it was.* choose another name/,
  );
  await writeFile(join(path, 'a-file'), '');
  await expect(learn.save(new Path(path).join('a-file', 'weights'))).rejects.toThrow(
    /a-file\/weights\.safetensors could not be written: a part of its path is a file/,
  );
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(String(explained(full, '/out/pets.onecycle', 'Nothing is lost.'))).toBe(
    'Error: /out/pets.onecycle could not be written: the disk is full. Nothing is lost. To go on, make room, and call it again',
  );
  const other = new Error('of another kind');
  expect(explained(other, 'x', '')).toBe(other);
});

test('a folder that cannot be written to is known before the first epoch', async () => {
  await writeFile(join(path, 'no-folder'), '');
  const learn = tinyLearner({ path: join(path, 'no-folder') });
  const folder = new Path(path).join('no-folder', 'checkpoints');
  for (const cb of [checkpoint({ folder }), saveModel(), csvLogger()]) {
    await expect(learn.fit(1, 0.1, { cbs: cb })).rejects.toThrow(
      /no-folder.* could not be written: .*Nothing has been trained yet\./,
    );
    expect(learn.recorder.losses).toEqual([]);
  }
});
