import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { torch } from '@onecycle/torch';
import {
  createPredictor,
  getImageFiles,
  imageDataLoaders,
  loadLearner,
  resize,
  resnet18,
  serve,
  visionLearner,
} from 'onecycle';
import { photographs } from './photos.mjs';

/**
 * A classifier of photographs in a file: a ResNet-18 with learned weights and a head of 37 breeds that is not trained.
 * @param {number} size of the pictures that it sees
 * @returns {Promise<{ model: string, files: string[], remove: () => void }>}
 */
export async function exportedClassifier(size) {
  const folder = mkdtempSync(join(tmpdir(), 'onecycle-bench-'));
  const files = Array.from(await getImageFiles(photographs()), String);
  const dls = await imageDataLoaders.fromNameRe(folder, files, /(.+)_\d+.jpg$/, {
    itemTfms: resize(size),
    bs: 16,
    seed: 1,
  });
  torch.manualSeed(1);
  const learn = await visionLearner(dls, resnet18, { weights: '@onecycle/resnet18-tiny', progress: false });
  const model = String(await learn.export('pets.onecycle'));
  return { model, files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * A server of it in this process, and clients in one thread beside it, since they share its cores.
 * @param {{ model: string, files: string[] }} classifier
 * @param {{ clients: number, threads?: number }} options
 */
export async function serving({ model, files }, { clients, threads }) {
  const learn = await loadLearner(model);
  const expected = (await learn.predict(files)).map(({ probs }) => probs);
  const classes = learn.dls.vocab.map(String);
  const predictor = await createPredictor(model, threads === undefined ? {} : workersFor(threads));
  const server = await serve(predictor, { port: 0 });
  const pictures = await Promise.all(files.map((file) => readFile(file)));
  const worker = new Worker(new URL('./clients.mjs', import.meta.url), {
    workerData: { url: server.url, clients, pictures, expected, classes },
  });
  return {
    predictor,
    /**
     * Sends so many requests, of one picture each.
     * @param {number} requests
     * @returns {Promise<{ seconds: number, wrong: string[] }>}
     */
    async send(requests) {
      worker.postMessage(requests);
      const [sent] = await once(worker, 'message');
      return sent;
    },
    async close() {
      await worker.terminate();
      await server.close();
      await predictor.close();
    },
  };
}

/** As many threads in all as the other sides have. @param {number} threads */
const workersFor = (threads) => ({ workers: threads, threads: 1 });
