// node infer_onnx.mjs <folder>: the networks of infer.py, as ONNX files, in onnxruntime-node, in images/s.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [tools = ''] = process.argv.slice(2);
// Installed when it is first asked for, so no type is known here.
const load = createRequire(join(tools, 'package.json'));
const { InferenceSession, Tensor } = load('onnxruntime-node');
const folder = join(tools, 'onnx');
const python = process.env.PYTHON ?? '/usr/bin/python3';
const exported = spawnSync(python, [new URL('export_onnx.py', import.meta.url).pathname, folder], {
  encoding: 'utf8',
});
if (exported.status !== 0) throw new Error(`the ONNX files could not be written: ${exported.stderr}`);

const threads = Number(process.env.BENCH_THREADS);
/** @type {{ name: string, session: { run(feeds: object): Promise<object> } }[]} */
const sessions = [];
for (const name of ['resnet18', 'resnet34', 'resnet50']) {
  const session = await InferenceSession.create(join(folder, `${name}.onnx`), { intraOpNumThreads: threads });
  sessions.push({ name, session });
}
const batches = [1, 32].map((size) => {
  const values = Float32Array.from({ length: size * 3 * 224 * 224 }, (_, i) => Math.sin(i));
  return { size, pictures: new Tensor('float32', values, [size, 3, 224, 224]) };
});

async function measure() {
  /** @type {Record<string, number>} */
  const parts = {};
  for (const { name, session } of sessions) {
    for (const { size, pictures } of batches) {
      // The first call after another side's turn finds the caches taken and the threads asleep.
      await session.run({ pictures });
      const calls = Math.max(1, 8 / size);
      const start = performance.now();
      for (let i = 0; i < calls; i++) await session.run({ pictures });
      parts[`${name}, batch ${size}`] = (calls * size) / ((performance.now() - start) / 1000);
    }
  }
  const logs = Object.values(parts).map(Math.log);
  return { value: Math.exp(logs.reduce((a, b) => a + b) / logs.length), parts };
}

await measure();
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
}
