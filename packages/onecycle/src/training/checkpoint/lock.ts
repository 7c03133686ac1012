import { readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { isAlive, takeLock, writing } from '../../base/index.js';

/** How often the holder of a lock shows that it lives, and after how long it is taken for dead, in milliseconds. */
const BEAT = 10_000;
const DEAD = 120_000;
/** How often a lock is looked at that somebody is taking over. */
const PATIENCE = 100;

interface Holder {
  pid: number;
  thread: number;
  host: string;
}

const me: Holder = { pid: process.pid, thread: threadId, host: hostname() };
const mine = JSON.stringify(me);
/** The locks of this process, until it ends: between two fits of a script its folder is still its own. */
const held = new Map<string, NodeJS.Timeout>();

/**
 * Holds a folder for this process, so that no other run writes its checkpoints into it.
 *
 * @param file the lock
 * @throws Error where another process that lives holds it
 */
export async function lock(file: string): Promise<void> {
  const path = resolve(file);
  if (held.has(path) && (await textOf(path)) === mine) return;
  await mkdir(dirname(path), { recursive: true });
  const take = () => takeLock(path, mine, async (text) => !(await lives(holderIn(text), path)));
  for (let attempt = 0; !(await writing(path, 'Nothing has been trained yet.', take)); attempt++) {
    const holder = holderIn(await textOf(path));
    if (holder && (attempt > PATIENCE || (await lives(holder, path)))) {
      throw new Error(
        `${dirname(path)} is being written by another run (process ${holder.pid} on ${holder.host}), and two runs cannot share a folder: wait until it has ended, or give this one another folder`,
      );
    }
    // Another process takes it over right now.
    await sleep(20);
  }
  if (held.size === 0) process.once('exit', release);
  const beat = setInterval(() => {
    utimes(path, new Date(), new Date()).catch(() => {});
  }, BEAT);
  beat.unref();
  held.set(path, beat);
}

const textOf = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

function holderIn(text: string | undefined): Holder | null {
  try {
    const { pid, thread, host }: Partial<Holder> = JSON.parse(text ?? '');
    return { pid: Number(pid), thread: Number(thread), host: String(host) };
  } catch {
    return null;
  }
}

/** A process of this machine can be asked; one of another machine, or a reused number, shows by its beat that it lives. */
async function lives(holder: Holder | null, path: string): Promise<boolean> {
  if (!holder) return false;
  if (JSON.stringify(holder) === mine) return false;
  if (holder.host === me.host && holder.pid !== me.pid && !isAlive(holder.pid)) return false;
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < DEAD;
}

function release(): void {
  for (const [path, beat] of held) {
    clearInterval(beat);
    try {
      if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true });
    } catch {}
  }
}
