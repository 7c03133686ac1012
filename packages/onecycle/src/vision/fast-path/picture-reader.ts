import { type Tensor, torch } from '@onecycle/torch';
import type {
  BatchRead,
  BatchReader,
  ChainLink,
  Keeping,
  SplitIdx,
  TransformContext,
} from '../../data/index.js';
import {
  type DecodeOptions,
  decodeOptions,
  failureOf,
  fileOf,
  PilImage,
  placeOf,
  type ResolvedDecodeOptions,
  ToTensor,
} from '../decode/index.js';
import { type KeepIn, type NativeBatch, notKept, otherFormat, type PictureSources } from '../native/index.js';
import { ResizeTransform } from '../resize/index.js';
import { TensorImage } from '../tensors/index.js';
import { decodeInParts, type Opened, type OpenedPart, openPictures, pixelsOf } from './headers.js';
import { keepIn } from './kept-pictures.js';
import { fitting, type Loading, presizing, resizing } from './loading.js';
import { PresizeOnce } from './presize-once.js';

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
    return new PictureReader(presizing(transform, resolved), transform, stream, resolved);
  if (!(transform instanceof ResizeTransform && transform.fixedSize)) return null;
  const { fit, fixedSize } = transform;
  return fit
    ? new PictureReader(fitting(transform, fit, fixedSize, resolved), transform, stream, resolved)
    : new PictureReader(resizing(transform, fixedSize, resolved), transform, stream, resolved);
}

/** A batch that is being read. */
interface Reading {
  readonly inputs: readonly unknown[];
  readonly contexts: readonly TransformContext[];
  readonly kept: KeepIn;
  readonly pinned: boolean;
  readonly failures: { position: number; error: Error }[];
}

/** Pictures of the batch, by their positions, and what was planned for each. */
interface Planned<P> {
  readonly positions: number[];
  readonly plans: P[];
}

class PictureReader<P> implements BatchReader {
  /** What stands for the way in which files are decoded. */
  readonly #decoding: string;

  constructor(
    readonly loading: Loading<P>,
    /** The transform that loading does. */
    readonly transform: ResizeTransform | PresizeOnce,
    /** The number of its random stream. */
    readonly stream: number,
    readonly options: ResolvedDecodeOptions,
  ) {
    this.#decoding = JSON.stringify(options);
  }

  async read(
    inputs: readonly unknown[],
    contexts: readonly TransformContext[],
    keeping?: Keeping,
    pinned = false,
  ): Promise<BatchRead> {
    const kept = keeping ? this.#keepIn(keeping, contexts[0]?.splitIdx ?? null) : notKept;
    const reading: Reading = { inputs, contexts, kept, pinned, failures: [] };
    const read = await (this.loading.needsSize ? this.#afterHeaders(reading) : this.#atOnce(reading));
    using batch = read;
    return { batch: batch && TensorImage.from(batch), failures: reading.failures };
  }

  readonly #fixed = new Map<SplitIdx, string | null>();

  fixed(splitIdx: SplitIdx): string | null {
    const { transform, options } = this;
    const known = this.#fixed.get(splitIdx);
    if (known !== undefined) return known;
    const fixed = transform.isFixed(splitIdx) ? JSON.stringify([options, transform, splitIdx]) : null;
    this.#fixed.set(splitIdx, fixed);
    return fixed;
  }

  /** Where nothing is drawn, what becomes of pictures is kept; else the pictures, which only depend on how they are decoded. */
  #keepIn(keeping: Keeping, splitIdx: SplitIdx): KeepIn {
    const fixed = this.fixed(splitIdx);
    return keepIn(keeping, fixed ?? this.#decoding, fixed !== null);
  }

  /** One native call reads, decodes and fits; what is no JPEG file is decoded then, and gets its rows by another. */
  async #atOnce(reading: Reading): Promise<Tensor | null> {
    const { inputs, failures } = reading;
    const planned: Planned<P> = { positions: [], plans: [] };
    for (const position of inputs.keys()) this.#plan(planned, reading, position);
    if (planned.positions.length === 0) return null;
    const files = planned.positions.map((position) => placeOf(fileOf(inputs[position])));
    const { batch, failures: reasons } = await this.#load({ files, pictures: [] }, planned, reading);
    const others: number[] = [];
    const bad = new Set<number>();
    for (const [row, reason] of reasons.entries()) {
      if (reason === '') continue;
      if (files[row] === '' || reason === otherFormat) others.push(row);
      else {
        const position = planned.positions[row] ?? -1;
        bad.add(row);
        failures.push({ position, error: failureOf(fileOf(inputs[position]), reason) });
      }
    }
    try {
      if (others.length > 0) await this.#fill(batch, others, planned, reading, bad);
    } catch (error) {
      batch.dispose();
      throw error;
    }
    return withoutRows(batch, bad);
  }

