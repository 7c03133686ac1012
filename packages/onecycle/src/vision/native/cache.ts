import { callForNumbers } from './library.js';

/** What a cache holds, and how often it had no room. */
export interface CacheState {
  bytes: number;
  pictures: number;
  refused: number;
}

const freed = new FinalizationRegistry<number>((number) => callForNumbers('onecycle::cache_free', [number]));

/** Pictures that native threads keep, by whole numbers as keys: `space * 2 ** 32` and more. Freed when nothing holds it. */
export class PictureCache {
  readonly number: number;

  /** `budget` in bytes. */
  constructor(budget: number) {
    [this.number = 0] = callForNumbers('onecycle::cache_make', [budget]);
    freed.register(this, this.number);
  }

  get state(): CacheState {
    const [bytes = 0, pictures = 0, refused = 0] = callForNumbers('onecycle::cache_state', [this.number]);
    return { bytes, pictures, refused };
  }

  /** Frees what is kept under the keys of a space. */
  drop(space: number): void {
    callForNumbers('onecycle::cache_drop', [this.number, space]);
  }
}
