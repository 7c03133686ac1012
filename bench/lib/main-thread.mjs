import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Watches what work costs the main thread: `stop()` gives the milliseconds that it was computing, and the 99th percentile
 * of the milliseconds for which it kept others waiting.
 */
export function mainThread() {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const before = computed();
  return {
    stop() {
      const busy = computed() - before;
      delays.disable();
      return { busy, delay: delays.percentile(99) / 1e6 };
    },
  };
}

/** Milliseconds that the main thread has run, without those in which the machine did something else. Linux says it; elsewhere the loop's own account. */
function computed() {
  if (process.platform !== 'linux') return performance.eventLoopUtilization().active;
  const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
