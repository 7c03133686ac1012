import { setImmediate as macrotask } from 'node:timers/promises';
import { type nn, type Tensor, torch } from '@onecycle/torch';
import { areOurs, type Batches, iterate } from './batches.js';
import { type AnyCallback, type Callbacks, callbackList } from './callback.js';
import { DivergenceGuard } from './divergence-guard.js';
import {
  type BatchEvent,
  CancelBackwardException,
  CancelBatchException,
  CancelEpochException,
  CancelException,
  CancelFitException,
  CancelStepException,
  CancelTrainException,
  CancelValidException,
  type Event,
  type FitEvent,
} from './events.js';
import { lossOf, lossPerItem } from './loss-func.js';
import type { LossFunc } from './losses/index.js';
import type { Optimizer } from './optimizer/index.js';
import { adviceFor } from './out-of-memory.js';
import { TrainingError } from './training-error.js';

/** Input of a batch of type `B`: its first member. */
export type InputOf<B extends readonly Tensor[]> = B extends readonly [infer X extends Tensor, ...unknown[]]
  ? X
  : Tensor;
/** Target of a batch of type `B`: its last member. */
export type TargetOf<B extends readonly Tensor[]> = B extends readonly [...unknown[], infer Y extends Tensor]
  ? Y
  : Tensor;

type CallbackClass = abstract new (...args: never[]) => object;

const sorted = (cbs: readonly AnyCallback[]): AnyCallback[] => cbs.toSorted((a, b) => a.order - b.order);

function present<T>(value: T | null | undefined, name: string, when: string): T {
  if (value === null || value === undefined) throw new Error(`learn.${name} is there only ${when}`);
  return value;
}

/** Where a fit begins, or goes on: the batch of the epoch that comes next. */
export interface StartAt {
  epoch: number;
  batch: number;
  /** Puts saved state back; called after `beforeFit`, and again after `beforeTrain` where the epoch was under way. */
  restore(): void | Promise<void>;
}

/**
 * The training loop and what it tells its callbacks, event by event, as fastai's Learner does. Every batch runs in a
 * `torch.scope`, validation without gradients, and between two batches the event loop gets a turn, so that timers and
 * Ctrl-C are heard. {@link Learner} is this loop with everything that one calls.
 */
export abstract class TrainingLoop<B extends readonly Tensor[] = Tensor[]> {
  abstract readonly model: nn.Module<Tensor[]>;
  abstract lossFunc: LossFunc;
  /** The optimizer; made at the first use. */
  abstract get opt(): Optimizer;
  /** Number of inputs in a batch; what follows are targets. */
  protected abstract get nInp(): number;
  /** The device of the model and the batches. */
  protected abstract get device(): string;

  /** The epoch of this fit, from 0, and how many there are. */
  epoch = 0;
  nEpoch = 1;
  /** The batch of this pass over the data, from 0, and how many there are. */
  iter = 0;
  nIter = 0;
  /** Training batches seen in this fit, and the share of the fit that is done, 0 … 1. */
  trainIter = 0;
  pctTrain = 0;
  /** Whether the batch in hand is one to learn from. */
  training = false;
  /** Whether a fit is on, and not a validation, a prediction or a search for a learning rate. */
  isFitting = false;
  /** The batches that are being passed over. */
  dl: Batches<B> | null = null;
  /** Smoothed training loss, debiased; 0 before the first batch. */
  smoothLoss = 0;
  /** Where forward pass and loss run: mixed precision puts `torch.autocast` here. */
  forwardContext: <T>(run: () => T) => T = (run) => run();
  /** False lets a fit go on after a loss that is no number, as the learning-rate finder wants it. */
  haltOnNan = true;
  /** Whether the loss is kept item by item, as `getPreds({ withLoss: true })` wants it; there is no training then. */
  perItemLoss = false;
  /** Set by Ctrl-C, or by whoever wants it: the fit ends after the batch in hand. The next fit clears it. */
  stopRequested = false;

  /** All callbacks, in the order in which they were added. */
  cbs: AnyCallback[] = [];
  #xb: InputOf<B>[] = [];
  #yb: TargetOf<B>[] = [];
  #pred: Tensor | null = null;
  #loss: Tensor | null = null;
  #lossGrad: Tensor | null = null;
  #stepCancelled = false;
  #tasks: (() => Promise<void>)[] = [];
  readonly #guard = new DivergenceGuard();

