import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as oc from 'onecycle';
import { mainThread } from '../bench/lib/main-thread.mjs';
import { execute } from '../packages/torch/install/shell.mjs';
import { root, say } from './lib/report.mjs';

// npm run test:gpu: what only a GPU can answer, in some three minutes. The tests that are skipped without one; then what reading and
// training cost there, in lines that begin with RESULT: on 12 breeds of Paper Pets, or with `-- --data <folder>` on pictures named
// <label>_<number>.jpg. `--epochs 3` trains longer. It fails where a test fails, where batches that are prepared ahead are not those
// that are prepared when they are asked for, where memory grows from epoch to epoch, or where a training step does not become a CUDA graph.

const { values } = parseArgs({
  options: { data: { type: 'string' }, epochs: { type: 'string', default: '3' } },
});
const { torch } = oc;
if (!torch.cuda.isAvailable()) {
  say(
    'there is no GPU that this libtorch knows: nothing was checked. npx onecycle doctor says which one is used',
  );
  process.exit(1);
}
const device = 'cuda:0';
say(`libtorch ${torch.version}, ${torch.cuda.deviceCount()} GPUs`);

/** The files of tests some of which want a GPU. */
const wanting = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !/node_modules|dist/.test(file))
  .map((file) => join(root, 'packages', file))
  .filter((file) => readFileSync(file, 'utf8').includes('cuda.isAvailable()'));
const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...wanting];
// The suite hides GPUs from tests that do not name one.
const seen = { CUDA_VISIBLE_DEVICES: process.env.CUDA_VISIBLE_DEVICES ?? '0' };
const { code } = await execute(process.execPath, vitest, { show: true, env: seen });

const folder = mkdtempSync(join(tmpdir(), 'onecycle-gpu-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
let pictures = values.data;
if (pictures === undefined) {
  await oc.paperPets(folder, { perBreed: 20, progress: false });
  pictures = join(folder, 'images');
}
const listed = [...(await oc.getImageFiles(pictures))];
// Each so often that an epoch has some fifty batches of 64.
const files = Array.from({ length: Math.ceil(4000 / listed.length) }, () => listed).flat();

/** @param {number} [prefetch] */
const loaders = (prefetch) =>
  new oc.DataBlock({
    blocks: [oc.imageBlock(), oc.categoryBlock()],
    getItems: () => files,
    splitter: oc.randomSplitter({ seed: 42 }),
    getY: oc.usingAttr(oc.regexLabeller(/(.+)_\d+.jpg$/), 'name'),
    itemTfms: oc.resize(460),
    batchTfms: [...oc.augTransforms({ size: 224, minScale: 0.75 }), oc.normalize(oc.imagenetStats)],
  }).dataloaders(folder, { bs: 64, device, seed: 7, ...(prefetch !== undefined && { prefetch }) });

/** Sums of the first batches, taken while the GPU has other work. @param {number} [prefetch] */
async function sums(prefetch) {
  const { train } = await loaders(prefetch);
  const busy = torch.randn([4096, 4096], { device });
  const all = [];
  for await (const [x, y] of train) {
    torch.scope(() => busy.matmul(busy).matmul(busy));
    all.push(torch.scope(() => [x, y].map((member) => Number(member.double().sum().item()))));
    for (const member of [x, y]) member.dispose();
    if (all.length === 12) break;
  }
  busy.dispose();
  return JSON.stringify(all);
}
const isSame = (await sums()) === (await sums(0));
console.log(`RESULT batches prepared ahead are the same: ${isSame}`);

const dls = await loaders();
{
  const watched = mainThread();
  const begun = performance.now();
  let n = 0;
  for await (const batch of dls.train) {
    n += batch[0].shape[0] ?? 0;
    for (const member of batch) member.dispose();
  }
  torch.cuda.synchronize();
  const seconds = (performance.now() - begun) / 1000;
  const { busy, collecting } = await watched.stop();
  console.log(
    `RESULT loader alone: ${(n / seconds).toFixed(0)} pictures/s, main thread ${(busy / n).toFixed(3)} ms a picture, of it ${(collecting / n).toFixed(3)} collecting`,
  );
}

/** Tells of each epoch of a fit what it took, its validation included. */
class Clock extends oc.Callback {
  /** @override */
  onlyFits = true;
  /** Bytes that libtorch holds after each epoch. @type {number[]} */
  held = [];
  #begun = 0;

  /** @param {string} what */
  constructor(what) {
    super();
    this.what = what;
  }

  /** @override */
  beforeEpoch() {
    this.#begun = performance.now();
  }

  /** @override */
  afterEpoch() {
    torch.cuda.synchronize();
    const seconds = (performance.now() - this.#begun) / 1000;
    const { reserved = 0 } = torch.cuda.memoryStats() ?? {};
    this.held.push(reserved);
    console.log(
      `RESULT ${this.what}, epoch ${this.held.length} of ${dls.train.length} batches and its validation: ${seconds.toFixed(2)} s, ${(reserved / 2 ** 20).toFixed(0)} MiB held`,
    );
  }
}

/** @type {string[]} */
const said = [];
const { warn } = console;
console.warn = (/** @type {unknown[]} */ ...words) => {
  said.push(words.join(' '));
  warn(...words);
};
/** Trains as the chapter does. @param {boolean} asGraph @returns {Promise<boolean>} whether memory stays the same from epoch to epoch */
async function trained(asGraph) {
  const options = { pretrained: false, metrics: oc.errorRate, progress: false };
  const learn = await oc.visionLearner(dls, oc.resnet34, options);
  learn.toFp16();
  if (asGraph) learn.toCudaGraph();
  let stays = true;
  for (const isFrozen of [true, false]) {
    if (isFrozen) learn.freeze();
    else learn.unfreeze();
    const clock = new Clock(
      `ResNet-34, fp16${asGraph ? ', as a CUDA graph' : ''}, ${isFrozen ? 'frozen' : 'unfrozen'}`,
    );
    const rate = isFrozen ? 1e-3 : oc.slice(1e-6, 1e-4);
    await learn.noLogging(() => learn.fitOneCycle(Number(values.epochs), rate, { cbs: clock }));
    stays &&= (clock.held.at(-1) ?? 0) <= 1.1 * (clock.held[1] ?? clock.held[0] ?? 0);
  }
  return stays;
}

const stays = await trained(false);
const graphStays = await trained(true);
console.warn = warn;
const isCaptured = !said.some((sentence) => sentence.startsWith('learn.toCudaGraph()'));
console.log(
  `RESULT memory stays: ${stays}, with the graph: ${graphStays}; every batch was one for it: ${isCaptured}`,
);
process.exit(code === 0 && isSame && isCaptured && stays && graphStays ? 0 : 1);
