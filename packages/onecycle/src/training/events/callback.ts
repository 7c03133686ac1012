import type { Tensor } from '@onecycle/torch';
import { adviceFor, TrainingError } from '../state/index.js';
import type { AnyCallback, CallbackState } from './any-callback.js';
import type { CallbackLearner } from './callback-learner.js';
import { type BatchEvent, batchEvents, CancelException, type Event } from './events.js';

const isBatchEvent = (event: Event): event is BatchEvent =>
  (batchEvents as readonly string[]).includes(event);

/**
 * Something that listens to a learner's events and may change its state: subclass it and define the methods
 * of the events that matter.
 *
 * ```ts
 * class ShowLoss extends Callback {
 *   override afterEpoch() {
 *     console.log(`epoch ${this.learn.epoch}: ${this.learn.smoothLoss}`);
 *   }
 * }
 * await learn.fit(3, { cbs: new ShowLoss() });
 * ```
 *
 * Events inside a batch are synchronous and run inside the batch's `torch.scope`: what shall outlive the batch is kept
 * with `torch.keep(…)` or turned into numbers. Events of the fit and of epochs may be `async`. Throwing one of the
 * `Cancel…Exception`s steers the loop. Source: fastai's Callback.
 *
 * @typeParam B the learner's batch, `[TensorImage, TensorCategory]` say; `this.learn.x` and `.y` have its types.
 */
export class Callback<B extends readonly Tensor[] = Tensor[]> implements AnyCallback {
  /** Callbacks run by ascending order, equal ones as they were added. */
  order = 0;
  /** False silences the callback until the end of the fit. */
  run = true;
  /** Whether it hears the events of training batches. */
  runTrain = true;
  /** Whether it hears the events of validation batches. */
  runValid = true;
  /** Whether it hears of fits only: not of validations, predictions and searches for a learning rate. */
  onlyFits = false;
  /** Whether it is left out while predictions are made in the middle of a fit. */
  removeOnFetch = false;
  /**
   * Whether `beforeEpoch` and `afterEpoch` also tell it of validations and predictions that are made in the middle of a fit, which are
   * no epochs of the fit; the recorder puts its own row aside then. Default false.
   */
  hearsInnerEpochs = false;
  /**
   * Whether training steps may be replayed as a CUDA graph (`learn.toCudaGraph()`) while this callback is there. It then hears
   * `beforeBatch`, `beforeStep`, `afterStep`, `afterBatch` and those of the fit and its epochs as ever, but nothing from `afterPred` to
   * `afterBackward` in steps that are replayed; what it does there to tensors is captured, with the numbers of the capture. So say true
   * where its events inside of batches neither need those, nor change the loss or the model from batch to batch. Callbacks without
   * events inside of batches need not say anything. Default false.
   */
  capturable = false;
  #learn: CallbackLearner<B> | null = null;

  /** The learner that this callback belongs to. Throws where it has been added to none. */
  get learn(): CallbackLearner<B> {
    if (!this.#learn)
      throw new Error(`${this.name} belongs to no learner: add it with learn.addCb(…) or cbs: […]`);
    return this.#learn;
  }

  /** What this callback is called in messages and in `showTrainingLoop()`. */
  get name(): string {
    return this.constructor.name;
  }

  /** Binds to a learner, or to none; called when the callback is added and removed. */
  attach(learn: unknown): void {
    this.#learn = isLearner<B>(learn) ? learn : null;
  }

  /** Once, when the learner is made (only callbacks that are given to its constructor hear it). */
  afterCreate(): void {}
  beforeFit(): void | Promise<void> {}
  beforeEpoch(): void | Promise<void> {}
  beforeTrain(): void | Promise<void> {}
  /** `learn.xb` and `learn.yb` are there, and may be replaced. */
  beforeBatch(): void {}
  /** `learn.pred` is there, and may be replaced. */
  afterPred(): void {}
  /** `learn.loss` and `learn.lossGrad` are there; only the latter is differentiated. */
  afterLoss(): void {}
  beforeBackward(): void {}
  afterCancelBackward(): void {}
  afterBackward(): void {}
  beforeStep(): void {}
  afterCancelStep(): void {}
  afterStep(): void {}
  afterCancelBatch(): void {}
  afterBatch(): void {}
  afterCancelTrain(): void | Promise<void> {}
  afterTrain(): void | Promise<void> {}
  beforeValidate(): void | Promise<void> {}
  afterCancelValidate(): void | Promise<void> {}
  afterValidate(): void | Promise<void> {}
  afterCancelEpoch(): void | Promise<void> {}
  afterEpoch(): void | Promise<void> {}
  afterCancelFit(): void | Promise<void> {}
  /** The end of the fit, also of one that failed: give back what `beforeFit` took. */
  afterFit(): void | Promise<void> {}

  /** What a checkpoint has to hold so that this callback can go on where it was; nothing by default. */
  state(): CallbackState | null {
    return null;
  }

  /** Takes back what {@link state} gave; called after `beforeFit` of the resumed fit. */
  restoreState(_state: CallbackState): void {}

  /** Whether this callback does anything at an event. */
  handles(event: Event): boolean {
    return this[event] !== Callback.prototype[event];
  }

  /** Whether it must hear what happens inside of training steps: it has events there, and is not `capturable`. */
  watchesSteps(): boolean {
    if (this.capturable || !this.run || !this.runTrain) return false;
    if (this.onlyFits && !this.learn.isFitting) return false;
    return batchEvents.some((event) => this.handles(event));
  }

  /** Calls the event's method, unless `run`, `runTrain` or `runValid` say no. */
  call(event: Event): void | Promise<void> {
    const deaf = this.onlyFits && !this.learn.isFitting;
    const silent = deaf || (isBatchEvent(event) && !(this.learn.training ? this.runTrain : this.runValid));
    if (!this.run || silent || !this.handles(event)) return this.afterCall(event);
    const failed = (error: unknown): never => {
      if (error instanceof CancelException || error instanceof TrainingError) throw error;
      const { learn } = this;
      throw new TrainingError(
        `${this.name}.${event} threw`,
        learn,
        error,
        adviceFor(error, learn.xb[0]?.shape[0]),
      );
    };
    try {
      const pending = this[event]();
      if (!(pending instanceof Promise)) return this.afterCall(event);
      if (isBatchEvent(event))
        throw new Error('events inside a batch are synchronous: it must not return a promise');
      return pending.then(() => this.afterCall(event), failed);
    } catch (error) {
      return failed(error);
    }
  }

  private afterCall(event: Event): void {
    if (event === 'afterFit') this.run = true;
  }

  toString(): string {
    return this.name;
  }
}

/** Which batches a learner has is what its callbacks declare; TypeScript cannot compare the two. */
const isLearner = <B extends readonly Tensor[]>(value: unknown): value is CallbackLearner<B> =>
  typeof value === 'object' && value !== null && 'cbs' in value;
