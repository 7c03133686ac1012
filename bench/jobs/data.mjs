import { torch } from '@onecycle/torch';
import {
  augTransforms,
  DataBlock,
  getImageFiles,
  imageBlock,
  imagenetStats,
  indexSplitter,
  normalize,
  presizeOnce,
  resize,
  setPictureThreads,
} from 'onecycle';
import { ours, python } from '../lib/job.mjs';
import { loopDelay, mainThread } from '../lib/main-thread.mjs';
import { photographs } from '../lib/photos.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'Decode, presize to 460 px, augment to 224 px: 370 photographs',
  unit: 'images/s',
  pairs: 5,
  sides: {
    onecycle: ours('default'),
    'onecycle, presizeOnce': ours('once'),
    'onecycle, batches of 64': ours('default:bs64'),
    'onecycle, later epochs with a cache': ours('default:cache'),
    'onecycle, presizeOnce, with a cache': ours('once:cache'),
    'Pillow + torch, 2 workers': python('data.py', { modules: ['torch', 'PIL'] }),
  },
  goals: [
    { side: 'onecycle', peer: 'Pillow + torch, 2 workers', atLeast: 7.7 },
    { side: 'onecycle, presizeOnce', peer: 'Pillow + torch, 2 workers', atLeast: 13.1 },
    { side: 'onecycle, later epochs with a cache', peer: 'onecycle', atLeast: 1.4 },
    { side: 'onecycle, presizeOnce, with a cache', peer: 'onecycle, presizeOnce', atLeast: 1.6 },
  ],
};

/**
 * @param {string} variant `default` or `once`; after a colon `cache`, `bs64` for larger batches than 16, or the number of threads
 */
export async function prepare(variant) {
  const [path, how] = variant.split(':');
  const cache = how === 'cache' ? 'memory' : false;
  const bs = how === 'bs64' ? 64 : 16;
  const threads = cache || bs === 64 ? undefined : how;
  if (threads) {
    torch.setNumThreads(Number(threads));
    setPictureThreads(Number(threads));
  }
  const chapter =
    path === 'once'
      ? presizeOnce({ presize: 460, size: 224, minScale: 0.75 })
      : { itemTfms: resize(460), batchTfms: augTransforms({ size: 224, minScale: 0.75 }) };
  const block = new DataBlock({
    blocks: [imageBlock()],
    getItems: getImageFiles,
    splitter: indexSplitter([0]),
    itemTfms: chapter.itemTfms,
    batchTfms: [...chapter.batchTfms, normalize(imagenetStats)],
  });
  const dls = await block.dataloaders(photographs(), { bs, cache });
  // On one thread nothing is read ahead: else the batch before would be augmented on a second one meanwhile.
  const loader = threads === '1' ? dls.train.new({ prefetch: 0 }) : dls.train;
  const pass = async () => {
    let n = 0;
    for await (const [x] of loader) {
      n += x.shape[0] ?? 0;
      x.dispose();
    }
    return n;
  };
  const watchedPass = async () => {
    const watched = mainThread();
    const start = performance.now();
    const n = await pass();
    const seconds = (performance.now() - start) / 1000;
    const { busy, collecting } = await watched.stop();
    return { n, seconds, busy, collecting };
  };
  // A pass has 23 batches of 16, an epoch of the chapter 370. After some two hundred Node has compiled what runs in each;
  // and all is kept that is to be kept, where an epoch leaves other items out.
  const first = await watchedPass();
  for (let i = 0; i < 8; i++) await pass();
  return async () => {
    const { n, seconds, busy, collecting } = await watchedPass();
    const delay = loopDelay();
    await pass();
    const parts = {
      'main thread, ms an image': busy / n,
      'the same in the first pass': first.busy / first.n,
      'collecting garbage, % of the time': collecting / seconds / 10,
      'event-loop delay p99, ms': delay.stop(),
      'peak memory, MB': process.resourceUsage().maxRSS / 1024,
    };
    return { value: n / seconds, parts };
  };
}
