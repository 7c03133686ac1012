/** How an {@link Outbox} sends. */
export interface Post<L> {
  send(letter: L): Promise<void>;
  /** Told of each letter that was sent. */
  sent(): void;
  /** Whether it is worth a further try. */
  again(error: unknown): boolean;
  /** Told of each failure. */
  failed(error: unknown): void;
  /** How much room a letter takes; 0 for one that is never given up. */
  size(letter: L): number;
  /** Told of each letter that is given up for want of room. */
  dropped(letter: L): void;
}

/** Milliseconds between two letters, and until a failed one is tried again: first and at most. */
const [PAUSE, FIRST, LONGEST] = [500, 1000, 30_000];

/**
 * Sends letters one after the other, in the background. What cannot be sent now is tried again, what is refused is kept. While
 * one is on its way the next may still be added to. What is not sent has so much room: beyond it the oldest letters are given up.
 */
export class Outbox<L> {
  #refused: L[] = [];
  #waiting: L[] = [];
  #onItsWay: L | undefined;
  #running: Promise<void> | undefined;
  #wake = () => {};
  #hurry = false;

  constructor(
    readonly post: Post<L>,
    readonly room: number,
  ) {}

  /** What is not sent: was refused, is on its way, or waits. */
  get unsent(): L[] {
    return [...this.#refused, ...(this.#onItsWay === undefined ? [] : [this.#onItsWay]), ...this.#waiting];
  }

  /** The last letter, as long as it can be added to. */
  get last(): L | undefined {
    return this.#waiting.at(-1);
  }

  /** Puts letters in, behind the others. */
  add(...letters: L[]): void {
    this.#waiting.push(...letters);
    this.#makeRoom();
    this.#running ??= this.#run();
  }

  #makeRoom(): void {
    let excess = this.unsent.reduce((sum, letter) => sum + this.post.size(letter), -this.room);
    // The last one may still be added to.
    const { last } = this;
    const kept = (letter: L): boolean => {
      const size = this.post.size(letter);
      if (excess <= 0 || size === 0 || letter === last) return true;
      excess -= size;
      this.post.dropped(letter);
      return false;
    };
    if (excess <= 0) return;
    this.#refused = this.#refused.filter(kept);
    this.#waiting = this.#waiting.filter(kept);
  }

  /** Sends what there is, for so many milliseconds at most. @returns whether all is sent */
  async drain(within: number): Promise<boolean> {
    this.#hurry = true;
    this.#wake();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, within);
    });
    await Promise.race([this.#running, late]);
    clearTimeout(timer);
    this.#hurry = false;
    return this.unsent.length === 0;
  }

  async #run(): Promise<void> {
    let wait = FIRST;
    await this.#pause(PAUSE);
    for (let letter = this.#waiting.shift(); letter !== undefined; letter = this.#waiting.shift()) {
      this.#onItsWay = letter;
      try {
        await this.post.send(letter);
        wait = FIRST;
        this.#onItsWay = undefined;
        this.post.sent();
        if (!this.#hurry) await this.#pause(PAUSE);
      } catch (error) {
        this.#onItsWay = undefined;
        if (this.post.again(error)) this.#waiting.unshift(letter);
        else this.#refused.push(letter);
        this.post.failed(error);
        if (!this.post.again(error)) continue;
        await this.#pause(this.#hurry ? PAUSE : wait);
        wait = Math.min(2 * wait, LONGEST);
      }
    }
    this.#running = undefined;
  }

  /** Waits, unless there is hurry. The process may end meanwhile. */
  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
