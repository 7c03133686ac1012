/** How many pictures go through a model together at most, how long one waits for others, how many may wait. */
export interface BatchingLimits {
  workers: number;
  maxBatch: number;
  maxDelayMs: number;
  maxQueue: number;
}

/** How things stand when a worker could take a batch. */
export interface Standing {
  /** Pictures that wait. */
  queued: number;
  /** Pictures that workers have in hand. */
  running: number;
  /** Workers that have nothing to do, at least one. */
  idle: number;
  /** For how long a picture has waited while a worker was idle, in milliseconds. */
  waitedMs: number;
}

/** How many batches back callers are remembered. */
const memory = 4;

/**
 * Decides how many of the pictures that wait an idle worker takes, and when.
 *
 * A large batch takes less time a picture: on one core a ResNet-18 needs 54 ms for one alone, 38 ms for each of eight. So a
 * worker does not go off with the first that comes when others are about to: who was answered a moment ago usually asks again,
 * a few milliseconds later. How many callers there are shows in how many were waiting when batches ended; each worker's share
 * of them is what it waits for. A caller who is alone waits for nobody.
 */
export class Batching {
  readonly #limits: BatchingLimits;
  /** How many pictures callers were waiting for when the last batches ended. */
  readonly #lately: number[] = [];

  constructor(limits: BatchingLimits) {
    this.#limits = limits;
  }

  /** To be told when a batch ends how many pictures callers were waiting for until then, its own among them. */
  ended(waitedFor: number): void {
    this.#lately.push(waitedFor);
    if (this.#lately.length > memory) this.#lately.shift();
  }

  /** How many pictures an idle worker takes now; where it had better wait, for how many milliseconds at most. */
  next({ queued, running, idle, waitedMs }: Standing): { take: number } | { waitMs: number } {
    const { workers, maxBatch, maxDelayMs, maxQueue } = this.#limits;
    // Before the first batch has ended there may be any number of callers.
    const lately = this.#lately.length > 0 ? this.#lately : [workers * maxBatch];
    const callers = Math.max(...lately, queued + running);
    const share = Math.min(maxBatch, Math.ceil(callers / workers));
    const awaited = Math.min(share * idle, callers - running, maxQueue);
    if (queued < awaited && waitedMs < maxDelayMs) return { waitMs: maxDelayMs - waitedMs };
    return { take: Math.min(share, Math.ceil(queued / idle)) };
  }
}
