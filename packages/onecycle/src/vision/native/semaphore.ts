/** A fixed number of permits, first come, first served. */
export class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly total: number) {
    this.#free = total;
  }

  /** Runs `work` once a permit is free. */
  async use<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.acquire();
    if (turn) await turn;
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  /** Takes a permit now, or gives a promise of it. */
  acquire(): Promise<void> | undefined {
    if (this.#free === 0) return new Promise((start) => this.#waiting.push(start));
    this.#free--;
    return undefined;
  }

  /** Gives it back. */
  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
