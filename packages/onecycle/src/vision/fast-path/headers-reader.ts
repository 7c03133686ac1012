import { type Tensor, torch } from '@onecycle/torch';
import type { BatchRead } from '../../data/index.js';
import { failureOf, fileOf, type ResolvedDecodeOptions } from '../decode/index.js';
import { loadPictures, type NativeBatch, type PictureGeometry, type PixelSize } from '../native/index.js';
import type { ResizePlan, ResizeTransform } from '../resize/index.js';
import { type Opened, type OpenedPart, openPictures, pixelsOf } from './headers.js';
import { at, batchRead, keptAt, PictureReader, placesOf, type Reading, withoutRows } from './reading.js';

/** What is done to some pictures of a batch. */
interface Planned {
  readonly positions: number[];
  readonly plans: (PictureGeometry & ResizePlan)[];
}

/**
 * The way of a resize that a user has written, whose `plan` wants the size of each picture: headers are read first, then one
 * native call loads each part of the batch.
 */
export class HeadersReader extends PictureReader {
  constructor(
    readonly resize: ResizeTransform,
    readonly size: PixelSize,
    stream: number,
    options: ResolvedDecodeOptions,
  ) {
    super(resize, stream, options);
  }

  protected override async readAll(reading: Reading): Promise<BatchRead> {
    return batchRead(await this.#readParts(reading), reading);
  }

  async #readParts(reading: Reading): Promise<Tensor | null> {
    const batches: Tensor[] = [];
    try {
      for await (const part of openPictures(reading.inputs, this.options, undefined, reading.kept)) {
        const batch = await this.#readPart(part, reading);
        if (batch) batches.push(batch);
      }
      if (batches.length < 2) return batches.pop() ?? null;
      return torch.cat(batches);
    } finally {
      for (const batch of batches) batch.dispose();
    }
  }

  async #readPart({ start, pictures }: OpenedPart, reading: Reading): Promise<Tensor | null> {
    const { inputs, failures } = reading;
    const planned: Planned = { positions: [], plans: [] };
    const opened: Opened[] = [];
    for (const [i, picture] of pictures.entries()) {
      if (picture instanceof Error) failures.push({ position: start + i, error: picture });
      else if (this.#plan(planned, reading, start + i, picture)) opened.push(picture);
      else picture.pixels?.dispose();
    }
    if (opened.length === 0) return null;
    const { batch, failures: reasons } = await this.#load(opened, planned, reading);
    const bad = new Set<number>();
    for (const [row, reason] of reasons.entries()) {
      if (reason === '') continue;
      const position = planned.positions[row] ?? -1;
      failures.push({ position, error: failureOf(fileOf(inputs[position]), reason) });
      bad.add(row);
    }
    return withoutRows(batch, bad);
  }

  /** Loads pictures that were looked into; their pixels are freed. */
  #load(
    opened: readonly Opened[],
    { positions, plans }: Planned,
    { inputs, kept, pinned }: Reading,
  ): Promise<NativeBatch> {
    const { size, options, resize } = this;
    const { pictures, free } = pixelsOf(opened);
    const [filter] = resize.resamples;
    const resizing = { parts: plans, size, filter, padMode: plans[0]?.padMode, scaled: options.scaled };
    const sources = { files: placesOf(at(inputs, positions)), pictures };
    const destination = { kept: keptAt(kept, positions), pinned, next: undefined };
    return loadPictures(sources, resizing, options, destination).finally(free);
  }

  /** Plans a picture of the batch; false, and a failure, where it cannot be planned. */
  #plan(planned: Planned, { contexts, failures }: Reading, position: number, picture: Opened): boolean {
    try {
      const whole = contexts[position];
      if (!whole) throw new RangeError('every picture needs a context');
      const ctx = { rng: whole.rng.fork(this.stream), splitIdx: whole.splitIdx };
      const { orientation } = picture;
      planned.plans.push({ ...this.resize.plan(picture, ctx), picture, orientation });
      planned.positions.push(position);
      return true;
    } catch (error) {
      failures.push({ position, error: error instanceof Error ? error : new Error(String(error)) });
      return false;
    }
  }
}
