import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';

/**
 * Makes a file that is there with all of its content at once: nobody finds a lock that does not say yet whose it is. False where there is
 * one of that name.
 */
export async function createWhole(path: string, content: string): Promise<boolean> {
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

/** Removes a lock whose holder is gone, if it still has the content by which that was found out: another process may have taken it over since. */
export async function discard(path: string, content: string): Promise<void> {
  const gone = `${path}.${randomUUID()}`;
  try {
    await rename(path, gone);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  try {
    if ((await readFile(gone, 'utf8')) !== content) await link(gone, path).catch(() => {});
  } finally {
    await rm(gone, { force: true });
  }
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
