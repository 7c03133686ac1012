import { type Tensor, torch } from '@onecycle/torch';
import { checkNumber, checkOptions, is, shown } from '../../base/index.js';
import { type Rng, revivable, Transform, type TransformContext } from '../../data/index.js';
import { integerIn, roundHalfEven, runOrder } from '../maths/index.js';
import { TensorImage } from '../tensors/index.js';

/** Options of {@link randomErasing}. */
export interface RandomErasingOptions {
  /** The chance of a batch to be changed. Default 0.5. */
  p?: number;
  /** The smallest and the largest part of the picture that is erased. Default 0 and 0.3. */
  sl?: number;
  sh?: number;
  /** The smallest height / width of a rectangle; 1 / minAspect is the largest. Default 0.3. */
  minAspect?: number;
  /** The largest number of rectangles. Default 1. */
  maxCount?: number;
}

/** First row, last row + 1, first column, last column + 1; may reach past the edge. */
export type Rectangle = readonly [number, number, number, number];

/** Noise in random rectangles of normalized training pictures. fastai: `RandomErasing`. */
export class RandomErasing extends Transform<TensorImage, TensorImage> {
  override order = runOrder.erasing;
  override splitIdx = 0 as const;
  readonly options: Required<RandomErasingOptions>;

  constructor(options: RandomErasingOptions = {}) {
    super();
    const known = { p: is.share, sl: is.share, sh: true, minAspect: true, maxCount: is.count(1) } as const;
    checkOptions(options, known, 'randomErasing');
    const { p = 0.5, sl = 0, sh = 0.3, minAspect = 0.3, maxCount = 1 } = options;
    checkNumber('sh', sh, { least: sl, most: 1 });
    if (!(minAspect > 0 && minAspect <= 1))
      throw new RangeError(`minAspect is above 0 and at most 1, not ${shown(minAspect)}`);
    this.options = { p, sl, sh, minAspect, maxCount };
  }

  override accepts(x: unknown): x is TensorImage {
    return x instanceof TensorImage;
  }

  /** The rectangles for pictures of this size. */
  draw(rng: Rng, height: number, width: number): Rectangle[] {
    const { sl, sh, minAspect, maxCount } = this.options;
    const count = integerIn(rng, 1, maxCount);
    const side = (area: number, size: number): [number, number] => {
      const length = roundHalfEven(Math.sqrt(area));
      const from = integerIn(rng, 0, Math.max(size - length, 0));
      return [from, from + length];
    };
    return Array.from({ length: count }, () => {
      const area = rng.uniform(sl, sh) * ((height * width) / count);
      const aspect = Math.exp(rng.uniform(Math.log(minAspect), Math.log(1 / minAspect)));
      return [...side(area * aspect, height), ...side(area / aspect, width)] as const;
    });
  }

  encodes(x: TensorImage, { rng }: TransformContext): TensorImage {
    const { p } = this.options;
    if (p < 1 && rng.uniform() >= p) return x;
    const [height = 1, width = 1] = x.shape.slice(-2);
    const rectangles = this.draw(rng, height, width);
    const noise = new torch.Generator().manualSeed(rng.word());
    using plain = torch.scope((): Tensor => {
      const erased = x.clone();
      for (const [top, bottom, left, right] of rectangles) {
        const rows = Math.min(bottom, height) - top;
        const columns = Math.min(right, width) - left;
        if (rows <= 0 || columns <= 0) continue;
        const values = torch.randn([...x.shape.slice(0, -2), rows, columns], { generator: noise });
        erased.narrow(-2, top, rows).narrow(-1, left, columns).copy_(values);
      }
      return erased;
    });
    return x.retype(plain);
  }

  override settings(): Record<string, unknown> {
    return { ...this.options };
  }
}

revivable('RandomErasing', RandomErasing);

/** Noise in random rectangles, after normalization. fastai: `RandomErasing`. */
export const randomErasing = (options: RandomErasingOptions = {}): RandomErasing =>
  new RandomErasing(options);
