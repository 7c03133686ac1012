import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
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
    checkOptions(options, { inplace: true }, new.target.name);
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

abstract class ChannelDropout extends DropoutBase {
  forward(x: Tensor): Tensor {
    if (!this.training) return x;
    return this.inplace ? torch.featureDropout_(x, this.p, true) : torch.featureDropout(x, this.p, true);
  }
}

/** As {@link Dropout}, but whole channels of `[N, C, L]` at a time. */
export class Dropout1d extends ChannelDropout {}

/** As {@link Dropout}, but whole channels of `[N, C, H, W]` at a time. */
export class Dropout2d extends ChannelDropout {}

/** As {@link Dropout}, but whole channels of `[N, C, D, H, W]` at a time. */
export class Dropout3d extends ChannelDropout {}

/** A dropout that keeps the mean and deviation of what SELU gives (Klambauer et al., 2017). */
export class AlphaDropout extends DropoutBase {
  forward(x: Tensor): Tensor {
    if (!this.training) return x;
    return this.inplace ? torch.alphaDropout_(x, this.p, true) : torch.alphaDropout(x, this.p, true);
  }
}

/** {@link AlphaDropout} of whole channels at a time. */
export class FeatureAlphaDropout extends DropoutBase {
  forward(x: Tensor): Tensor {
    if (!this.training) return x;
    return this.inplace
      ? torch.featureAlphaDropout_(x, this.p, true)
      : torch.featureAlphaDropout(x, this.p, true);
  }
}
