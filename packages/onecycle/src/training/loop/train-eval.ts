import { Callback } from '../events/index.js';

/**
 * Counts epochs and batches, and puts the model into training or evaluation mode.
 * Every learner has one. Source: fastai's TrainEvalCallback.
 */
export class TrainEvalCallback extends Callback {
  override order = -10;
  override capturable = true;
  override runValid = false;

  override beforeFit(): void {
    const { learn } = this;
    learn.epoch = 0;
    learn.trainIter = 0;
    learn.pctTrain = 0;
  }

  override afterBatch(): void {
    this.learn.pctTrain += 1 / (this.learn.nIter * this.learn.nEpoch);
    this.learn.trainIter += 1;
  }

  override beforeTrain(): void {
    this.learn.pctTrain = this.learn.epoch / this.learn.nEpoch;
    this.learn.model.train();
    this.learn.training = true;
  }

  override beforeValidate(): void {
    this.learn.model.eval();
    this.learn.training = false;
  }
}
