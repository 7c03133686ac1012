// Trains the body of @onecycle/resnet18-tiny: ResNet-18 from random numbers on Tiny ImageNet.
// A stopped run goes on where its last checkpoint was: start it again with the same options.
import { parseArgs } from 'node:util';
import {
  accuracy,
  brightness,
  categoryBlock,
  checkpoint,
  contrast,
  DataBlock,
  flip,
  funcSplitter,
  imageBlock,
  imagenetStats,
  jsonLogger,
  LabelSmoothingCrossEntropyFlat,
  Learner,
  loadWeights,
  normalize,
  Path,
  randomResizedCrop,
  resnet18,
  type Tensor,
  torch,
} from 'onecycle';
import { type Entry, tinyImagenet } from './data.js';

const { values: given } = parseArgs({
  options: {
    data: { type: 'string', default: 'tiny-imagenet-200' },
    out: { type: 'string', default: 'runs/pretrain' },
    // Small pictures while the network learns the most, larger ones at the end: size:epochs:highest learning rate.
    phases: { type: 'string', default: '64:12:3e-3,96:3:1e-3' },
    // The body of an earlier run (a file or @onecycle/resnet18-tiny) instead of random numbers; the classifier is new.
    from: { type: 'string' },
    bs: { type: 'string', default: '128' },
    wd: { type: 'string', default: '0.05' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(given.seed);
torch.manualSeed(seed);

const entries = await tinyImagenet(given.data);
const pictures = (size: number) =>
  new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    splitter: funcSplitter((entry: Entry) => entry.isValid),
    getX: (entry: Entry) => entry.file,
    getY: (entry: Entry) => entry.label,
    itemTfms: randomResizedCrop(size, { minScale: 0.35 }),
    batchTfms: [flip(), brightness().compose(contrast()), normalize(imagenetStats)],
  }).dataloaders(entries, { bs: Number(given.bs), seed });

let learn: Learner<[Tensor, Tensor]> | undefined;
for (const [size, epochs, lrMax] of given.phases.split(',').map(phaseOf)) {
  const dls = await pictures(size);
  learn ??= new Learner(dls, await network(dls.c), {
    lossFunc: new LabelSmoothingCrossEntropyFlat(),
    metrics: accuracy,
    wd: Number(given.wd),
    path: new Path(given.out),
    cbs: [jsonLogger({ fname: 'log.jsonl' }), checkpoint({ every: 300 })],
  }).toFp16();
  learn.dls = dls;
  console.log(`${epochs} epochs of ${dls.train.length} batches at ${size} px, highest rate ${lrMax}`);
  await learn.fitOneCycle(epochs, lrMax, { resume: true });
  if (learn.stopRequested) {
    console.log('interrupted: the same command goes on from here');
    process.exit(130);
  }
}
await learn?.save('resnet18', { withOpt: false });

async function network(numClasses: number) {
  const model = resnet18({ numClasses });
  if (given.from !== undefined) {
    const { state } = await loadWeights(given.from);
    model.loadStateDict(new Map([...model.stateDict(), ...state]));
  }
  return model;
}

function phaseOf(text: string): [size: number, epochs: number, lrMax: number] {
  const [size = 0, epochs = 0, lrMax = 0, ...rest] = text.split(':').map(Number);
  if (size > 0 && epochs > 0 && lrMax > 0 && rest.length === 0) return [size, epochs, lrMax];
  throw new Error(`--phases: '${text}' is not size:epochs:rate, as 64:12:3e-3 is`);
}
