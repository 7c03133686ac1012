import { type Tensor, torch } from '@onecycle/torch';
import type { BatchRead, BatchReader, ChainLink, TransformContext } from '../../data/index.js';
import {
  type DecodeOptions,
  decodeOptions,
  failureOf,
  PilImage,
  type ResolvedDecodeOptions,
  ToTensor,
} from '../decode/index.js';
import {
  loadPictures,
  type NativeBatch,
  type PictureGeometry,
  type PictureSources,
  type PixelSize,
} from '../native/index.js';
import { type ResizePlan, ResizeTransform } from '../resize/index.js';
import { TensorImage } from '../tensors/index.js';
import { fileOf, type Opened, type OpenedPart, openPictures, pixelsOf } from './headers.js';
import { type OncePlan, PresizeOnce } from './presize-once.js';

/** Work on a batch of pictures: planned one by one with each one's randomness, done in one native call. */
export interface BatchLoading<P> {
  plan(picture: Opened, ctx: TransformContext): P;
  load(sources: PictureSources, plans: readonly P[]): Promise<NativeBatch>;
}

/** Resizing to a fixed size: one call of `onecycle::load_pictures`. */
function resizing(
  resize: ResizeTransform,
  size: PixelSize,
  options: ResolvedDecodeOptions,
): BatchLoading<PictureGeometry & ResizePlan> {
  return {
    plan: (picture, ctx) => ({ ...resize.plan(picture, ctx), picture, orientation: picture.orientation }),
    load(sources, plans) {
      const [filter] = resize.resamples;
      const padMode = plans[0]?.padMode ?? 'zeros';
      return loadPictures(
        sources,
        { geometry: plans, size, filter, padMode, scaled: options.scaled },
        options,
      );
    },
  };
}

/** Presizing and augmentation with one interpolation: one call of `onecycle::load_augmented`. */
function presizing(
  once: PresizeOnce,
  options: ResolvedDecodeOptions,
): BatchLoading<PictureGeometry & OncePlan> {
  return {
    plan: (picture, ctx) => ({ ...once.plan(picture, ctx), picture, orientation: picture.orientation }),
    load: (sources, plans) => once.load(sources, plans, options),
  };
}

/**
 * A reader that decodes and resizes whole batches on native threads, where after the decoding comes one transform that
 * can do so and `ToTensor`; null for anything else.
 */
export function batchReaderFor(options: DecodeOptions, rest: readonly ChainLink[]): BatchReader | null {
  const resolved = decodeOptions(options);
  using sample = torch.zeros([3, 1, 1], { dtype: 'uint8' });
  using picture = PilImage.from(sample);
  using tensor = TensorImage.from(sample);
  const links = rest.filter(({ transform }) => transform.accepts(picture) || transform.accepts(tensor));
  const [first, second] = links;
  if (links.length !== 2 || !first || !(second?.transform instanceof ToTensor)) return null;
  const { transform, stream } = first;
  if (transform instanceof PresizeOnce)
    return new PictureReader(presizing(transform, resolved), stream, resolved);
  if (!(transform instanceof ResizeTransform && transform.fixedSize)) return null;
  return new PictureReader(resizing(transform, transform.fixedSize, resolved), stream, resolved);
}

interface PositionedError {
  position: number;
  error: Error;
}

class PictureReader<P> implements BatchReader {
  constructor(
    readonly loading: BatchLoading<P>,
    /** The number of the transform's random stream. */
    readonly stream: number,
    readonly options: ResolvedDecodeOptions,
  ) {}

  async read(inputs: readonly unknown[], contexts: readonly TransformContext[]): Promise<BatchRead> {
    const failures: PositionedError[] = [];
    const batches: Tensor[] = [];
    try {
      for await (const part of openPictures(inputs, this.options)) {
        const read = await this.#readPart(part, inputs, contexts);
        failures.push(...read.failures);
        if (read.batch) batches.push(read.batch);
      }
      const [first] = batches;
      if (!first) return { batch: null, failures };
      if (batches.length === 1) return { batch: TensorImage.from(first), failures };
      using all = torch.cat(batches);
      return { batch: TensorImage.from(all), failures };
    } finally {
      for (const batch of batches) batch.dispose();
    }
  }

  async #readPart(
    { start, pictures: found }: OpenedPart,
    inputs: readonly unknown[],
    contexts: readonly TransformContext[],
  ): Promise<{ batch: Tensor | null; failures: PositionedError[] }> {
    const failures: PositionedError[] = [];
    const positions: number[] = [];
    const opened: Opened[] = [];
    const plans: P[] = [];
    for (const [i, picture] of found.entries()) {
      const position = start + i;
      if (picture instanceof Error) {
        failures.push({ position, error: picture });
        continue;
      }
      const planned = this.#plan(picture, contexts[position]);
      if (planned instanceof Error) {
        failures.push({ position, error: planned });
        continue;
      }
      positions.push(position);
      opened.push(picture);
      plans.push(planned);
    }
    if (opened.length === 0) return { batch: null, failures };

    const files = positions.map((position) => fileOf(inputs[position]) ?? '');
    const { pictures, free } = pixelsOf(opened);
    const { batch, failures: reasons } = await this.loading.load({ files, pictures }, plans).finally(free);
    const kept: number[] = [];
    for (const [row, reason] of reasons.entries()) {
      const position = positions[row] ?? -1;
      if (reason === '') kept.push(row);
      else failures.push({ position, error: failureOf(fileOf(inputs[position]), reason) });
    }
    if (kept.length === positions.length) return { batch, failures };
    using all = batch;
    if (kept.length === 0) return { batch: null, failures };
    using rows = torch.tensor(kept, { dtype: 'int64' });
    return { batch: all.indexSelect(0, rows), failures };
  }

  #plan(picture: Opened, ctx: TransformContext | undefined): P | Error {
    if (!ctx) return new RangeError('every picture needs a context');
    try {
      return this.loading.plan(picture, { ...ctx, rng: ctx.rng.fork(this.stream) });
    } catch (error) {
      picture.pixels?.dispose();
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
