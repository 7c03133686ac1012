import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { prefixed } from './prefixed.js';

/** How a process ended. */
export interface ProcessEnd {
  rank: number;
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Where processes write. */
export interface Output {
  out: (text: string) => void;
  err: (text: string) => void;
}

/** Seconds for them to heed SIGTERM. */
const PATIENCE = 5;
/** Milliseconds to wait for the rest of what an ended process wrote. */
const DRAIN = 1000;

/** The processes of one attempt on this machine. */
export class Workers {
  /** Seconds for the others to end by themselves, with a word about the one that failed. */
  static grace = 10;
  readonly #children: { rank: number; child: ChildProcess; end: Promise<ProcessEnd> }[];
  /** The first that failed. */
  failed: ProcessEnd | null = null;

  constructor(
    command: readonly string[],
    environments: readonly { rank: number; env: NodeJS.ProcessEnv }[],
    output: Output,
    started?: (rank: number, child: ChildProcess) => void,
  ) {
    this.#children = environments.map(({ rank, env }) => {
      const [file = '', ...args] = command;
      // The terminal's Ctrl-C reaches processes by themselves; their standard input is nobody's.
      const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const out = prefixed(`[${rank}] `, output.out);
      const err = prefixed(`[${rank}] `, output.err);
      child.stdout?.on('data', out);
      child.stderr?.on('data', err);
      const end = new Promise<ProcessEnd>((resolve) => {
        child.on('error', (error) => {
          output.err(`[${rank}] could not be started: ${error.message}\n`);
          resolve({ rank, code: 127, signal: null });
        });
        const ended = (code: number | null, signal: NodeJS.Signals | null) => {
          out(null);
          err(null);
          resolve({ rank, code, signal });
        };
        child.on('close', ended);
        // What it started itself, and left behind, may hold its output open.
        child.on('exit', (code, signal) => void setTimeout(() => ended(code, signal), DRAIN).unref());
      });
      started?.(rank, child);
      return { rank, child, end: end.then((how) => this.#ended(how)) };
    });
  }

  #ended(how: ProcessEnd): ProcessEnd {
    if (how.code !== 0) this.failed ??= how;
    return how;
  }

  /** Sends a signal to those that are there. */
  signal(name: NodeJS.Signals): void {
    for (const { child } of this.#children) if (isThere(child)) child.kill(name);
  }

  /** Waits until all have ended well, or one has failed, or `other` is done. */
  async anyFailed(other: Promise<unknown>): Promise<void> {
    const all = Promise.all(this.#children.map(({ end }) => end));
    const first = this.#children.map(({ end }) =>
      end.then(({ code }) => (code === 0 ? new Promise<never>(() => {}) : undefined)),
    );
    await Promise.race([all, other, ...first]);
  }

  /** Ends all: those that do not go by themselves are told to, and at last made to. */
  async end(): Promise<ProcessEnd[]> {
    const all = Promise.all(this.#children.map(({ end }) => end));
    for (const [seconds, name] of [
      [Workers.grace, 'SIGTERM'],
      [PATIENCE, 'SIGKILL'],
    ] as const) {
      const late = new AbortController();
      const waited = await Promise.race([
        all.then(() => true),
        sleep(seconds * 1000, false, { signal: late.signal }),
      ]).finally(() => late.abort());
      if (waited) break;
      // One that is stopped hears nothing else.
      this.signal(name);
    }
    return all;
  }
}

const isThere = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;
