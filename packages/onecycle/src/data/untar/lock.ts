import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkFunction, isAlive, takeLock, writing, wrongKind } from '../../base/index.js';

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
  if (typeof file !== 'string') throw wrongKind('withLock', "a file's path as text", file);
  checkFunction('withLock', work);
  checkFunction('withLock: onWait', onWait);
  const me: Holder = { token: randomUUID(), pid: process.pid, host: hostname() };
  let waited = false;
  const take = () => takeLock(file, JSON.stringify(me), (held) => isGone(file, held));
  while (!(await writing(file, 'Nothing was begun.', take))) {
    if (!waited) onWait();
    waited = true;
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
    if (holderIn(await textOf(file))?.token === me.token) await rm(file, { force: true });
  }
}

/** The holder as its file tells; undefined where there is no such file, or nothing that can be read in it. */
function holderIn(text: string | undefined): Partial<Holder> | undefined {
  try {
    const holder: unknown = JSON.parse(text ?? '');
    return typeof holder === 'object' && holder !== null ? holder : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

async function isGone(file: string, held: string): Promise<boolean> {
  const holder = holderIn(held);
  if (holder?.host === hostname() && typeof holder.pid === 'number') return !isAlive(holder.pid);
  const touched = await stat(file).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs > deadAfter;
}
