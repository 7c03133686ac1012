import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FromWorker, Task, ToWorker } from '../../messages.js';

/** So much of what a process wrote to its standard error is kept, to say what happened to it. */
const KEPT = 4000;

/** The program as `tsc` compiled it: beside the server's, and for tests, which read the sources, in `dist`. */
function program(): string {
  const found = ['../../worker/main.js', '../../../dist/worker/main.js']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (found) return found;
  throw new Error('the program of the processes that train is not there: npm run setup builds it');
}

export interface ChildEvents {
  message(message: FromWorker): void;
  /** It has ended; `reason` says how where it was not by itself. */
  ended(reason: string | null): void;
}

/** A process in which libtorch works. */
export class Child {
  /** How far it stands back for others: the server's work, which a person waits for, goes before. Tests only wait for this one. */
  static nice = 5;
  readonly #process: ChildProcess;
  readonly ended: Promise<void>;

  constructor(task: Task, events: ChildEvents) {
    this.#process = fork(program(), [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    // Before it has threads, which take it over.
    if (this.pid !== undefined) setPriority(this.pid, Child.nice);
    let words = '';
    this.#process.stderr?.on('data', (text) => {
      words = `${words}${text}`.slice(-KEPT);
    });
    this.#process.on('message', (message: FromWorker) => events.message(message));
    let failure: string | null = null;
    this.#process.on('error', (error) => {
      failure = error.message;
    });
    this.ended = new Promise((resolve) => {
      this.#process.on('close', (code, signal) => {
        events.ended(failure ?? reasonOf(code, signal, words));
        resolve();
      });
    });
    this.tell({ type: 'task', task });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  tell(message: ToWorker): void {
    if (this.#process.connected) this.#process.send(message, () => {});
  }

  /** Ends it at once. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }

  /** Lets the server end before it. */
  letGo(): void {
    this.#process.unref();
    this.#process.channel?.unref();
  }
}

function reasonOf(code: number | null, signal: NodeJS.Signals | null, words: string): string | null {
  if (code === 0) return null;
  const last = words.trim().split('\n').at(-1);
  const how =
    signal === 'SIGKILL'
      ? 'its process was ended from outside, as the system does when memory runs out'
      : signal
        ? `its process crashed (${signal})`
        : `its process ended with exit code ${code}`;
  return last ? `${how}: ${last.slice(0, 300)}` : how;
}
