import { checkOptions, shown } from '../../base/index.js';
import { checkPath, Path, type PathLike } from '../../data/index.js';
import { Callback } from '../events/index.js';
import { dispose } from '../persistence/index.js';
import { CheckpointFolder } from './folder.js';
import type { RunFile } from './run-file.js';
import type { RunShape } from './run-shape.js';
import { captureRun, positionAt } from './run-state.js';

/** Options of {@link checkpoint}. */
export interface CheckpointOptions {
  /** Training batches between two checkpoints, or 'epoch' (the default) for one at the end of each epoch. */
  every?: number | 'epoch';
  /** The folder. Default: `checkpoints` beside the learner's saved models. */
  folder?: PathLike;
}

/**
 * Writes everything that a run depends on, again and again, so that the same script with `resume: true` goes on where
 * it was killed and ends with exactly the same numbers. The newest two checkpoints are kept; each appears whole or not
 * at all. Ctrl-C writes one, too, and so does what ends a validation: then of the end of that epoch's training, so that only the
 * validation is made again. Fits are numbered through the script, whichever learners they
 * belong to, so that each finds its own files: a script is run again whole, in a new process.
 *
 * ```ts
 * await learn.fineTune(5, { cbs: checkpoint({ every: 50 }), resume: true });
 * ```
 */
export class Checkpoint extends Callback {
  override order = 100;
  override capturable = true;
  override runValid = false;
  override onlyFits = true;
  readonly every: number | 'epoch';
  /** What shapes the fit that is on. */
  shape: RunShape = {};
  readonly #folder: Path | undefined;
  /** The run at the end of an epoch's training, until that epoch has been validated. */
  #trained: RunFile | null = null;

  constructor(options: CheckpointOptions = {}) {
    super();
    checkOptions(options, { every: true, folder: checkPath }, 'checkpoint');
    const { every = 'epoch', folder } = options;
    if (every !== 'epoch' && !(Number.isInteger(every) && every > 0)) {
      throw new Error(
        `checkpoint({ every }) is a positive number of batches or 'epoch', not ${shown(every)}`,
      );
    }
    this.every = every;
    this.#folder = folder === undefined ? undefined : new Path(folder);
  }

  get folder(): CheckpointFolder {
    const { path, modelDir, model } = this.learn;
    return new CheckpointFolder(this.#folder ?? path.join(modelDir, 'checkpoints'), model);
  }

  override afterBatch(): void {
    const { learn } = this;
    const due = this.every !== 'epoch' && learn.trainIter % this.every === 0;
    // Of several processes all take part, or none.
    if (learn.strategy.any(due || learn.stopRequested))
      learn.afterThisBatch(() => this.#write(learn.epoch, learn.iter + 1));
  }

  override afterTrain(): void {
    const { learn } = this;
    if (learn.dls.loaders.length > 1) this.#trained = this.#capture(learn.epoch, learn.nIter);
  }

  override async afterEpoch(): Promise<void> {
    this.#forget();
    const { learn } = this;
    // What was heard after the last batch ends the fit only in the next one, if there is one.
    if (learn.strategy.any(this.every === 'epoch' || learn.stopRequested))
      await this.#write(learn.epoch + 1, 0);
  }

  override async afterCancelFit(): Promise<void> {
    if (!this.learn.stopRequested) return this.#forget();
    await this.#writeTrained();
    // Whoever ends first takes the others along: they wait for the one that writes.
    await this.learn.strategy.agree(null);
  }

  /** After an error in a validation. */
  override async afterFit(): Promise<void> {
    await this.#writeTrained();
  }

  async #writeTrained(): Promise<void> {
    const run = this.#trained;
    this.#trained = null;
    if (run) await this.folder.writeRunning(run);
  }

  #forget(): void {
    if (this.#trained) dispose(this.#trained.tensors);
    this.#trained = null;
  }

  async #write(epoch: number, batch: number): Promise<void> {
    const run = this.#capture(epoch, batch);
    if (run) await this.folder.writeRunning(run);
  }

  #capture(epoch: number, batch: number): RunFile | null {
    return captureRun(this.learn, positionAt(this.learn, this.folder.fit, epoch, batch), this.shape);
  }
}

/** See {@link Checkpoint}. */
export const checkpoint = (options: CheckpointOptions = {}): Checkpoint => new Checkpoint(options);
