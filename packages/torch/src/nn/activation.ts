import * as functional from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { inFloat32, isCpuBfloat16 } from './bfloat16.js';
import { constant_ } from './init.js';
import { Inplace, type InplaceOptions } from './inplace.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { pyFloat } from './repr.js';

/** max(0, x). */
export class ReLU extends Inplace {
  forward(x: Tensor): Tensor {
    return this.inplace ? torch.relu_(x) : torch.relu(x);
  }
}

/** min(max(0, x), 6). */
export class ReLU6 extends Inplace {
  forward(x: Tensor): Tensor {
    if (isCpuBfloat16(x)) return inFloat32(x, (wide) => torch.hardtanh(wide, 0, 6));
    return this.inplace ? torch.hardtanh_(x, 0, 6) : torch.hardtanh(x, 0, 6);
  }
}

/** x·sigmoid(x), also called swish. */
export class SiLU extends Inplace {
  forward(x: Tensor): Tensor {
    return this.inplace ? torch.silu_(x) : torch.silu(x);
  }
}

/** x·tanh(softplus(x)). */
export class Mish extends Inplace {
  forward(x: Tensor): Tensor {
    if (isCpuBfloat16(x)) return inFloat32(x, (wide) => torch.mish(wide));
    return this.inplace ? torch.mish_(x) : torch.mish(x);
  }
}

/** x·ReLU6(x + 3) / 6. */
export class Hardswish extends Inplace {
  forward(x: Tensor): Tensor {
    return this.inplace ? torch.hardswish_(x) : torch.hardswish(x);
  }
}

/** ReLU6(x + 3) / 6. */
export class Hardsigmoid extends Inplace {
  forward(x: Tensor): Tensor {
    return this.inplace ? torch.hardsigmoid_(x) : torch.hardsigmoid(x);
  }
}

/** λ·(max(0, x) + min(0, α·(eˣ − 1))) with the fixed λ and α of Klambauer et al., 2017. */
export class SELU extends Inplace {
  forward(x: Tensor): Tensor {
    return this.inplace ? torch.selu_(x) : torch.selu(x);
  }
}

/** x where positive, `negativeSlope`·x (default 0.01) elsewhere. */
export class LeakyReLU extends Inplace {
  protected static override readonly optionNames: object = { inplace: true, negativeSlope: true };
  readonly negativeSlope: number;

  constructor(options: InplaceOptions & { negativeSlope?: number } = {}) {
    super(options);
    this.negativeSlope = options.negativeSlope ?? 0.01;
  }

  forward(x: Tensor): Tensor {
    return this.inplace ? torch.leakyRelu_(x, this.negativeSlope) : torch.leakyRelu(x, this.negativeSlope);
  }

  override extraRepr(): string {
    return [`negative_slope=${this.negativeSlope}`, super.extraRepr()].filter(Boolean).join(', ');
  }
}

abstract class Exponential extends Inplace {
  protected static override readonly optionNames: object = { inplace: true, alpha: true };
  readonly alpha: number;

  constructor(options: InplaceOptions & { alpha?: number } = {}) {
    super(options);
    this.alpha = options.alpha ?? 1;
  }

  override extraRepr(): string {
    return [`alpha=${pyFloat(this.alpha)}`, super.extraRepr()].filter(Boolean).join(', ');
  }
}

/** x where positive, α·(eˣ − 1) elsewhere (α default 1). */
export class ELU extends Exponential {
  forward(x: Tensor): Tensor {
    return this.inplace ? torch.elu_(x, this.alpha) : torch.elu(x, this.alpha);
  }
}

/** x where positive, α·(e^(x/α) − 1) elsewhere (α default 1). */
export class CELU extends Exponential {
  forward(x: Tensor): Tensor {
    return this.inplace ? torch.celu_(x, this.alpha) : torch.celu(x, this.alpha);
  }
}

/** Clamps to [minVal, maxVal], default [−1, 1]. */
export class Hardtanh extends Inplace {
  protected static override readonly optionNames: object = { inplace: true, minVal: true, maxVal: true };
  readonly minVal: number;
  readonly maxVal: number;

