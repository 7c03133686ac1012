import { checkOptions } from '../../base/index.js';
import { revivable, type SplitIdx, type TransformContext } from '../../data/index.js';
import { pixelSize, type ResizeMethod, resizeBox, type Size } from '../maths/index.js';
import {
  checkName,
  checkPadMode,
  type Filter,
  type Fit,
  type PadMode,
  type PixelSize,
} from '../native/index.js';
import { type ResizePlan, ResizeTransform, whole } from './resize-tfm.js';

/** Options of {@link resize}. */
export interface ResizeOptions {
  /** `'crop'` (default) cuts the largest part of the target's shape out, `'pad'` adds to it, `'squish'` distorts. */
  method?: ResizeMethod;
  /** What is seen beyond the edges with `'pad'`. Default `'reflection'`. */
  padMode?: PadMode;
  /** The filters for pictures and for masks. Default bilinear (antialiased, as Pillow has it) and nearest. */
  resamples?: readonly [Filter, Filter];
}

const methods: readonly string[] = ['crop', 'pad', 'squish'];

/** Resizes every picture to the same size, the part at random in training, the middle in validation. fastai: `Resize`. */
export class Resize extends ResizeTransform {
  readonly size: Size;
  readonly method: ResizeMethod;
  readonly padMode: PadMode;
  override readonly fixedSize: PixelSize;

  constructor(size: Size, options: ResizeOptions = {}) {
    checkOptions(options, { method: true, padMode: true, resamples: true }, 'resize');
    const { method = 'crop', padMode = 'reflection', resamples } = options;
    super(resamples);
    checkName('method', method, methods);
    checkPadMode(padMode);
    this.size = size;
    this.fixedSize = pixelSize(size);
    this.method = method;
    this.padMode = padMode;
  }

  override isFixed(splitIdx: SplitIdx): boolean {
    return splitIdx === 1 || this.method === 'squish';
  }

  override fit(splitIdx: SplitIdx): Fit {
    return { method: this.method, draws: !this.isFixed(splitIdx), padMode: this.padMode };
  }

  override plan(picture: PixelSize, { rng, splitIdx }: TransformContext): ResizePlan {
    const place = this.isFixed(splitIdx) ? ([0.5, 0.5] as const) : ([rng.uniform(), rng.uniform()] as const);
    const box = resizeBox(picture, this.fixedSize, this.method, place);
    return whole(box, this.fixedSize, this.padMode);
  }

  override settings(): Record<string, unknown> {
    const { size, method, padMode, resamples } = this;
    return { size, method, padMode, resamples };
  }
}

revivable('Resize', Resize, ({ size, ...options }) => [size, options]);

/**
 * Resizes every picture to one size: `resize(460)`, `resize([height, width], { method: 'pad' })`. In training the part
 * that is kept lies at random, in validation in the middle. fastai: `Resize`.
 */
export const resize = (size: Size, options: ResizeOptions = {}): Resize => new Resize(size, options);
