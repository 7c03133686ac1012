import { type nn, type Tensor, torch } from '@onecycle/torch';
import type { DataLoaders } from '../../data/index.js';
import {
  CancelBackwardException,
  CancelBatchException,
  CancelException,
  CancelStepException,
} from '../events/index.js';
import { type LossFunc, lossOf, lossPerItem } from '../losses/index.js';
import type { Optimizer } from '../optimizer/index.js';
import { adviceFor, type BatchInHand, type FitState, TrainingError } from '../state/index.js';
import type { BatchWork, Rest, Run, Strategy } from '../strategies/index.js';
import type { CallbackList } from './callback-list.js';

/** What is trained, and on what. Asked for at every use: each part may be replaced in the middle of a fit. */
export interface Trainee<B extends readonly Tensor[] = Tensor[]> {
  readonly model: nn.Module<Tensor[]>;
  readonly lossFunc: LossFunc;
  readonly opt: Optimizer;
  readonly dls: DataLoaders<B>;
}

/**
 * Runs one batch, with its events: `beforeBatch`, `afterPred`, `afterLoss`, … `afterBatch`. What stands between them its
 * strategy decides; here is what a strategy has to call.
 */
export class BatchRunner<B extends readonly Tensor[] = Tensor[]> {
  /** Whether a callback cancelled the step of the last batch. */
  stepCancelled = false;
  #isOn = false;
  #parameters: readonly Tensor[] | null = null;
  readonly #atEnd: (() => void)[] = [];
  readonly #work: BatchWork;

  constructor(
    readonly trainee: Trainee<B>,
    readonly callbacks: CallbackList,
    readonly batch: BatchInHand<B>,
    readonly state: FitState<B>,
  ) {
    const parameters = () => {
      this.#parameters ??= [...new Set([...trainee.model.parameters(), ...trainee.opt.allParams()])];
      return this.#parameters;
    };
    this.#work = {
      get learns() {
        return state.training && batch.yb.length > 0;
      },
      batch,
      get model() {
        return trainee.model;
      },
      get parameters() {
        return parameters();
      },
      get lossFunc() {
        return trainee.lossFunc;
      },
      get watcher() {
        return callbacks.watcher()?.name ?? null;
      },
      forward: (context) => this.#forward(context),
      backward: (ready) =>
        void this.#withEvents('Backward', CancelBackwardException, () =>
          scalar(ready ? ready(batch.lossGrad) : batch.lossGrad).backward(),
        ),
      step: (take) => this.#step(take),
    };
  }

  /** What `read` gives: now, or where a batch is in hand as soon as it is done. */
  async betweenBatches<T>(read: () => T): Promise<T> {
    if (!this.#isOn) return read();
    return new Promise((resolve, reject) => {
      this.#atEnd.push(() => {
        try {
          resolve(read());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  /** Trains on a batch, or evaluates it, according to `state.training`; in a `torch.scope`. */
  run(index: number, batch: B, strategy: Strategy): void {
    this.begin(index, batch, strategy)?.();
  }

  /** The same, as far as the strategy goes before others have a turn. @returns the rest, where there is one: to be called in any case */
  begin(index: number, batch: B, strategy: Strategy): Rest {
    const { state, trainee } = this;
    state.iter = index;
    this.#isOn = true;
    this.#parameters = null;
    const rest = this.#part(batch, () => {
      this.batch.take(strategy.place(batch, trainee.dls.device), trainee.dls.nInp);
      this.stepCancelled = false;
      const left = this.#withEvents('Batch', CancelBatchException, () => strategy.run(this.#work));
      // The scope ends before the rest begins.
      if (left) this.batch.keep();
      return left;
    });
    if (!rest) return;
    return () => {
      try {
        this.#part(batch, rest);
      } finally {
        this.batch.free(batch);
      }
    };
  }

  /** A part of a batch's work, in a scope of its own; after the last one those have their turn that waited for the batch's end. */
  #part(batch: B, work: () => Rest): Rest {
    const { state, trainee } = this;
    try {
      const rest = state.training ? torch.scope(work) : torch.noGrad(() => torch.scope(work));
      if (rest) return rest;
    } catch (error) {
      this.#end();
      if (error instanceof CancelException || error instanceof TrainingError) throw error;
      const advice = adviceFor(error, batch[0]?.shape[0], trainee.dls.device);
      throw new TrainingError('A batch failed', state, error, advice);
    }
    this.#end();
  }

  #end(): void {
    this.#isOn = false;
    for (const read of this.#atEnd.splice(0)) read();
  }

  #forward(context: (run: Run) => void): void {
    const { batch, callbacks, state, trainee } = this;
    context(() => {
      batch.pred = trainee.model.forward(...batch.xb);
      callbacks.tellNow('afterPred');
      if (batch.yb.length > 0) {
        batch.lossGrad = (state.perItemLoss ? lossPerItem : lossOf)(trainee.lossFunc, batch.pred, batch.yb);
        batch.loss = batch.lossGrad.detach().clone();
      }
    });
    callbacks.tellNow('afterLoss');
  }

  #step(take = (opt: Optimizer): void => opt.step()): void {
    const { opt } = this.trainee;
    this.#withEvents('Step', CancelStepException, () => take(opt));
    opt.zeroGrad();
  }

  /** Tells what stands around `body`, and around the rest of it that it leaves. */
  #withEvents(part: 'Batch' | 'Backward' | 'Step', cancel: typeof CancelException, body: () => Rest): Rest {
    const { callbacks } = this;
    const toTheEnd = (work: () => Rest): Rest => {
      try {
        const rest = work();
        if (rest) return () => void toTheEnd(rest);
      } catch (error) {
        if (!(error instanceof cancel)) throw error;
        if (part === 'Step') this.stepCancelled = true;
        callbacks.tellNow(`afterCancel${part}`);
      }
      callbacks.tellNow(`after${part}`);
    };
    return toTheEnd(() => {
      callbacks.tellNow(`before${part}`);
      return body();
    });
  }
}

/** The loss that is differentiated. Throws where it is not one number. */
function scalar(loss: Tensor): Tensor {
  if (!loss.requiresGrad) {
    throw new TypeError(
      'the loss depends on no parameter that trains: unfreeze some (learn.unfreeze()), and detach neither outputs nor loss',
    );
  }
  if (loss.numel() === 1) return loss;
  throw new TypeError(
    `a loss gives one number to train on, and this one gave a tensor of shape [${loss.shape.join(', ')}]: take its mean()`,
  );
}
