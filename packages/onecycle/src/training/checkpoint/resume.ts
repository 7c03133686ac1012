import type { Tensor } from '@onecycle/torch';
import type { Learner } from '../learner.js';
import { dispose } from '../model-file.js';
import type { StartAt } from '../training-loop.js';
import type { Checkpoint } from './checkpoint.js';
import { captureRun, positionOf, restoreRun } from './run-state.js';

/**
 * Runs fit number `learn.fitCount` with checkpoints. With `resume` it goes on where an earlier run of the same script
 * was in this fit; a fit that had come to its end is not repeated, its end is put back.
 *
 * @param fit runs the fit from a start
 */
export async function fitWithCheckpoints<B extends readonly Tensor[]>(
  learn: Learner<B>,
  { folder }: Checkpoint,
  nEpoch: number,
  resume: boolean,
  fit: (start: StartAt) => Promise<void>,
): Promise<void> {
  const number = learn.fitCount;
  await folder.tidy();
  if (!resume) await folder.forget(number);
  const finished = await folder.finished(number);
  if (finished) {
    console.log(`fit ${number} had come to its end before: its state is read from ${finished.name}`);
    restoreRun(learn, finished.file, finished.name);
    dispose(finished.file.tensors);
    return;
  }
  const found = await folder.running(number);
  if (found) {
    const { nEpoch: epochs, nIter, epoch, batch } = positionOf(found.file);
    if (epochs !== nEpoch || nIter !== learn.dls.train.length) {
      dispose(found.file.tensors);
      throw new Error(
        `${found.name} is of a fit with ${epochs} epochs of ${nIter} batches, this one has ${nEpoch} of ${learn.dls.train.length}: resume the same script with the same data, or leave resume out to start anew`,
      );
    }
    console.log(`going on in fit ${number} at epoch ${epoch}, batch ${batch}, with ${found.name}`);
    await fit({ epoch, batch, restore: () => restoreRun(learn, found.file, found.name) });
    dispose(found.file.tensors);
  } else {
    await fit({ epoch: 0, batch: 0, restore: () => {} });
  }
  if (learn.stopRequested) return;
  const position = { fit: number, nEpoch, nIter: learn.dls.train.length, epoch: nEpoch, batch: 0 };
  await folder.writeFinished(number, captureRun(learn, position));
}
