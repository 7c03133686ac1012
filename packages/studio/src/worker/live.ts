import { appendFileSync } from 'node:fs';
import { Callback, type TensorCategory, type TensorImage, torch } from 'onecycle';
import type { FromWorker, LogLine, TaskPicture } from '../messages.js';
import type { EpochPoint, RunSettings, TrainPoint } from '../protocol/index.js';

/** Between two messages there are at least so many milliseconds. */
const BREATH = 100;
/** So many validation pictures are shown. */
const SHOWN = 12;
/** What a picture of validation takes of the time that one of training takes, about. */
const VALIDATING = 0.35;

export interface LiveOptions {
  run: string;
  settings: RunSettings;
  /** In the order of the validation data. */
  valid: readonly TaskPicture[];
  vocab: readonly string[];
  /** A file that gets a line for each batch and each epoch. */
  log: string;
  tell: (message: FromWorker) => void;
}

/** Tells of each batch and epoch as it comes, writes it down, and ends the fit when it is told to. */
export class Live extends Callback<[TensorImage, TensorCategory]> {
  // After the Recorder, which has the numbers.
  override order = 55;
  override onlyFits = true;
  stopping = false;
  readonly #options: LiveOptions;
  /** Complete epochs before this fit. */
  #before = 0;
  #frozen = false;
  #points: TrainPoint[] = [];
  #epochs: EpochPoint[] = [];
  #toldAt = 0;
  #beganAt: number | undefined;
  /** Work done since then, in batches of training. */
  #worked = 0;
  #trainBatches = 0;

  constructor(options: LiveOptions) {
    super();
    this.#options = options;
  }

  override beforeFit(): void {
    const { settings } = this.#options;
    this.#frozen = this.learn.opt.frozenIdx > 0;
    this.#before = this.#frozen ? 0 : settings.freezeEpochs;
    this.#beganAt ??= performance.now();
  }

  override afterBatch(): void {
    const { learn } = this;
    if (this.stopping) learn.stopRequested = true;
    if (learn.training) {
      this.#trainBatches = learn.nIter;
      this.#worked += 1;
      const epoch = this.#before + learn.epoch + (learn.iter + 1) / learn.nIter;
      const point = {
        step: Math.round(epoch * learn.nIter),
        epoch,
        loss: learn.lossValue ?? Number.NaN,
        smooth: learn.smoothLoss,
        lr: learn.opt.hypers.at(-1)?.lr ?? Number.NaN,
      };
      this.#points.push(point);
      this.#write({ point });
    } else {
      this.#worked += VALIDATING;
      if (learn.iter === 0) this.#preview();
    }
    this.#tell(false);
  }

  override afterEpoch(): void {
    const { learn } = this;
    const [trainLoss, validLoss, errorRate] = learn.recorder.values.at(-1) ?? [];
    const epoch = {
      epoch: this.#before + learn.epoch + 1,
      frozen: this.#frozen,
      trainLoss: numberOf(trainLoss),
      validLoss: numberOf(validLoss),
      errorRate: numberOf(errorRate),
      accuracy: typeof errorRate === 'number' ? 1 - errorRate : null,
      seconds: learn.recorder.seconds,
    };
    this.#epochs.push(epoch);
    this.#write({ epoch });
    this.#tell(true);
  }

  #write(line: LogLine): void {
    // On a line of its own, also where the one before was not written to its end.
    appendFileSync(this.#options.log, `\n${JSON.stringify(line)}`);
  }

  #tell(now: boolean): void {
    const time = performance.now();
    if (!now && time - this.#toldAt < BREATH) return;
    this.#toldAt = time;
    const { learn } = this;
    const { settings, tell } = this.#options;
    const epochs = settings.freezeEpochs + settings.epochs;
    const seconds = (time - (this.#beganAt ?? time)) / 1000;
    tell({
      type: 'progress',
      seconds,
      progress: {
        epochs,
        epoch: this.#before + learn.epoch + (now ? 1 : 0),
        batch: now ? 0 : learn.iter + 1,
        batches: learn.nIter,
        part: learn.training || now ? 'train' : 'valid',
        secondsLeft: this.#left(epochs, seconds, now),
      },
      points: this.#points.splice(0),
      epochs: this.#epochs.splice(0),
    });
  }

  /** By the time that the work so far has taken. */
  #left(epochs: number, seconds: number, isEpochDone: boolean): number | null {
    if (this.#worked < 3 || this.#trainBatches === 0) return null;
    const { learn } = this;
    const validating = VALIDATING * Math.ceil(this.#options.valid.length / Math.max(1, learn.dls.at(1).bs));
    const each = this.#trainBatches + validating;
    const inEpoch = isEpochDone
      ? each
      : learn.training
        ? learn.iter + 1
        : this.#trainBatches + VALIDATING * (learn.iter + 1);
    const done = (this.#before + learn.epoch) * each + inEpoch;
    return Math.max(0, ((epochs * each - done) * seconds) / this.#worked);
  }

  /** What the network takes some validation pictures for now: those of the batch in hand. */
  #preview(): void {
    const { run, valid, vocab, tell } = this.#options;
    const { learn } = this;
    const unread = learn.dls.at(1).failures;
    const shown = valid.filter((_, i) => !unread.has(i));
    const items = torch.scope(() => {
      const [best, classes] = torch.softmax(learn.pred.detach().float(), 1).max(1);
      const names = Array.from(classes.toTypedArray(), Number);
      return Array.from(best.toTypedArray(), Number)
        .slice(0, SHOWN)
        .flatMap((probability, i) => {
          const picture = shown[i];
          const prediction = vocab[names[i] ?? -1];
          if (!picture || prediction === undefined) return [];
          return [{ id: picture.id, label: picture.label, prediction, probability }];
        });
    });
    tell({ type: 'preview', preview: { run, epoch: this.#before + learn.epoch + 1, items } });
  }
}

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
