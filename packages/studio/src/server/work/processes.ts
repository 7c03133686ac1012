import { readFileSync } from 'node:fs';

/** Whether a process lives and is one of those that train; numbers of processes are used again. */
export function isOurs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker/main.js');
  } catch {
    return false;
  }
}
