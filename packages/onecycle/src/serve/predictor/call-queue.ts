import { setMaxListeners } from 'node:events';
import type { WireItem, WireResult } from './messages.js';

/** A picture that somebody waits for. */
export interface Call {
  readonly item: WireItem;
  /** Milliseconds of `performance.now()`. */
  readonly queuedAt: number;
  /** How often a worker was given it in vain. */
  failures: number;
  resolve(result: WireResult): void;
  reject(error: unknown): void;
}

/** Pictures that wait for a worker, first come, first served. */
export class CallQueue {
  readonly #calls: Call[] = [];

  get length(): number {
    return this.#calls.length;
  }

  /** The one that has waited longest. */
  get first(): Call | undefined {
    return this.#calls[0];
  }

  /**
   * Puts a picture at the end; a signal takes it out again.
   * @returns what becomes of it
   */
  add(item: WireItem, signal: AbortSignal | undefined): Promise<WireResult> {
    return new Promise<WireResult>((resolve, reject) => {
      const call: Call = { item, queuedAt: performance.now(), failures: 0, resolve, reject };
      if (signal) this.#heed(signal, call);
      this.#calls.push(call);
    });
  }

  /**
   * Takes out those in front, at most so many. Pictures that a worker failed over go alone, so that one of them does not take the
   * others along again.
   */
  take(most: number): Call[] {
    const alone = this.#calls.findIndex(({ failures }) => failures > 0);
    return this.#calls.splice(0, alone < 0 ? most : Math.max(1, Math.min(alone, most)));
  }

  /** Puts calls in front that failed with their batch, each once; one that fails again ends with `error`. */
  retry(calls: readonly Call[], error: () => Error): void {
    const left = calls.filter((call) => {
      call.failures += 1;
      if (call.failures > 1) call.reject(error());
      return call.failures === 1;
    });
    this.#calls.unshift(...left);
  }

  /** Ends all that wait. */
  fail(error: Error): void {
    for (const call of this.#calls.splice(0)) call.reject(error);
  }

  /** Has a call end with its signal: one that waits is taken out of the queue, what comes of one in hand goes nowhere. */
  #heed(signal: AbortSignal, call: Call): void {
    const { resolve, reject } = call;
    const abort = () => {
      const place = this.#calls.indexOf(call);
      if (place >= 0) this.#calls.splice(place, 1);
      // A worker that fails over it need not try again.
      call.failures = Number.POSITIVE_INFINITY;
      reject(signal.reason);
    };
    // A signal may end as many calls as there are; Node would take them for a leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', abort, { once: true });
    call.resolve = (result) => {
      signal.removeEventListener('abort', abort);
      resolve(result);
    };
    call.reject = (error) => {
      signal.removeEventListener('abort', abort);
      reject(error);
    };
  }
}
