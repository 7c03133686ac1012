import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * A piece of work that has its turn. What is started from inside of it belongs to it, and is done, one after another, at
 * the moments at which it lets others in.
 */
class Turn {
  /** Whether the work has come to its end: what it left behind, a timer say, is no part of it any more. */
  over = false;
  #isOpen = true;
  /** How many have asked to be let in, and how many of them may come whether it is open or not. */
  #asked = 0;
  #admitted = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #waiting: (() => void)[] = [];

  /** Does `work` as soon as this turn lets others in, and those before it are done. */
  enter<T>(work: () => Promise<T>): Promise<T> {
    this.#asked += 1;
    const entered = this.#admission(this.#asked, this.#last).then(work);
    this.#last = entered.catch(() => {});
    return entered;
  }

  async #admission(number: number, before: Promise<unknown>): Promise<void> {
    await before;
    while (!this.#isOpen && number > this.#admitted) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Runs `work` with nobody let in but where it says so. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const wasOpen = this.#isOpen;
    await this.#close();
    try {
      return await work();
    } finally {
      if (wasOpen) this.#open();
    }
  }

  /** Lets others in while `wait` lasts, and waits for all that asked by then. */
  async letIn<T>(wait: () => Promise<T>): Promise<T> {
    if (this.#isOpen) return wait();
    this.#open();
    try {
      return await wait();
    } finally {
      await this.#close();
    }
  }

  /** Ends the turn, with those that asked by now. */
  async end(): Promise<void> {
    this.over = true;
    await this.#close();
  }

  #open(): void {
    this.#isOpen = true;
    this.#wake();
  }

  async #close(): Promise<void> {
    this.#isOpen = false;
    this.#admitted = this.#asked;
    this.#wake();
    await this.#last;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/**
 * Lets pieces of asynchronous work run one after another. What is started from inside of one that has its turn (awaited
 * or not, at once or by a timer) is done inside of it, where it lets others in; what is started from elsewhere waits
 * until it is over.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  readonly #holding = new AsyncLocalStorage<Turn>();

  /** Whether whoever asks stands inside of the work that has its turn. */
  get isInside(): boolean {
    return this.#current !== undefined;
  }

  /** Does `work` when its turn has come. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const outer = this.#current;
    if (outer) return outer.enter(() => this.#run(work));
    const turn = this.#last.then(() => this.#run(work));
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Does a part of the work that has its turn with nobody let in, but where it says so with {@link letIn}. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#current;
    return turn ? turn.alone(work) : work();
  }

  /** Lets those in who ask from inside while `wait` lasts, and waits for them. */
  async letIn<T>(wait: () => Promise<T>): Promise<T> {
    const turn = this.#current;
    return turn ? turn.letIn(wait) : wait();
  }

  get #current(): Turn | undefined {
    const turn = this.#holding.getStore();
    return turn?.over ? undefined : turn;
  }

  #run<T>(work: () => Promise<T>): Promise<T> {
    const turn = new Turn();
    return this.#holding.run(turn, async () => {
      try {
        return await work();
      } finally {
        await turn.end();
      }
    });
  }
}
