import { createHash } from 'node:crypto';
import { checkOptions, kindOf } from '../../base/index.js';
import { type LearnerSource, learnerBytes, type Prediction } from '../../training/index.js';
import type { PictureSource } from '../../vision/index.js';
import type { Answer, ModelInfo } from './answer.js';
import { asError } from './as-error.js';
import { Batching } from './batching.js';
import { CallQueue } from './call-queue.js';
import { ClosedError, OverloadedError, WorkerDiedError } from './errors.js';
import { Histogram } from './histogram.js';
import type { WireItem, WireResult, WorkerSetup } from './messages.js';
import { type PredictorOptions, predictorOptions, type ResolvedPredictorOptions } from './options.js';
import { fromWire, shared, unreadable, wireItem } from './wire.js';
import { workerFile } from './worker-file.js';
import { WorkerThread } from './worker-thread.js';

/** Options of a single call. */
export interface PredictCallOptions {
  /** Ends the waiting: the call then fails with the signal's reason. */
  signal?: AbortSignal;
}

/** How a predictor is doing. */
export interface PredictorStats {
  /** Pictures that wait. */
  queued: number;
  /** Pictures that workers have in hand. */
  running: number;
  /** Workers that have loaded the model. */
  workers: number;
  /** Workers that died and were replaced since the beginning. */
  replaced: number;
  /** How many pictures went through the model together. */
  batchSizes: Histogram;
  /** How long a worker had a batch in hand, in seconds. */
  batchSeconds: Histogram;
}

/** How often in a row a worker may fail to load the model. */
const mostFailedStarts = 3;

/** Predicts in worker threads: see {@link createPredictor}. */
export class Predictor implements AsyncDisposable {
  /** The model behind it. */
  readonly model: ModelInfo;
  readonly #options: ResolvedPredictorOptions;
  readonly #setup: WorkerSetup;
  readonly #file: URL;
  readonly #threads = new Set<WorkerThread>();
  readonly #queue = new CallQueue();
  readonly #batching: Batching;
  readonly #batchSizes = new Histogram([1, 2, 4, 8, 16, 32, 64]);
  readonly #batchSeconds = new Histogram([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);
  /** Calls that are not settled yet. */
  #calls = 0;
  #timer: NodeJS.Timeout | undefined;
  #replaced = 0;
  #failedStarts = 0;
  /** Why no worker can be had any more. */
  #broken: Error | undefined;
  #closing: Promise<void> | undefined;
  #whenIdle: (() => void) | undefined;

  private constructor(setup: WorkerSetup, model: ModelInfo, options: ResolvedPredictorOptions, file: URL) {
    this.#setup = setup;
    this.model = model;
    this.#options = options;
    this.#batching = new Batching(options);
    this.#file = file;
  }

