import { type Tensor, torch } from '@onecycle/torch';
import { revivable, type SetupSource, Transform } from '../../data/index.js';
import { runOrder } from '../maths/index.js';
import { checkStats, type NormalizeStats, TensorImage } from '../tensors/index.js';

/** What fastai adds to deviations. */
const leastDeviation = 1e-7;

/** (x − mean) / std for each channel; without statistics those of the first training batch. fastai: `Normalize`. */
export class Normalize extends Transform<TensorImage, TensorImage> {
  override order = runOrder.normalize;
  override makesNew = true;
  mean: readonly number[] | undefined;
  std: readonly number[] | undefined;
  #hasLearned = false;

  constructor(stats?: NormalizeStats) {
    super();
    if (stats === undefined) return;
    checkStats(stats, 'normalize');
    [this.mean, this.std] = stats;
  }

  override accepts(x: unknown): x is TensorImage {
    return x instanceof TensorImage && x.dtype !== 'uint8';
  }

  override decodable(x: unknown): x is TensorImage {
    return x instanceof TensorImage && x.dtype !== 'uint8';
  }

  /** Takes the statistics of one training batch where none were given. */
  override async setup(source: SetupSource): Promise<void> {
    if (this.mean || !source.oneBatch) return;
    const batch = await source.oneBatch();
    try {
      this.#learn(batch);
    } finally {
      for (const member of batch)
        if (typeof member === 'object' && member && 'dispose' in member) disposeOf(member);
    }
  }

  #learn(batch: readonly unknown[]): void {
    const picture = batch.find((member) => member instanceof TensorImage);
    if (!picture)
      throw new TypeError('normalize() found no pictures in the first batch to take statistics of');
    const [mean, std] = torch.scope(() => [
      numbersOf(picture.float().mean([0, 2, 3])),
      numbersOf(picture.float().std([0, 2, 3]).add(leastDeviation)),
    ]);
    const advice = 'give it statistics, normalize(imagenetStats) for instance';
    if (!(mean && std && [...mean, ...std].every(Number.isFinite)))
      throw new RangeError(
        `normalize() cannot take statistics of the first batch, [${picture.shape}]: means [${mean}], deviations [${std}]. Use larger batches, or ${advice}`,
      );
    if (std.some((one) => one <= 2 * leastDeviation))
      console.warn(
        `normalize() learned from a first batch in which a channel is the same everywhere (deviations [${std}]): other pictures become enormous numbers. Shuffle, or ${advice}`,
      );
    this.mean = mean;
    this.std = std;
    this.#hasLearned = true;
  }

  override anew(): Normalize {
    return this.#hasLearned ? new Normalize() : this;
  }

  #stats(x: TensorImage): [Tensor, Tensor] {
    const { mean, std } = this;
    if (!mean || !std) {
      throw new Error('normalize() has no statistics yet: give it some, or let a data loader set it up');
    }
    const options = { device: x.device };
    const shape = x.ndim === 4 ? [1, mean.length, 1, 1] : [mean.length, 1, 1];
    return [
      torch.fromTypedArray(Float32Array.from(mean), shape, options),
      torch.fromTypedArray(Float32Array.from(std), shape, options),
    ];
  }

  encodes(x: TensorImage): TensorImage {
    using plain = torch.scope((): Tensor => {
      const [mean, std] = this.#stats(x);
      return x.sub(mean).div_(std);
    });
    return x.retype(plain);
  }

  override decodes(x: TensorImage): TensorImage {
    using plain = torch.scope((): Tensor => {
      const [mean, std] = this.#stats(x);
      return x.mul(std).add_(mean);
    });
    return x.retype(plain);
  }

  override settings(): Record<string, unknown> {
    return { mean: this.mean, std: this.std };
  }
}

revivable('Normalize', Normalize, ({ mean, std }) => [mean || std ? [mean, std] : undefined]);

function numbersOf(t: Tensor): number[] {
  const values = t.tolist();
  return Array.isArray(values) ? values.map(Number) : [];
}

function disposeOf(value: object): void {
  if ('dispose' in value && typeof value.dispose === 'function') value.dispose();
}

/** Normalization with statistics, `normalize(imagenetStats)`, or with those of the first batch. fastai: `Normalize`. */
export const normalize = (stats?: NormalizeStats): Normalize => new Normalize(stats);
