import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A holder that does not touch its lock for so long is taken for dead, on whatever machine it ran. */
const deadAfter = 60_000;
const touchEvery = 10_000;
const lookEvery = 100;

interface Holder {
  token: string;
  pid: number;
  host: string;
}

/**
 * Runs `work` while no other process holds the same lock file. A lock whose process has died is taken over. `onWait` is
 * called once where another process holds it.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, onWait: () => void): Promise<T> {
  const me: Holder = { token: randomUUID(), pid: process.pid, host: hostname() };
  let waited = false;
  while (!(await tryToTake(file, me))) {
    if (!waited) onWait();
    waited = true;
    await removeIfDead(file);
    await sleep(lookEvery);
  }
  const touching = setInterval(
    () => void utimes(file, new Date(), new Date()).catch(() => undefined),
    touchEvery,
  );
  touching.unref();
  try {
    return await work();
  } finally {
    clearInterval(touching);
    if ((await holderOf(file))?.token === me.token) await rm(file, { force: true });
  }
}

async function tryToTake(file: string, me: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(me), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The holder as its file tells; undefined where there is no such file, or it is being written. */
async function holderOf(file: string): Promise<Partial<Holder> | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof holder === 'object' && holder !== null ? holder : undefined;
  } catch {
    return undefined;
  }
}

async function removeIfDead(file: string): Promise<void> {
  const holder = await holderOf(file);
  const touched = await stat(file).catch(() => undefined);
  if (!touched) return;
  const isHere = holder?.host === hostname() && typeof holder.pid === 'number';
  const isDead = isHere ? !runs(holder.pid ?? 0) : Date.now() - touched.mtimeMs > deadAfter;
  // Another process may have taken over in the meantime: only the dead one's lock is removed.
  if (isDead && (await holderOf(file))?.token === holder?.token) await rm(file, { force: true });
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
