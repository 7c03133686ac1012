import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Makes a file that is there with all of its content at once: nobody finds a lock that does not say yet whose it is. False where there is
 * one of that name.
 */
async function createWhole(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!linkless.has(codeOf(error))) throw error;
    return await createOpenly(path, content);
  } finally {
    await rm(draft, { force: true });
  }
}

/** What disks that know no links say: those of memory cards, some of a network. */
const linkless: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

async function createOpenly(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    await rm(path, { force: true });
    throw error;
  }
}

/** How long a process may take to put its lock in the place of a dead one's, in milliseconds; one that takes longer has died. */
const TURN = 10_000;

/**
 * Takes a lock: makes the file, with what says whose it is, or puts it in the place of one whose holder is gone. Of many processes that try
 * at once one has it.
 *
 * @param isGone whether a lock's holder is gone, by what the lock holds
 * @returns whether it was taken; where not, somebody holds it, or is about to
 */
export async function takeLock(
  path: string,
  content: string,
  isGone: (held: string) => boolean | Promise<boolean>,
): Promise<boolean> {
  if (await createWhole(path, content)) return true;
  if (!(await isFree(path, isGone))) return false;
  // Whoever finds a dead one's lock may find another's the moment after: one at a time looks again, and removes it.
  const turn = `${path}.turn`;
  if (!(await createWhole(turn, content))) {
    const { mtimeMs } = await stat(turn).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > TURN) await rm(turn, { force: true });
    return false;
  }
  try {
    if (!(await isFree(path, isGone))) return false;
    await rm(path, { force: true });
    return await createWhole(path, content);
  } finally {
    await rm(turn, { force: true });
  }
}

async function isFree(path: string, isGone: (held: string) => boolean | Promise<boolean>): Promise<boolean> {
  const held = await readFile(path, 'utf8').catch(() => undefined);
  return held === undefined || (await isGone(held));
}

/** Whether a process of this machine runs. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It lives, and is another user's.
    return codeOf(error) === 'EPERM';
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
