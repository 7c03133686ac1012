import { readFileSync, rmSync } from 'node:fs';
import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { threadId } from 'node:worker_threads';

/** How often the holder of a lock shows that it lives, and after how long it is taken for dead, in milliseconds. */
const BEAT = 10_000;
const DEAD = 120_000;

interface Holder {
  pid: number;
  thread: number;
  host: string;
}

const me: Holder = { pid: process.pid, thread: threadId, host: hostname() };
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
  if (held.has(path) && isMine(await holderOf(path))) return;
  await mkdir(dirname(path), { recursive: true });
  for (let attempt = 0; !(await create(path)); attempt++) {
    const holder = await holderOf(path);
    if (holder && (attempt > 2 || (await lives(holder, path)))) {
      throw new Error(
        `${dirname(path)} is being written by another run (process ${holder.pid} on ${holder.host}), and two runs cannot share a folder: wait until it has ended, or give this one another folder`,
      );
    }
    await rm(path, { force: true });
  }
  if (held.size === 0) process.once('exit', release);
  const beat = setInterval(() => {
    utimes(path, new Date(), new Date()).catch(() => {});
  }, BEAT);
  beat.unref();
  held.set(path, beat);
}

/** Makes the lock; false where there is one. */
async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(JSON.stringify(me));
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    const { pid, thread, host }: Partial<Holder> = JSON.parse(await readFile(path, 'utf8'));
    return { pid: Number(pid), thread: Number(thread), host: String(host) };
  } catch {
    return null;
  }
}

const isMine = (holder: Holder | null): boolean => JSON.stringify(holder) === JSON.stringify(me);

/** A process of this machine can be asked; one of another machine, or a reused number, shows by its beat that it lives. */
async function lives(holder: Holder, path: string): Promise<boolean> {
  if (isMine(holder)) return false;
  if (holder.host === me.host && holder.pid !== me.pid && !isRunning(holder.pid)) return false;
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < DEAD;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function release(): void {
  for (const [path, beat] of held) {
    clearInterval(beat);
    try {
      if (readFileSync(path, 'utf8') === JSON.stringify(me)) rmSync(path, { force: true });
    } catch {}
  }
}