  /** Decodes what the native library does not, and puts it into its rows. */
  async #fill(
    batch: Tensor,
    rows: readonly number[],
    { positions, plans }: Planned<P>,
    reading: Reading,
    bad: Set<number>,
  ): Promise<void> {
    const { inputs, failures } = reading;
    const sources = rows.map((row) => inputs[positions[row] ?? -1]);
    for await (const { start, pictures } of decodeInParts(sources, this.options)) {
      const part: Planned<P> = { positions: [], plans: [] };
      const opened: Opened[] = [];
      const places: number[] = [];
      for (const [i, picture] of pictures.entries()) {
        const row = rows[start + i] ?? -1;
        const [position = -1, plan] = [positions[row], plans[row]];
        if (picture instanceof Error) {
          failures.push({ position, error: picture });
          bad.add(row);
        } else if (plan !== undefined) {
          part.positions.push(position);
          part.plans.push(plan);
          opened.push(picture);
          places.push(row);
        }
      }
      if (places.length === 0) continue;
      const { batch: filled, failures: reasons } = await this.#loadOpened(opened, part, reading);
      torch.scope(() => {
        batch.indexCopy_(0, torch.tensor(places, { dtype: 'int64' }), filled);
      });
      filled.dispose();
      for (const [i, reason] of reasons.entries()) {
        if (reason === '') continue;
        const position = part.positions[i] ?? -1;
        failures.push({ position, error: failureOf(fileOf(inputs[position]), reason) });
        bad.add(places[i] ?? -1);
      }
    }
  }

  /** Reads headers first, since a plan wants the size; then one native call for each part of the batch. */
  async #afterHeaders(reading: Reading): Promise<Tensor | null> {
    const { inputs, kept } = reading;
    const batches: Tensor[] = [];
    try {
      for await (const part of openPictures(inputs, this.options, undefined, kept)) {
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
    const planned: Planned<P> = { positions: [], plans: [] };
    const opened: Opened[] = [];
    for (const [i, picture] of pictures.entries()) {
      if (picture instanceof Error) failures.push({ position: start + i, error: picture });
      else if (this.#plan(planned, reading, start + i, picture)) opened.push(picture);
      else picture.pixels?.dispose();
    }
    if (opened.length === 0) return null;
    const { batch, failures: reasons } = await this.#loadOpened(opened, planned, reading);
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
  #loadOpened(opened: readonly Opened[], planned: Planned<P>, reading: Reading): Promise<NativeBatch> {
    const files = planned.positions.map((position) => placeOf(fileOf(reading.inputs[position])));
    const { pictures, free } = pixelsOf(opened);
    return this.#load({ files, pictures }, planned, reading).finally(free);
  }

  #load(
    sources: PictureSources,
    { positions, plans }: Planned<P>,
    { kept, pinned }: Reading,
  ): Promise<NativeBatch> {
    const keys = kept.cache === 0 ? [] : positions.map((position) => kept.keys[position] ?? -1);
    return this.loading.load(sources, plans, { ...kept, keys }, pinned);
  }

  /** Plans a picture of the batch; false, and a failure, where it cannot be planned. */
  #plan(planned: Planned<P>, { contexts, failures }: Reading, position: number, opened?: Opened): boolean {
    try {
      const whole = contexts[position];
      if (!whole) throw new RangeError('every picture needs a context');
      const ctx = { rng: whole.rng.fork(this.stream), splitIdx: whole.splitIdx };
      planned.plans.push(this.#planned(ctx, opened));
      planned.positions.push(position);
      return true;
    } catch (error) {
      failures.push({ position, error: error instanceof Error ? error : new Error(String(error)) });
      return false;
    }
  }

  #planned(ctx: TransformContext, opened: Opened | undefined): P {
    const { loading } = this;
    if (!loading.needsSize) return loading.plan(ctx);
    if (!opened) throw new TypeError('a plan wants the size of the picture');
    return loading.plan(ctx, opened);
  }
}

/** The batch without these rows; null where none is left. The batch is used up. */
function withoutRows(batch: Tensor, bad: ReadonlySet<number>): Tensor | null {
  if (bad.size === 0) return batch;
  using all = batch;
  const left = [...Array(all.shape[0] ?? 0).keys()].filter((row) => !bad.has(row));
  if (left.length === 0) return null;
  using rows = torch.tensor(left, { dtype: 'int64' });
  return all.indexSelect(0, rows);
}
