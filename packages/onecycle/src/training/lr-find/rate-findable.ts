import type { Tensor } from '@onecycle/torch';
import type { CallbackLearner, CallbackState, Callbacks, TrainingRecord } from '../events/index.js';
import type { LrFindResult } from './plot.js';

/** A recorder that can be put back to where it was, and keeps what a learning-rate finder found. */
interface CurveRecord extends TrainingRecord {
  lrFind: LrFindResult | null;
  state(): CallbackState;
  restoreState(state: CallbackState): void;
}

/** A learner, as far as the search for a learning rate needs it. */
export interface RateFindable<B extends readonly Tensor[] = Tensor[]> extends CallbackLearner<B> {
  readonly recorder: CurveRecord;
  fit(epochs: number, options: { cbs: Callbacks }): Promise<unknown>;
  noLogging<T>(fn: () => Promise<T>): Promise<T>;
}
