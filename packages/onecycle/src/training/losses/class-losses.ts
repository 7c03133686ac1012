import { F, type Tensor, torch } from '@onecycle/torch';
import type { Described } from '../../data/index.js';
import { BaseLoss, type LossOptions, reduce } from './base-loss.js';

export interface ClassLossOptions extends LossOptions {
  /** A weight per class. */
  weight?: readonly number[] | null;
}

/** A loss over classes that exclude each other: softmax makes probabilities, the largest one decides. */
abstract class ClassLoss extends BaseLoss {
  readonly weight: readonly number[] | null;

  constructor({ weight = null, ...options }: ClassLossOptions = {}) {
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

  protected weightLike(pred: Tensor): Tensor | null {
    return this.weight && torch.tensor([...this.weight], { dtype: pred.dtype, device: pred.device });
  }
}

/** Softmax cross-entropy; targets of -100 do not count. Source: fastai's CrossEntropyLossFlat. */
export class CrossEntropyLossFlat extends ClassLoss {
  protected compute(pred: Tensor, target: Tensor): Tensor {
    return F.crossEntropy(pred, target, { weight: this.weightLike(pred), reduction: this.reduction });
  }
}

/**
 * Cross-entropy against targets that give a share `eps` (default 0.1) to all classes alike; a class weight counts
 * only in the other part. Source: fastai's LabelSmoothingCrossEntropyFlat; Szegedy et al. 2016.
 */
export class LabelSmoothingCrossEntropyFlat extends ClassLoss {
  readonly eps: number;

  constructor({ eps = 0.1, ...options }: ClassLossOptions & { eps?: number } = {}) {
    super(options);
    this.eps = eps;
  }

  override toJSON(): Described {
    return { ...super.toJSON(), eps: this.eps };
  }

  protected compute(pred: Tensor, target: Tensor): Tensor {
    const classes = pred.shape[1] ?? 1;
    const logProbs = torch.logSoftmax(pred, 1);
    const uniform = reduce(logProbs.sum([1]).neg(), this.reduction);
    const nll = F.nllLoss(logProbs, target.long(), {
      weight: this.weightLike(pred),
      reduction: this.reduction,
    });
    return uniform.mul(this.eps / classes).add(nll.mul(1 - this.eps));
  }
}

/**
 * Cross-entropy in which easy items count less: (1 - p)^gamma * ce, gamma 2 by default. Its mean is a plain one even
 * with weights. Source: fastai's FocalLossFlat; Lin et al. 2017.
 */
export class FocalLossFlat extends ClassLoss {
  readonly gamma: number;

  constructor({ gamma = 2, ...options }: ClassLossOptions & { gamma?: number } = {}) {
    super(options);
    this.gamma = gamma;
  }

  override toJSON(): Described {
    return { ...super.toJSON(), gamma: this.gamma };
  }

  protected compute(pred: Tensor, target: Tensor): Tensor {
    const each = F.crossEntropy(pred, target, { weight: this.weightLike(pred), reduction: 'none' });
    const hardness = each.neg().exp().rsub(1).pow(this.gamma);
    return reduce(hardness.mul(each), this.reduction);
  }
}
