import {
  type AnyCallback,
  type BatchEvent,
  type CallbackClass,
  type Callbacks,
  callbackList,
  type Event,
  type FitEvent,
} from '../events/index.js';

/** The callbacks of a learner, added for a while or for good, which are told of events by their order. */
export class CallbackList {
  /** All callbacks, in the order in which they were added. */
  all: AnyCallback[] = [];
  readonly #learn: unknown;

  /** @param learn what callbacks have as `learn` */
  constructor(learn: unknown) {
    this.#learn = learn;
  }

  /** Adds callbacks for good. */
  add(cbs: Callbacks): void {
    for (const cb of callbackList(cbs)) {
      cb.attach(this.#learn);
      this.all.push(cb);
    }
  }

  /** Takes callbacks away: these ones, or all of a class. */
  remove(cbs: Callbacks | CallbackClass): void {
    const gone = typeof cbs === 'function' ? this.all.filter((cb) => cb instanceof cbs) : callbackList(cbs);
    for (const cb of gone) if (this.all.includes(cb)) cb.attach(null);
    this.all = this.all.filter((cb) => !gone.includes(cb));
  }

  /** Runs `fn` with callbacks added. */
  async added<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T> {
    this.add(cbs);
    try {
      return await fn();
    } finally {
      this.remove(cbs);
    }
  }

  /** Runs `fn` without some of the callbacks. */
  async removed<T>(cbs: Callbacks, fn: () => Promise<T>): Promise<T> {
    const before = this.all;
    const gone = callbackList(cbs).filter((cb) => before.includes(cb));
    this.remove(gone);
    try {
      return await fn();
    } finally {
      for (const cb of gone) cb.attach(this.#learn);
      // Back at their places: callbacks of equal order run as they were added.
      this.all = [...before, ...this.all.filter((cb) => !before.includes(cb))];
    }
  }

  /** The callback of a class, if there is one. */
  find<C>(type: CallbackClass<C>): C | undefined {
    for (const cb of this.all) if (cb instanceof type) return cb;
    return undefined;
  }

  /** The callbacks (that do something at an event) in the order in which they run. */
  ordered(event?: Event): AnyCallback[] {
    const ordered = this.all.toSorted((a, b) => a.order - b.order);
    return event === undefined ? ordered : ordered.filter((cb) => cb.handles(event));
  }

  /** The first callback that must hear what happens inside of training steps. */
  watcher(): AnyCallback | undefined {
    return this.all.find((cb) => cb.watchesSteps());
  }

  /**
   * Tells callbacks of an event of a fit or an epoch.
   *
   * @param among only these of them, where not all
   * @param waiting how a callback that takes its time is waited for
   */
  async tell(
    event: FitEvent,
    among?: readonly AnyCallback[],
    waiting = (pending: Promise<void>) => pending,
  ): Promise<void> {
    for (const cb of this.ordered()) {
      if (among && !among.includes(cb)) continue;
      const pending = cb.call(event);
      if (pending) await waiting(pending);
    }
  }

  /** Tells all callbacks of an event inside a batch. */
  tellNow(event: BatchEvent | 'afterCreate'): void {
    for (const cb of this.ordered()) cb.call(event);
  }
}
