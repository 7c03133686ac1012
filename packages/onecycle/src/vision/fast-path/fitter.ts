import type { SplitIdx } from '../../data/index.js';
import type { ResolvedDecodeOptions } from '../decode/index.js';
import {
  type Destination,
  loadPictures,
  type NativeBatch,
  type PictureSources,
  type PixelSize,
  type Streams,
} from '../native/index.js';
import type { ResizeTransform } from '../resize/index.js';

/** What makes a batch of files in one native call: threads find, and draw, the part of each picture as soon as they have read it. */
export interface Fitter {
  /** Of what becomes of the pictures. */
  readonly size: PixelSize;
  /** Whether something is drawn for pictures of this set. */
  draws(splitIdx: SplitIdx): boolean;
  load(sources: PictureSources, streams: Streams, batch: BatchSettings): Promise<NativeBatch>;
}

/** Of which set pictures are, and where they go. */
export interface BatchSettings extends Destination {
  readonly splitIdx: SplitIdx;
}

/** What has a method: the class itself, or one that it extends. */
function ownerOf(value: object, method: string): unknown {
  let owner: unknown = value;
  while (owner && !Object.hasOwn(owner, method)) owner = Object.getPrototypeOf(owner);
  return owner;
}

/** A resize that native threads know; null where somebody's class plans otherwise than the one that it extends. */
export function resizeFitter(
  resize: ResizeTransform,
  size: PixelSize,
  options: ResolvedDecodeOptions,
): Fitter | null {
  const { fit } = resize;
  if (!fit || ownerOf(resize, 'fit') !== ownerOf(resize, 'plan')) return null;
  const [filter] = resize.resamples;
  const { scaled } = options;
  const upright = options.exif === 'rotate';
  return {
    size,
    draws: (splitIdx) => fit.call(resize, splitIdx).draws,
    load(sources, streams, batch) {
      const parts = { fit: fit.call(resize, batch.splitIdx), streams, upright };
      return loadPictures(sources, { parts, size, filter, scaled }, options, batch);
    },
  };
}
