// node bench/lib/side.mjs <job> <variant>: our side of a job. Measures once for every line on stdin.
import { createInterface } from 'node:readline';
import { torch } from '@onecycle/torch';

// Bars and tables would go to standard output, too: the measurements have it to themselves.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;

const [job, variant] = process.argv.slice(2);
torch.setNumThreads(Number(process.env.BENCH_THREADS));
const { prepare } = await import(`../jobs/${job}.mjs`);
const measure = await prepare(variant);
for await (const _ of createInterface({ input: process.stdin })) {
  write(`${JSON.stringify(await measure())}\n`);
}
