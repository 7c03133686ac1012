import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessGroup } from '@onecycle/torch';

/** Seconds until a process that says nothing counts as lost. */
const PATIENCE = 15;
const OFTEN = 100;

/** What a process tells of itself, so that others can name it. */
interface Who {
  host: string;
  pid: number;
}

/** Another process failed, or is gone. */
export class PeerError extends Error {
  override readonly name = 'PeerError';

  constructor(
    message: string,
    /** Which process it was; null where nobody can tell. */
    readonly rank: number | null,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** The other processes of a group, and what became of them when an exchange breaks off. */
export class Peers {
  #who: Who[] = [];
  readonly #group: ProcessGroup;

  private constructor(group: ProcessGroup) {
    this.#group = group;
  }

  /** Every process of the group calls it. */
  static async of(group: ProcessGroup): Promise<Peers> {
    const peers = new Peers(group);
    peers.#who = await group.allGatherObject({ host: hostname(), pid: process.pid });
    return peers;
  }

  /** Tells the others why this process ends: its own error, or null where it noticed that another one is missing. */
  async report(error: string | null): Promise<void> {
    const { rank, store } = this.#group;
    await soon(store.set(error === null ? `lost/${rank}` : `error/${rank}`, error ?? ''));
  }

  /** What happened, in a process that only noticed that an exchange broke off. */
  async verdict(cause: unknown): Promise<PeerError> {
    const silent = new Set(this.#others());
    const until = Date.now() + PATIENCE * 1000;
    let gone: number | undefined;
    while (Date.now() < until) {
      for (const rank of this.#others()) {
        const answer = await this.#answer(rank);
        if (answer === 'no store') {
          const store = 'the store by which the processes find each other';
          return this.#state(0) === 'gone'
            ? this.#lost(0, `and with it ${store}`, cause)
            : this.#silent(
                0,
                `cannot be reached any more, nor can ${store}: it ended, or the network to it is cut`,
                cause,
              );
        }
        if (answer?.error !== undefined) return this.#failed(rank, answer.error, cause);
        if (answer) silent.delete(rank);
      }
      // Whoever said why is heard first.
      if (gone !== undefined) return this.#lost(gone, '', cause);
      if (silent.size === 0) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        return new PeerError(`The connection between the processes broke off: ${reason}`, null, cause);
      }
      const stopped = [...silent].find((rank) => this.#state(rank) === 'stopped');
      if (stopped !== undefined) return this.#silent(stopped, 'is stopped (SIGSTOP)', cause);
      gone = [...silent].find((rank) => this.#state(rank) === 'gone');
      await sleep(OFTEN);
    }
    const [first = 0] = silent;
    return this.#silent(first, 'does not answer any more: it is stuck, or the network to it is cut', cause);
  }

  /** Waits until the others have heard, where they have only this process to hear from; `lost` will not. */
  async linger(lost: number | null): Promise<void> {
    const until = Date.now() + PATIENCE * 1000;
    for (const rank of this.#others()) {
      while (Date.now() < until && rank !== lost && this.#state(rank) === 'there') {
        const heard = await soon(this.#group.store.has(`heard/${rank}`));
        if (heard === true || heard === undefined) break;
        await sleep(OFTEN);
      }
    }
  }

  /** Says that this process knows. */
  async heard(): Promise<void> {
    await soon(this.#group.store.set(`heard/${this.#group.rank}`, ''));
  }

  #others(): number[] {
    return this.#who.map((_, rank) => rank).filter((rank) => rank !== this.#group.rank);
  }

  async #answer(rank: number): Promise<{ error?: string } | 'no store' | null> {
    const { store } = this.#group;
    const failed = await soon(store.has(`error/${rank}`));
    if (failed === undefined) return 'no store';
    if (failed) return { error: (await soon(store.get(`error/${rank}`, { timeout: 2 }))) ?? '' };
    return (await soon(store.has(`lost/${rank}`))) ? {} : null;
  }

  /** Of a process on this machine the system knows whether it is there; one elsewhere is believed to be. */
  #state(rank: number): 'there' | 'stopped' | 'gone' {
    const who = this.#who[rank];
    if (!who || who.host !== hostname()) return 'there';
    try {
      process.kill(who.pid, 0);
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ESRCH' ? 'gone' : 'there';
    }
    const state = linuxState(who.pid);
    if (state === 'T' || state === 't') return 'stopped';
    return state === 'Z' || state === 'X' ? 'gone' : 'there';
  }

  #name(rank: number): string {
    const who = this.#who[rank];
    return `process ${rank}${who ? ` (pid ${who.pid} on ${who.host})` : ''}`;
  }

  #silent(rank: number, what: string, cause: unknown): PeerError {
    const reason = cause instanceof Error ? ` (${cause.message})` : '';
    return new PeerError(`${this.#name(rank)} ${what}${reason}`, rank, cause);
  }

  #failed(rank: number, message: string, cause: unknown): PeerError {
    return new PeerError(`${this.#name(rank)} failed: ${message}`, rank, cause);
  }

  #lost(rank: number, more: string, cause: unknown): PeerError {
    const what = `${this.#name(rank)} is gone${more && `, ${more}`}`;
    return new PeerError(
      `${what}. It was killed, or ended without saying why: look at its own output, and at the memory of its machine`,
      rank,
      cause,
    );
  }
}

/** The letter of a process's state, where the system is Linux. */
function linuxState(pid: number): string | undefined {
  try {
    // The name before it stands in brackets, and may have some of its own.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0];
  } catch {
    return undefined;
  }
}

/** What a store gives within a few seconds; undefined where it cannot be reached any more. */
async function soon<T>(asked: Promise<T>): Promise<T | undefined> {
  const late = new AbortController();
  try {
    return await Promise.race([asked, sleep(3000, undefined, { signal: late.signal, ref: true })]);
  } catch {
    return undefined;
  } finally {
    late.abort();
  }
}

const broken =
  /gloo|nccl|connection (was )?(reset|closed|refused|abort)|broken pipe|timed out|socket|wait timeout|heartbeat/i;

/** Whether an error says that an exchange with other processes broke off, and nothing of this one. */
export function isBrokenExchange(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === 'TorchError' && broken.test(at.message)) return true;
  }
  return false;
}
