import { setTimeout as sleep } from 'node:timers/promises';
import { torch } from '@onecycle/torch';

type Store = Awaited<ReturnType<typeof torch.distributed.TCPStore.open>>;

/** Milliseconds between two looks at what other machines say. */
const OFTEN = 500;
/** Seconds to wait for a machine that does not come, or does not go on. */
const PATIENCE = 300;

/** The machines of a launch, which agree on when to begin anew. The first one keeps the store. */
export class Nodes {
  private constructor(
    readonly store: Store,
    readonly host: string,
    readonly size: number,
    readonly rank: number,
  ) {}

  /** @param rendezvous where the first machine listens: `host:port`; nothing on a machine by itself */
  static async meet(size: number, rank: number, rendezvous: string | undefined): Promise<Nodes> {
    const { host, port } = rendezvous === undefined ? { host: '127.0.0.1', port: 0 } : address(rendezvous);
    const store = await torch.distributed.TCPStore.open(host, port, {
      isServer: rank === 0,
      timeout: PATIENCE,
    });
    return new Nodes(store, host, size, rank);
  }

  /**
   * Throws where this machine was launched otherwise than the first one, or as another one was: processes would wait for some
   * that never come.
   */
  async agree(how: Readonly<Record<string, number>>): Promise<void> {
    if (this.size === 1) return;
    const again = (await this.store.add(`machine/${this.rank}`, 1)) > 1;
    if (this.rank === 0) await this.store.set('launched', JSON.stringify(how));
    const first: typeof how = JSON.parse(await this.store.get('launched', { timeout: PATIENCE }));
    const other = Object.keys(how).find((name) => first[name] !== how[name]);
    const refusal = again
      ? `two machines were launched as machine ${this.rank} of ${this.size}: each has a number of its own (--node-rank)`
      : other === undefined
        ? null
        : `machine 0 was launched with ${other} ${first[other]}, machine ${this.rank} with ${how[other]}: launch all alike`;
    if (refusal === null) return;
    await this.store.set('refused', refusal);
    throw new Error(refusal);
  }

  /** Why the machines cannot go on together, if one of them said so. */
  async refusal(): Promise<string | null> {
    if (this.size === 1 || !(await this.#has('refused'))) return null;
    return this.store.get('refused', { timeout: PATIENCE }).catch(() => null);
  }

  async #has(key: string): Promise<boolean> {
    return this.store.has(key).catch(() => false);
  }

  /** Tells the others that a process of this machine failed in an attempt. */
  async tell(attempt: number): Promise<void> {
    if (this.size > 1) await this.store.set(`failed/${attempt}`, String(this.rank)).catch(() => {});
  }

  /** Waits until another machine tells so; gives true then, false once `ends` says that nobody asks any more. */
  async hear(attempt: number, ends: AbortSignal): Promise<boolean> {
    if (this.size === 1) return new Promise<never>(() => {});
    while (!ends.aborted) {
      // A store that is gone is the first machine's: nothing goes on without it.
      if (await this.store.has(`failed/${attempt}`).catch(() => true)) return true;
      if (await this.#has('refused')) return true;
      await sleep(OFTEN);
    }
    return false;
  }

  /** Whether a process of some machine failed in an attempt. */
  async hasFailed(attempt: number): Promise<boolean> {
    return this.size > 1 && this.#has(`failed/${attempt}`);
  }

  /** Waits until all machines have come to the end of an attempt. */
  async together(what: string): Promise<void> {
    if (this.size === 1) return;
    const until = Date.now() + PATIENCE * 1000;
    let come = await this.store.add(what, 1).catch(() => this.size);
    while (come < this.size && Date.now() < until) {
      await sleep(OFTEN);
      come = await this.store.add(what, 0).catch(() => this.size);
    }
  }

  close(): void {
    this.store.close();
  }
}

/** `host:port` in its parts; an address of IPv6 stands in brackets. */
function address(text: string): { host: string; port: number } {
  const [, bracketed, plain, port] =
    /^(?:\[([\da-f:.%\w]+)\]|([^:[\]\s]+)):(\d{1,5})$/i.exec(text.trim()) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw new Error(
      `rdzv is where machine 0 can be reached, host:port with a port from 1 to 65535, such as gpu01:29400, and not '${text}'`,
    );
  return { host, port: Number(port) };
}
