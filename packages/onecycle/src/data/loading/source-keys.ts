import { Path } from '../collections/index.js';

/**
 * The numbers under which a cache keeps what was read of items: their places in the set, as long as each comes from the file that it came
 * from first. A getter may choose another file in every epoch; what is read of that has a number of its own.
 */
class SourceKeys {
  readonly #first = new Map<number, string>();
  readonly #others = new Map<string, number>();

  constructor(readonly items: number) {}

  keyOf(index: number, source: unknown): number {
    if (!(source instanceof Path || typeof source === 'string')) return index;
    const file = String(source);
    const first = this.#first.get(index);
    if (first === undefined) this.#first.set(index, file);
    if (first === undefined || first === file) return index;
    const key = this.#others.get(file) ?? this.items + this.#others.size;
    this.#others.set(file, key);
    return key;
  }
}

const all = new WeakMap<object, Map<number, SourceKeys>>();

/** Of the sources of a member of a set's items, the numbers under which a cache keeps what is read of them. */
export function keysOf(
  { set, member }: { set: { readonly length: number }; member: number },
  indices: readonly number[],
  sources: readonly unknown[],
): number[] {
  const members = all.get(set) ?? new Map<number, SourceKeys>();
  all.set(set, members);
  const keys = members.get(member) ?? new SourceKeys(set.length);
  members.set(member, keys);
  return indices.map((index, i) => keys.keyOf(index, sources[i]));
}
