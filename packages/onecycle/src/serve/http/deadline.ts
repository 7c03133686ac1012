/** Ends when the client goes away, or when a request has taken too long. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #client: AbortSignal;

  constructor(client: AbortSignal, ms: number) {
    this.#client = client;
    this.#timer = setTimeout(() => this.#controller.abort(new OutOfTime()), ms);
    if (client.aborted) this.#gone();
    else client.addEventListener('abort', this.#gone, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What a promise gives, unless the end comes first. */
  async race<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    let end = () => {};
    const ended = new Promise<never>((_, reject) => {
      end = () => reject(signal.reason);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
    try {
      return await Promise.race([promise, ended]);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  /** To be called when the request is done: else the timer goes on. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#client.removeEventListener('abort', this.#gone);
  }

  readonly #gone = (): void => this.#controller.abort(new ClientGone());
}

/** The request took too long. */
export class OutOfTime extends Error {}

/** Nobody waits for the answer any more. */
export class ClientGone extends Error {}
