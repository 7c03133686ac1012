import type { Tensor } from '../tensor.js';
import { torch } from '../torch.js';
import type { InplaceOptions } from './inplace.js';
import { Module } from './module.js';
import { pyBool } from './repr.js';

abstract class DropoutBase extends Module {
  readonly inplace: boolean;

  /** @param p the share that is dropped, 0 to 1. Default 0.5. */
  constructor(
    readonly p = 0.5,
    options: InplaceOptions = {},
  ) {
    super();
    if (!(p >= 0 && p <= 1))
      throw new RangeError(`the probability of dropping must lie between 0 and 1, got ${p}`);
    this.inplace = options.inplace ?? false;
  }

  override extraRepr(): string {
    return `p=${this.p}, inplace=${pyBool(this.inplace)}`;
  }
}

/** In training mode zeroes every value with probability p and scales the others by 1 / (1 − p). */
export class Dropout extends DropoutBase {
  forward(x: Tensor): Tensor {
    if (!this.training) return x;
    return this.inplace ? torch.dropout_(x, this.p, true) : torch.dropout(x, this.p, true);
  }
}

/** As {@link Dropout}, but whole channels of `[N, C, H, W]` at a time. */
export class Dropout2d extends DropoutBase {
  forward(x: Tensor): Tensor {
    if (!this.training) return x;
    return this.inplace ? torch.featureDropout_(x, this.p, true) : torch.featureDropout(x, this.p, true);
  }
}
