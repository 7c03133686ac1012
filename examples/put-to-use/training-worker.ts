/** What training-server.js runs in a worker thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { errorRate, imageDataLoaders, resize, resnet18, type Value, visionLearner } from 'onecycle';

/** What the thread tells of itself. */
export type Progress = { state: 'training'; row: readonly Value[] } | { state: 'done'; model: string };

const tell = (progress: Progress): void => parentPort?.postMessage(progress);

const { folder }: { folder: string } = workerData;
const dls = await imageDataLoaders.fromFolder(folder, {
  validPct: 0.2,
  seed: 42,
  itemTfms: resize(128),
  bs: 8,
});
const learn = await visionLearner(dls, resnet18, {
  metrics: errorRate,
  weights: '@onecycle/resnet18-tiny',
  progress: false,
});
// A row of the table that a terminal would show: epoch, losses, metrics, time.
learn.logger = (row) => tell({ state: 'training', row });
await learn.fineTune(1);
tell({ state: 'done', model: String(await learn.export('pets.onecycle')) });
