import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** That a folder is open in one studio only: a file with its process and its address. One that a process left which is gone holds nothing. */
export class Lock {
  private constructor(private readonly file: string) {}

  /** @throws Error where another studio has it */
  static async take(file: string): Promise<Lock> {
    await mkdir(dirname(file), { recursive: true });
    for (;;) {
      try {
        await writeFile(file, content(''), { flag: 'wx' });
        return new Lock(file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const [pid = '', began = '', address = ''] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
      if (lives(Number(pid), began))
        throw new Error(
          `another studio has this folder open${address && ` at ${address}`}: use that one, or end it first`,
        );
      await rm(file, { force: true });
    }
  }

  /** Writes down where the studio is. */
  async say(address: string): Promise<void> {
    await writeFile(this.file, content(address));
  }

  async free(): Promise<void> {
    await rm(this.file, { force: true });
  }
}

const content = (address: string): string => `${process.pid}\n${beganAt(process.pid)}\n${address}\n`;

function lives(pid: number, began: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return beganAt(pid) === began;
}

/** When a process began, as Linux counts it; numbers of processes are used again. */
function beganAt(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
