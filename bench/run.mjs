// npm run bench [-- job…] [--pairs n] [--threads n] [--record]: times our side and its peers in interleaved pairs and compares
// the medians; `--record` adds them, with a description of the machine, to bench/history.jsonl.
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
  options: { pairs: { type: 'string' }, threads: { type: 'string' }, record: { type: 'boolean' } },
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
    const outcomes = await runJob(name, job, { pairs, threads });
    process.stdout.write(report(job, outcomes));
    if (values.record) await record(name, job, outcomes, pairs);
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}

/**
 * @param {string} name
 * @param {import('./lib/job.mjs').Job} job
 * @param {Record<string, import('./lib/pairs.mjs').Outcome>} outcomes
 * @param {number} pairs
 */
async function record(name, job, outcomes, pairs) {
  const { append, entryOf, thisCommit, thisMachine } = await import('./lib/history.mjs'); // loads libtorch
  const machine = thisMachine();
  const date = new Date().toISOString();
  append(entryOf(name, job, outcomes, { pairs, threads, date, commit: thisCommit(), machine }));
}
