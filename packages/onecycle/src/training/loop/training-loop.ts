import { setImmediate as macrotask } from 'node:timers/promises';
import type { Tensor } from '@onecycle/torch';
import { disposeMembers } from '../../data/index.js';
import {
  type AnyCallback,
  type Callbacks,
  CancelEpochException,
  type CancelException,
  CancelFitException,
  CancelTrainException,
  CancelValidException,
  callbackList,
  type FitEvent,
} from '../events/index.js';
import {
  adviceFor,
  areOurs,
  type Batches,
  BatchInHand,
  checkBatch,
  DivergenceError,
  FitState,
  TrainingError,
  type Value,
} from '../state/index.js';
import type { Strategy } from '../strategies/index.js';
import { BatchRunner, type Trainee } from './batch-runner.js';
import type { CallbackList } from './callback-list.js';
import { DivergenceGuard } from './divergence-guard.js';
import { Turns } from './turns.js';

/** Where a fit begins, or goes on: the batch of the epoch that comes next. */
export interface StartAt {
  epoch: number;
  batch: number;
  /** Puts saved state back; called after `beforeFit`, and again after `beforeTrain` where the epoch was under way. */
  restore(): void | Promise<void>;
}

/**
 * The training loop and what it tells its callbacks, event by event, as fastai's Learner does. It counts and tells; how
 * a batch runs is its strategy's. Every batch runs in a `torch.scope`, validation without gradients, and between two
 * batches the event loop gets a turn, so that timers and Ctrl-C are heard.
 */
export class TrainingLoop<B extends readonly Tensor[] = Tensor[]> {
  /** The batch in hand. */
  readonly batch = new BatchInHand<B>();
  /** Where the fit stands. */
  readonly state = new FitState<B>();
  /**
   * Whose turn it is. Two pieces of work that overlap would see each other's batches: what starts from elsewhere waits
   * until a fit is over; what its own callbacks start, awaited or not, is done between events of the fit and its epochs.
   */
  readonly turns = new Turns();
  /** Fits and passes that are on, one inside of the other. */
  #depth = 0;
  /** Whether `stopRequested` ends what is on: a fit or a search for a learning rate, not a validation on its own. */
  #canStop = false;
  #tasks: (() => Promise<void>)[] = [];
  readonly #guard = new DivergenceGuard();
  readonly #runner: BatchRunner<B>;

  constructor(
    readonly trainee: Trainee<B>,
    readonly callbacks: CallbackList,
    public strategy: Strategy,
  ) {
    this.#runner = new BatchRunner(trainee, callbacks, this.batch, this.state);
  }

  /** Does something asynchronous after the batch in hand and before the next: batch events cannot wait themselves. */
  afterThisBatch(task: () => Promise<void>): void {
    this.#tasks.push(task);
  }

  /** What `read` gives, once no batch is in hand: in the middle of one, weights and statistics are of different steps. */
  async betweenBatches<T>(read: () => T): Promise<T> {
    return this.#runner.betweenBatches(read);
  }

