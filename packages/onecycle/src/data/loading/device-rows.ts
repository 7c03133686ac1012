import { type Tensor, torch } from '@onecycle/torch';
import { type BatchRead, type CacheState, type ItemCache, retainType } from '../transforms/index.js';

/** What rows are of: a member of the items of a set, made in the way that `settings` stands for. */
export interface RowsOf {
  readonly set: object;
  readonly member: number;
  readonly settings: string;
  readonly device: string;
  /** How many items there are. */
  readonly items: number;
}

/** Rows of a member, each once, in one tensor on a device: a batch is a selection from it, and nothing has to go there again. */
class DeviceRows {
  readonly #of: RowsOf;
  readonly #budget: number;
  readonly #places = new Map<number, number>();
  #rows: Tensor | undefined;
  #refused = 0;

  constructor(cache: ItemCache, of: RowsOf) {
    this.#of = of;
    this.#budget = cache.left(of.device);
    cache.heldBy(() => this.#state);
  }

  isOf({ settings, device }: RowsOf): boolean {
    return this.#of.settings === settings && this.#of.device === device;
  }

  get #state(): CacheState {
    const bytes = this.#rows ? this.#rows.numel() * bytesOf(this.#rows) : 0;
    return { items: this.#places.size, bytes, refused: this.#refused };
  }

  dispose(): void {
    this.#rows?.dispose();
    this.#rows = undefined;
    this.#places.clear();
    this.#refused = 0;
  }

  /** The batch of these items. `read` reads those that are not here: it is given their positions. */
  async batch(
    indices: readonly number[],
    read: (positions: readonly number[]) => Promise<BatchRead>,
  ): Promise<BatchRead> {
    const indexAt = (position: number) => indices[position] ?? -1;
    const here: number[] = [];
    const missing: number[] = [];
    for (const [position, index] of indices.entries())
      (this.#places.has(index) ? here : missing).push(position);
    // Before anything is waited for: by then they may have gone.
    using chosen = this.#select(here.map(indexAt));
    const got = missing.length > 0 ? await read(missing) : { batch: null, failures: [] };
    const bad = new Set(got.failures.map(({ position }) => position));
    const failures = got.failures.map(({ position, error }) => ({
      position: missing[position] ?? -1,
      error,
    }));
    const fresh = missing.filter((_, i) => !bad.has(i));
    const arrived = got.batch && moved(got.batch, this.#of.device);
    if (arrived) this.#keep(fresh.map(indexAt), arrived);
    if (!chosen) return { batch: arrived, failures };
    using others = arrived;
    const batch = torch.scope((): Tensor => {
      if (!others) return retainType(chosen.alias(), chosen);
      const joined = this.#pick(torch.cat([chosen, others]), inOrder([...here, ...fresh]));
      return retainType(joined, chosen);
    });
    return { batch, failures };
  }

  #select(indices: readonly number[]): Tensor | null {
    const all = this.#rows;
    if (!all || indices.length === 0) return null;
    const rows = indices.map((index) => this.#places.get(index) ?? -1);
    return torch.scope((): Tensor => retainType(this.#pick(all, rows), all));
  }

  /** Takes rows in as long as there is room. */
  #keep(indices: readonly number[], batch: Tensor): void {
    this.#rows ??= this.#made(batch);
    const rows = this.#rows;
    const room = (rows.shape[0] ?? 0) - this.#places.size;
    // An item that comes twice, here or in a batch that is read at the same time, is kept once.
    const others = indices.flatMap((index, row) =>
      indices.indexOf(index) === row && !this.#places.has(index) ? [row] : [],
    );
    const kept = others.slice(0, room);
    this.#refused += others.length - kept.length;
    if (kept.length === 0) return;
    torch.scope(() => {
      const first = this.#places.size;
      rows.narrow(0, first, kept.length).copy_(this.#pick(batch, kept));
      for (const [i, row] of kept.entries()) this.#places.set(indices[row] ?? -1, first + i);
    });
  }

  /** Memory for as many rows as there are items, or as there is room for. */
  #made(like: Tensor): Tensor {
    const [, ...shape] = like.shape;
    const bytes = shape.reduce((product, side) => product * side, bytesOf(like));
    const rows = Math.min(this.#of.items, Math.floor(this.#budget / bytes));
    const { device } = this.#of;
    return torch.scope(() =>
      torch.keep(retainType(torch.empty([rows, ...shape], { dtype: like.dtype, device }), like)),
    );
  }

  #pick(from: Tensor, rows: readonly number[]): Tensor {
    return from.indexSelect(0, torch.tensor([...rows], { dtype: 'int64', device: this.#of.device }));
  }
}

/** Of one number: types have their bits in their names. */
const bytesOf = (x: Tensor): number => Number(/\d+$/.exec(x.dtype)?.[0] ?? 8) / 8;

/** On a device; what lies elsewhere is freed. */
function moved(batch: Tensor, device: string): Tensor {
  if (batch.device === device) return batch;
  using old = batch;
  return retainType(old.to(device), old);
}

/** Which of the rows of these positions comes first, second, and so on. */
const inOrder = (positions: readonly number[]): number[] =>
  [...positions.keys()].sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));

const all = new WeakMap<ItemCache, WeakMap<object, Map<number, DeviceRows>>>();

/** The rows that a cache keeps of a member; what was made with other settings, or lies on another device, is freed. */
export function rowsOf(cache: ItemCache, of: RowsOf): DeviceRows {
  const sets = all.get(cache) ?? new WeakMap<object, Map<number, DeviceRows>>();
  all.set(cache, sets);
  const members = sets.get(of.set) ?? new Map<number, DeviceRows>();
  sets.set(of.set, members);
  const known = members.get(of.member);
  if (known?.isOf(of)) return known;
  known?.dispose();
  const made = new DeviceRows(cache, of);
  members.set(of.member, made);
  return made;
}
