import { F, type Tensor, torch } from '@onecycle/torch';
import { checkOptions, is } from '../../base/index.js';
import type { Described } from '../../data/index.js';
import { BaseLoss, type LossOptions, reduce } from './base-loss.js';

/** Options of losses of classes. */
export interface ClassLossOptions extends LossOptions {
  /** A weight per class. */
  weight?: readonly number[] | null;
}

/** A loss over classes that exclude each other: softmax makes probabilities, the largest one decides. */
abstract class ClassLoss extends BaseLoss {
  protected static override readonly optionNames = {
    ...BaseLoss.optionNames,
    weight: is.orNull(is.numbers),
  } as const;
  readonly weight: readonly number[] | null;

  constructor(given: ClassLossOptions = {}) {
    checkOptions<object>(given, new.target.optionNames, new.target.name);
    const { weight = null, ...options } = given;
    super(options);
    this.weight = weight;
  }

  override activation(pred: Tensor): Tensor {
    return torch.softmax(pred, this.axis);
  }

  override decodes(pred: Tensor): Tensor {
    return pred.argmax(this.axis);
  }

  override toJSON(): Described {
    return { ...super.toJSON(), weight: this.weight };
  }
}

/** Options of {@link CrossEntropyLossFlat}. */
export interface CrossEntropyLossOptions extends ClassLossOptions {
  /** Targets of this value do not count. Default -100. */
  ignoreIndex?: number;
  /** The share of the target that all classes get alike, from 0 (the default) to 1. */
  labelSmoothing?: number;
}

/** Softmax cross-entropy. Source: fastai's CrossEntropyLossFlat. */
export class CrossEntropyLossFlat extends ClassLoss {
  protected static override readonly optionNames = {
    ...ClassLoss.optionNames,
    ignoreIndex: is.number(),
    labelSmoothing: is.share,
  } as const;
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;

  constructor(given: CrossEntropyLossOptions = {}) {
    checkOptions<object>(given, new.target.optionNames, new.target.name);
    const { ignoreIndex = -100, labelSmoothing = 0, ...options } = given;
    super(options);
    this.ignoreIndex = ignoreIndex;
    this.labelSmoothing = labelSmoothing;
  }

  override toJSON(): Described {
    const { ignoreIndex, labelSmoothing } = this;
    return { ...super.toJSON(), ignoreIndex, labelSmoothing };
  }

  protected compute(pred: Tensor, target: Tensor): Tensor {
    const { ignoreIndex, labelSmoothing, reduction } = this;
    const weight = this.vector(this.weight, pred);
    return F.crossEntropy(pred, target, { weight, ignoreIndex, labelSmoothing, reduction });
  }
}

/**
 * Cross-entropy against targets that give a share `eps` (default 0.1) to all classes alike; a class weight counts
 * only in the other part. Activation and decoding go over the last axis whatever `axis` is, as in fastai. Source:
 * fastai's LabelSmoothingCrossEntropyFlat; Szegedy et al. 2016.
 */
export class LabelSmoothingCrossEntropyFlat extends ClassLoss {
  protected static override readonly optionNames = { ...ClassLoss.optionNames, eps: is.share } as const;
  readonly eps: number;

  constructor(given: ClassLossOptions & { eps?: number } = {}) {
    checkOptions<object>(given, new.target.optionNames, new.target.name);
    const { eps = 0.1, ...options } = given;
    super(options);
    this.eps = eps;
  }

  override activation(pred: Tensor): Tensor {
    return torch.softmax(pred, -1);
  }

  override decodes(pred: Tensor): Tensor {
    return pred.argmax(-1);
  }

  override toJSON(): Described {
    return { ...super.toJSON(), eps: this.eps };
  }

  protected compute(pred: Tensor, target: Tensor): Tensor {
    const classes = pred.shape[1] ?? 1;
    const logProbs = torch.logSoftmax(pred, 1);
    // Summed at once where all is summed: in 32 bits the order shows.
    const uniform =
      this.reduction === 'sum' ? logProbs.sum().neg() : reduce(logProbs.sum([1]).neg(), this.reduction);
    const nll = F.nllLoss(logProbs, target.long(), {
      weight: this.vector(this.weight, pred),
      reduction: this.reduction,
    });
    return uniform
      .mul(this.eps)
      .div(classes)
      .add(nll.mul(1 - this.eps));
  }
}

/**
 * Cross-entropy in which easy items count less: (1 - p)^gamma * ce, gamma 2 by default. Its mean is a plain one even
 * with weights. Source: fastai's FocalLossFlat; Lin et al. 2017.
 */
export class FocalLossFlat extends ClassLoss {
  protected static override readonly optionNames = {
    ...ClassLoss.optionNames,
    gamma: is.number({ least: 0 }),
  } as const;
  readonly gamma: number;

  constructor(given: ClassLossOptions & { gamma?: number } = {}) {
    checkOptions<object>(given, new.target.optionNames, new.target.name);
    const { gamma = 2, ...options } = given;
    super(options);
    this.gamma = gamma;
  }

  override toJSON(): Described {
    return { ...super.toJSON(), gamma: this.gamma };
  }

  protected compute(pred: Tensor, target: Tensor): Tensor {
    const each = F.crossEntropy(pred, target, { weight: this.vector(this.weight, pred), reduction: 'none' });
    const hardness = each.neg().exp().rsub(1).pow(this.gamma);
    return reduce(hardness.mul(each), this.reduction);
  }
}