  /** See {@link createPredictor}. */
  static async create(source: LearnerSource, options: PredictorOptions = {}): Promise<Predictor> {
    const resolved = predictorOptions(options);
    const file = workerFile();
    const { file: name, contents } = await learnerBytes(source);
    const { threads, device, maxPixels, module } = resolved;
    const setup = { bytes: shared(contents), file: name, threads, device, maxPixels, module };
    const version = createHash('sha256').update(contents).digest('hex').slice(0, 12);
    const model: ModelInfo = { name: stemOf(name), version, task: 'class', classes: [] };
    const predictor = new Predictor(setup, model, resolved, file);
    // One after the other would take as many times as long; one whose learner cannot be loaded is enough to know it.
    await Promise.all(Array.from({ length: resolved.workers }, () => predictor.#start())).catch(
      async (error: unknown) => {
        predictor.#broken = asError(error);
        await predictor.close();
        throw error;
      },
    );
    return predictor;
  }

  /**
   * The prediction for a picture, or of a list one for each, in its order: as `learn.predict` gives it.
   *
   * @throws ItemError for a picture that cannot be read
   * @throws OverloadedError where too many pictures wait already
   * @throws WorkerDiedError where a worker ended twice over the picture
   */
  async predict(items: readonly PictureSource[], options?: PredictCallOptions): Promise<Prediction[]>;
  async predict(item: PictureSource, options?: PredictCallOptions): Promise<Prediction>;
  async predict(
    items: PictureSource | readonly PictureSource[],
    options: PredictCallOptions = {},
  ): Promise<Prediction | Prediction[]> {
    checkCall(options, 'predictor.predict');
    const one = (item: PictureSource): Promise<Prediction> =>
      this.#ask(item, false, options.signal).then((result) => fromWire(result, item));
    if (isList(items)) return this.#taken(() => this.#each(items, one));
    return this.#taken(() => one(items));
  }

  /**
   * The prediction for a picture as plain JSON, as the server sends it.
   * @throws as {@link predict} does
   */
  async answer(item: PictureSource, options: PredictCallOptions = {}): Promise<Answer> {
    checkCall(options, 'predictor.answer');
    const result = await this.#taken(() => this.#ask(item, true, options.signal));
    if ('answer' in result) return result.answer;
    if ('problem' in result) throw unreadable(result, item);
    throw new TypeError('an answer was asked for');
  }

  /** How it is doing. */
  get stats(): PredictorStats {
    const threads = [...this.#threads];
    return {
      queued: this.#queue.length,
      running: this.#running,
      workers: threads.filter(({ isReady }) => isReady).length,
      replaced: this.#replaced,
      batchSizes: this.#batchSizes,
      batchSeconds: this.#batchSeconds,
    };
  }

  /** Takes no more calls, finishes those that it took, and ends the workers. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    // From here on nothing waits for others to go with.
    await undefined;
    this.#schedule();
    if (!this.#broken && !this.#isIdle)
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }

  get #running(): number {
    return [...this.#threads].reduce((sum, { inHand }) => sum + inHand, 0);
  }

  get #isIdle(): boolean {
    return this.#calls === 0 && this.#running === 0;
  }

  /** Runs a call, for whose end {@link close} waits. */
  async #taken<T>(call: () => Promise<T>): Promise<T> {
    if (this.#broken) throw this.#broken;
    if (this.#closing) throw new ClosedError();
    this.#calls += 1;
    try {
      return await call();
    } finally {
      this.#calls -= 1;
      this.#settle();
    }
  }

  /** A long list waits for its own turn, and not for the whole queue's. After a failure nothing more of it is begun. */
  async #each(
    items: readonly PictureSource[],
    one: (item: PictureSource) => Promise<Prediction>,
  ): Promise<Prediction[]> {
    const { maxBatch, maxQueue, workers } = this.#options;
    const results: Prediction[] = [];
    const entries = items.entries();
    let hasFailed = false;
    const walker = async () => {
      for (const [i, item] of entries) {
        if (hasFailed) return;
        results[i] = await one(item).catch((error: unknown) => {
          hasFailed = true;
          throw error;
        });
      }
    };
    const walkers = Math.min(items.length, maxQueue, 2 * workers * maxBatch);
    await Promise.all(Array.from({ length: walkers }, walker));
    return results.map((result, item) => ({ ...result, item }));
  }

  #ask(item: PictureSource, brief: boolean, signal: AbortSignal | undefined): Promise<WireResult> {
    if (!(item instanceof Blob)) return this.#enqueue(wireItem(item, brief), signal);
    return item.arrayBuffer().then((bytes) => this.#enqueue(wireItem(bytes, brief), signal));
  }

  #enqueue(item: WireItem, signal: AbortSignal | undefined): Promise<WireResult> {
    if (this.#broken) return Promise.reject(this.#broken);
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#queue.length >= this.#options.maxQueue) this.#schedule();
    if (this.#queue.length >= this.#options.maxQueue)
      return Promise.reject(new OverloadedError(this.#queue.length));
    const result = this.#queue.add(item, signal);
    // Calls that are made at once are divided among the workers, and not taken as they come.
    queueMicrotask(() => this.#schedule());
    return result;
  }

  /** Gives work to idle workers, now or when the pictures that are awaited have come or waited long enough. */
  #schedule(): void {
    for (;;) {
      const idle = [...this.#threads].filter((thread) => thread.isIdle);
      const [thread] = idle;
      const { first } = this.#queue;
      if (!thread || !first) return;
      const waitedSince = Math.max(first.queuedAt, Math.min(...idle.map(({ idleSince }) => idleSince)));
      const isUrgent = this.#closing !== undefined || first.failures > 0;
      const next = this.#batching.next({
        queued: this.#queue.length,
        running: this.#running,
        idle: idle.length,
        waitedMs: isUrgent ? Number.POSITIVE_INFINITY : performance.now() - waitedSince,
      });
      if ('waitMs' in next) {
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.#schedule();
        }, next.waitMs);
        return;
      }
      const calls = this.#queue.take(next.take);
      this.#batchSizes.add(calls.length);
      thread.run(calls);
    }
  }

  /** Starts a worker; gives what its model decides once it has loaded it. */
  #start(): Promise<void> {
    return new Promise((resolve, reject) => {
      let isUp = false;
      const thread = new WorkerThread(this.#file, this.#setup, {
        ready: (model) => {
          isUp = true;
          this.#failedStarts = 0;
          Object.assign(this.model, model);
          resolve();
          this.#schedule();
        },
        done: (calls, seconds) => {
          this.#batchSeconds.add(seconds);
          this.#batching.ended(calls.length + this.#queue.length + this.#running);
          this.#settle();
        },
        failed: (calls, error) => {
          this.#queue.retry(calls, () => error);
          this.#settle();
        },
        ended: (ended, calls, reason) => {
          this.#threads.delete(ended);
          if (!isUp) reject(reason);
          this.#queue.retry(calls, () => new WorkerDiedError(reason.message));
          if (isUp) this.#replace();
          this.#settle();
        },
      });
      this.#threads.add(thread);
    });
  }

