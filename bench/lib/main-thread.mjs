import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

/**
 * Watches what work costs the main thread: `stop()` gives the milliseconds that it was computing, and those in which it collected
 * garbage.
 */
export function mainThread() {
  let collecting = 0;
  const collections = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collecting += duration;
  });
  collections.observe({ entryTypes: ['gc'] });
  const before = computed();
  return {
    async stop() {
      const busy = computed() - before;
      await new Promise((resolve) => setImmediate(resolve)); // collections are told of a turn later
      collections.disconnect();
      return { busy, collecting };
    },
  };
}

/**
 * Watches for how long the main thread keeps others waiting: `stop()` gives the 99th percentile of the milliseconds. The watching itself
 * wakes the thread a thousand times a second: what it costs is another measurement.
 */
export function loopDelay() {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  return {
    stop() {
      delays.disable();
      return delays.percentile(99) / 1e6;
    },
  };
}

/** Milliseconds that the main thread has run, without those in which the machine did something else. Linux says it; elsewhere the loop's own account. */
function computed() {
  if (process.platform !== 'linux') return performance.eventLoopUtilization().active;
  const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
