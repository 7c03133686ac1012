import { type nn, type Tensor, torch } from '@onecycle/torch';
import type { Optimizer } from '../optimizer/index.js';
import { DivergenceError, type FitPosition } from '../state/index.js';

/**
 * Watches for a loss that is no number any more. By then the weights are spoilt, so the guard holds those of the
 * beginning of the epoch, puts them back and ends the fit with an error.
 */
export class DivergenceGuard {
  #state: Map<string, Tensor> | null = null;

  /** Holds the weights as they are now. */
  remember(model: nn.Module<Tensor[]>): void {
    this.clear();
    this.#state = new Map(
      torch.scope(() => [...model.stateDict()].map(([key, tensor]) => [key, torch.keep(tensor.clone())])),
    );
  }

  /** Ends the fit because of a loss that is NaN or infinite, after putting the weights back. */
  stop(loss: number, at: FitPosition, model: nn.Module<Tensor[]>, opt: Optimizer): never {
    const lr = opt.hypers.at(-1)?.lr;
    if (this.#state) model.loadStateDict(this.#state);
    opt.clearState();
    const weights = this.#state ? 'The weights are those of the beginning of the epoch again, the' : 'The';
    throw new DivergenceError(
      `The loss is ${loss}`,
      at,
      undefined,
      `The learning rate was ${lr}: try a tenth of it, or what learn.lrFind() suggests; gradientClip() helps against single bad batches, and a loss that is NaN from the first batch on points to the data. ${weights} optimizer's averages are forgotten, and the learner can still be used.`,
    );
  }

  /** Forgets the weights. */
  clear(): void {
    for (const tensor of this.#state?.values() ?? []) tensor.dispose();
    this.#state = null;
  }
}
