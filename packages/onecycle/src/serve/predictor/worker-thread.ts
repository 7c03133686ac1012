import { Worker } from 'node:worker_threads';
import type { ModelInfo } from './answer.js';
import { asError } from './as-error.js';
import type { Call } from './call-queue.js';
import type { FromWorker, ToWorker, WorkerSetup } from './messages.js';

/** What a {@link WorkerThread} tells of itself. */
export interface WorkerEvents {
  ready(model: Pick<ModelInfo, 'task' | 'classes'>): void;
  /** A batch is done, and the thread is idle again. */
  done(calls: readonly Call[], seconds: number): void;
  /** A batch failed as a whole. */
  failed(calls: readonly Call[], error: Error): void;
  /** The thread has ended; `calls` are those that it had in hand. */
  ended(thread: WorkerThread, calls: readonly Call[], reason: Error): void;
}

/** How long a thread may take to end by itself, in milliseconds. */
const patience = 5000;

/** A worker thread with a model of its own. It works on one batch at a time. */
export class WorkerThread {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #batch: { id: number; calls: readonly Call[]; startedAt: number } | undefined;
  #batches = 0;
  #isReady = false;
  #idleSince = 0;

  constructor(file: URL, setup: WorkerSetup, events: WorkerEvents) {
    this.#worker = new Worker(file, { workerData: setup, name: 'onecycle predictor', ...ownFlags() });
    let reason: Error | undefined;
    this.#worker.on('message', (message: FromWorker) => {
      if (message.type === 'refused') reason = message.error;
      else if (message.type === 'ready') {
        this.#isReady = true;
        this.#idleSince = performance.now();
        this.#worker.unref();
        events.ready(message.model);
      } else {
        const batch = this.#batch;
        if (batch?.id !== message.id) return;
        this.#batch = undefined;
        this.#idleSince = performance.now();
        this.#worker.unref();
        if (message.type === 'failed') events.failed(batch.calls, message.error);
        else {
          for (const [i, call] of batch.calls.entries()) {
            const result = message.results[i];
            if (result) call.resolve(result);
            else call.reject(new Error('the worker gave no answer for the picture'));
          }
          events.done(batch.calls, (this.#idleSince - batch.startedAt) / 1000);
        }
      }
    });
    this.#worker.on('error', (error: unknown) => {
      reason = asError(error);
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#isReady = false;
        const calls = this.#batch?.calls ?? [];
        this.#batch = undefined;
        events.ended(this, calls, reason ?? new Error(`it ended with exit code ${code}`));
        resolve();
      });
    });
  }

  /** Whether it can take a batch. */
  get isIdle(): boolean {
    return this.#isReady && this.#batch === undefined;
  }

  /** Since when, by `performance.now()`, if it is. */
  get idleSince(): number {
    return this.#idleSince;
  }

  /** Whether it has loaded the model. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** How many pictures it works on. */
  get inHand(): number {
    return this.#batch?.calls.length ?? 0;
  }

  run(calls: readonly Call[]): void {
    const id = this.#batches++;
    this.#batch = { id, calls, startedAt: performance.now() };
    // Whoever waits for a picture keeps the process alive; an idle predictor does not.
    this.#worker.ref();
    this.#tell({ id, items: calls.map(({ item }) => item) });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    this.#worker.ref();
    if (this.#isReady) this.#tell('close');
    else void this.#worker.terminate();
    const impatience = setTimeout(() => void this.#worker.terminate(), patience);
    await this.#ended;
    clearTimeout(impatience);
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}

/** Threads have the flags of the process, but for one that says what a program given as text is: theirs is a file. */
const ownFlags = (): { execArgv?: string[] } =>
  process.execArgv.some((flag) => flag.startsWith('--input-type')) ? { execArgv: [] } : {};
