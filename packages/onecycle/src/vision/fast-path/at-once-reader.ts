import { type Tensor, torch } from '@onecycle/torch';
import type { BatchRead, BatchStep } from '../../data/index.js';
import { failureOf, fileOf } from '../decode/index.js';
import {
  type NativeBatch,
  type NextPass,
  otherFormat,
  type PictureSources,
  type Streams,
} from '../native/index.js';
import type { Fitter } from './fitter.js';
import { Augmentation } from './fused.js';
import { decodeInParts, type Opened, pixelsOf } from './headers.js';
import { at, batchRead, keptAt, PictureReader, placesOf, type Reading, withoutRows } from './reading.js';

/** One native call reads, draws, decodes, fits and augments; what is no JPEG file is decoded then, and gets its rows by another. */
export class AtOnceReader extends PictureReader {
  constructor(
    readonly fitter: Fitter,
    ...rest: ConstructorParameters<typeof PictureReader>
  ) {
    super(...rest);
  }

  protected override next({ fusion, contexts }: BatchStep, n: number): NextPass | undefined {
    return fusion instanceof Augmentation
      ? { pass: fusion.pass(this.fitter.size, contexts), n, places: [] }
      : undefined;
  }

  protected override async readAll(reading: Reading): Promise<BatchRead> {
    const files = placesOf(reading.inputs);
    let loaded = await this.#load(files, reading);
    if (loaded.batch.ndim !== 4) {
      loaded.batch.dispose(); // a map folds its picture over: the next step needs the whole batch
      reading.next = undefined;
      loaded = await this.#load(files, reading);
    }
    const { batch, failures } = loaded;
    const left = failures.length === 0 ? batch : await this.#mended(batch, failures, files, reading);
    return batchRead(left, reading);
  }

  #load(files: readonly string[], reading: Reading): Promise<NativeBatch> {
    return this.fitter.load({ files, pictures: [] }, this.#streams(reading), reading);
  }

  /** The batch with what the native library does not decode, and without what nobody can; null where nothing is left. */
  async #mended(
    batch: Tensor,
    reasons: readonly string[],
    files: readonly string[],
    reading: Reading,
  ): Promise<Tensor | null> {
    const { inputs, failures } = reading;
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
    return withoutRows(batch, bad);
  }

  /** Those of all pictures, or of some. */
  #streams({ contexts, splitIdx }: Reading, positions?: readonly number[]): Streams {
    const words: number[] = [];
    if (this.fitter.draws(splitIdx))
      for (const { rng } of positions ? at(contexts, positions) : contexts) rng.addWords(words);
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
    const { splitIdx, next } = reading;
    const settings = {
      splitIdx,
      kept: keptAt(reading.kept, positions),
      pinned: false,
      next: next && { ...next, places: positions },
    };
    const { pictures, free } = pixelsOf(opened);
    const sources: PictureSources = { files: placesOf(at(reading.inputs, positions)), pictures };
    const streams = this.#streams(reading, positions);
    return this.fitter.load(sources, streams, settings).finally(free);
  }
}
