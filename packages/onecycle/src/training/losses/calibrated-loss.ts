import type { Tensor } from '@onecycle/torch';
import { checkChoice, checkNumber, wrongKind } from '../../base/index.js';
import { type Described, isDescribed, register, revive } from '../../data/index.js';
import { isLoss, type Loss, type LossFunc } from './base-loss.js';
import { lossOf } from './loss-func.js';
import { outputsOf } from './outputs.js';

/** What outputs become under {@link CalibratedLoss}: one class of several, or a yes or no each. */
export type CalibratedOutputs = 'classes' | 'labels';

/**
 * A loss whose probabilities are those of the outputs divided by a temperature: above 1 they are less certain, below 1 more.
 * Which class is the most probable stays the same, and so does the loss itself, which is of the outputs as they are.
 * `learn.calibrate()` puts it in the place of the learner's loss. Source: Guo et al. 2017.
 */
export class CalibratedLoss implements Loss {
  constructor(
    /** The loss that training had; `learn.lossFunc = learn.lossFunc.loss` takes the calibration back. Null where a file could not hold it. */
    readonly loss: LossFunc | null,
    readonly temperature: number,
    readonly outputs: CalibratedOutputs,
  ) {
    checkNumber('temperature', temperature, { above: 0 });
    checkChoice('outputs', outputs, ['classes', 'labels']);
    if (loss !== null && typeof loss !== 'function' && !(typeof loss === 'object' && isLoss(loss)))
      throw wrongKind('CalibratedLoss', 'the loss that training had, or null', loss);
    if (!loss || typeof loss === 'function' || !('reduction' in loss)) return;
    // For whom asks a loss for one number an item: it has a reduction only where the loss inside does.
    Object.defineProperty(this, 'reduction', {
      get: () => loss.reduction,
      set: (reduction: unknown) => Object.assign(loss, { reduction }),
    });
  }

  forward(pred: Tensor, ...targets: Tensor[]): Tensor {
    const { loss } = this;
    if (!loss)
      throw new Error(
        'the exported file does not hold the loss: hand it in with loadLearner(file, { lossFunc })',
      );
    return lossOf(loss, pred, targets);
  }

  activation(pred: Tensor): Tensor {
    return outputsOf(this.outputs).activation(pred.div(this.temperature));
  }

  decodes(pred: Tensor): Tensor {
    const { loss } = this;
    if (loss && typeof loss !== 'function' && loss.decodes) return loss.decodes(pred);
    return outputsOf(this.outputs).decodes(pred);
  }

  toJSON(): Described {
    const { temperature, outputs, loss } = this;
    const inner: unknown =
      loss && 'toJSON' in loss && typeof loss.toJSON === 'function' ? loss.toJSON() : null;
    return { type: 'CalibratedLoss', temperature, outputs, loss: isDescribed(inner) ? inner : null };
  }
}

register('CalibratedLoss', ({ temperature, outputs, loss }) => {
  if (typeof temperature !== 'number' || (outputs !== 'classes' && outputs !== 'labels'))
    throw new Error('the saved CalibratedLoss has no temperature, or does not say what outputs are');
  const inner = isDescribed(loss) ? revive(loss) : null;
  if (inner !== null && !(typeof inner === 'object' && isLoss(inner)))
    throw new Error('what the saved CalibratedLoss holds is no loss');
  return new CalibratedLoss(inner, temperature, outputs);
});
