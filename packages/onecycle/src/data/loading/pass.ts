import { Tensor, torch } from '@onecycle/torch';
import { kindOf } from '../../base/index.js';
import type { ItemError } from '../items/index.js';
import { batchRng } from '../random/index.js';
import {
  type BatchStep,
  type ItemCache,
  type MaybePromise,
  Pipeline,
  refuseAsync,
  type TransformContext,
} from '../transforms/index.js';
import { areOn, asTuple, disposeMembers, toDevice } from './batch.js';
import { ItemReader, type ReadRows } from './item-reader.js';
import { type ItemSource, splitOf } from './item-source.js';
import { groupsOf, ReadAhead, Regrouping } from './prefetch.js';
import type { Rows } from './rows.js';
import { markPadding, type Shard } from './shard.js';
import { twoAhead, Uploads } from './uploads.js';

/** What a pass is over. */
export interface PassSource {
  readonly dataset: ItemSource;
  readonly bs: number;
  readonly dropLast: boolean;
  readonly n: number;
  readonly seed: number;
  readonly onError: 'throw' | 'skip';
  readonly afterItem: Pipeline;
  readonly beforeBatch: Pipeline;
  readonly afterBatch: Pipeline;
  readonly device: string;
  readonly cache: ItemCache | undefined;
  /** Gets those that could not be read. */
  readonly failures: Map<number, ItemError>;
  /** The number of the next pass. */
  epoch: number;
  readonly beforeIter: (() => void | Promise<void>) | undefined;
  readonly whenLeftOut: (items: readonly ItemError[]) => void;
  getIdxs(shard: Shard): Iterable<number>;
}

/** Which part of it. */
export interface PassOptions<B> {
  /** The first batch. */
  start: number;
  /** How many batches are worked on before they are asked for. */
  prefetch: number;
  shard: Shard;
  /** How many items a whole pass has. */
  items: number;
  /** Checks the type that batches promise to have. */
  isBatch: ((batch: unknown) => batch is B) | undefined;
}

/** The batches of one pass, in order; those that go to a GPU are put there, and changed, while the ones before are used. */
export function passOver<B>(source: PassSource, options: PassOptions<B>): AsyncGenerator<B, void, undefined> {
  const uploads = options.prefetch > 0 ? Uploads.to(source.device) : null;
  const batches = new Pass(source, options, uploads).batches();
  return uploads ? sent(batches, uploads) : batches;
}

async function* sent<B>(
  batches: AsyncGenerator<B, void, undefined>,
  uploads: Uploads,
): AsyncGenerator<B, void, undefined> {
  uploads.follow();
  yield* twoAhead(
    batches,
    (batch) => uploads.handOver(asTuple(batch)),
    (batch) => disposeMembers(asTuple(batch)),
  );
}

class Pass<B> {
  readonly #source: PassSource;
  readonly #options: PassOptions<B>;
  readonly #uploads: Uploads | null;
  #epoch = 0;
  /**
   * As they are when the pass begins: some batches are worked on before they are asked for, and transforms or a device that change
   * meanwhile count from the next pass on.
   */
  #afterBatch = new Pipeline();
  #device = 'cpu';

  constructor(source: PassSource, options: PassOptions<B>, uploads: Uploads | null) {
    this.#source = source;
    this.#options = options;
    this.#uploads = uploads;
  }

  async *batches(): AsyncGenerator<B, void, undefined> {
    const source = this.#source;
    const { start, prefetch, shard } = this.#options;
    await source.beforeIter?.();
    this.#afterBatch = source.afterBatch.first(source.afterBatch.length);
    this.#device = source.device;
    const indices = source.getIdxs(shard);
    const { bs, dropLast, onError, failures: known } = source;
    this.#epoch = source.epoch++;
    const limit = Array.isArray(indices) ? Number.POSITIVE_INFINITY : source.n;
    // Which items make up the first batches is known only after they were read, where some may be left out.
    const from = onError === 'skip' ? 0 : start;
    let paddedAt = -1;
    const padded = (number: number) => {
      paddedAt = number;
    };
    const groups = groupsOf(indices, { bs, dropLast, onError, limit, start: from, known, shard, padded });
    const reader = this.#reader();
    let begun = from;
    const ahead = new ReadAhead(groups, {
      depth: prefetch,
      read: (draws) => reader.read(draws, this.#nextStep(begun++)),
    });
    // Where nothing is left out, what was read together is a batch.
    const regrouping = onError === 'skip' ? new Regrouping(source) : undefined;
    const whole = (rows: Rows | undefined) => (regrouping ? regrouping.add(rows) : rows ? [rows] : []);
    const failedBefore = known.size;
    let number = from;
    try {
      for (let isLast = false; !isLast; ) {
        const reading = ahead.next();
        const read = reading && this.#checked(await reading);
        isLast = read === undefined;
        for (const rows of whole(read)) {
          if (number < start) rows.dispose();
          else {
            const made = this.#finish(rows, number);
            const batch = made instanceof Promise ? await made : made;
            if (number === paddedAt && typeof batch === 'object' && batch !== null) markPadding(batch);
            yield batch;
          }
          number++;
        }
      }
    } finally {
      regrouping?.dispose();
      await ahead.close();
    }
    source.cache?.tell();
    this.#report(failedBefore, number);
  }

  #reader(): ItemReader {
    const { dataset, afterItem, seed, beforeBatch, cache } = this.#source;
    const batchwise = beforeBatch.length === 0;
    const pinned = this.#uploads !== null;
    return new ItemReader(dataset, afterItem, {
      seed,
      epoch: this.#epoch,
      batchwise,
      cache,
      device: this.#device,
      pinned,
    });
  }

