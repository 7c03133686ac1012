import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onecycle-threads-'));
  for (let i = 0; i < 24; i++) {
    const background = { r: 10 * i, g: 255 - 10 * i, b: 7 * i };
    const image = sharp({ create: { width: 300 + i, height: 200, channels: 3, background } });
    writeFileSync(join(folder, `${String(i).padStart(2, '0')}.jpg`), await image.jpeg().toBuffer());
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program in a process of its own, with what it needs to read the pictures in the folder. */
async function run(program: string): Promise<string> {
  const entry = new URL('../../../dist/index.js', import.meta.url);
  const setup = `
    import * as oc from ${JSON.stringify(entry)};
    import { isMainThread, parentPort, Worker } from 'node:worker_threads';
    const block = new oc.DataBlock({
      blocks: [oc.imageBlock()], getItems: oc.getImageFiles, splitter: oc.indexSplitter([0]),
      itemTfms: oc.resize(64), batchTfms: oc.augTransforms({ size: 32 }),
    });
    const dls = await block.dataloaders(${JSON.stringify(folder)}, { bs: 4, seed: 3, cache: 'memory' });
    const sum = async () => {
      let all = 0;
      for (let epoch = 0; epoch < 3; epoch++) for await (const [x] of dls.train) all += x.double().sum().item();
      return all;
    };`;
  const file = join(folder, 'program.mjs');
  writeFileSync(file, setup + program);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 120_000 });
  return stdout;
}

test('worker threads read with the same native threads, each its own pictures', async () => {
  const output = await run(`
    if (isMainThread) {
      const workers = [1, 2, 3].map(() => new Worker(new URL(import.meta.url)));
      const sums = workers.map((worker) => new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject)));
      console.log(JSON.stringify(await Promise.all([sum(), ...sums])));
    } else parentPort.postMessage(await sum());`);
  const sums: number[] = JSON.parse(output);
  expect(sums).toHaveLength(4);
  expect(new Set(sums).size).toBe(1);
  expect(sums[0]).toBeGreaterThan(0);
});

test('a process ends while pictures are read', async () => {
  // An exit code other than 0, and a process that goes on, reject.
  await run('sum(); sum(); setTimeout(() => process.exit(0), 20);');
  const output = await run(`
    if (isMainThread) {
      const worker = new Worker(new URL(import.meta.url));
      await new Promise((resolve) => worker.on('message', resolve));
      await worker.terminate();
      console.log('ended');
    } else {
      const reading = sum();
      parentPort.postMessage('begun');
      await reading;
      for (;;) await sum();
    }`);
  expect(output).toBe('ended\n');
});
