import type { Child } from './child.js';

/** What waits for the machine. */
export interface Work {
  readonly id: string;
  /** Begins it. Where that throws, `failed` is told. */
  start(): Promise<Child>;
  failed(error: unknown): void;
}

/** One piece of work at a time has the machine; others wait in the order in which they came. */
export class Queue {
  #waiting: Work[] = [];
  #current: { work: Work; child: Child | undefined } | undefined;
  #closed = false;

  get current(): Work | undefined {
    return this.#current?.work;
  }

  add(work: Work): void {
    this.#waiting.push(work);
    void this.#next();
  }

  /** Takes work out of the queue that has not begun. Gives whether there was such. */
  withdraw(id: string): boolean {
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter((work) => work.id !== id);
    return this.#waiting.length < before;
  }

  /** The process of the work that is on. */
  childOf(id: string): Child | undefined {
    return this.#current?.work.id === id ? this.#current.child : undefined;
  }

  /** Ends what is on: asked first, then by force. */
  async close(patience: number): Promise<void> {
    this.#closed = true;
    this.#waiting = [];
    const child = this.#current?.child;
    if (!child) return;
    child.tell({ type: 'stop' });
    const impatience = setTimeout(() => child.kill(), patience);
    await child.ended;
    clearTimeout(impatience);
  }

  async #next(): Promise<void> {
    if (this.#current || this.#closed) return;
    const work = this.#waiting.shift();
    if (!work) return;
    const current: { work: Work; child: Child | undefined } = { work, child: undefined };
    this.#current = current;
    try {
      current.child = await work.start();
      if (this.#closed) current.child.kill();
      await current.child.ended;
    } catch (error) {
      work.failed(error);
    }
    this.#current = undefined;
    await this.#next();
  }
}
