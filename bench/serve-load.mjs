// npm run test:load [-- --requests 20000] [--size 64] [--clients 16]: asks a server in this process for so many predictions. Fails
// where an answer is wrong, or memory grows: the process's after a quarter of the requests against that at the end.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { setupOrExit } from '../scripts/setup.mjs';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    size: { type: 'string', default: '64' },
    clients: { type: 'string', default: '16' },
  },
});
/** How much of the memory may be added after the first quarter. */
const most = 0.05;
const steps = 20;

await setupOrExit();
const { exportedClassifier, serving } = await import('./lib/serving.mjs');
const classifier = await exportedClassifier(Number(values.size));
const { predictor, send, close } = await serving(classifier, { clients: Number(values.clients) });
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
/** @type {number[]} */
const memory = [];
/** @type {string[]} */
const wrong = [];
const requests = Math.ceil(Number(values.requests) / steps);
for (let step = 1; step <= steps; step++) {
  const sent = await send(requests);
  wrong.push(...sent.wrong);
  memory.push(process.memoryUsage.rss() / 2 ** 20);
  process.stdout.write(
    `${step * requests} requests: ${(requests / sent.seconds).toFixed(0)} a second, ${memory.at(-1)?.toFixed(0)} MB, ${wrong.length} wrong\n`,
  );
}
delay.disable();
const { replaced } = predictor.stats;
await close();
classifier.remove();
const quarter = Math.max(...memory.slice(0, steps / 4));
const growth = (memory.at(-1) ?? 0) / quarter - 1;
process.stdout.write(
  `event-loop delay p50 ${(delay.percentile(50) / 1e6).toFixed(1)} ms, p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms; ` +
    `memory ${(100 * growth).toFixed(1)} % over that of the first quarter; ${replaced} workers replaced\n${wrong.slice(0, 5).join('\n')}\n`,
);
if (wrong.length > 0 || growth > most || replaced > 0) process.exitCode = 1;
