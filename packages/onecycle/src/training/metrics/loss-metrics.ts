import { checkOptions, is } from '../../base/index.js';
import { type BatchResult, batchSize, MeanMetric, Metric, savedNumbers } from './metric.js';

const lossOf = ({ loss }: BatchResult): number => Number(loss.detach().float().mean().item());

/** The loss, averaged with the batch sizes as weights. Source: fastai's AvgLoss. */
export class AvgLoss extends MeanMetric {
  readonly name: string = 'loss';

  accumulate(batch: BatchResult): void {
    this.add(lossOf(batch), batchSize(batch));
  }
}

/** The exponential of the average loss, in 32-bit floats: infinite above a loss of 88.7. Source: fastai's Perplexity. */
export class Perplexity extends AvgLoss {
  override readonly name = 'perplexity';

  override get value(): number {
    return Math.fround(Math.exp(Math.fround(super.value)));
  }
}

/** See `Perplexity`. */
export const perplexity = (): Perplexity => new Perplexity();

/**
 * The training loss as the recorder shows it: an exponential mean, corrected for its start, in 32-bit floats.
 * The learner resets it at the start of a fit, not of an epoch. Source: fastai's AvgSmoothLoss.
 */
export class AvgSmoothLoss extends Metric {
  readonly name = 'loss';
  /** The weight of the past; default 0.98. */
  readonly beta: number;
  /** Losses taken in since the last reset. */
  count = 0;
  private mean = 0;

  constructor(options: { beta?: number } = {}) {
    super();
    checkOptions(options, { beta: is.share }, 'AvgSmoothLoss');
    this.beta = options.beta ?? 0.98;
  }

  reset(): void {
    this.restoreState({ mean: 0, count: 0 });
  }

  accumulate(batch: BatchResult): void {
    this.add(lossOf(batch));
  }

  /** Takes in the loss of a batch. */
  add(loss: number): void {
    this.count += 1;
    this.mean = lerp(Math.fround(loss), this.mean, Math.fround(this.beta));
  }

  get value(): number {
    return Math.fround(this.mean / Math.fround(1 - this.beta ** this.count));
  }

  override state(): unknown {
    return { mean: this.mean, count: this.count };
  }

  override restoreState(state: unknown): void {
    [this.mean, this.count] = savedNumbers(state, 'mean', 'count');
  }
}

/** `torch.lerp` in 32-bit floats; it starts from the nearer end, which shows where an end is infinite. */
function lerp(start: number, end: number, weight: number): number {
  const way = Math.fround(end - start);
  return Math.abs(weight) < 0.5
    ? Math.fround(start + Math.fround(weight * way))
    : Math.fround(end - Math.fround(way * Math.fround(1 - weight)));
}
