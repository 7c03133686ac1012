import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { DataLoaders, Transform, type TransformContext } from '../data/index.js';
import {
  accuracy,
  Callback,
  CrossEntropyLossFlat,
  checkpoint,
  csvLogger,
  gradientAccumulation,
  jsonLogger,
  Learner,
  mixUp,
  saveModel,
} from '../training/index.js';
import { batchLine } from './kill-after.js';

// node resumable-run.js <folder> <every>: a script with three fits that a test kills and runs again. Whatever can make
// two runs differ takes part: shuffling, random item transforms, dropout, MixUp, batch norms, momentum, accumulated
// gradients, trackers. `every` is the number of batches between checkpoints, 'epoch', or 'never'.
// With a third argument it presses Ctrl-C itself: at that training batch of its first fit, or at 'valid', in its first validation. Launched in several processes it
// trains in them together, and each writes its result.
const [folder = '.', every = 'never', ctrlC] = process.argv.slice(2);

class Noise extends Transform<Tensor, Tensor> {
  override splitIdx = null;
  override accepts(x: unknown): x is Tensor {
    return typeof x === 'object' && x !== null && 'ndim' in x && x.ndim === 3;
  }
  encodes(x: Tensor, { rng }: TransformContext): Tensor {
    return x.add(0.1 * rng.normal());
  }
}

/** Says how far training is, so that a test can kill it at any batch. */
class Progress extends Callback {
  override runValid = false;
  override afterBatch(): void {
    console.log(batchLine);
  }
}

class CtrlC extends Callback {
  #pressed = ctrlC === undefined;
  override afterBatch(): void {
    const { isFitting, training, trainIter } = this.learn;
    const isTime = ctrlC === 'valid' ? isFitting && !training : training && trainIter >= Number(ctrlC);
    if (this.#pressed || !isTime) return;
    this.#pressed = true;
    process.kill(process.pid, 'SIGINT');
  }
}

torch.setNumThreads(1);
torch.manualSeed(7);
const pictures = torch.randn([60, 1, 6, 6]);
const classes = torch.randint(3, [60]);
const items = Array.from({ length: 60 }, (_, i) => [pictures.select(0, i), classes.select(0, i)]);
const dls = DataLoaders.fromDsets<[Tensor, Tensor]>([items.slice(0, 44), items.slice(44)], {
  bs: 4,
  afterItem: new Noise(),
});

const model = new nn.Sequential(
  new nn.Sequential(new nn.Conv2d(1, 4, 3, { bias: false }), new nn.BatchNorm2d(4), new nn.ReLU()),
  new nn.Sequential(new nn.AdaptiveAvgPool2d(2), new nn.Flatten(), new nn.Dropout(0.3), new nn.Linear(16, 3)),
);
const learn = new Learner(dls, model, {
  lossFunc: new CrossEntropyLossFlat(),
  metrics: accuracy,
  splitter: (whole) => whole.children().map((child) => child.parameters()),
  path: folder,
  cbs: [
    mixUp(),
    new CtrlC(),
    new Progress(),
    gradientAccumulation(8),
    saveModel({ fname: 'best' }),
    csvLogger({ fname: 'history.csv' }),
    jsonLogger({ fname: 'history.jsonl' }),
    ...(every === 'never' ? [] : [checkpoint({ every: every === 'epoch' ? 'epoch' : Number(every) })]),
  ],
  progress: false,
});

const resume = every !== 'never';
const curves: unknown[] = [];
const note = () =>
  curves.push([learn.recorder.losses, learn.recorder.lrs, learn.recorder.values, learn.recorder.iters]);
console.log('training');
await learn.fineTune(2, { baseLr: 0.02, resume });
note();
await learn.validate();
await learn.fitFlatCos(2, 0.01, { resume });
note();
const weights = [...learn.model.stateDict()].map(([key, tensor]) => [key, tensor.tolist()]);
const { rank } = learn.strategy;
writeFileSync(
  join(folder, rank === 0 ? 'result.json' : `result-${rank}.json`),
  JSON.stringify({ curves, weights, next: torch.rand([2]).tolist() }),
);
