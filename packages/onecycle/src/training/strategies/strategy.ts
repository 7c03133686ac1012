import type { nn, Tensor } from '@onecycle/torch';
import type { DataLoaders } from '../../data/index.js';
import type { Optimizer } from '../optimizer/index.js';
import type { Batches, BatchInHand } from '../state/index.js';

/** Something to be run inside a context. */
export type Run = () => void;

/** What is left of something to be run later; most leave nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: functions that return nothing leave nothing
export type Rest = Run | void;

/** What there is to do for a batch, in this order; events are told, and cancelled steps left out, inside of each. */
export interface BatchWork {
  /** Whether the batch is one to learn from. Otherwise `forward` is all there is to do. */
  readonly learns: boolean;
  /** The batch in hand: what goes in, and where what comes out is put. */
  readonly batch: Pick<BatchInHand, 'xb' | 'yb' | 'x' | 'pred' | 'loss' | 'lossGrad' | 'forgetLoss'>;
  readonly model: nn.Module<Tensor[]>;
  /** Those of the model and of the optimizer; looked for once a batch. */
  readonly parameters: readonly Tensor[];
  /** The loss of the moment, which callbacks may replace. */
  readonly lossFunc: object;
  /** The name of a callback that must hear what happens inside of the step; null where none has to. */
  readonly watcher: string | null;
  /** The model and its loss, both inside of `context`. */
  forward(context: (run: Run) => void): void;
  /** The gradients of the loss, or of what `ready` makes of it, which is called right before. */
  backward(ready?: (loss: Tensor) => Tensor): void;
  /** The optimizer's step, or what `take` makes of it; afterwards the gradients are gone. */
  step(take?: (optimizer: Optimizer) => void): void;
}

/**
 * How a batch runs: where, in which precision, and what happens between the backward pass and the step. The loop
 * counts, and tells callbacks; everything that differs between one device, several machines and a step that is captured
 * as a graph stands here.
 *
 * On several machines a strategy averages gradients in `work.backward()`, and every machine calls `mean`, `any`, `gather`
 * and `agree` at the same moments, so that they can wait for each other inside of them.
 */
export interface Strategy {
  /** Where the forward pass and the loss run: mixed precision puts `torch.autocast` here. */
  forwardContext: (run: Run) => void;
  /** Whether the gradients of the batch in hand are those of a step; false where they only wait for more, until the next batch. */
  steps: boolean;
  /** Which of several machines this is, from 0, and how many there are. Number 0 writes files and shows things. */
  readonly rank: number;
  readonly size: number;
  /** Called before each fit and each pass over data: brings the model to the data's device, and learns what its parameters are. */
  prepare(model: nn.Module<Tensor[]>, dls: DataLoaders<readonly Tensor[]>): void | Promise<void>;
  /** How many batches of a pass this machine has at most. */
  count(batches: Batches<readonly Tensor[]>): number;
  /** This machine's part of a pass from batch number `start` on; null where only others have one. */
  batches<B extends readonly Tensor[]>(
    batches: Batches<B>,
    start: number,
    learns: boolean,
  ): AsyncIterable<B | null>;
  /** The tensors of a batch, on `device`. */
  place(batch: readonly Tensor[], device: string): Tensor[];
  /**
   * Runs one batch. What is thrown inside of `work` passes through.
   *
   * @returns what is left to do where a device is at work by itself: others have a turn before it, so that the next batch is prepared
   *   meanwhile
   */
  run(work: BatchWork): Rest;
  /** How many items the batch in hand has over all machines, of which `here` are here. */
  items(here: number): number;
  /** The means over all machines of numbers of the batch in hand that each of them has. */
  mean(values: readonly number[]): number[];
  /** Whether something is so on any machine: a stop, an overflow, a loss that is no number. */
  any(here: boolean): boolean;
  /** Replaces tensors that every machine has by their means over all, in place. */
  average(tensors: readonly Tensor[]): void;
  /** What each machine has, by rank, as JSON carries it. */
  gather<T>(value: T): T[];
  /** What machine 0 has, as JSON carries it. */
  agree<T>(value: T): Promise<T>;
  /** Runs what a machine does by itself, though others may be there: predictions, of which each makes all. */
  alone<T>(run: () => Promise<T>): Promise<T>;
  /** Called at the end of each fit, and of each pass by itself, also of one that failed: gives back what was held for it. */
  release(): void;
  /** What to throw after an error in a fit or a pass: that of another machine, where this one only noticed its absence. */
  failed(error: unknown): Promise<unknown>;
}
