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
    const [host = '127.0.0.1', port = '0'] = rendezvous?.split(/:(?=\d+$)/) ?? [];
    const store = await torch.distributed.TCPStore.open(host, Number(port), {
      isServer: rank === 0,
      timeout: PATIENCE,
    });
    return new Nodes(store, host, size, rank);
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
      await sleep(OFTEN);
    }
    return false;
  }

  /** Whether a process of some machine failed in an attempt. */
  async hasFailed(attempt: number): Promise<boolean> {
    return this.size > 1 && (await this.store.has(`failed/${attempt}`).catch(() => false));
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
