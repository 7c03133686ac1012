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
  imagenetStats,
  type Learner,
  normalize,
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
import { learned, whole } from '../demo/arguments.js';

const { values: given } = parseArgs({
  options: {
    data: { type: 'string' },
    weights: { type: 'string', default: '@onecycle/resnet18-tiny' },
    epochs: { type: 'string', default: '4' },
    size: { type: 'string', default: '128' },
    bs: { type: 'string', default: '16' },
    seeds: { type: 'string', default: '3' },
  },
});
const epochs = whole('epochs', given.epochs);
const size = whole('size', given.size);
const bs = whole('bs', given.bs);
const seeds = whole('seeds', given.seeds);
const folder = given.data ?? (await untarData(URLs.PAPER_PETS)).join('images');

async function learner(seed: number): Promise<Learner> {
  torch.manualSeed(seed);
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: randomSplitter({ seed }),
    getY: usingAttr(regexLabeller(/(.+)_\d+.jpg$/), 'name'),
    itemTfms: resize(Math.round(size * 1.25)),
    batchTfms: [
      ...augTransforms({ size, minScale: 0.75 }),
      // Learned weights bring their own statistics.
      ...(given.weights === 'none' ? [normalize(imagenetStats)] : []),
    ],
  });
  const dls = await block.dataloaders(folder, { bs, seed });
  return visionLearner(dls, resnet18, { metrics: errorRate, progress: false, ...learned(given.weights) });
}

const rows: string[][] = [];
for (let seed = 1; seed <= seeds; seed++) {
  const learn = await learner(seed);
  // A random body has nothing to be kept frozen for: it gets the same number of epochs, all of them for everything.
  await (given.weights === 'none' ? learn.fitOneCycle(epochs + 1, 3e-3) : learn.fineTune(epochs));
  rows.push([String(seed), Number(learn.finalRecord.at(-1)).toFixed(3)]);
}
console.log(String(new Table(['seed', 'error rate'], rows)));