  /** A worker for one that died. Where several in a row cannot be started the predictor ends. */
  #replace(): void {
    if (this.#closing && this.#isIdle) return;
    this.#replaced += 1;
    this.#start().catch((error: unknown) => {
      this.#failedStarts += 1;
      if (this.#failedStarts < mostFailedStarts) this.#replace();
      else if (this.#threads.size === 0) this.#break(asError(error));
    });
  }

  #break(error: Error): void {
    this.#broken = new Error(`the predictor has no worker any more: ${error.message}`, { cause: error });
    this.#queue.fail(this.#broken);
    this.#settle();
  }

  /** After anything ended: gives out what waits, and tells whoever waits for the end. */
  #settle(): void {
    this.#schedule();
    if (this.#isIdle) this.#whenIdle?.();
  }
}

/**
 * Predicts in worker threads, so that the thread that asks does next to nothing: for servers. Calls that overlap go through
 * the model together; their results are those of `learn.predict`, in order.
 *
 * ```ts
 * await using predictor = await createPredictor('pets.onecycle');
 * const { label } = await predictor.predict('dog.jpg');
 * ```
 *
 * A worker that dies is replaced, and what it had in hand is tried once more. Beyond `maxQueue` pictures that wait calls
 * fail at once, with an {@link OverloadedError}. An idle predictor does not keep the process from ending.
 *
 * @param source what `learn.export` wrote: a file, its address, or its bytes. It is read once; the workers share the bytes
 * @throws Error for a file that is damaged or holds no exported learner, and for a model that takes no pictures
 */
export const createPredictor = (source: LearnerSource, options: PredictorOptions = {}): Promise<Predictor> =>
  Predictor.create(source, options);

function checkCall(options: PredictCallOptions, where: string): void {
  checkOptions<PredictCallOptions>(options, { signal: true }, where);
  const { signal } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError(`${where}: signal is an AbortSignal, not ${kindOf(signal)}`);
}

const isList = (items: PictureSource | readonly PictureSource[]): items is readonly PictureSource[] =>
  Array.isArray(items);

/** `models/pets.onecycle` → `pets`. */
const stemOf = (file: string): string => (/([^/\\]+?)(\.[^./\\]*)?$/.exec(file)?.[1] ?? file) || 'model';
