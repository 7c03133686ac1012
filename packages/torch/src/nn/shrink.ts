import * as functional from '../functional/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { Inplace, type InplaceOptions } from './inplace.js';
import { Module } from './module.js';

/** x above `threshold`, `value` elsewhere. */
export class Threshold extends Inplace {
  constructor(
    readonly threshold: number,
    readonly value: number,
    options: InplaceOptions = {},
  ) {
    super(options);
  }

  forward(x: Tensor): Tensor {
    const { threshold, value } = this;
    return this.inplace ? torch.threshold_(x, threshold, value) : torch.threshold(x, threshold, value);
  }

  override extraRepr(): string {
    return [`threshold=${this.threshold}, value=${this.value}`, super.extraRepr()].filter(Boolean).join(', ');
  }
}

abstract class Shrink extends Module {
  /** @param lambd what is within ± this becomes 0. Default 0.5. */
  constructor(readonly lambd = 0.5) {
    super();
  }

  override extraRepr(): string {
    return String(this.lambd);
  }
}

/** x nearer to 0 by `lambd`, 0 where it is within ± that. */
export class Softshrink extends Shrink {
  forward(x: Tensor): Tensor {
    return torch.softshrink(x, this.lambd);
  }
}

/** x, 0 where it is within ± `lambd`. */
export class Hardshrink extends Shrink {
  forward(x: Tensor): Tensor {
    return torch.hardshrink(x, this.lambd);
  }
}

/** x − tanh(x). */
export class Tanhshrink extends Module {
  forward(x: Tensor): Tensor {
    return functional.tanhshrink(x);
  }
}