  /** Inputs of the batch in hand. */
  get xb(): InputOf<B>[] {
    return this.#xb;
  }
  set xb(inputs: InputOf<B>[]) {
    this.#xb = inputs;
  }
  /** Targets of the batch in hand; none where the data have no labels. */
  get yb(): TargetOf<B>[] {
    return this.#yb;
  }
  set yb(targets: TargetOf<B>[]) {
    this.#yb = targets;
  }
  /** The only input of the batch in hand (the first where there are several). */
  get x(): InputOf<B> {
    return present(this.#xb[0], 'x', 'inside a batch');
  }
  /** The only target of the batch in hand (the first where there are several). */
  get y(): TargetOf<B> {
    return present(this.#yb[0], 'y', 'inside a batch with labels');
  }
  /** What the model made of the batch in hand. */
  get pred(): Tensor {
    return present(this.#pred, 'pred', 'from afterPred to afterBatch');
  }
  set pred(pred: Tensor) {
    this.#pred = pred;
  }
  /** The loss of the batch in hand or, between batches, of the one before; it has no gradient. */
  get loss(): Tensor {
    return present(this.#loss, 'loss', 'from afterLoss on');
  }
  set loss(loss: Tensor) {
    if (loss === this.#loss) return;
    this.#loss?.dispose();
    this.#loss = torch.keep(loss);
  }
  /** Whether the batch in hand got as far as its loss. */
  get hasLoss(): boolean {
    return this.#lossGrad !== null;
  }
  /** The loss that is differentiated. */
  get lossGrad(): Tensor {
    return present(this.#lossGrad, 'lossGrad', 'from afterLoss to afterBatch');
  }
  set lossGrad(loss: Tensor) {
    this.#lossGrad = loss;
  }

  /** Adds callbacks for good. */
  addCbs(cbs: Callbacks): this {
    for (const cb of callbackList(cbs)) {
      cb.attach(this);
      this.cbs.push(cb);
    }
    return this;
  }

  /** Adds a callback for good. */
  addCb(cb: AnyCallback): this {
    return this.addCbs(cb);
  }

  /** Takes callbacks away: these ones, or all of a class. */
  removeCbs(cbs: Callbacks | CallbackClass): this {
    const gone = typeof cbs === 'function' ? this.cbs.filter((cb) => cb instanceof cbs) : callbackList(cbs);
    for (const cb of gone) if (this.cbs.includes(cb)) cb.attach(null);
    this.cbs = this.cbs.filter((cb) => !gone.includes(cb));
    return this;
  }

  /** Takes a callback away. */
  removeCb(cb: AnyCallback | CallbackClass): this {
    return this.removeCbs(cb);
  }

  /** Runs `fn` with callbacks added. */
  async addedCbs<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T> {
    this.addCbs(cbs);
    try {
      return await fn();
    } finally {
      this.removeCbs(cbs);
    }
  }

  /** Runs `fn` without some of the callbacks. */
  async removedCbs<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T> {
    const before = this.cbs;
    const gone = callbackList(cbs).filter((cb) => before.includes(cb));
    this.removeCbs(gone);
    try {
      return await fn();
    } finally {
      for (const cb of gone) cb.attach(this);
      // Back at their places: callbacks of equal order run as they were added.
      this.cbs = [...before, ...this.cbs.filter((cb) => !before.includes(cb))];
    }
  }

  /** The callback of a class, if there is one: `learn.callback(ProgressCallback)`. */
  callback<C>(type: abstract new (...args: never[]) => C): C | undefined {
    for (const cb of this.cbs) if (cb instanceof type) return cb;
    return undefined;
  }

  /** The callbacks that do something at an event, in the order in which they run. */
  orderedCbs(event: Event): AnyCallback[] {
    return sorted(this.cbs).filter((cb) => cb.handles(event));
  }

  /** Does something asynchronous after the batch in hand and before the next: batch events cannot wait themselves. */
  afterThisBatch(task: () => Promise<void>): void {
    this.#tasks.push(task);
  }

  /** Tells all callbacks of an event of a fit or an epoch. */
  async event(event: FitEvent): Promise<void> {
    for (const cb of sorted(this.cbs)) await cb.call(event);
  }

  /** Tells all callbacks of an event inside a batch. */
  batchEvent(event: BatchEvent | 'afterCreate'): void {
    for (const cb of sorted(this.cbs)) cb.call(event);
  }

  /** Trains for `nEpoch` epochs; see {@link Learner.fit}. */
  protected async runFit(
    nEpoch: number,
    train: Batches<B>,
    valid: Batches<B> | null,
    start: StartAt,
  ): Promise<void> {
    this.nEpoch = nEpoch;
    try {
      await this.#withEvents('Fit', CancelFitException, async () => {
        await start.restore();
        for (let epoch = start.epoch; epoch < nEpoch; epoch++) {
          this.epoch = epoch;
          const under = epoch === start.epoch && start.batch > 0 ? start : null;
          await this.#withEvents('Epoch', CancelEpochException, async () => {
            await this.#trainEpoch(train, under);
            if (valid) await this.passOver(valid);
          });
        }
      });
    } catch (error) {
      await this.#giveUp();
      throw error;
    } finally {
      this.endCleanup();
      this.#guard.clear();
    }
  }

  async #trainEpoch(train: Batches<B>, under: StartAt | null): Promise<void> {
    this.dl = train;
    this.#guard.remember(this.model);
    await this.#withEvents('Train', CancelTrainException, async () => {
      await under?.restore();
      await this.#allBatches(train, under?.batch ?? 0);
    });
  }

  /** One pass over `dl` without learning, with the events of a validation. */
  async passOver(dl: Batches<B>): Promise<void> {
    this.dl = dl;
    await this.#withEvents('Validate', CancelValidException, () => this.#allBatches(dl, 0));
  }

  /** Everything that is a fit to the callbacks, around `body`: `beforeFit`, `beforeEpoch`, … `afterFit`. */
  protected async asFit(body: () => Promise<void>): Promise<void> {
    try {
      await this.event('beforeFit');
      await this.event('beforeEpoch');
      await body();
      await this.event('afterEpoch');
      await this.event('afterFit');
    } catch (error) {
      await this.#giveUp();
      throw error;
    } finally {
      this.endCleanup();
    }
  }

  /** Forgets the batch in hand. */
  protected endCleanup(): void {
    this.#forgetBatch();
    this.dl = null;
    this.#tasks = [];
    this.#loss?.dispose();
    this.#loss = null;
  }

  async #allBatches(dl: Batches<B>, start: number): Promise<void> {
    this.nIter = dl.length;
    this.iter = start;
    let index = start;
    for await (const batch of iterate(dl, start)) {
      try {
        this.oneBatch(index++, batch);
      } finally {
        if (areOurs(dl)) for (const tensor of batch) tensor.dispose();
        this.#forgetBatch();
      }
      for (const task of this.#tasks.splice(0)) await task();
      await macrotask();
      if (this.stopRequested && this.isFitting) throw new CancelFitException('interrupted');
    }
  }

  /** Trains on a batch, or evaluates it, according to `training`. */
  oneBatch(index: number, batch: B): void {
    this.iter = index;
    const run = () =>
      torch.scope(() => {
        this.#split(batch);
        this.#stepCancelled = false;
        this.#withBatchEvents('Batch', CancelBatchException, () => this.#doOneBatch());
      });
    try {
      if (this.training) run();
      else torch.noGrad(run);
    } catch (error) {
      if (error instanceof CancelException || error instanceof TrainingError) throw error;
      throw new TrainingError('A batch failed', this, error, adviceFor(error, batch[0]?.shape[0]));
    }
    if (this.training && this.haltOnNan && !this.#stepCancelled && this.#loss) {
      this.#guard.check(this.#loss.item(), this, this.model, this.opt);
    }
  }

  #split(batch: B): void {
    const inPlace = batch.map((tensor) => (tensor.device === this.device ? tensor : tensor.to(this.device)));
    // Which members are inputs is known at run time only; the types say it of the usual pair.
    this.#xb = inPlace.slice(0, this.nInp) as InputOf<B>[];
    this.#yb = inPlace.slice(this.nInp) as TargetOf<B>[];
  }

  #doOneBatch(): void {
    this.forwardContext(() => {
      this.pred = this.model.forward(...this.#xb);
      this.batchEvent('afterPred');
      if (this.#yb.length > 0) {
        this.lossGrad = (this.perItemLoss ? lossPerItem : lossOf)(this.lossFunc, this.pred, this.#yb);
        this.loss = this.lossGrad.detach().clone();
      }
    });
    this.batchEvent('afterLoss');
    if (!this.training || this.#yb.length === 0) return;
    this.#withBatchEvents('Backward', CancelBackwardException, () => this.lossGrad.backward());
    this.#withBatchEvents('Step', CancelStepException, () => this.opt.step());
    this.opt.zeroGrad();
  }

  #forgetBatch(): void {
    this.#xb = [];
    this.#yb = [];
    this.#pred = null;
    this.#lossGrad = null;
  }

  async #withEvents(
    part: 'Fit' | 'Epoch' | 'Train' | 'Validate',
    cancel: typeof CancelException,
    body: () => Promise<void>,
  ): Promise<void> {
    try {
      await this.event(`before${part}`);
      await body();
    } catch (error) {
      if (!(error instanceof cancel)) throw error;
      await this.event(`afterCancel${part}`);
    }
    await this.event(`after${part}`);
  }

  #withBatchEvents(
    part: 'Batch' | 'Backward' | 'Step',
    cancel: typeof CancelException,
    body: () => void,
  ): void {
    try {
      this.batchEvent(`before${part}`);
      body();
    } catch (error) {
      if (!(error instanceof cancel)) throw error;
      if (part === 'Step') this.#stepCancelled = true;
      this.batchEvent(`afterCancel${part}`);
    }
    this.batchEvent(`after${part}`);
  }

  /** After an error: every callback gets to give back what it took; a second error would only hide the first. */
  async #giveUp(): Promise<void> {
    for (const cb of sorted(this.cbs)) {
      try {
        await cb.call('afterFit');
      } catch {}
    }
    for (const parameter of this.model.parameters()) parameter.grad = null;
    this.training = false;
  }
}
