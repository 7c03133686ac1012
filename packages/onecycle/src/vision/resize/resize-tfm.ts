import { type Tensor, torch } from '@onecycle/torch';
import { Transform, type TransformContext } from '../../data/index.js';
import type { PadMode } from '../augment/sample.js';
import { geometryTensor } from '../pictures/geometry.js';
import { loadBatch } from '../pictures/native.js';
import { PilImage } from '../pictures/pil-image.js';
import type { Box } from './boxes.js';

/** Pillow's filters. */
export type Filter = 'nearest' | 'box' | 'bilinear' | 'hamming' | 'bicubic' | 'lanczos';

export interface PixelSize {
  width: number;
  height: number;
}

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
  override order = 1;
  override makesNew = true;
  /** The filters for pictures and for masks. Default bilinear and nearest. */
  readonly resamples: readonly [Filter, Filter];
  /** The size that every picture gets, where it is known beforehand. */
  abstract readonly fixedSize: PixelSize | undefined;

  constructor(resamples: readonly [Filter, Filter] = ['bilinear', 'nearest']) {
    super();
    this.resamples = resamples;
  }

  override accepts(x: unknown): x is PilImage {
    return x instanceof PilImage;
  }

  /** What becomes of a picture of this size. */
  abstract plan(picture: PixelSize, ctx: TransformContext): ResizePlan;

  async encodes(x: PilImage, ctx: TransformContext): Promise<PilImage> {
    const { width, height } = x;
    const plan = this.plan({ width, height }, ctx);
    const filter = x.filter === 'nearest' ? this.resamples[1] : this.resamples[0];
    using geometry = geometryTensor([{ ...plan, picture: { width, height }, orientation: 1 }]);
    const rgb = x.rgb();
    const { batch, failures } = await loadBatch(
      'load_pictures',
      1,
      [''],
      [rgb],
      geometry,
      [plan.output.height, plan.output.width],
      filter,
      plan.padMode,
      false,
      false,
      false,
      1,
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
