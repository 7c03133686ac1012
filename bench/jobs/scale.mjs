import { rmSync } from 'node:fs';
import { link, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nn, Tensor, torch } from '@onecycle/torch';
import {
  ClassificationInterpretation,
  categoryBlock,
  DataBlock,
  getImageFiles,
  imageBlock,
  Learner,
  parentLabel,
  randomSplitter,
  resize,
  resizeImages,
  transformBlock,
} from 'onecycle';
import { ours } from '../lib/job.mjs';
import { photographs } from '../lib/photos.mjs';

/** How cost grows with the number of files: a hundred classes, links to a few pictures of 96 px. @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'Data loaders for 1,000, 10,000 and 100,000 files',
  unit: 's',
  pairs: 3,
  sides: {
    '1,000 files': ours('1000'),
    '10,000 files': ours('10000'),
    '100,000 files': ours('100000'),
  },
  goals: [{ side: '100,000 files', peer: '10,000 files', atMost: 12 }],
};

const classes = 100;
/** A file system grants one file a limited number of links: 65,000 on ext4. */
const pictures = 16;

/** @param {string} variant the number of files */
export async function prepare(variant) {
  const n = Number(variant);
  const folder = await mkdtemp(join(tmpdir(), 'onecycle-scale-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const images = await linkedPictures(folder, n);
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: randomSplitter({ seed: 1 }),
    getY: parentLabel,
    itemTfms: resize(64),
  });
  return async () => {
    const before = heap();
    const clock = stopwatch();
    await getImageFiles(images);
    const listing = clock();
    const dls = await block.dataloaders(images, { bs: 64 });
    const made = clock();
    const held = heap() - before;
    clock();
    for (const member of await dls.train.oneBatch()) member.dispose();
    const first = clock();
    let read = 0;
    for await (const [x, y] of dls.train) {
      read += x.shape[0] ?? 0;
      x.dispose();
      y.dispose();
    }
    const epoch = clock();
    const parts = {
      'of it: listing': listing,
      'first batch': first,
      'an epoch of reading at 64 px': epoch,
      'the same, ms an image': (1000 * epoch) / read,
      'interpretation, 1,000 classes': await interpretation(n / 5),
      'heap, bytes a file': held / n,
      'peak memory, MB': process.resourceUsage().maxRSS / 1024,
    };
    return { value: made, parts };
  };
}

/**
 * A folder of a hundred classes with `n` links to a few pictures.
 * @param {string} folder
 * @param {number} n
 */
async function linkedPictures(folder, n) {
  const small = join(folder, 'small');
  await resizeImages(photographs(), { maxSize: 96, dest: small, progress: false });
  const files = (await getImageFiles(small)).slice(0, pictures);
  const images = join(folder, 'images');
  for (let i = 0; i < n; i++) {
    const kind = join(images, `class${i % classes}`);
    if (i < classes) await mkdir(kind, { recursive: true });
    await link(String(files[i % files.length]), join(kind, `${i}.jpg`));
  }
  return images;
}

/**
 * Seconds for what is looked at after training, of a model that makes predictions in no time.
 * @param {number} n
 */
async function interpretation(n) {
  const vocab = Array.from({ length: 1000 }, (_, i) => i);
  const tensorBlock = transformBlock({ isBatch: (x) => x instanceof Tensor });
  const block = new DataBlock({
    blocks: [tensorBlock, categoryBlock({ vocab })],
    getX: (/** @type {number} */ i) => torch.full([16], (i % 7) / 7),
    getY: (/** @type {number} */ i) => i % 1000,
    splitter: (items) => [[...items.keys()], [...items.keys()]],
  });
  const dls = await block.dataloaders(
    Array.from({ length: n }, (_, i) => i),
    { bs: 512 },
  );
  const learn = new Learner(dls, new nn.Linear(16, 1000), { progress: false });
  const clock = stopwatch();
  const found = await ClassificationInterpretation.fromLearner(learn);
  found.confusionMatrix();
  found.mostConfused();
  found.topLosses(9);
  return clock();
}

/** A function that gives the seconds since it was last called. */
function stopwatch() {
  let last = performance.now();
  return () => {
    const [from, to] = [last, performance.now()];
    last = to;
    return (to - from) / 1000;
  };
}

/** Bytes that are held on to, where the collector can be asked for (`node --expose-gc`, which the runner gives). */
function heap() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
