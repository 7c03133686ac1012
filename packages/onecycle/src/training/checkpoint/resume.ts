import type { Tensor } from '@onecycle/torch';
import type { CallbackLearner } from '../events/index.js';
import type { StartAt } from '../loop/index.js';
import { dispose } from '../persistence/index.js';
import type { Checkpoint } from './checkpoint.js';
import {
  captureRun,
  positionAt,
  positionOf,
  type RunFile,
  type RunPosition,
  restoreRun,
} from './run-state.js';

/**
 * Runs the next fit of a script with checkpoints. With `resume` it goes on where an earlier run of the same script was
 * in this fit; a fit that had come to its end is not repeated, its end is put back. After an interrupted one nothing is
 * done.
 *
 * @param startEpoch where a fit begins that has no checkpoint yet
 * @param fit runs the fit from a start; `learn.nEpoch` epochs
 * @throws Error where the file is of another fit: another method, other epochs or batches
 */
export async function fitWithCheckpoints<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  { folder }: Checkpoint,
  resume: boolean,
  startEpoch: number,
  fit: (start: StartAt) => Promise<void>,
): Promise<void> {
  if (resume && (learn.stopRequested || folder.interrupted)) {
    console.log('an earlier fit was interrupted: the rest of this run is left for when it is resumed');
    learn.stopRequested = true;
    return;
  }
  const number = folder.fit;
  await folder.tidy();
  if (!resume) await folder.forget(number);
  const finished = await folder.finished(number);
  const found = finished ?? (await folder.running(number));
  try {
    if (found) checkSame(positionOf(found.file), positionAt(learn, number, 0, 0), found.name);
    if (finished) {
      console.log(`fit ${number} had come to its end before: its state is read from ${finished.name}`);
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
    await folder.writeFinished(number, captureRun(learn, positionAt(learn, number, learn.nEpoch, 0)));
  }
  folder.countFit();
}

/** The start of a fit where a checkpoint was written. */
function from<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  fit: number,
  { file, name }: { file: RunFile; name: string },
): StartAt {
  const { epoch, batch } = positionOf(file);
  console.log(`going on in fit ${fit} at epoch ${epoch}, batch ${batch}, with ${name}`);
  return { epoch, batch, restore: () => restoreRun(learn, file, name) };
}

function checkSame(saved: RunPosition, asked: Required<RunPosition>, name: string): void {
  const { kind = asked.kind } = saved;
  const text = ({ nEpoch, nIter }: RunPosition, method: string) =>
    `${method} (epochs: ${nEpoch}, batches in each: ${nIter})`;
  const [before, now] = [text(saved, kind), text(asked, asked.kind)];
  if (before === now) return;
  throw new Error(
    `${name} is of ${before}, but fit ${asked.fit} of this run is ${now}: resume the same script with the same data, and train further with one more fit after those that were there; or leave resume out to start anew`,
  );
}
