import { is, wrongKind } from '../../base/index.js';
import { Figure } from '../../display/index.js';
import { Callback, type CallbackState, Learner } from '../../training/index.js';
import { configuration, type RunConfig } from './configuration.js';

/** How a run came to its end: it did what it was asked to, threw, or was stopped by Ctrl-C. */
export type RunStatus = 'FINISHED' | 'FAILED' | 'KILLED';

/** Options of every tracker. */
export interface RunTrackerOptions {
  /** What else the run is made of, beside model, data, loss and optimizer, which are told by themselves. */
  config?: RunConfig;
  /** Whether pictures of the validation set with predictions are sent after each epoch. Default true. */
  logPreds?: boolean;
  /** How many of them. Default 9. */
  nPreds?: number;
}

/** The names of every tracker's options. */
export const runTrackerNames = {
  config: is.orNull(is.object),
  logPreds: is.flag,
  nPreds: is.count(1),
} as const;

/**
 * Tells where people look how a training goes: after every training batch the smoothed loss as `train_loss` and all
 * hyper-parameters of each parameter group (`lr_0`, `mom_0`, `lr_1`, …), after every epoch what was measured on the validation
 * set, and pictures of it with predictions.
 *
 * Steps count training batches and go on from one fit to the next, so that both of `fineTune` are one run; so does a run that
 * is resumed from a checkpoint. Of several processes the first one tracks. A tracker that fails says so once, and the
 * training goes on.
 */
export abstract class RunTracker extends Callback {
  /** After the recorder, which has 50. */
  override order = 51;
  override capturable = true;
  override onlyFits = true;
  override runValid = false;
  override removeOnFetch = true;
  /** The step of the checkpoint with which a run of before goes on; null for one that is new. */
  protected resumedAt: number | null = null;
  readonly #config: RunConfig;
  readonly #logPreds: boolean;
  readonly #nPreds: number;
  /** Training batches of the fits before this one. */
  #before = 0;
  #inFit = false;
  #status: RunStatus = 'FINISHED';
  #warned = false;

  constructor(options: RunTrackerOptions) {
    super();
    // The names are for those to check who extend it and have options of their own.
    if (typeof options !== 'object' || options === null)
      throw wrongKind('a tracker', 'its options as an object, { config: … }', options);
    const { config = {}, logPreds = true, nPreds = 9 } = options;
    this.#config = config;
    this.#logPreds = logPreds;
    this.#nPreds = nPreds;
  }

  /** Makes ready for a fit, before anything is trained. What it throws ends the fit. */
  protected abstract open(config: RunConfig): void | Promise<void>;
  /** Takes numbers down, without waiting for anything. */
  protected abstract scalars(values: Readonly<Record<string, number>>, step: number): void;
  /** Takes a picture down, without waiting for anything. */
  protected abstract picture(name: string, png: Buffer, step: number): void;
  /** Passes on what was taken down, after each epoch. */
  protected abstract flush(): void | Promise<void>;
  /** Passes on the rest, after a fit. The next fit opens it again. */
  protected abstract close(status: RunStatus): void | Promise<void>;

  get #tracks(): boolean {
    return this.learn.strategy.rank === 0;
  }

  /** Training batches since the run began. */
  protected get step(): number {
    return this.#before + (this.#inFit ? this.learn.trainIter : 0);
  }

  override async beforeFit(): Promise<void> {
    this.#inFit = true;
    this.#status = this.learn.nEpoch > 0 ? 'FAILED' : 'FINISHED';
    if (this.#tracks) await this.open({ ...configuration(this.learn), ...this.#config });
  }

  override afterBatch(): void {
    if (!this.#tracks) return;
    const { opt, smoothLoss } = this.learn;
    const hypers = opt.hypers.flatMap((group, i) =>
      Object.entries(group).map(([name, value]) => [`${name}_${i}`, value] as const),
    );
    this.safely(() => this.scalars({ train_loss: smoothLoss, ...Object.fromEntries(hypers) }, this.step));
  }

  override async afterEpoch(): Promise<void> {
    const { epoch, nEpoch } = this.learn;
    if (epoch + 1 >= nEpoch) this.#status = 'FINISHED';
    if (!this.#tracks) return;
    await this.safely(async () => {
      this.scalars(this.#measured(), this.step);
      if (this.#logPreds) await this.#sendPredictions();
      await this.flush();
    });
  }

  /** Losses and metrics of the epoch, those of one value each class by number; the training loss came with the batches. */
  #measured(): Record<string, number> {
    const { finalRecord, recorder } = this.learn;
    const names = recorder.metricNames.slice(1);
    const entries = finalRecord.flatMap((value, i): [string, number][] => {
      const name = names[i] ?? String(i);
      if (name === 'train_loss' || typeof value === 'string') return [];
      return typeof value === 'number' ? [[name, value]] : value.map((one, k) => [`${name}_${k}`, one]);
    });
    return Object.fromEntries(entries);
  }

  async #sendPredictions(): Promise<void> {
    const { learn } = this;
    if (!(learn instanceof Learner) || learn.dls.loaders.length < 2) return;
    const results = await learn.showResults({ maxN: this.#nPreds });
    if (results instanceof Figure) this.picture('Sample results', await results.png(), this.step);
  }

  override afterCancelFit(): void {
    // Early stopping ends a fit that did what it was asked to.
    this.#status = this.learn.stopRequested ? 'KILLED' : 'FINISHED';
  }

  override async afterFit(): Promise<void> {
    this.#before = this.step;
    this.#inFit = false;
    if (this.#tracks) await this.safely(() => this.close(this.#status));
  }

  override state(): CallbackState {
    return { values: { before: this.#before, step: this.step, status: this.#status } };
  }

  override restoreState({ values }: CallbackState): void {
    this.#before = Number(values?.before ?? 0);
    if (values?.status === 'FINISHED') this.#status = 'FINISHED';
    this.resumedAt = Number(values?.step ?? 0);
  }

  /** Says once what went wrong. */
  protected warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const reason = error instanceof Error ? error.message : String(error);
    console.warn(`${this.name}: ${reason}. The training goes on`);
  }

  /** Does something that must not end a training. */
  protected safely(task: () => void | Promise<void>): void | Promise<void> {
    try {
      return Promise.resolve(task()).catch((error) => this.warn(error));
    } catch (error) {
      this.warn(error);
    }
  }
}
