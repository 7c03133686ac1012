import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { F, nn, saveNpy, torch } from '@onecycle/torch';
import { create } from 'tar';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import {
  csvLogger,
  downloadImages,
  getImageFiles,
  imageDataLoaders,
  Learner,
  paperPets,
  resize,
  resizeImages,
  saveModel,
  untarData,
} from './index.js';
import { SmallDisk } from './testing/small-disk.js';
import { temporaryFolder } from './testing/temporary.js';
import { tinyLearner } from './testing/tiny-learner.js';

const disk = SmallDisk.mount(2048);
const at = (name: string): string => join(disk?.path ?? '', name);
const full = /could not be written: the disk is full\. .*make room/;
const quiet = { progress: false };

let pets: string;
beforeEach(async (context) => {
  if (!disk) return context.skip('no disk can be mounted here');
  disk.clear();
  pets ??= await temporaryFolder();
  if (!existsSync(join(pets, 'labels.csv'))) await paperPets(pets, { perBreed: 3, ...quiet });
});
afterAll(() => disk?.end());

/** What a full disk leaves of files that are replaced: the old ones, and nothing else. */
async function keepsOld(names: string[], room: number, write: () => Promise<unknown>): Promise<void> {
  for (const name of names) {
    mkdirSync(join(at(name), '..'), { recursive: true });
    writeFileSync(at(name), 'old');
  }
  const before = disk?.files();
  disk?.fill(room);
  await expect(write()).rejects.toThrow(full);
  expect(disk?.files()).toEqual(before);
  for (const name of names) expect(readFileSync(at(name), 'utf8')).toBe('old');
}

test('weights, figures, tables and arrays', async () => {
  const trained = tinyLearner();
  await trained.fit(1, 0.1);
  const { dls, recorder } = trained;
  const learn = new Learner(dls, new nn.Linear(200, 200), { lossFunc: F.mseLoss, path: disk?.path ?? '' });
  await keepsOld(['models/a.safetensors'], 40_000, () => learn.save('a'));
  await keepsOld(['a.npy'], 4096, () => saveNpy(at('a.npy'), torch.zeros([10_000])));
  await keepsOld(['loss.svg'], 4096, () => recorder.plotLoss().save(at('loss.svg')));
});

test('a classifier in other formats', async () => {
  const dls = await imageDataLoaders.fromNameRe(pets, await getImageFiles(pets), /(.+)_\d+.jpg$/, {
    itemTfms: resize(32),
    bs: 4,
    seed: 1,
  });
  const model = new nn.Sequential(
    new nn.AdaptiveAvgPool2d(16),
    new nn.Flatten(),
    new nn.Linear(3 * 256, 256),
    new nn.Linear(256, dls.c),
  );
  const learn = new Learner(dls, model, { ...quiet, path: disk?.path ?? '' });
  await keepsOld(['a.onnx'], 40_000, () => learn.exportOnnx('a.onnx', { check: false }));
  disk?.clear();
  await keepsOld(['labels.d.ts'], 0, () => learn.exportTypes());
  disk?.clear();
  await keepsOld(['web/index.html', 'web/model.onnx'], 1_500_000, () =>
    learn.exportWeb('web', { check: false }),
  );
  disk?.clear();
  await keepsOld(['a.html'], 40_000, () => learn.exportWeb('a.html', { check: false, singleFile: true }));
});

test('pictures that are drawn, resized and downloaded are whole', async () => {
  disk?.fill(100_000);
  await expect(paperPets(disk?.path ?? '', { perBreed: 5, ...quiet })).rejects.toThrow(full);
  const drawn = disk?.files().filter((name) => name !== 'images') ?? [];
  expect(drawn.length).toBeGreaterThan(0);
  for (const name of drawn) expect([...readFileSync(at(name)).subarray(-2)], name).toEqual([0xff, 0xd9]);

  disk?.clear();
  disk?.fill(16_384);
  await expect(
    resizeImages(join(pets, 'images'), { dest: at('small'), maxSize: 100, ...quiet }),
  ).rejects.toThrow(full);
  const resized = disk?.files().filter((name) => name !== 'small') ?? [];
  for (const name of resized) expect([...readFileSync(at(name)).subarray(-2)], name).toEqual([0xff, 0xd9]);

  disk?.clear();
  disk?.fill(0);
  const server = createServer((_, response) => response.end('a picture'.repeat(1000)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/pug.jpg`;
  try {
    await expect(downloadImages(at('got'), { urls: [url, url], ...quiet })).rejects.toThrow(full);
    expect(disk?.files()).toEqual(['got']);

    disk?.clear();
    disk?.fill(8192);
    vi.stubEnv('ONECYCLE_HOME', at('home'));
    // Said at once: trying again makes no room. The part that arrived is kept.
    await expect(untarData(`${url}/pets.tgz`, { dest: at('data'), ...quiet })).rejects.toThrow(
      /\.tgz\.part could not be written: the disk is full\. What has arrived is kept/,
    );
    expect(disk?.files().filter((name) => name.includes('.lock') || name.includes('data/'))).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    server.close();
  }
});

test('a data set is there whole or not at all, and no lock is left', async () => {
  const archive = join(pets, 'pets.tgz');
  await create({ file: archive, gzip: true, cwd: pets }, ['images']);
  for (const room of [100_000, 0]) {
    disk?.clear();
    disk?.fill(room);
    const get = untarData(String(pathToFileURL(archive)), { dest: disk?.path ?? '', ...quiet });
    await expect(get).rejects.toThrow(/pets.* could not be written: the disk is full/);
    await expect(get).rejects.not.toThrow(/[\da-f]{8}-[\da-f]{4}/);
    expect(disk?.files()).toEqual([]);
  }
});

test('a log has whole lines; a fit that saves its best model leaves no half one', async () => {
  const learn = tinyLearner({ path: disk?.path ?? '' });
  disk?.fill(4096);
  // Until its page is full.
  await expect(learn.fit(200, 0.1, { cbs: csvLogger() })).rejects.toThrow(
    /history\.csv could not be written: the disk is full\. The rows before are in it/,
  );
  const rows = readFileSync(at('history.csv'), 'utf8').split('\n');
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.at(-1)).toBe('');
  for (const row of rows.slice(0, -1)) expect(row.split(',')).toHaveLength(4);

  disk?.clear();
  const { dls } = learn;
  const model = new nn.Sequential(new nn.Linear(1, 5000), new nn.Linear(5000, 1));
  const large = new Learner(dls, model, { ...quiet, lossFunc: F.mseLoss, path: disk?.path ?? '' });
  disk?.fill(8192);
  await expect(large.fit(1, 0.1, { cbs: saveModel() })).rejects.toThrow(full);
  expect(disk?.files()).toEqual(['models']);
});
