import { AsyncLocalStorage } from 'node:async_hooks';

/** Lets pieces of asynchronous work run one after another. What is started from within one belongs to it and runs at once. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  readonly #holding = new AsyncLocalStorage<true>();

  take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#holding.getStore()) return work();
    const turn = this.#last.then(() => this.#holding.run(true, work));
    this.#last = turn.catch(() => {});
    return turn;
  }
}
