import { withoutUndefined } from '../../base/index.js';
import { ProgressBar, type Terminal, toFixedEven } from '../../display/index.js';
import { Callback } from '../events/index.js';
import type { Logger, Value } from '../state/index.js';

/** How the epoch table shows a value: numbers other than the epoch with six decimals, as fastai does. */
const cell = (value: Value, column: number): string =>
  typeof value === 'number' && column > 0 ? toFixedEven(value, 6) : String(value);

/**
 * Shows a bar over the batches and a table with a row per epoch: in a terminal, live in a notebook, and only the rows
 * where there is no terminal. Every learner has one. Source: fastai's ProgressCallback.
 */
export class ProgressCallback extends Callback {
  override order = 60;
  override capturable = true;
  #epochs: ProgressBar | null = null;
  #batches: ProgressBar | null = null;
  /** Where rows went before the fit; undefined between fits. */
  #logger: Logger | null | undefined;

  /** @param terminal where to write; standard output by default */
  constructor(readonly terminal?: Terminal) {
    super();
  }

  override beforeFit(): void {
    const { learn } = this;
    // Of several processes one shows what all do.
    if (learn.strategy.rank > 0) this.run = false;
    if (!learn.showsEpochs || !this.run) return;
    this.#logger = learn.logger;
    const columns = learn.logger ? learn.recorder.metricNames : undefined;
    const epochs = new ProgressBar(learn.nEpoch, {
      label: 'Epoch',
      ...withoutUndefined({ columns, terminal: this.terminal }),
    });
    this.#epochs = epochs;
    if (columns) {
      learn.logger = (row) => epochs.row(columns.map((_, column) => cell(row[column] ?? '', column)));
    }
  }

  override beforeEpoch(): void {
    this.#epochs?.update(this.learn.epoch);
  }

  override beforeTrain(): void {
    this.#start('train');
  }

  override beforeValidate(): void {
    this.#start('valid');
  }

  override afterBatch(): void {
    this.#batches?.update(
      this.learn.iter + 1,
      this.learn.trainIter > 0 ? toFixedEven(this.learn.smoothLoss, 4) : '',
    );
  }

  override afterTrain(): void {
    this.#batches?.close();
  }

  override afterValidate(): void {
    this.#batches?.close();
  }

  override afterFit(): void {
    this.#batches?.close();
    this.#batches = null;
    if (!this.learn.showsEpochs) return;
    this.#epochs?.close();
    this.#epochs = null;
    if (this.#logger !== undefined) this.learn.logger = this.#logger;
    this.#logger = undefined;
  }

  #start(label: string): void {
    const { dl, strategy } = this.learn;
    const total = dl ? strategy.count(dl) : 0;
    this.#batches?.close();
    this.#batches = this.#epochs
      ? this.#epochs.child(total, { label })
      : new ProgressBar(total, { label, ...withoutUndefined({ terminal: this.terminal }) });
  }
}
