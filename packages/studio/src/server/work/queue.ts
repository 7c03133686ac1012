import type { Child } from './child.js';

/** What waits for the machine. */
export interface Work {
  readonly id: string;
  /** Begins it. Where that throws, `failed` is told. */
  start(): Promise<Child>;
  failed(error: unknown): void;
}

/** What has the machine. */
interface Current {
  work: Work;
  /** Its process, once there is one. */
  child: Child | undefined;
  /** When it has ended, or could not begin. */
  over: Promise<void>;
}

/** One piece of work at a time has the machine; others wait in the order in which they came. */
export class Queue {
  #waiting: Work[] = [];
  #current: Current | undefined;
  #closed = false;

  get current(): Work | undefined {
    return this.#current?.work;
  }

  add(work: Work): void {
    this.#waiting.push(work);
    this.#next();
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

  /** Ends what is on: asked first, then by force. Also what is about to begin has ended afterwards. */
  async close(patience: number): Promise<void> {
    this.#closed = true;
    this.#waiting = [];
    const current = this.#current;
    if (!current) return;
    current.child?.tell({ type: 'stop' });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience);
    });
    await Promise.race([current.over, late]);
    clearTimeout(timer);
    current.child?.kill();
    await current.child?.ended;
  }

  #next(): void {
    if (this.#current || this.#closed) return;
    const work = this.#waiting.shift();
    if (!work) return;
    const current: Current = { work, child: undefined, over: Promise.resolve() };
    this.#current = current;
    current.over = this.#work(current);
  }

  async #work(current: Current): Promise<void> {
    try {
      current.child = await current.work.start();
      if (this.#closed) current.child.kill();
      await current.child.ended;
    } catch (error) {
      current.work.failed(error);
    }
    this.#current = undefined;
    this.#next();
  }
}
