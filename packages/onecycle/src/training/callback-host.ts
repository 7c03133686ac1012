import { type AnyCallback, type Callbacks, callbackList } from './callback.js';
import type { BatchEvent, Event, FitEvent } from './events.js';

type CallbackClass = abstract new (...args: never[]) => object;

/** Something that callbacks are added to, for a while or for good, and that tells them of events by their order. */
export abstract class CallbackHost {
  /** All callbacks, in the order in which they were added. */
  cbs: AnyCallback[] = [];

  /** Adds callbacks for good. */
  addCbs(cbs: Callbacks): this {
    for (const cb of callbackList(cbs)) {
      cb.attach(this);
      this.cbs.push(cb);
    }
    return this;
  }

  /** Adds a callback for good. */
  addCb(cb: AnyCallback): this {
    return this.addCbs(cb);
  }

  /** Takes callbacks away: these ones, or all of a class. */
  removeCbs(cbs: Callbacks | CallbackClass): this {
    const gone = typeof cbs === 'function' ? this.cbs.filter((cb) => cb instanceof cbs) : callbackList(cbs);
    for (const cb of gone) if (this.cbs.includes(cb)) cb.attach(null);
    this.cbs = this.cbs.filter((cb) => !gone.includes(cb));
    return this;
  }

  /** Takes a callback away. */
  removeCb(cb: AnyCallback | CallbackClass): this {
    return this.removeCbs(cb);
  }

  /** Runs `fn` with callbacks added. */
  async addedCbs<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T> {
    this.addCbs(cbs);
    try {
      return await fn();
    } finally {
      this.removeCbs(cbs);
    }
  }

  /** Runs `fn` without some of the callbacks. */
  async removedCbs<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T> {
    const before = this.cbs;
    const gone = callbackList(cbs).filter((cb) => before.includes(cb));
    this.removeCbs(gone);
    try {
      return await fn();
    } finally {
      for (const cb of gone) cb.attach(this);
      // Back at their places: callbacks of equal order run as they were added.
      this.cbs = [...before, ...this.cbs.filter((cb) => !before.includes(cb))];
    }
  }

  /** The callback of a class, if there is one: `learn.callback(ProgressCallback)`. */
  callback<C>(type: abstract new (...args: never[]) => C): C | undefined {
    for (const cb of this.cbs) if (cb instanceof type) return cb;
    return undefined;
  }

  /** The callbacks (that do something at an event) in the order in which they run. */
  orderedCbs(event?: Event): AnyCallback[] {
    const ordered = this.cbs.toSorted((a, b) => a.order - b.order);
    return event === undefined ? ordered : ordered.filter((cb) => cb.handles(event));
  }

  /** Tells all callbacks of an event of a fit or an epoch. */
  async event(event: FitEvent): Promise<void> {
    for (const cb of this.orderedCbs()) await cb.call(event);
  }

  /** Tells all callbacks of an event inside a batch. */
  batchEvent(event: BatchEvent | 'afterCreate'): void {
    for (const cb of this.orderedCbs()) cb.call(event);
  }
}
