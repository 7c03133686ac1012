import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpoint, errorRate, Path, visionLearner } from 'onecycle';
import { weightsNamed } from 'onecycle/extend';
import type { FromWorker, Task, TaskResult } from '../messages.js';
import { loadersOf, readableOf, vocabOf } from './data.js';
import { interpret } from './interpret.js';
import { Live } from './live.js';

/** Batches between two checkpoints, where an epoch has more. */
const EVERY = 50;

/** A message of the server's that may come at any time. */
export interface Wish {
  stop: boolean;
  /** Called when it comes. */
  heard?: () => void;
}

/** Trains, or goes on where it was stopped or ended by accident; then writes the classifier and what it says of the pictures. */
export async function train(
  task: Task & { do: 'train' },
  tell: (message: FromWorker) => void,
  wish: Wish,
): Promise<TaskResult | 'stopped'> {
  const { run, folder, settings } = task;
  await mkdir(folder, { recursive: true });
  const vocab = vocabOf(task.pictures);
  tell({ type: 'doing', doing: 'getting the network', progress: null });
  const pictures = await readableOf(task.pictures, settings);
  const dls = await loadersOf(pictures, settings, vocab);
  const { arch, weights, epochs, freezeEpochs, lr, fp16 } = settings;
  const learn = await visionLearner(dls, arch, {
    metrics: errorRate,
    progress: false,
    path: folder,
    ...weightsNamed(weights),
  });
  if (fp16) learn.toFp16();
  tell({ type: 'begun', vocab });
  const valid = pictures.filter((picture) => picture.valid);
  const live = new Live({ run, settings, valid, vocab, log: join(folder, 'log.jsonl'), tell });
  const hear = (): void => {
    live.stopping = wish.stop;
  };
  hear();
  wish.heard = hear;
  const checkpoints = new Path(join(folder, 'checkpoints'));
  const batches = Math.ceil((pictures.length - valid.length) / settings.bs);
  const every = batches > EVERY ? EVERY : 'epoch';
  // Also where training was over already: the fits then read their last checkpoint and are done at once.
  await learn.fineTune(epochs, {
    baseLr: lr,
    freezeEpochs,
    cbs: [live, checkpoint({ folder: checkpoints, every })],
    resume: true,
  });
  if (learn.stopRequested) return 'stopped';
  tell({ type: 'interpreting' });
  await interpret(learn, task, tell);
  await rm(String(checkpoints), { recursive: true, force: true });
  return { of: 'train' };
}
