import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ours } from '../lib/job.mjs';
import { prepare as prepareData } from './data.mjs';

/** Two processes at once show what the machine has to give. @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'The data pipeline on one thread, on two, and in two processes of one thread at once',
  unit: 'images/s',
  pairs: 5,
  sides: {
    'two threads': ours('default:2'),
    'one thread': ours('default:1'),
    'two processes': ours('processes'),
  },
  goals: [
    { side: 'two threads', peer: 'one thread', atLeast: 1.9 },
    { side: 'two threads', peer: 'two processes', atLeast: 0.95 },
  ],
};

/** @param {string} variant one of the data job's, or `processes` */
export const prepare = (variant) => (variant === 'processes' ? prepareProcesses() : prepareData(variant));

/** Two processes that measure at the same time, and what they read together. */
async function prepareProcesses() {
  const side = fileURLToPath(new URL('../lib/side.mjs', import.meta.url));
  const processes = [0, 1].map(() =>
    spawn(process.execPath, ['--expose-gc', side, 'data', 'default:1'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  process.stdin.once('end', () => {
    for (const { stdin } of processes) stdin.end();
  });
  const lines = processes.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]());
  return async () => {
    for (const { stdin } of processes) stdin.write('\n');
    const measured = await Promise.all(lines.map((line) => line.next()));
    const values = measured.map(({ value }) => Number(JSON.parse(value).value));
    return { value: values.reduce((sum, value) => sum + value, 0) };
  };
}
