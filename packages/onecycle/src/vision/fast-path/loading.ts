import type { TransformContext } from '../../data/index.js';
import type { ResolvedDecodeOptions } from '../decode/index.js';
import {
  type KeepIn,
  loadPictures,
  type NativeBatch,
  type PictureGeometry,
  type PictureSources,
  type PixelSize,
} from '../native/index.js';
import type { Fit, ResizePlan, ResizeTransform } from '../resize/index.js';
import type { Opened } from './headers.js';
import type { OnceDraw, PresizeOnce } from './presize-once.js';

/** Work on a batch of pictures: planned one by one with each one's randomness, done in one native call. */
export type Loading<P> = {
  load(sources: PictureSources, plans: readonly P[], kept: KeepIn, pinned: boolean): Promise<NativeBatch>;
} & (
  | {
      /** Nothing but random numbers is planned here: native threads do the rest, as soon as they have read a file. */
      needsSize: false;
      plan(ctx: TransformContext): P;
    }
  | { needsSize: true; plan(ctx: TransformContext, picture: Opened): P }
);

/** Fitting into a size: `onecycle::load_pictures` finds the part that was drawn. */
export const fitting = (
  { resamples: [filter] }: ResizeTransform,
  { method, padMode, place }: Fit,
  size: PixelSize,
  options: ResolvedDecodeOptions,
): Loading<readonly [number, number]> => ({
  needsSize: false,
  plan: place,
  load: (sources, places, kept, pinned) =>
    loadPictures(
      sources,
      {
        parts: { method, places, upright: options.exif === 'rotate' },
        size,
        filter,
        padMode,
        scaled: options.scaled,
      },
      options,
      kept,
      pinned,
    ),
});

/** Any other resizing to a fixed size: `onecycle::load_pictures` is told the parts. */
export const resizing = (
  resize: ResizeTransform,
  size: PixelSize,
  options: ResolvedDecodeOptions,
): Loading<PictureGeometry & ResizePlan> => ({
  needsSize: true,
  plan: (ctx, picture) => ({ ...resize.plan(picture, ctx), picture, orientation: picture.orientation }),
  load: (sources, plans, kept, pinned) =>
    loadPictures(
      sources,
      {
        parts: plans,
        size,
        filter: resize.resamples[0],
        padMode: plans[0]?.padMode ?? 'zeros',
        scaled: options.scaled,
      },
      options,
      kept,
      pinned,
    ),
});

/** Presizing and augmentation with one interpolation: one call of `onecycle::load_augmented`. */
export const presizing = (once: PresizeOnce, options: ResolvedDecodeOptions): Loading<OnceDraw> => ({
  needsSize: false,
  plan: (ctx) => once.draw(ctx),
  load: (sources, draws, kept, pinned) =>
    once.load(sources, draws, { ...options, upright: options.exif === 'rotate' }, kept, pinned),
});
