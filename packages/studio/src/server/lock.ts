import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, takeLock, writeWhole } from '@onecycle/torch/disk';

/** That a folder is open in one studio only: a file with its process and its address. One that a process left which is gone holds nothing. */
export class Lock {
  private constructor(private readonly file: string) {}

  /** @throws Error where another studio has it */
  static async take(file: string): Promise<Lock> {
    await mkdir(dirname(file), { recursive: true });
    while (!(await takeLock(file, content(''), (held) => !lives(held)))) {
      const held = await readFile(file, 'utf8').catch(() => '');
      const [, , address = ''] = held.split('\n');
      if (lives(held))
        throw new Error(
          `another studio has this folder open${address && ` at ${address}`}: use that one, or end it first`,
        );
      // Another one takes it over right now.
      await sleep(20);
    }
    return new Lock(file);
  }

  /** Writes down where the studio is. */
  async say(address: string): Promise<void> {
    // Whole at any moment: an empty lock would be nobody's.
    await writeWhole(this.file, content(address), { kept: '' });
  }

  async free(): Promise<void> {
    await rm(this.file, { force: true });
  }
}

const content = (address: string): string => `${process.pid}\n${beganAt(process.pid)}\n${address}\n`;

/** Whether a lock's process runs: numbers of processes are used again. */
function lives(held: string): boolean {
  const [pid = '', began = ''] = held.split('\n');
  return isAlive(Number(pid)) && beganAt(Number(pid)) === began;
}

/** When a process began, as Linux counts it. */
function beganAt(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