  /** Throws where a fit, a validation or a prediction is on, inside of which `what` cannot be. */
  checkIdle(what: string): void {
    if (this.#depth === 0) return;
    throw new Error(`${what} cannot begin in the middle of a fit or a prediction: await that one first`);
  }

  /** Trains until `state.nEpoch` epochs are done. */
  async fit(train: Batches<B>, valid: Batches<B> | null, start: StartAt): Promise<void> {
    await this.turns.alone(() => this.#fit(train, valid, start));
  }

  async #fit(train: Batches<B>, valid: Batches<B> | null, start: StartAt): Promise<void> {
    const { nEpoch } = this.state;
    this.#canStop = true;
    this.#depth += 1;
    try {
      await this.#prepare();
      await this.#withEvents('Fit', CancelFitException, async () => {
        await start.restore();
        for (let epoch = start.epoch; epoch < nEpoch; epoch++) {
          this.state.epoch = epoch;
          const under = epoch === start.epoch && start.batch > 0 ? start : null;
          await this.#withEvents('Epoch', CancelEpochException, async () => {
            await this.#trainEpoch(train, under);
            if (valid) await this.passOver(valid);
          });
        }
      });
    } catch (error) {
      const reason = error instanceof DivergenceError ? error : await this.strategy.failed(error);
      await this.#giveUp(this.callbacks.all);
      throw reason;
    } finally {
      this.#depth -= 1;
      this.#canStop = false;
      this.#tasks = [];
      this.#cleanUp();
      this.#guard.clear();
    }
  }

  async #trainEpoch(train: Batches<B>, under: StartAt | null): Promise<void> {
    this.state.dl = train;
    if (this.state.haltOnNan) this.#guard.remember(this.trainee.model);
    await this.#withEvents('Train', CancelTrainException, async () => {
      await under?.restore();
      await this.#allBatches(train, under?.batch ?? 0);
    });
  }

  /** One pass over `dl` without learning, with the events of a validation. */
  async passOver(dl: Batches<B>): Promise<void> {
    this.state.dl = dl;
    await this.#withEvents('Validate', CancelValidException, () => this.#allBatches(dl, 0));
  }

  /**
   * Runs `body` as callbacks expect a validation: with `cbs`, without rows, and as a fit of one epoch (`beforeFit`,
   * `beforeEpoch`, … `afterFit`) unless it stands in one already (`inner`). In the middle of a fit, its callbacks do not
   * take the beginning and the end of a prediction for those of their fit or of an epoch of it: only `cbs` are told of these.
   *
   * @param together whether several machines share the pass, as in a validation; of predictions each makes all
   * @returns loss and metrics, where a `Recorder` measures them
   */
  async validation(
    cbs: Callbacks,
    inner: boolean,
    body: () => Promise<void>,
    together = false,
  ): Promise<Value[]> {
    const { state } = this;
    const run = async () => {
      const { showsEpochs, logger } = state;
      Object.assign(state, { showsEpochs: false, logger: null });
      try {
        const own = callbackList(cbs);
        return await this.callbacks.added(cbs, async () => {
          if (!inner) return this.#asFit(own, body);
          await body();
          return state.finalRecord;
        });
      } finally {
        Object.assign(state, { showsEpochs, logger });
      }
    };
    return this.turns.alone(() => (together ? run() : this.strategy.alone(run)));
  }

  /** Everything that is a fit to the callbacks, around `body`. */
  async #asFit(own: readonly AnyCallback[], body: () => Promise<void>): Promise<Value[]> {
    const { state } = this;
    const { model } = this.trainee;
    // In the middle of a fit it must find its place again.
    const isNested = this.#depth > 0;
    const { isFitting, epoch, trainIter, pctTrain, training: learns, dl } = state;
    const { iter, nIter, smoothLoss, finalRecord } = state;
    const { training } = model;
    const canStop = this.#canStop;
    const told = isNested ? own : undefined;
    const toldEpoch = told && this.callbacks.all.filter((cb) => cb.hearsInnerEpochs || own.includes(cb));
    state.isFitting = false;
    this.#canStop = false;
    this.#depth += 1;
    try {
      await this.#prepare();
      await this.#tell('beforeFit', told);
      await this.#tell('beforeEpoch', toldEpoch);
      await body();
      await this.#tell('afterEpoch', toldEpoch);
      await this.#tell('afterFit', told);
      return state.finalRecord;
    } catch (error) {
      const reason = isNested ? error : await this.strategy.failed(error);
      await this.#giveUp(told ?? this.callbacks.all);
      throw reason;
    } finally {
      this.#depth -= 1;
      this.#cleanUp();
      this.#canStop = canStop;
      Object.assign(state, { isFitting, epoch, trainIter, pctTrain, training: learns, dl });
      if (isNested) Object.assign(state, { iter, nIter, smoothLoss, finalRecord });
      if (isNested && model.training !== training) model.train(training);
    }
  }

  async #prepare(): Promise<void> {
    await this.strategy.prepare(this.trainee.model, this.trainee.dls);
  }

  /** Forgets the batch in hand. */
  #cleanUp(): void {
    this.batch.forget();
    this.batch.forgetLoss();
    this.state.dl = null;
    if (this.#depth === 0) this.strategy.release();
  }

  async #allBatches(dl: Batches<B>, start: number): Promise<void> {
    const { state, strategy } = this;
    state.nIter = strategy.count(dl);
    state.iter = start;
    let index = start;
    for await (const batch of this.#loaded(dl, start)) {
      if (batch) checkBatch(batch);
      try {
        const rest = batch && this.#runner.begin(index, batch, strategy);
        if (rest) {
          await macrotask();
          rest();
        }
        if (batch) this.#checkLoss();
      } finally {
        if (batch && areOurs(dl)) disposeMembers(batch);
        this.batch.forget();
      }
      index += 1;
      for (const task of this.#tasks.splice(0)) await this.turns.letIn(task);
      // Signals are heard in between. Whoever keeps the state of a batch must have known that it is the last.
      const isLast = state.stopRequested;
      await macrotask();
      this.#checkStop(isLast);
    }
    // Of an epoch that goes on nothing may be left, where items were left out.
    if (index === 0 && state.nIter > 0) {
      const reason = new Error(`the data gave none of the ${state.nIter} batches that they have`);
      throw new TrainingError('There was no batch', state, reason);
    }
  }

  /** The batches; running out of memory while one is put together is explained as it is for the model. */
  async *#loaded(dl: Batches<B>, start: number): AsyncGenerator<B | null> {
    let iter = start;
    try {
      for await (const batch of this.strategy.batches(dl, start, this.state.training)) {
        yield batch;
        iter += 1;
      }
    } catch (error) {
      const advice = adviceFor(error, 'bs' in dl ? dl.bs : undefined, this.trainee.dls.device);
      if (!advice) throw error;
      throw new TrainingError('A batch could not be loaded', { ...this.state, iter }, error, advice);
    }
  }

  /** Trains on a batch, or evaluates it, according to `state.training`. */
  oneBatch(index: number, batch: B): void {
    this.#runner.run(index, batch, this.strategy);
    this.#checkLoss();
  }

  /** Ends the fit where that is wished on any machine. */
  #checkStop(isWished: boolean): void {
    const { state } = this;
    if (!this.#canStop || !this.strategy.any(isWished)) return;
    state.stopRequested = true;
    throw new CancelFitException('interrupted');
  }

  #checkLoss(): void {
    if (!this.state.training || !this.state.haltOnNan || this.#runner.stepCancelled) return;
    const { lossValue } = this.batch;
    if (lossValue === null || !this.strategy.any(!Number.isFinite(lossValue))) return;
    const [loss = lossValue] = this.strategy.mean([lossValue]);
    this.#guard.stop(loss, this.state, this.trainee.model, this.trainee.opt);
  }

  async #tell(event: FitEvent, among?: readonly AnyCallback[]): Promise<void> {
    await this.callbacks.tell(event, among, (pending) => this.turns.letIn(() => pending));
    // Those that were started without being waited for, since the last event.
    await this.turns.letIn(async () => {});
  }

  async #withEvents(
    part: 'Fit' | 'Epoch' | 'Train' | 'Validate',
    cancel: typeof CancelException,
    body: () => Promise<void>,
  ): Promise<void> {
    try {
      await this.#tell(`before${part}`);
      await body();
    } catch (error) {
      if (!(error instanceof cancel)) throw error;
      await this.#tell(`afterCancel${part}`);
    }
    await this.#tell(`after${part}`);
  }

  /** After an error: callbacks get to give back what they took; a second error would only hide the first. */
  async #giveUp(cbs: readonly AnyCallback[]): Promise<void> {
    for (const cb of this.callbacks.ordered()) {
      try {
        if (cbs.includes(cb)) await cb.call('afterFit');
      } catch {}
    }
    if (this.#depth > 1) return;
    for (const parameter of this.trainee.model.parameters()) parameter.grad = null;
    this.state.training = false;
  }
}