  constructor(options: InplaceOptions & { minVal?: number; maxVal?: number } = {}) {
    super(options);
    this.minVal = options.minVal ?? -1;
    this.maxVal = options.maxVal ?? 1;
  }

  forward(x: Tensor): Tensor {
    const { minVal, maxVal } = this;
    if (isCpuBfloat16(x)) return inFloat32(x, (wide) => torch.hardtanh(wide, minVal, maxVal));
    return this.inplace ? torch.hardtanh_(x, minVal, maxVal) : torch.hardtanh(x, minVal, maxVal);
  }

  override extraRepr(): string {
    const range = `min_val=${pyFloat(this.minVal)}, max_val=${pyFloat(this.maxVal)}`;
    return [range, super.extraRepr()].filter(Boolean).join(', ');
  }
}

/** x·Φ(x), exactly (`'none'`, the default) or by tanh. */
export class GELU extends Module {
  readonly approximate: 'none' | 'tanh';

  constructor(options: { approximate?: 'none' | 'tanh' } = {}) {
    checkOptions(options, { approximate: true }, new.target.name);
    super();
    this.approximate = options.approximate ?? 'none';
  }

  forward(x: Tensor): Tensor {
    return torch.gelu(x, { approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/** 1 / (1 + e⁻ˣ). */
export class Sigmoid extends Module {
  forward(x: Tensor): Tensor {
    return torch.sigmoid(x);
  }
}

/** The hyperbolic tangent of each element. Any shape → the same. */
export class Tanh extends Module {
  forward(x: Tensor): Tensor {
    return torch.tanh(x);
  }
}

/** log(1 / (1 + e⁻ˣ)). */
export class LogSigmoid extends Module {
  forward(x: Tensor): Tensor {
    return torch.logSigmoid(x);
  }
}

/** log(1 + e^(βx)) / β, and x itself where βx is above `threshold` (default 20). */
export class Softplus extends Module {
  readonly beta: number;
  readonly threshold: number;

  constructor(options: { beta?: number; threshold?: number } = {}) {
    checkOptions(options, { beta: true, threshold: true }, new.target.name);
    super();
    this.beta = options.beta ?? 1;
    this.threshold = options.threshold ?? 20;
  }

  forward(x: Tensor): Tensor {
    return torch.softplus(x, this.beta, this.threshold);
  }

  override extraRepr(): string {
    return `beta=${this.beta}, threshold=${this.threshold}`;
  }
}

/** x / (1 + |x|). */
export class Softsign extends Module {
  forward(x: Tensor): Tensor {
    return functional.softsign(x);
  }
}

abstract class OverDim extends Module {
  constructor(readonly dim: number) {
    super();
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/** Exponentials over `dim`, divided by their sum. */
export class Softmax extends OverDim {
  forward(x: Tensor): Tensor {
    return torch.softmax(x, this.dim);
  }
}

/** {@link Softmax} of −x. */
export class Softmin extends OverDim {
  forward(x: Tensor): Tensor {
    return functional.softmin(x, this.dim);
  }
}

/** Logarithm of {@link Softmax}, without its rounding. */
export class LogSoftmax extends OverDim {
  forward(x: Tensor): Tensor {
    return torch.logSoftmax(x, this.dim);
  }
}

/** The first half of `dim` (default −1, of even size) times the sigmoid of the second. */
export class GLU extends OverDim {
  constructor(dim = -1) {
    super(dim);
  }

  forward(x: Tensor): Tensor {
    return torch.glu(x, this.dim);
  }
}

/** Like {@link LeakyReLU} with a learned slope, one for all channels or one each; it starts at `init` (0.25). */
export class PReLU extends Module {
  readonly weight: Parameter;

  constructor(
    readonly numParameters = 1,
    options: { init?: number } = {},
  ) {
    checkOptions(options, { init: true }, new.target.name);
    super();
    this.weight = constant_(new Parameter(torch.empty([numParameters])), options.init ?? 0.25);
  }

  forward(x: Tensor): Tensor {
    return torch.prelu(x, this.weight);
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}
