import type { ChildProcess } from 'node:child_process';

/** What scripts print after each training batch. */
export const batchLine = 'batch done';

/** How many training batches a script's output tells of. */
export const batchesIn = (out: string): number => out.split(batchLine).length - 1;

/**
 * Kills a process once it has told of so many training batches, in the midst of what comes next. `killed` is called where
 * it was not quicker than that.
 */
export function killAfter(child: ChildProcess, batches: number, killed: () => void = () => {}): void {
  let out = '';
  let sent = false;
  child.stdout?.on('data', (text) => {
    out += text;
    if (sent || !out.includes('training') || batchesIn(out) < batches) return;
    sent = true;
    // Batches of such a small model take about a millisecond.
    setTimeout(() => child.kill('SIGKILL'), 2 * Math.random());
  });
  child.on('exit', (_, signal) => {
    if (sent && signal === 'SIGKILL') killed();
  });
}
