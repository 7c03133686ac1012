import { type Tensor, torch } from '@onecycle/torch';
import { Callback } from '../events/index.js';

/** What a {@link GatherPredsCallback} keeps beside predictions and targets. */
export interface GatherOptions {
  withInput?: boolean;
  withLoss?: boolean;
  /** The axis along which batches are put together. Default 0. */
  concatDim?: number;
}

/**
 * Gathers predictions and targets of a pass over data, on the CPU, optionally with inputs and one loss per item.
 * `getPreds` uses it. Source: fastai's GatherPredsCallback.
 */
export class GatherPredsCallback extends Callback {
  readonly #batches: Record<'inputs' | 'preds' | 'targs' | 'losses', Tensor[]> = {
    inputs: [],
    preds: [],
    targs: [],
    losses: [],
  };

  constructor(readonly options: GatherOptions = {}) {
    super();
  }

  override beforeValidate(): void {
    this.dispose();
  }

  override beforeBatch(): void {
    if (this.options.withInput) this.#keep('inputs', this.learn.x);
  }

  override afterBatch(): void {
    const { learn } = this;
    this.#keep('preds', learn.pred);
    if (!learn.hasLoss) return;
    this.#keep('targs', learn.y);
    if (this.options.withLoss) this.#keep('losses', learn.loss);
  }

  #keep(what: 'inputs' | 'preds' | 'targs' | 'losses', tensor: Tensor): void {
    this.#batches[what].push(torch.keep(tensor.detach().cpu()));
  }

  /** Everything of one kind in one tensor; null where nothing was gathered. */
  gathered(what: 'inputs' | 'preds' | 'targs' | 'losses'): Tensor | null {
    const parts = this.#batches[what];
    return parts.length === 0
      ? null
      : torch.cat(parts, what === 'losses' ? 0 : (this.options.concatDim ?? 0));
  }

  /** Lets go of everything. */
  dispose(): void {
    for (const parts of Object.values(this.#batches)) for (const tensor of parts.splice(0)) tensor.dispose();
  }
}
