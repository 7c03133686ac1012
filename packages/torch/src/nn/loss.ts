import type { Reduction } from '../functional/index.js';
import * as functional from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { Module } from './module.js';

type Reduced = { reduction?: Reduction };

/** A loss of predictions against targets. */
abstract class Loss extends Module<[Tensor, Tensor]> {
  /** Of all options; a subclass that has more names them all. */
  protected static readonly optionNames: object = { reduction: true };
  readonly reduction: Reduction;

  constructor(options: Reduced = {}) {
    checkOptions<object>(options, new.target.optionNames, new.target.name);
    super();
    this.reduction = options.reduction ?? 'mean';
  }
}

/** A loss whose options are weights by class. */
abstract class WeightedLoss extends Loss {
  protected static override readonly optionNames: object = { reduction: true, weight: true };
  readonly weight: Tensor | null;

  constructor(options: Reduced & { weight?: Tensor | null } = {}) {
    super(options);
    this.weight = this.registerBuffer('weight', options.weight ?? null);
  }
}

/** Softmax and negative log likelihood in one; see {@link functional.crossEntropy}. */
export class CrossEntropyLoss extends WeightedLoss {
  protected static override readonly optionNames: object = {
    reduction: true,
    weight: true,
    ignoreIndex: true,
    labelSmoothing: true,
  };
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;

  constructor(
    options: Reduced & { weight?: Tensor | null; ignoreIndex?: number; labelSmoothing?: number } = {},
  ) {
    super(options);
    this.ignoreIndex = options.ignoreIndex ?? -100;
    this.labelSmoothing = options.labelSmoothing ?? 0;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction, labelSmoothing } = this;
    return functional.crossEntropy(input, target, { weight, ignoreIndex, reduction, labelSmoothing });
  }
}

/** Negative log likelihood of log probabilities; see {@link functional.nllLoss}. */
export class NLLLoss extends WeightedLoss {
  protected static override readonly optionNames: object = {
    reduction: true,
    weight: true,
    ignoreIndex: true,
  };
  readonly ignoreIndex: number;

  constructor(options: Reduced & { weight?: Tensor | null; ignoreIndex?: number } = {}) {
    super(options);
    this.ignoreIndex = options.ignoreIndex ?? -100;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction } = this;
    return functional.nllLoss(input, target, { weight, ignoreIndex, reduction });
  }
}

/** Binary cross-entropy of probabilities; see {@link functional.binaryCrossEntropy}. */
export class BCELoss extends WeightedLoss {
  forward(input: Tensor, target: Tensor): Tensor {
    return functional.binaryCrossEntropy(input, target, { weight: this.weight, reduction: this.reduction });
  }
}

/** Sigmoid and binary cross-entropy in one; see {@link functional.binaryCrossEntropyWithLogits}. */
export class BCEWithLogitsLoss extends WeightedLoss {
  protected static override readonly optionNames: object = { reduction: true, weight: true, posWeight: true };
  readonly posWeight: Tensor | null;

  constructor(options: Reduced & { weight?: Tensor | null; posWeight?: Tensor | null } = {}) {
    super(options);
    this.posWeight = this.registerBuffer('posWeight', options.posWeight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, posWeight, reduction } = this;
    return functional.binaryCrossEntropyWithLogits(input, target, { weight, posWeight, reduction });
  }
}

/** Mean squared error. */
export class MSELoss extends Loss {
  forward(input: Tensor, target: Tensor): Tensor {
    return functional.mseLoss(input, target, { reduction: this.reduction });
  }
}

/** Mean absolute error. */
export class L1Loss extends Loss {
  forward(input: Tensor, target: Tensor): Tensor {
    return functional.l1Loss(input, target, { reduction: this.reduction });
  }
}

/** Squared near zero, absolute elsewhere; see {@link functional.smoothL1Loss}. */
export class SmoothL1Loss extends Loss {
  protected static override readonly optionNames: object = { reduction: true, beta: true };
  readonly beta: number;

  constructor(options: Reduced & { beta?: number } = {}) {
    super(options);
    this.beta = options.beta ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.smoothL1Loss(input, target, { reduction: this.reduction, beta: this.beta });
  }
}

