import type { ItemCache, Keeping } from '../../data/index.js';
import { type KeepIn, PictureCache } from '../native/index.js';

/** What is kept of a member of a set: the space of its keys, and what all that was made with. */
interface Space {
  readonly number: number;
  readonly settings: string;
}

/** The native cache of a data loader's cache. The pictures of each set and member have keys of their own. */
class KeptPictures {
  readonly cache: PictureCache;
  readonly #spaces = new WeakMap<object, Map<number, Space>>();
  #made = 0;

  constructor(budget: number) {
    this.cache = new PictureCache(budget);
  }

  /** The space for what is made with these settings; what was made with others is freed. */
  space(set: object, member: number, settings: string): number {
    const spaces = this.#spaces.get(set) ?? new Map<number, Space>();
    this.#spaces.set(set, spaces);
    const known = spaces.get(member);
    if (known?.settings === settings) return known.number;
    if (known) this.cache.drop(known.number);
    const space = { number: this.#made++, settings };
    spaces.set(member, space);
    return space.number;
  }
}

const all = new WeakMap<ItemCache, KeptPictures>();

function keptIn(cache: ItemCache): KeptPictures {
  const known = all.get(cache);
  if (known) return known;
  const made = new KeptPictures(cache.budget());
  const pictures = made.cache;
  cache.heldBy(() => {
    const { pictures: items, ...rest } = pictures.state;
    return { items, ...rest };
  });
  all.set(cache, made);
  return made;
}

/** Where native threads keep the pictures of a batch that is made with these settings: what becomes of them (`rows`), or the whole ones. */
export function keepIn({ cache, set, member, indices }: Keeping, settings: string, rows: boolean): KeepIn {
  const kept = keptIn(cache);
  const first = kept.space(set, member, settings) * 2 ** 32;
  return { cache: kept.cache.number, keys: indices.map((index) => first + index), rows };
}
