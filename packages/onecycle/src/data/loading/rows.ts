import { type Tensor, torch } from '@onecycle/torch';
import { retainType } from '../transforms/index.js';
import { collateMember } from './collate.js';
import type { ReadItem } from './read-item.js';

/**
 * Items on their way into a batch. Some members were read for all items at once and are a batch already; the others
 * are there item by item. The tensors belong to the rows, until `collate` hands them over or `dispose` frees them.
 */
export class Rows {
  readonly items: readonly ReadItem[];
  /** The members that are a batch already, by their place in the tuple. */
  readonly #batches: ReadonlyMap<number, Tensor>;

  /** Of those, the members that have taken the first step of the batch transforms, too. */
  readonly begun: ReadonlySet<number>;

  constructor(
    items: readonly ReadItem[],
    batches: ReadonlyMap<number, Tensor> = new Map(),
    begun: ReadonlySet<number> = new Set(),
  ) {
    this.items = items;
    this.#batches = batches;
    this.begun = begun;
  }

  get n(): number {
    return this.items.length;
  }

  /** The items as tuples. */
  get samples(): (readonly unknown[])[] {
    return this.items.map((item) => item.members);
  }

  /** The members of the batch, from the items or from what a transform has made of them; frees the items. */
  collate(samples?: readonly (readonly unknown[])[]): unknown[] {
    try {
      const width = (samples ? samples[0] : this.items[0]?.members)?.length ?? 0;
      const batch: unknown[] = [];
      for (let i = 0; i < width; i++) batch.push(this.#batches.get(i) ?? this.#collated(i, samples));
      this.#freeItems();
      return batch;
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  #collated(i: number, samples: readonly (readonly unknown[])[] = this.samples): unknown {
    return collateMember(
      samples.map((sample) => sample[i]),
      i,
    );
  }

  /** The first `n` rows, and the others. These rows are used up. */
  split(n: number): [Rows, Rows] {
    const part = (start: number, end: number) => {
      const copies = [...this.#batches].map(([i, batch]): [number, Tensor] => [
        i,
        torch.scope(() => retainType(batch.narrow(0, start, end - start).clone(), batch)),
      ]);
      return new Rows(this.items.slice(start, end), new Map(copies));
    };
    const parts: [Rows, Rows] = [part(0, n), part(n, this.n)];
    for (const batch of this.#batches.values()) batch.dispose();
    return parts;
  }

  /** These rows, then those of `next`. Both are used up. */
  concat(next: Rows): Rows {
    const joined = [...this.#batches].map(([i, batch]): [number, Tensor] => {
      const other = next.#batches.get(i);
      if (!other) throw new Error('rows that were read in different ways cannot be joined');
      const both = torch.scope(() => retainType(torch.cat([batch, other]), batch));
      batch.dispose();
      other.dispose();
      return [i, both];
    });
    return new Rows([...this.items, ...next.items], new Map(joined));
  }

  #freeItems(): void {
    for (const item of this.items) item.dispose();
  }

  /** Frees everything, where the rows are not wanted any more. */
  dispose(): void {
    this.#freeItems();
    for (const batch of this.#batches.values()) batch.dispose();
  }
}

/** Takes these rows, and no others, of batches that are read already. */
export function keepRows(batches: Map<number, Tensor>, rows: readonly number[]): void {
  for (const [member, batch] of batches) {
    const left = torch.scope(() =>
      retainType(batch.indexSelect(0, torch.tensor(rows, { dtype: 'int64', device: batch.device })), batch),
    );
    batch.dispose();
    batches.set(member, left);
  }
}
