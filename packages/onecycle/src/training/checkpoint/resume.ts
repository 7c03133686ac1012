import type { Tensor } from '@onecycle/torch';
import { counted, thereAre } from '../../base/index.js';
import type { CallbackLearner } from '../events/index.js';
import type { StartAt } from '../loop/index.js';
import { dispose } from '../persistence/index.js';
import type { Checkpoint } from './checkpoint.js';
import { positionOf, type RunFile, type RunPosition, shapeOf } from './run-file.js';
import { differences, type RunShape, runShape } from './run-shape.js';
import { captureRun, positionAt, restoreRun } from './run-state.js';

/** Whether a fit goes on where an earlier run was; 'anyway' also where what shapes it has changed. */
export type Resume = boolean | 'anyway';

/**
 * Runs the next fit of a script with checkpoints. With `resume` it goes on where an earlier run of the same script was
 * in this fit; a fit that had come to its end is not repeated, its end is put back. After an interrupted one nothing is
 * done.
 *
 * @param startEpoch where a fit begins that has no checkpoint yet
 * @param fit runs the fit from a start; `learn.nEpoch` epochs
 * @throws Error where the file is of another fit (another method, other epochs or batches) or was shaped by something
 *   else than this one, or where another run writes into the folder
 */
export async function fitWithCheckpoints<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  checkpoint: Checkpoint,
  resume: Resume,
  startEpoch: number,
  fit: (start: StartAt) => Promise<void>,
): Promise<void> {
  const { folder } = checkpoint;
  const { strategy } = learn;
  if (resume && (learn.stopRequested || folder.interrupted)) {
    say(learn, 'an earlier fit was interrupted: the rest of this run is left for when it is resumed');
    learn.stopRequested = true;
    return;
  }
  // From here on whatever happens to one of several processes is heard by all.
  await strategy.agree(null);
  try {
    await run(learn, checkpoint, resume, startEpoch, fit);
  } catch (error) {
    throw await strategy.failed(error);
  }
}

async function run<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  checkpoint: Checkpoint,
  resume: Resume,
  startEpoch: number,
  fit: (start: StartAt) => Promise<void>,
): Promise<void> {
  const { folder } = checkpoint;
  const { strategy } = learn;
  const number = folder.fit;
  checkpoint.shape = runShape(learn);
  if (strategy.rank === 0) {
    await folder.hold();
    await folder.tidy();
    if (!resume) await folder.forget(number);
  }
  await strategy.agree(null);
  const finished = await folder.finished(number);
  const found = finished ?? (await folder.running(number));
  checkSeen(strategy.gather(found?.name ?? null), folder.path);
  try {
    if (found) {
      checkSame(positionOf(found.file, found.name), positionAt(learn, number, 0, 0), found.name);
      if (resume !== 'anyway') checkShape(shapeOf(found.file, found.name), checkpoint.shape, found.name);
    }
    if (finished) {
      say(learn, `fit ${number} had come to its end before: its state is read from ${finished.name}`);
      restoreRun(learn, finished.file, finished.name);
    } else {
      await fit(found ? from(learn, number, found) : { epoch: startEpoch, batch: 0, restore: () => {} });
    }
  } finally {
    if (found) dispose(found.file.tensors);
  }
  folder.interrupted = !finished && learn.stopRequested;
  if (folder.interrupted) return;
  if (!finished) {
    const end = captureRun(learn, positionAt(learn, number, learn.nEpoch, 0), checkpoint.shape);
    if (end) await folder.writeFinished(number, end);
    await strategy.agree(null);
  }
  folder.countFit();
}

/** Of several processes one says what all do. */
const say = (learn: { strategy: { rank: number } }, sentence: string): void => {
  if (learn.strategy.rank === 0) console.log(sentence);
};

/** Throws where not all processes see the same files. */
function checkSeen(names: readonly (string | null)[], folder: unknown): void {
  const stranger = names.findIndex((name) => name !== names[0]);
  if (stranger < 0) return;
  throw new Error(
    `process 0 sees ${names[0] ?? 'no checkpoint'}, and process ${stranger} ${names[stranger] ?? 'none'}: ${folder} must be a folder that all machines share`,
  );
}

/** The start of a fit where a checkpoint was written. */
function from<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  fit: number,
  { file, name }: { file: RunFile; name: string },
): StartAt {
  const { epoch, batch: saved, processes = 1 } = positionOf(file, name);
  const { strategy, dls } = learn;
  const { size } = strategy;
  // As many items of the epoch as were done.
  const batch = Math.floor((saved * processes) / size);
  const hasTrained = batch > 0 && batch === strategy.count(dls.train);
  const place = hasTrained ? `the validation of epoch ${epoch}` : `epoch ${epoch}, batch ${batch}`;
  say(learn, `going on in fit ${fit} at ${place}, with ${name}`);
  if (processes !== size) {
    say(
      learn,
      `${name} was written by ${counted(processes, 'process', 'processes')}, and now ${thereAre(size)}: from here on the data come in another order, in batches of another size, and the curve will be another`,
    );
  }
  return { epoch, batch, restore: () => restoreRun(learn, file, name) };
}

function checkShape(saved: RunShape, asked: RunShape, name: string): void {
  const differs = differences(saved, { ...asked, ...missing(asked, saved) });
  if (differs.length === 0) return;
  throw new Error(
    `${name} is of another run: ${differs.join('; ')}. Resume with what it was written with, leave resume out to start anew, or go on all the same with resume: 'anyway'`,
  );
}

/** What an older file does not know is not compared. */
const missing = (asked: RunShape, saved: RunShape): RunShape =>
  Object.fromEntries(Object.keys(asked).flatMap((key) => (key in saved ? [] : [[key, undefined]])));

function checkSame(saved: RunPosition, asked: Required<RunPosition>, name: string): void {
  const { method = asked.method, processes = 1 } = saved;
  // Of another number of processes an epoch has another number of batches.
  const counts = processes === asked.processes;
  const text = ({ nEpoch, nIter }: RunPosition, method: string) =>
    `${method} (epochs: ${nEpoch}${counts ? `, batches in each: ${nIter}` : ''})`;
  const [before, now] = [text(saved, method), text(asked, asked.method)];
  if (before === now) return;
  throw new Error(
    `${name} is of ${before}, but fit ${asked.fit} of this run is ${now}: resume the same script with the same data, and train further with one more fit after those that were there; or leave resume out to start anew`,
  );
}
