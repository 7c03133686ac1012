import { F, type Tensor } from '@onecycle/torch';
import { checkOptions, is, withoutUndefined } from '../../base/index.js';
import type { Described } from '../../data/index.js';
import { BaseLoss, type LossOptions } from './base-loss.js';

/** A loss that compares value by value, so that both sides need the same number of values and no classes. */
abstract class ValueLoss extends BaseLoss {
  protected override readonly is2d = false;
  protected override readonly floatify = true;
}

/** Options of {@link BCELossFlat}. */
export interface BCELossOptions extends LossOptions {
  /** A weight per value of a batch. */
  weight?: readonly number[] | null;
}

/** A loss over labels that may hold at the same time: each has a probability of its own. */
abstract class LabelLoss extends ValueLoss {
  protected static override readonly optionNames = {
    ...ValueLoss.optionNames,
    weight: is.orNull(is.numbers),
  } as const;
  readonly weight: readonly number[] | null;

  constructor(given: BCELossOptions = {}) {
    checkOptions<object>(given, new.target.optionNames, new.target.name);
    const { weight = null, ...options } = given;
    super(options);
    this.weight = weight;
  }

  override toJSON(): Described {
    return { ...super.toJSON(), weight: this.weight };
  }
}

/** Options of {@link BCEWithLogitsLossFlat}. */
export interface BCEWithLogitsLossOptions extends BCELossOptions {
  /** Probabilities above it count as yes. Default 0.5. */
  thresh?: number;
  /** One weight per label for its positive targets; then nothing is flattened. */
  posWeight?: readonly number[] | null;
}

/** Sigmoid cross-entropy over all labels. Source: fastai's BCEWithLogitsLossFlat. */
export class BCEWithLogitsLossFlat extends LabelLoss {
  protected static override readonly optionNames = {
    ...LabelLoss.optionNames,
    thresh: is.number(),
    posWeight: is.orNull(is.numbers),
  } as const;
  readonly thresh: number;
  readonly posWeight: readonly number[] | null;

  /** @throws if `flatten` is true beside `posWeight`. */
  constructor(given: BCEWithLogitsLossOptions = {}) {
    checkOptions<object>(given, new.target.optionNames, new.target.name);
    const { thresh = 0.5, posWeight = null, flatten, ...options } = given;
    if (posWeight && flatten) {
      throw new Error(
        'posWeight is one weight per label, so that nothing can be flattened: leave flatten out',
      );
    }
    super({ ...options, ...withoutUndefined({ flatten: posWeight ? false : flatten }) });
    this.thresh = thresh;
    this.posWeight = posWeight;
  }

  /** Probabilities (what `activation` gives) above `thresh`. */
  override decodes(pred: Tensor): Tensor {
    return pred.gt(this.thresh);
  }

  override activation(pred: Tensor): Tensor {
    return pred.sigmoid();
  }

  override toJSON(): Described {
    return { ...super.toJSON(), thresh: this.thresh, posWeight: this.posWeight };
  }

  protected compute(pred: Tensor, target: Tensor): Tensor {
    const weight = this.vector(this.weight, pred);
    const posWeight = this.vector(this.posWeight, pred);
    return F.binaryCrossEntropyWithLogits(pred, target, { weight, posWeight, reduction: this.reduction });
  }
}

/** Cross-entropy of probabilities against yes or no; decodes nothing. Source: fastai's BCELossFlat. */
export class BCELossFlat extends LabelLoss {
  protected compute(pred: Tensor, target: Tensor): Tensor {
    return F.binaryCrossEntropy(pred, target, {
      weight: this.vector(this.weight, pred),
      reduction: this.reduction,
    });
  }
}

/** Squared error. Source: fastai's MSELossFlat. */
export class MSELossFlat extends ValueLoss {
  protected compute(pred: Tensor, target: Tensor): Tensor {
    return F.mseLoss(pred, target, { reduction: this.reduction });
  }
}

/** Absolute error. Source: fastai's L1LossFlat. */
export class L1LossFlat extends ValueLoss {
  protected compute(pred: Tensor, target: Tensor): Tensor {
    return F.l1Loss(pred, target, { reduction: this.reduction });
  }
}