/** Squared near zero, linear elsewhere; see {@link functional.huberLoss}. */
export class HuberLoss extends Loss {
  protected static override readonly optionNames: object = { reduction: true, delta: true };
  readonly delta: number;

  constructor(options: Reduced & { delta?: number } = {}) {
    super(options);
    this.delta = options.delta ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.huberLoss(input, target, { reduction: this.reduction, delta: this.delta });
  }
}

/** log(1 + e^(−y·x)); see {@link functional.softMarginLoss}. */
export class SoftMarginLoss extends Loss {
  forward(input: Tensor, target: Tensor): Tensor {
    return functional.softMarginLoss(input, target, { reduction: this.reduction });
  }
}

/** Binary cross-entropy averaged over the classes; see {@link functional.multilabelSoftMarginLoss}. */
export class MultiLabelSoftMarginLoss extends WeightedLoss {
  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, reduction } = this;
    return functional.multilabelSoftMarginLoss(input, target, { weight, reduction });
  }
}

/** Hinges between the scores of named and other classes; see {@link functional.multilabelMarginLoss}. */
export class MultiLabelMarginLoss extends Loss {
  forward(input: Tensor, target: Tensor): Tensor {
    return functional.multilabelMarginLoss(input, target, { reduction: this.reduction });
  }
}

/** Hinges between the score of the target and of the other classes; see {@link functional.multiMarginLoss}. */
export class MultiMarginLoss extends WeightedLoss {
  protected static override readonly optionNames: object = {
    reduction: true,
    weight: true,
    p: true,
    margin: true,
  };
  readonly p: number;
  readonly margin: number;

  constructor(options: Reduced & { p?: number; margin?: number; weight?: Tensor | null } = {}) {
    super(options);
    this.p = options.p ?? 1;
    this.margin = options.margin ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { p, margin, weight, reduction } = this;
    return functional.multiMarginLoss(input, target, { p, margin, weight, reduction });
  }
}

/** For counts; see {@link functional.poissonNllLoss}. */
export class PoissonNLLLoss extends Loss {
  protected static override readonly optionNames: object = {
    reduction: true,
    logInput: true,
    full: true,
    eps: true,
  };

  constructor(readonly options: Reduced & { logInput?: boolean; full?: boolean; eps?: number } = {}) {
    super(options);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.poissonNllLoss(input, target, this.options);
  }
}

/** For values with a variance; see {@link functional.gaussianNllLoss}. `forward(input, target, variance)`. */
export class GaussianNLLLoss extends Module<[Tensor, Tensor, Tensor]> {
  constructor(readonly options: Reduced & { full?: boolean; eps?: number } = {}) {
    checkOptions(options, { reduction: true, full: true, eps: true }, new.target.name);
    super();
  }

  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    return functional.gaussianNllLoss(input, target, variance, this.options);
  }
}

/** For sequences; see {@link functional.ctcLoss}. `forward(logProbs, targets, inputLengths, targetLengths)`. */
export class CTCLoss extends Module<[Tensor, Tensor, Tensor | number[], Tensor | number[]]> {
  constructor(readonly options: Reduced & { blank?: number; zeroInfinity?: boolean } = {}) {
    checkOptions(options, { reduction: true, blank: true, zeroInfinity: true }, new.target.name);
    super();
  }

  forward(
    logProbs: Tensor,
    targets: Tensor,
    inputLengths: Tensor | number[],
    targetLengths: Tensor | number[],
  ): Tensor {
    return functional.ctcLoss(logProbs, targets, inputLengths, targetLengths, this.options);
  }
}

/** Kullback-Leibler divergence of log probabilities; see {@link functional.klDiv}. */
export class KLDivLoss extends Module<[Tensor, Tensor]> {
  readonly reduction: Reduction | 'batchmean';
  readonly logTarget: boolean;

  constructor(options: { reduction?: Reduction | 'batchmean'; logTarget?: boolean } = {}) {
    checkOptions(options, { reduction: true, logTarget: true }, new.target.name);
    super();
    this.reduction = options.reduction ?? 'mean';
    this.logTarget = options.logTarget ?? false;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.klDiv(input, target, { reduction: this.reduction, logTarget: this.logTarget });
  }
}
