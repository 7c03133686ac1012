import { setImmediate as macrotask } from 'node:timers/promises';
import { type nn, type Tensor, torch } from '@onecycle/torch';
import { BatchInHand } from './batch-in-hand.js';
import { areOurs, type Batches, iterate } from './batches.js';
import { DivergenceGuard } from './divergence-guard.js';
import {
  CancelBackwardException,
  CancelBatchException,
  CancelEpochException,
  CancelException,
  CancelFitException,
  CancelStepException,
  CancelTrainException,
  CancelValidException,
} from './events.js';
import { lossOf, lossPerItem } from './loss-func.js';
import type { LossFunc } from './losses/index.js';
import type { Optimizer } from './optimizer/index.js';
import { adviceFor } from './out-of-memory.js';
import { TrainingError } from './training-error.js';

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
export abstract class TrainingLoop<B extends readonly Tensor[] = Tensor[]> extends BatchInHand<B> {
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
  forwardContext: (run: () => void) => void = (run) => run();
  /** False lets a fit go on after a loss that is no number, as the learning-rate finder wants it. */
  haltOnNan = true;
  /** Whether the loss is kept item by item, as `getPreds({ withLoss: true })` wants it; there is no training then. */
  perItemLoss = false;
  /** Set by Ctrl-C, or by whoever wants it: the fit ends after the batch in hand. The next fit clears it. */
  stopRequested = false;

  #stepCancelled = false;
  /** Whether `stopRequested` ends what is on: a fit or a search for a learning rate, not a validation on its own. */
  #canStop = false;
  #tasks: (() => Promise<void>)[] = [];
  readonly #guard = new DivergenceGuard();

  /** Does something asynchronous after the batch in hand and before the next: batch events cannot wait themselves. */
  afterThisBatch(task: () => Promise<void>): void {
    this.#tasks.push(task);
  }

  /** Trains until `nEpoch` epochs are done; see {@link Learner.fit}. */
  protected async runFit(train: Batches<B>, valid: Batches<B> | null, start: StartAt): Promise<void> {
    const { nEpoch } = this;
    this.#canStop = true;
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
      this.#canStop = false;
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
    // In the middle of a fit it must find its place again.
    const { isFitting, epoch, trainIter, pctTrain, training, dl } = this;
    const canStop = this.#canStop;
    this.isFitting = false;
    this.#canStop = false;
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
      this.#canStop = canStop;
      Object.assign(this, { isFitting, epoch, trainIter, pctTrain, training, dl });
    }
  }

  /** Forgets the batch in hand. */
  protected endCleanup(): void {
    this.forgetBatch();
    this.forgetLoss();
    this.dl = null;
    this.#tasks = [];
  }

  async #allBatches(dl: Batches<B>, start: number): Promise<void> {
    this.nIter = dl.length;
    this.iter = start;
    let index = start;
    for await (const batch of this.#loaded(dl, start)) {
      try {
        this.oneBatch(index++, batch);
      } finally {
        if (areOurs(dl)) for (const tensor of batch) tensor.dispose();
        this.forgetBatch();
      }
      for (const task of this.#tasks.splice(0)) await task();
      await macrotask();
      if (this.stopRequested && this.#canStop) throw new CancelFitException('interrupted');
    }
  }

  /** The batches; running out of memory while one is put together is explained as it is for the model. */
  async *#loaded(dl: Batches<B>, start: number): AsyncGenerator<B> {
    let iter = start;
    try {
      for await (const batch of iterate(dl, start)) {
        yield batch;
        iter += 1;
      }
    } catch (error) {
      const advice = adviceFor(error, 'bs' in dl ? dl.bs : undefined);
      if (!advice) throw error;
      const { epoch, nEpoch, nIter, training } = this;
      throw new TrainingError(
        'A batch could not be loaded',
        { epoch, nEpoch, iter, nIter, training },
        error,
        advice,
      );
    }
  }

  /** Trains on a batch, or evaluates it, according to `training`. */
  oneBatch(index: number, batch: B): void {
    this.iter = index;
    const run = () =>
      torch.scope(() => {
        this.takeBatch(batch, this.nInp, this.device);
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
    if (this.training && this.haltOnNan && !this.#stepCancelled && this.lossValue !== null) {
      this.#guard.check(this.lossValue, this, this.model, this.opt);
    }
  }

  #doOneBatch(): void {
    this.forwardContext(() => {
      this.pred = this.model.forward(...this.xb);
      this.batchEvent('afterPred');
      if (this.yb.length > 0) {
        this.lossGrad = (this.perItemLoss ? lossPerItem : lossOf)(this.lossFunc, this.pred, this.yb);
        this.loss = this.lossGrad.detach().clone();
      }
    });
    this.batchEvent('afterLoss');
    if (!this.training || this.yb.length === 0) return;
    this.#withBatchEvents('Backward', CancelBackwardException, () => this.lossGrad.backward());
    this.#withBatchEvents('Step', CancelStepException, () => this.opt.step());
    this.opt.zeroGrad();
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
    for (const cb of this.orderedCbs()) {
      try {
        await cb.call('afterFit');
      } catch {}
    }
    for (const parameter of this.model.parameters()) parameter.grad = null;
    this.training = false;
  }
}
