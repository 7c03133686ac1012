/** Hands out a fixed number of permits, first come, first served. */
export class Permits {
  #free: number;
  readonly #waiting: { wanted: number; start: () => void }[] = [];

  constructor(readonly total: number) {
    this.#free = total;
  }

  /** Runs `work` once `wanted` permits (at most all of them) are free, and tells it how many it got. */
  async use<T>(wanted: number, work: (granted: number) => Promise<T>): Promise<T> {
    const granted = Math.max(1, Math.min(wanted, this.total));
    await new Promise<void>((start) => {
      this.#waiting.push({ wanted: granted, start });
      this.#serve();
    });
    try {
      return await work(granted);
    } finally {
      this.#free += granted;
      this.#serve();
    }
  }

  #serve(): void {
    for (let first = this.#waiting[0]; first && first.wanted <= this.#free; first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= first.wanted;
      first.start();
    }
  }
}