  /** Of batch number `number` of this process. */
  #context(number: number): TransformContext {
    const { seed, dataset } = this.#source;
    const { rank, size } = this.#options.shard;
    return { rng: batchRng(seed, this.#epoch, number * size + rank), splitIdx: splitOf(dataset) };
  }

  /** What a batch goes through next, where that may be done as it is read: here, and with the items that it has then. */
  #nextStep(number: number): BatchStep | undefined {
    if (this.#source.onError !== 'throw' || this.#device !== 'cpu') return undefined;
    return this.#afterBatch.firstStep(this.#context(number));
  }

  /** The rows; items that failed are noted, or end the pass. */
  #checked({ rows, failures }: ReadRows): Rows {
    const [first] = failures;
    if (first && this.#source.onError === 'throw') {
      rows.dispose();
      throw first;
    }
    for (const failure of failures) this.#source.failures.set(failure.index, failure);
    return rows;
  }

  /** Collates rows and takes the batch through the batch transforms; a promise where not all of that was done as they were read. */
  #finish(rows: Rows, number: number): MaybePromise<B> {
    if (this.#source.beforeBatch.length > 0) return this.#changed(rows, number);
    const collated = rows.collate();
    const isThrough =
      this.#device === 'cpu' &&
      this.#afterBatch.isThrough(collated, splitOf(this.#source.dataset), rows.begun);
    return isThrough ? this.#typed(collated, rows) : this.#transformed(collated, rows, this.#context(number));
  }

  /** The same where items are changed before they are collated. */
  async #changed(rows: Rows, number: number): Promise<B> {
    const ctx = this.#context(number);
    let changed: readonly (readonly unknown[])[];
    try {
      const given = await this.#source.beforeBatch.encode(rows.samples, ctx);
      if (!Array.isArray(given))
        throw new TypeError(
          `beforeBatch: a transform there gives the list of the items, not ${kindOf(given)}`,
        );
      changed = given;
    } catch (error) {
      rows.dispose();
      throw error;
    }
    return this.#transformed(rows.collate(changed), rows, ctx);
  }

  /** Takes a batch through the batch transforms, on the device. */
  async #transformed(collated: unknown[], rows: Rows, ctx: TransformContext): Promise<B> {
    const afterBatch = this.#afterBatch;
    const device = this.#device;
    // Work on a GPU is queued, and keeps no thread: only what the processor computes is begun elsewhere.
    const moving = device !== 'cpu';
    let members: readonly unknown[] = [];
    let batch: readonly unknown[] = [];
    try {
      const first = await afterBatch.begin(collated, ctx, { moving, ahead: rows.begun });
      members = first.members;
      // What was made on the device already belongs to the current stream.
      const ahead = this.#uploads?.device === device && areOn(members, 'cpu') ? this.#uploads : null;
      const finish = () =>
        torch.noGrad(() =>
          torch.scope(() => {
            const placed = toDevice(members, device, ahead !== null);
            return refuseAsync(afterBatch.encodeTuple(placed, ctx, first.begun));
          }),
        );
      batch = first.done && !moving ? members : ahead ? ahead.run(finish) : finish();
    } finally {
      for (const member of [...collated, ...members])
        if (member instanceof Tensor && !batch.includes(member)) member.dispose();
    }
    return this.#typed(batch, rows);
  }

  /** The members of a batch as what it is for its receiver. */
  #typed(members: readonly unknown[], rows: Rows): B {
    const batch = rows.items[0]?.single ? members[0] : members;
    const { isBatch } = this.#options;
    // Where no block says what a batch is, nothing can be checked: the caller's type argument is taken at its word.
    if (!isBatch) return batch as B;
    if (isBatch(batch)) return batch;
    disposeMembers(members);
    const types = asTuple(batch).map((member) => Object(member).constructor?.name ?? String(member));
    throw new TypeError(
      `the transforms made a batch of [${types.join(', ')}], which is not what the blocks promise: the data block's summary() shows what each transform makes`,
    );
  }

  /** Tells what was left out in a pass of `made` batches; throws where that was all of it. */
  #report(failedBefore: number, made: number): void {
    const { failures } = this.#source;
    const fresh = [...failures.values()].slice(failedBefore);
    if (fresh.length > 0) this.#source.whenLeftOut(fresh);
    const { items } = this.#options;
    const [failure] = failures.values();
    if (made === 0 && failure && items > 0)
      throw new Error(
        `a pass without a batch: of ${items} items ${failures.size} could not be read, the first of them ${failure.message}`,
        { cause: failure },
      );
  }
}
