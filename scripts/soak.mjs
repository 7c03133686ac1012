import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as oc from 'onecycle';
import { say } from './lib/report.mjs';

// npm run test:soak [-- --minutes 2]: trains, predicts, exports, loads, and makes and drops models, for 20 minutes, and takes down
// the process's memory, descriptors and threads after every round. It passes where the last third is no higher than the
// middle one: what only warms up is over by then, and what leaks goes on.

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '20' } } });
const milliseconds = 60_000 * Number(values.minutes);
if (!(milliseconds > 0)) throw new RangeError(`--minutes is a number above 0, not ${values.minutes}`);

const { nn, torch } = oc;
const folder = mkdtempSync(join(tmpdir(), 'onecycle-soak-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const pictures = join(folder, 'pets', 'images');
await oc.paperPets(join(folder, 'pets'), { perBreed: 2 });
const files = [...(await oc.getImageFiles(pictures))];

/** One of everything that a program may do again and again. */
async function round() {
  const dls = await new oc.DataBlock({
    blocks: [oc.imageBlock(), oc.categoryBlock()],
    getItems: oc.getImageFiles,
    splitter: oc.funcSplitter((/** @type {oc.Path} */ file) => file.stem.endsWith('_2')),
    getY: oc.usingAttr(oc.regexLabeller(/(.+)_\d+.jpg$/), 'name'),
    itemTfms: oc.resize(64),
    batchTfms: oc.augTransforms({ size: 32 }),
  }).dataloaders(pictures, { bs: 4 });
  const learn = await oc.visionLearner(dls, oc.mobilenetV2, {
    pretrained: false,
    metrics: oc.errorRate,
    progress: false,
    path: folder,
  });
  learn.logger = null;
  await learn.fitOneCycle(1, 1e-3, { cbs: oc.mixUp() });
  await learn.lrFind({ numIt: 4, showPlot: false });
  const file = String(await learn.export('soak.onecycle'));
  await learn.load(await learn.save('soak'));
  const interp = await oc.ClassificationInterpretation.fromLearner(learn);
  interp.confusionMatrix();

  const loaded = await oc.loadLearner(file);
  const [first = ''] = files;
  await loaded.predict(first);
  await loaded.predict(await readFile(String(first)));
  await loaded.predict(files.slice(0, 6));
  await loaded.toInference().predict(first);
  await loaded.predict(Buffer.from('no picture')).catch(() => undefined);

  // Models that are made and dropped, in a scope and outside of one, and a batch of tensors that nobody frees.
  for (let i = 0; i < 4; i++) {
    torch.scope(() =>
      new nn.Linear(1500, 1500)
        .forward(torch.rand([4, 1500]))
        .sum()
        .item(),
    );
    new nn.Linear(1500, 1500)
      .forward(torch.rand([4, 1500]))
      .sum()
      .backward();
  }
}

const count = (/** @type {string} */ place) => readdirSync(`/proc/self/${place}`).length;

/** What the process holds now. */
function sample() {
  const { tensors, bytes } = torch.memory();
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return {
    seconds: Math.round((Date.now() - start) / 1000),
    memory: Math.round(Number(resident) / 1024),
    tensors,
    tensorMemory: Math.round(bytes / 2 ** 20),
    descriptors: count('fd'),
    threads: count('task'),
  };
}

const start = Date.now();
let told = start;
const samples = [];
while (Date.now() - start < milliseconds) {
  await round();
  samples.push(sample());
  if (Date.now() - told < 60_000) continue;
  told = Date.now();
  say(JSON.stringify({ rounds: samples.length, ...samples.at(-1) }));
}

/** @typedef {ReturnType<typeof sample>} Sample */

const third = Math.floor(samples.length / 3);
if (third < 3) throw new Error(`${samples.length} rounds are too few to tell: give it more --minutes`);
const middle = samples.slice(third, 2 * third);
const last = samples.slice(2 * third);
const median = (/** @type {Sample[]} */ part, /** @type {keyof Sample} */ what) => {
  const sorted = part.map((one) => one[what]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** How much higher the last third may be: garbage is collected when V8 likes, and its threads come and go. */
const slack = {
  memory: 0.05 * median(middle, 'memory') + 50,
  tensors: 0.05 * median(middle, 'tensors') + 200,
  tensorMemory: 0.05 * median(middle, 'tensorMemory') + 50,
  descriptors: 2,
  threads: 2,
};
say(`${samples.length} rounds; medians of the middle and the last third:`);
let grows = false;
for (const [what, most] of Object.entries(slack)) {
  const [before, after] = [middle, last].map((part) => median(part, /** @type {keyof Sample} */ (what)));
  const isFlat = (after ?? 0) - (before ?? 0) <= most;
  grows ||= !isFlat;
  say(`${what.padEnd(12)} ${before} → ${after}${isFlat ? '' : `: grows, by more than ${most.toFixed(0)}`}`);
}
process.exit(grows ? 1 : 0);
