/**
 * Makes temporary tensors of 1 MB in a plain synchronous loop, without `scope`, and prints the peak of the process's memory:
 *
 *     node temporaries.js [how many, default 20000]
 */
import { readFileSync } from 'node:fs';
import { torch } from '../index.js';

const count = Number(process.argv[2] ?? 20_000);
for (let i = 0; i < count; i++) torch.ones([256 * 1024]);

/** Linux knows the peak; elsewhere what Node was told by the system has to do, which is in KB. */
function peakKB(): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

const peakMB = Math.round(peakKB() / 1024);
console.log(JSON.stringify({ tensors: count, peakMB, aliveMB: Math.round(torch.memory().bytes / 2 ** 20) }));
