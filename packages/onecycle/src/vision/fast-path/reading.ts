import { type Tensor, torch } from '@onecycle/torch';
import type {
  BatchRead,
  BatchReader,
  BatchReadOptions,
  BatchStep,
  Keeping,
  SplitIdx,
  TransformContext,
} from '../../data/index.js';
import { fileOf, placeOf, type ResolvedDecodeOptions } from '../decode/index.js';
import { type KeepIn, type NextPass, notKept } from '../native/index.js';
import type { ResizeTransform } from '../resize/index.js';
import { TensorImage } from '../tensors/index.js';
import type { BatchSettings } from './fitter.js';
import { keepIn } from './kept-pictures.js';
import type { PresizeOnce } from './presize-once.js';

/** A picture that could not be read, by its position in the batch. */
export interface Failure {
  readonly position: number;
  readonly error: Error;
}

/** A batch that is being read. */
export interface Reading extends BatchSettings {
  readonly inputs: readonly unknown[];
  readonly contexts: readonly TransformContext[];
  /** Gets those that could not be read. */
  readonly failures: Failure[];
  /** What is done to the pictures as they are read; taken away where that cannot be. */
  next: NextPass | undefined;
}

/** Reads whole batches of pictures: of 8 bits, [n, 3, height, width], or what the next step makes of them; those that could be read. */
export abstract class PictureReader implements BatchReader {
  /** What stands for the way in which files are decoded. */
  readonly #decoding: string;
  readonly #fixed = new Map<SplitIdx, string | null>();

  constructor(
    /** What is done to pictures. */
    readonly transform: ResizeTransform | PresizeOnce,
    /** The number of its random stream. */
    readonly stream: number,
    readonly options: ResolvedDecodeOptions,
  ) {
    this.#decoding = JSON.stringify(options);
  }

  read(
    inputs: readonly unknown[],
    contexts: readonly TransformContext[],
    { keeping, pinned = false, next }: BatchReadOptions = {},
  ): Promise<BatchRead> {
    const splitIdx = contexts[0]?.splitIdx ?? null;
    const kept = this.#kept(splitIdx, keeping);
    const step = next && this.next(next, inputs.length);
    return this.readAll({ inputs, contexts, splitIdx, kept, pinned, failures: [], next: step });
  }

  /** The pictures that could be read. */
  protected abstract readAll(reading: Reading): Promise<BatchRead>;

  /** The next step as something that is done to `n` pictures as they are read. Default: it is none. */
  protected next(_step: BatchStep, _n: number): NextPass | undefined {
    return undefined;
  }

  fixed(splitIdx: SplitIdx): string | null {
    const { transform, options } = this;
    const known = this.#fixed.get(splitIdx);
    if (known !== undefined) return known;
    const fixed = transform.isFixed(splitIdx) ? JSON.stringify([options, transform, splitIdx]) : null;
    this.#fixed.set(splitIdx, fixed);
    return fixed;
  }

  /** Where nothing is drawn, what becomes of pictures is kept; else the pictures, which only depend on how they are decoded. */
  #kept(splitIdx: SplitIdx, keeping: Keeping | undefined): KeepIn {
    if (!keeping) return notKept;
    const fixed = this.fixed(splitIdx);
    return keepIn(keeping, fixed ?? this.#decoding, fixed !== null);
  }
}

/** What became of a batch; `plain`, the pictures that could be read, is used up. */
export function batchRead(plain: Tensor | null, { failures, next }: Reading): BatchRead {
  const batch = plain && TensorImage.from(plain);
  plain?.dispose();
  return { batch, failures, begun: next !== undefined };
}

/** Files as the native library takes them; empty where a source is none. */
export const placesOf = (sources: readonly unknown[]): string[] => sources.map(placeOfSource);

const placeOfSource = (source: unknown): string => placeOf(fileOf(source));

/** Those at these positions. */
export const at = <T>(values: readonly T[], positions: readonly number[]): T[] =>
  positions.flatMap((position) => values.slice(position, position + 1));

/** Where pictures at these positions are kept. */
export const keptAt = (kept: KeepIn, positions: readonly number[]): KeepIn =>
  kept.cache === 0 ? kept : { ...kept, keys: at(kept.keys, positions) };

/** The batch without these rows; null where none is left. The batch is used up. */
export function withoutRows(batch: Tensor, bad: ReadonlySet<number>): Tensor | null {
  if (bad.size === 0) return batch;
  using all = batch;
  const left = [...Array(all.shape[0] ?? 0).keys()].filter((row) => !bad.has(row));
  if (left.length === 0) return null;
  using rows = torch.tensor(left, { dtype: 'int64' });
  return all.indexSelect(0, rows);
}
