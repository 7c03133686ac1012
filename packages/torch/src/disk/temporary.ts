import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is to be gone when this process ends, also in the middle of its work. */
const fleeting = new Set<string>();

function removeAll(): void {
  for (const path of fleeting) rmSync(path, { recursive: true, force: true });
}

/** Does work with a file or folder that is removed where the process ends before the work does. */
export async function whileFleeting<T>(path: string, work: () => Promise<T>): Promise<T> {
  if (fleeting.size === 0) process.once('exit', removeAll);
  fleeting.add(path);
  try {
    return await work();
  } finally {
    fleeting.delete(path);
    if (fleeting.size === 0) process.off('exit', removeAll);
  }
}

/** Does work with a folder among the system's temporary ones, which is removed whatever happens. */
export async function inTemporaryFolder<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  return whileFleeting(folder, async () => {
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
