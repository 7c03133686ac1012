import { nn } from '@onecycle/torch';
import { Callback } from '../events/index.js';

/** Keeps batch norms whose parameters do not train from updating their statistics. Source: fastai's BnFreeze. */
export class BnFreeze extends Callback {
  override capturable = true;

  override beforeBatch(): void {
    for (const module of this.learn.model.modules()) {
      if (!(module instanceof nn.BatchNorm)) continue;
      if ([...module.ownParameters()].some(([, parameter]) => parameter.requiresGrad)) continue;
      module.eval();
    }
  }
}

/**
 * Lets dropout go on while predictions are made, so that several passes show how sure the model is (Gal and Ghahramani
 * 2016). Source: fastai's MCDropoutCallback.
 */
export class MCDropoutCallback extends Callback {
  override beforeValidate(): void {
    this.#dropouts(true);
  }

  override afterValidate(): void {
    this.#dropouts(false);
  }

  #dropouts(training: boolean): void {
    for (const module of this.learn.model.modules()) {
      if (/dropout/i.test(module.constructor.name)) module.training = training;
    }
  }
}

/** Freezes the statistics of batch norms that do not train; see {@link BnFreeze}. */
export const bnFreeze = (): BnFreeze => new BnFreeze();
/** Dropout in predictions; see {@link MCDropoutCallback}. */
export const mcDropout = (): MCDropoutCallback => new MCDropoutCallback();
