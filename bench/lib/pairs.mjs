import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** @typedef {{ skipped: string } | { measurements: import('./job.mjs').Measurement[] }} Outcome */

/**
 * Starts every side once and lets them measure in turns, in alternating order, so that what the machine does
 * meanwhile meets all of them alike.
 * @param {string} name
 * @param {import('./job.mjs').Job} job
 * @param {{ pairs: number, threads: number }} options
 * @returns {Promise<Record<string, Outcome>>}
 */
export async function runJob(name, job, { pairs, threads }) {
  /** @type {Record<string, Outcome>} */
  const outcomes = {};
  const sides = [];
  for (const [label, side] of Object.entries(job.sides)) {
    const reason = side.missing();
    if (reason) outcomes[label] = { skipped: reason };
    else sides.push({ label, measure: startSide(label, side.start(name), threads) });
  }
  try {
    for (let pair = 0; pair < pairs; pair++) {
      for (const { label, measure } of pair % 2 ? sides.toReversed() : sides) {
        const measurement = await measure.next();
        const outcome = outcomes[label];
        if (outcome && 'measurements' in outcome) outcome.measurements.push(measurement);
        else outcomes[label] = { measurements: [measurement] };
      }
    }
  } finally {
    for (const { measure } of sides) measure.stop();
  }
  return outcomes;
}

/**
 * @param {string} label
 * @param {{ command: string, args: string[] }} start
 * @param {number} threads
 */
function startSide(label, { command, args }, threads) {
  const env = { ...process.env, BENCH_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the side ${label} ended early with exit code ${code}`);
  });
  failed.catch(() => {});
  child.stdin.on('error', () => {});
  return {
    /** @returns {Promise<import('./job.mjs').Measurement>} */
    async next() {
      child.stdin.write('\n');
      const line = await Promise.race([lines.next(), failed]);
      if (line.done) return failed;
      return JSON.parse(line.value);
    },
    stop: () => child.stdin.end(),
  };
}
