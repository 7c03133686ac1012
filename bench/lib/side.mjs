// node bench/lib/side.mjs <job> <variant>: our side of a job. Measures once for every line on stdin.
import { createInterface } from 'node:readline';
import { torch } from '@onecycle/torch';

const [job, variant] = process.argv.slice(2);
torch.setNumThreads(Number(process.env.BENCH_THREADS));
const { prepare } = await import(`../jobs/${job}.mjs`);
const measure = await prepare(variant);
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
}
