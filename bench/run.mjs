// npm run bench [-- job…] [--pairs n]: times our side and its peers in interleaved pairs and compares the medians.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { setupOrExit } from '../scripts/setup.mjs';
import { runJob } from './lib/pairs.mjs';
import { report } from './lib/report.mjs';

const known = readdirSync(new URL('jobs', import.meta.url))
  .map((file) => file.replace(/\.mjs$/, ''))
  .sort();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pairs: { type: 'string' }, threads: { type: 'string' } },
});
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no job ${unknown.join(', ')}; there are ${known.join(', ')}.\n`);
  process.exit(2);
}

await setupOrExit();
const threads = Number(values.threads ?? availableParallelism());
for (const name of positionals.length > 0 ? positionals : known) {
  const { job } = await import(`./jobs/${name}.mjs`);
  const pairs = Number(values.pairs ?? job.pairs ?? 5);
  process.stdout.write(`\n${job.title} (${pairs} interleaved pairs, ${threads} threads)\n`);
  try {
    process.stdout.write(report(job, await runJob(name, job, { pairs, threads })));
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
