import { type Tensor, torch } from '@onecycle/torch';
import { wrongKind } from '../../base/index.js';
import { type SplitIdx, Transform, type TransformContext } from '../../data/index.js';
import { PilImage } from '../decode/index.js';
import { runOrder } from '../maths/index.js';
import {
  type Box,
  checkFilter,
  decoded,
  type Filter,
  type Fit,
  loadPictures,
  type PadMode,
  type PixelSize,
} from '../native/index.js';

/** What becomes of one picture: the box is resized, and of that the part at the offset is kept. */
export interface ResizePlan {
  box: Box;
  resized: PixelSize;
  offset: { x: number; y: number };
  output: PixelSize;
  padMode: PadMode;
}

/** What cuts out, pads and resizes single pictures: as Pillow does it, off the main thread. */
export abstract class ResizeTransform extends Transform<PilImage, PilImage> {
  override order = runOrder.resize;
  override makesNew = true;
  /** The filters for pictures and for masks. Default bilinear and nearest. */
  readonly resamples: readonly [Filter, Filter];
  /** The size that every picture gets, where it is known beforehand. */
  abstract readonly fixedSize: PixelSize | undefined;

  constructor(resamples: readonly [Filter, Filter] = ['bilinear', 'nearest']) {
    super();
    if (!Array.isArray(resamples) || resamples.length !== 2)
      throw wrongKind('resamples', 'the filters for pictures and for masks, a list of two', resamples);
    resamples.forEach(checkFilter);
    this.resamples = resamples;
  }

  override accepts(x: unknown): x is PilImage {
    return x instanceof PilImage;
  }

  /** What becomes of a picture of this size. */
  abstract plan(picture: PixelSize, ctx: TransformContext): ResizePlan;

  /**
   * What `plan` does to pictures of a set, where native threads can do so by themselves, as soon as they have read a file. Whoever has a
   * `plan` of their own need not have it.
   */
  fit?(splitIdx: SplitIdx): Fit;

  /** Whether a picture of this set becomes the same each time, since nothing is drawn at random. Default false: nobody knows. */
  isFixed(_splitIdx: SplitIdx): boolean {
    return false;
  }

  async encodes(x: PilImage, ctx: TransformContext): Promise<PilImage> {
    const { width, height } = x;
    const plan = this.plan({ width, height }, ctx);
    const filter = x.filter === 'nearest' ? this.resamples[1] : this.resamples[0];
    const geometry = [{ ...plan, picture: { width, height }, orientation: 1 }];
    const rgb = x.rgb();
    const { batch, failures } = await loadPictures(
      { files: [''], pictures: [rgb] },
      { parts: geometry, size: plan.output, filter, padMode: plan.padMode, scaled: false },
      decoded,
    );
    if (rgb !== x) rgb.dispose();
    if (failures[0]) throw new Error(`could not resize a picture of ${width} × ${height}: ${failures[0]}`);
    using all = batch;
    using pixels = torch.scope((): Tensor => {
      const one = all.select(0, 0);
      return x.colorMode === 'RGB' ? one : x.ndim === 2 ? one.select(0, 0) : one.narrow(0, 0, 1);
    });
    return x.retype(pixels);
  }
}

/** A whole box resized to the output. */
export const whole = (box: Box, output: PixelSize, padMode: PadMode): ResizePlan => ({
  box,
  resized: output,
  offset: { x: 0, y: 0 },
  output,
  padMode,
});
