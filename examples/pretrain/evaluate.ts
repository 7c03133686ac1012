// What learned weights are worth: error rates on a folder of pictures, seed by seed, with them or from a random start
// (--weights none).
import { parseArgs } from 'node:util';
import {
  augTransforms,
  categoryBlock,
  DataBlock,
  errorRate,
  getImageFiles,
  imageBlock,
  type Learner,
  randomSplitter,
  regexLabeller,
  resize,
  resnet18,
  Table,
  torch,
  URLs,
  untarData,
  usingAttr,
  visionLearner,
} from 'onecycle';

const { values: given } = parseArgs({
  options: {
    data: { type: 'string' },
    weights: { type: 'string', default: '@onecycle/resnet18-tiny' },
    epochs: { type: 'string', default: '4' },
    size: { type: 'string', default: '128' },
    bs: { type: 'string', default: '16' },
    seeds: { type: 'string', default: '3' },
    every: { type: 'string', default: '1' },
    threads: { type: 'string' },
  },
});
const epochs = Number(given.epochs);
const size = Number(given.size);
const bs = Number(given.bs);
const seeds = Number(given.seeds);
const every = Number(given.every);
if (given.threads) torch.setNumThreads(Number(given.threads));
const folder = given.data ?? (await untarData(URLs.PAPER_PETS)).join('images');

async function learner(seed: number, weights?: string): Promise<Learner> {
  torch.manualSeed(seed);
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: async () => (await getImageFiles(folder)).filter((_, i) => i % every === 0),
    splitter: randomSplitter({ seed }),
    getY: usingAttr(regexLabeller(/(.+)_\d+.jpg$/), 'name'),
    itemTfms: resize(Math.round(size * 1.25)),
    batchTfms: augTransforms({ size, minScale: 0.75 }),
  });
  const dls = await block.dataloaders(folder, { bs, seed });
  return visionLearner(dls, resnet18, {
    metrics: errorRate,
    pretrained: weights !== undefined,
    weights,
    progress: false,
  });
}

const weights = given.weights === 'none' ? undefined : given.weights;
const rows: string[][] = [];
for (let seed = 1; seed <= seeds; seed++) {
  const learn = await learner(seed, weights);
  // A random body has nothing to be kept frozen for: it gets the same number of epochs, all of them for everything.
  await (weights ? learn.fineTune(epochs) : learn.fitOneCycle(epochs + 1, 3e-3));
  rows.push([String(seed), Number(learn.finalRecord.at(-1)).toFixed(3)]);
}
console.log(String(new Table(['seed', 'error rate'], rows)));
