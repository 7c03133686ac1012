import type { nn, Tensor } from '@onecycle/torch';

/** Something to be run inside a context. */
export type Run = () => void;

/** What there is to do for a batch, in this order; events are told, and cancelled steps left out, inside of each. */
export interface BatchWork {
  /** Whether the batch is one to learn from. Otherwise `forward` is all there is to do. */
  readonly learns: boolean;
  /** The model and its loss, both inside of `context`. */
  forward(context: (run: Run) => void): void;
  /** The gradients of the loss. */
  backward(): void;
  /** The optimizer's step; afterwards the gradients are gone. */
  step(): void;
}

/**
 * How a batch runs: where, in which precision, and what happens between the backward pass and the step. The loop
 * counts, and tells callbacks; everything that differs between one device, several machines and a step that is captured
 * as a graph stands here.
 *
 * On several machines a strategy averages gradients after `work.backward()`, and every machine calls `mean` and `any`
 * at the same moments, so that they can wait for each other inside of them.
 */
export interface Strategy {
  /** Where the forward pass and the loss run: mixed precision puts `torch.autocast` here. */
  forwardContext: (run: Run) => void;
  /** Called before each fit and each pass over data: brings the model to `device`, and learns what its parameters are. */
  prepare(model: nn.Module<Tensor[]>, device: string): void | Promise<void>;
  /** The tensors of a batch, on `device`. */
  place(batch: readonly Tensor[], device: string): Tensor[];
  /** Runs one batch. What is thrown inside of `work` passes through. */
  run(work: BatchWork): void;
  /** The means over all machines of numbers that each of them has. */
  mean(values: readonly number[]): number[];
  /** Whether something is so on any machine: a stop, an overflow, a loss that is no number. */
  any(here: boolean): boolean;
}
