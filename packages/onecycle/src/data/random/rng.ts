/** The rounds of Philox4x32 that its authors recommend, and its constants. */
const rounds = 10;
const multipliers = [0xd2511f53, 0xcd9e8d57] as const;
const weyl = [0x9e3779b9, 0xbb67ae85] as const;

/** The upper 32 bits of the product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  // Each sum stays below 2^32, so that whole numbers of 32 bits hold it.
  const low = Math.imul(aLow, bLow) >>> 16;
  const middle = (Math.imul(aHigh, bLow) >>> 0) + low;
  const other = (Math.imul(aLow, bHigh) >>> 0) + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (other >>> 16)) >>> 0;
}

/**
 * Philox4x32-10: turns a 128-bit counter and a 64-bit key into four random 32-bit words
 * (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 *
 * @param words gets them: lists for all these words would cost more than the arithmetic
 */
export function philox(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  words: Uint32Array,
): void {
  for (let round = 0; round < rounds; round++) {
    const high0 = multiplyHigh(multipliers[0], c0);
    const low0 = Math.imul(multipliers[0], c0) >>> 0;
    const high1 = multiplyHigh(multipliers[1], c2);
    const low1 = Math.imul(multipliers[1], c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + weyl[0]) >>> 0;
    k1 = (k1 + weyl[1]) >>> 0;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

/** The words of a fork, for a moment. */
const forked = new Uint32Array(4);

/** The counter word that blocks of a stream never reach; forks draw their keys there. */
const forkBlock = 0xffffffff;

/**
 * A stream of random numbers that is a function of (seed, epoch, index) and of nothing else: the same item
 * of the same epoch sees the same numbers, whichever thread works on it and in whatever order.
 *
 * ```ts
 * const rng = new Rng(42, epoch, index);
 * rng.uniform(-10, 10);
 * rng.fork(3).int(6);   // a stream of its own, which does not advance this one
 * ```
 */
export class Rng {
  #k0: number;
  #k1: number;
  readonly #epoch: number;
  readonly #index: number;
  #block = 0;
  #words: Uint32Array | undefined;
  #used = 4;
  #spare: number | undefined;

  /** `seed` is any integer up to 2^53; `epoch` and `index` (of the item or the batch) are below 2^32. */
  constructor(seed: number, epoch = 0, index = 0) {
    this.#k0 = seed >>> 0;
    this.#k1 = Math.floor(seed / 2 ** 32) >>> 0;
    this.#epoch = epoch >>> 0;
    this.#index = index >>> 0;
  }

  /** A new stream for number `k` (a transform's position, say), independent of this one and of how far it is. */
  fork(k: number): Rng {
    philox(this.#epoch, this.#index, k >>> 0, forkBlock, this.#k0, this.#k1, forked);
    const fork = new Rng(0, forked[2], forked[3]);
    fork.#k0 = forked[0] ?? 0;
    fork.#k1 = forked[1] ?? 0;
    return fork;
  }

  /** Appends the four 32-bit numbers that the stream is a function of, for native code that draws from its beginning. */
  addWords(words: number[]): void {
    words.push(this.#k0, this.#k1, this.#epoch, this.#index);
  }

  /** Uniform in [0, 2^32). */
  word(): number {
    this.#words ??= new Uint32Array(4);
    if (this.#used === 4) {
      philox(this.#epoch, this.#index, 0, this.#block++, this.#k0, this.#k1, this.#words);
      this.#used = 0;
    }
    return this.#words[this.#used++] ?? 0;
  }

  /** Uniform in [`low`, `high`), default [0, 1), with 53 random bits. */
  uniform(low = 0, high = 1): number {
    const fraction = ((this.word() >>> 5) * 2 ** 26 + (this.word() >>> 6)) / 2 ** 53;
    return low + fraction * (high - low);
  }

  /** An integer, uniform in 0 … `n` − 1. */
  int(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Normally distributed (Box and Muller's method). */
  normal(mean = 0, std = 1): number {
    let value = this.#spare;
    this.#spare = undefined;
    if (value === undefined) {
      const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
      const angle = 2 * Math.PI * this.uniform();
      value = radius * Math.cos(angle);
      this.#spare = radius * Math.sin(angle);
    }
    return mean + std * value;
  }

  /** The numbers 0 … `n` − 1 in random order (Fisher and Yates' method). */
  permutation(n: number): number[] {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let last = n - 1; last > 0; last--) {
      const chosen = this.int(last + 1);
      const value = order[last] ?? last;
      order[last] = order[chosen] ?? chosen;
      order[chosen] = value;
    }
    return order;
  }
}
