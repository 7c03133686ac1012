import { type Tensor, torch } from '@onecycle/torch';
import type { BatchRead, Keeping, TransformContext } from '../../data/index.js';
import { failureOf, fileOf } from '../decode/index.js';
import { type NativeBatch, otherFormat, type PictureSources, type Streams } from '../native/index.js';
import type { Fitter } from './fitter.js';
import { decodeInParts, type Opened, pixelsOf } from './headers.js';
import { at, keptAt, PictureReader, placesOf, type Reading, readOf, withoutRows } from './reading.js';

/** One native call reads, draws, decodes and fits; what is no JPEG file is decoded then, and gets its rows by another. */
export class AtOnceReader extends PictureReader {
  constructor(
    readonly fitter: Fitter,
    ...rest: ConstructorParameters<typeof PictureReader>
  ) {
    super(...rest);
  }

  async read(
    inputs: readonly unknown[],
    contexts: readonly TransformContext[],
    keeping?: Keeping,
    pinned?: boolean,
  ): Promise<BatchRead> {
    const reading = this.reading(inputs, contexts, keeping, pinned);
    const { failures } = reading;
    const files = placesOf(inputs);
    const streams = this.#streams(reading);
    const { batch, failures: reasons } = await this.fitter.load({ files, pictures: [] }, streams, reading);
    if (reasons.every((reason) => reason === '')) return readOf(batch, reading);
    const others: number[] = [];
    const bad = new Set<number>();
    for (const [position, reason] of reasons.entries()) {
      if (reason === '') continue;
      if (files[position] === '' || reason === otherFormat) others.push(position);
      else {
        bad.add(position);
        failures.push({ position, error: failureOf(fileOf(inputs[position]), reason) });
      }
    }
    try {
      if (others.length > 0) await this.#fill(batch, others, reading, bad);
    } catch (error) {
      batch.dispose();
      throw error;
    }
    return readOf(withoutRows(batch, bad), reading);
  }

  /** Those of all pictures, or of some. */
  #streams({ contexts, splitIdx }: Reading, positions?: readonly number[]): Streams {
    const words: number[] = [];
    if (this.fitter.draws(splitIdx))
      for (const { rng } of positions ? at(contexts, positions) : contexts) {
        const [key, more, epoch, index] = rng.words;
        words.push(key, more, epoch, index);
      }
    return { words, fork: this.stream };
  }

  /** Decodes what the native library does not, and puts it into its rows. */
  async #fill(batch: Tensor, rows: readonly number[], reading: Reading, bad: Set<number>): Promise<void> {
    const { inputs, failures } = reading;
    for await (const { start, pictures } of decodeInParts(at(inputs, rows), this.options)) {
      const opened: Opened[] = [];
      const positions: number[] = [];
      for (const [i, picture] of pictures.entries()) {
        const position = rows[start + i] ?? -1;
        if (picture instanceof Error) {
          failures.push({ position, error: picture });
          bad.add(position);
        } else {
          opened.push(picture);
          positions.push(position);
        }
      }
      if (positions.length === 0) continue;
      const { batch: filled, failures: reasons } = await this.#loadOpened(opened, positions, reading);
      torch.scope(() => {
        batch.indexCopy_(0, torch.tensor(positions, { dtype: 'int64' }), filled);
      });
      filled.dispose();
      for (const [i, reason] of reasons.entries()) {
        const position = positions[i] ?? -1;
        if (reason === '') continue;
        failures.push({ position, error: failureOf(fileOf(inputs[position]), reason) });
        bad.add(position);
      }
    }
  }

  /** Loads pictures that were decoded; their pixels are freed. */
  #loadOpened(
    opened: readonly Opened[],
    positions: readonly number[],
    reading: Reading,
  ): Promise<NativeBatch> {
    const { splitIdx } = reading;
    const kept = keptAt(reading.kept, positions);
    const { pictures, free } = pixelsOf(opened);
    const sources: PictureSources = { files: placesOf(at(reading.inputs, positions)), pictures };
    const streams = this.#streams(reading, positions);
    return this.fitter.load(sources, streams, { splitIdx, kept, pinned: false }).finally(free);
  }
}
