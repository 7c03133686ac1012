import { F } from '@onecycle/torch';
import { checkOptions, is, type OptionNames } from '../../base/index.js';
import { Callback } from '../events/index.js';

/** Options of {@link progressiveResizing}; shares are of a fit's batches. */
export interface ProgressiveResizingOptions {
  /** The first size as a share of the pictures' own, above 0 and up to 1. Default 0.5. */
  initialScale?: number;
  /** The share of the fit that stays at the first size. Default 0.5. */
  delayFraction?: number;
  /** The share at the end that sees pictures whole. Default 0.2. */
  finetuneFraction?: number;
  /** Sizes are multiples of so many pixels. Default 4. */
  sizeIncrement?: number;
}

const progressiveNames: OptionNames<ProgressiveResizingOptions> = {
  initialScale: is.share,
  delayFraction: is.share,
  finetuneFraction: is.share,
  sizeIncrement: is.count(1),
};

/**
 * Trains on small pictures first and on whole ones in the end: a convolution costs as much as its picture has pixels, and what a
 * network learns of a small picture holds for a large one. Batches are made smaller as they come, so that data and validation
 * stay as they are; in between the side grows evenly. What is not a batch of pictures (four dimensions) is left alone.
 *
 * Not for models that want one size, such as vision transformers. Source: chapter 7 of the fastai book (progressive resizing), and
 * MosaicML Composer's ProgressiveResizing, whose names and defaults these are.
 */
export class ProgressiveResizing extends Callback {
  override runValid = false;
  // Before what mixes pictures, which then has fewer pixels to mix.
  override order = -2;
  readonly options: Required<ProgressiveResizingOptions>;

  /** @throws RangeError where a share is none, or the shares are more than the whole */
  constructor(options: ProgressiveResizingOptions = {}) {
    super();
    checkOptions(options, progressiveNames, 'progressiveResizing');
    const { initialScale = 0.5, delayFraction = 0.5, finetuneFraction = 0.2, sizeIncrement = 4 } = options;
    if (initialScale === 0) throw new RangeError('initialScale must be above 0');
    if (delayFraction + finetuneFraction > 1)
      throw new RangeError(
        `delayFraction ${delayFraction} and finetuneFraction ${finetuneFraction} are more than the whole fit`,
      );
    this.options = { initialScale, delayFraction, finetuneFraction, sizeIncrement };
  }

  /** The side that pictures have, as a share of their own, when a share `pct` of the fit is done. */
  scaleAt(pct: number): number {
    const { initialScale, delayFraction, finetuneFraction } = this.options;
    const growing = 1 - delayFraction - finetuneFraction;
    if (pct >= 1 - finetuneFraction && finetuneFraction > 0) return 1;
    if (pct <= delayFraction || growing <= 0) return initialScale;
    return initialScale + (1 - initialScale) * Math.min(1, (pct - delayFraction) / growing);
  }

  override beforeBatch(): void {
    const { learn } = this;
    const scale = this.scaleAt(learn.pctTrain);
    const { sizeIncrement } = this.options;
    learn.xb = learn.xb.map((x) => {
      if (x.ndim !== 4) return x;
      const [height = 1, width = 1] = x.shape.slice(2);
      const side = (whole: number) =>
        Math.min(whole, Math.max(1, Math.round((whole * scale) / sizeIncrement)) * sizeIncrement);
      const size: [number, number] = [side(height), side(width)];
      if (size[0] === height && size[1] === width) return x;
      return F.interpolate(x, { size, mode: 'bilinear', antialias: true });
    });
  }
}

/** See {@link ProgressiveResizing}. */
export const progressiveResizing = (options: ProgressiveResizingOptions = {}): ProgressiveResizing =>
  new ProgressiveResizing(options);

/** What `learn.fineTune({ progressive })` adds to its two fits: the frozen one stays at the first size, the other grows. */
export function progressiveStages(
  progressive: boolean | ProgressiveResizingOptions,
): readonly [frozen: Callback[], whole: Callback[]] {
  if (progressive === false) return [[], []];
  const growing = progressiveResizing(progressive === true ? {} : progressive);
  return [[progressiveResizing({ ...growing.options, delayFraction: 1, finetuneFraction: 0 })], [growing]];
}
