import { execFileSync } from 'node:child_process';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { DataLoaders } from '../data/index.js';
import {
  accuracy,
  adam,
  Callback,
  CrossEntropyLossFlat,
  f1Score,
  gradientAccumulation,
  gradientClip,
  Learner,
  type OptFunc,
  sgd,
} from '../training/index.js';

/** What `node shared-run.js '{…}'` trains, by itself or in several processes that share each batch; of a list one after the other. */
export interface SharedRun {
  /** Items of a batch over all processes. */
  bs: number;
  items?: number;
  validItems?: number;
  epochs?: number;
  opt?: 'sgd' | 'adam';
  norm?: 'none' | 'own' | 'shared';
  /** Items for a step, by `gradientAccumulation`. */
  accumulate?: number;
  clip?: boolean;
  dropLast?: boolean;
  /** Training items that cannot be read, and are left out. */
  bad?: readonly number[];
  trainMetrics?: boolean;
  lastBatch?: 'uneven' | 'padded';
  method?: 'fit' | 'lrFind';
  timeout?: number;
  /** What process 1 has otherwise than the others. */
  other?: 'rate' | 'layer';
  /** Whether the training batches come from a loader that knows nothing of shards. */
  plainLoader?: boolean;
  /** Something that goes wrong in this process, at this training batch. */
  trouble?: { rank: number; batch: number; what: 'throw' | 'nan' | 'kill' | 'stop' | 'ctrl-c' | 'cut' };
}

const rank = torch.distributed.launch()?.rank ?? 0;
const size = torch.distributed.launch()?.worldSize ?? 1;

/** Learning rates and losses of every batch, and the trouble that was asked for. */
class Watch extends Callback {
  override runValid = false;
  losses: number[] = [];

  constructor(readonly trouble: SharedRun['trouble']) {
    super();
  }

  override afterLoss(): void {
    const { trouble } = this;
    if (trouble?.rank !== rank || trouble.batch !== this.learn.trainIter) return;
    if (trouble.what === 'throw') throw new Error('the milk is sour');
    if (trouble.what === 'nan') {
      this.learn.loss = this.learn.loss.mul(Number.NaN);
      this.learn.lossGrad = this.learn.lossGrad.mul(Number.NaN);
    }
    if (trouble.what === 'kill') process.kill(process.pid, 'SIGKILL');
    // The link of the network namespace that the process is in.
    if (trouble.what === 'cut') execFileSync('ip', ['link', 'set', 'cable', 'down']);
    if (trouble.what === 'stop') process.kill(process.pid, 'SIGSTOP');
    if (trouble.what === 'ctrl-c') process.kill(process.pid, 'SIGINT');
  }

  override afterBatch(): void {
    this.losses.push(...this.learn.strategy.mean([this.learn.lossValue ?? Number.NaN]));
  }
}

/** What comes of one. */
async function train(given: SharedRun) {
  const { bs, items = 48, validItems = 13, epochs = 2, norm = 'none', trouble } = given;

  torch.manualSeed(7);
  const pictures = torch
    .randn([items + validItems, 2, 6, 6])
    .mul(2)
    .add(1);
  const classes = torch.randint(3, [items + validItems]);
  const all = Array.from({ length: items + validItems }, (_, i) => [
    pictures.select(0, i),
    classes.select(0, i),
  ]);
  const readable = {
    length: items,
    get(i: number) {
      if (given.bad?.includes(i)) throw new Error(`item ${i} is unreadable`);
      return all[i];
    },
  };
  const dls = DataLoaders.fromDsets<[Tensor, Tensor]>(
    [given.bad ? readable : all.slice(0, items), all.slice(items)],
    {
      ...(given.bad && { onError: 'skip' }),
      bs: bs / size,
      valBs: 3,
      seed: 5,
      dropLast: given.dropLast ?? true,
    },
  );
  if (given.plainLoader) {
    const { train } = dls;
    const [iterate, length] = [train.iterate.bind(train), train.length];
    const own = { lengthFor: undefined, length, iterate: ({ start = 0 } = {}) => iterate({ start }) };
    for (const [name, value] of Object.entries(own)) Object.defineProperty(train, name, { value });
  }
  const model = new nn.Sequential(
    new nn.Conv2d(2, 6, 3, { bias: norm === 'none' }),
    ...(norm === 'none' ? [] : [new nn.BatchNorm2d(6)]),
    given.other === 'layer' && rank === 1 ? new nn.Tanh() : new nn.ReLU(),
    new nn.Conv2d(6, 4, 3),
    new nn.ReLU(),
    new nn.Flatten(),
    new nn.Linear(16, 3),
  );

  const watch = new Watch(trouble);
  const optFunc: OptFunc =
    given.opt === 'adam' ? adam : (params, options) => sgd(params, { ...options, mom: 0.9 });
  const learn = new Learner(dls, model, {
    lossFunc: new CrossEntropyLossFlat(),
    optFunc,
    metrics: [accuracy, f1Score({ average: 'macro' })],
    progress: false,
    cbs: [
      watch,
      ...(given.accumulate ? [gradientAccumulation(given.accumulate)] : []),
      ...(given.clip ? [gradientClip(0.5)] : []),
    ],
  });
  learn.recorder.trainMetrics = given.trainMetrics ?? false;
  const { timeout = 60, lastBatch = 'uneven' } = given;
  if (size > 1) learn.distributed({ timeout, lastBatch, syncBn: norm === 'shared' });

  const began = performance.now();
  let error: string | null = null;
  let suggested: unknown;
  try {
    if (given.method === 'lrFind') suggested = await learn.lrFind({ numIt: 30, showPlot: false });
    else await learn.fit(epochs, given.other === 'rate' && rank === 1 ? 0.1 : 0.05);
  } catch (reason) {
    error = reason instanceof Error ? reason.message : String(reason);
  }
  const weights = model
    .parameters()
    .flatMap((p) => Array.from(p.detach().contiguous().toTypedArray(), Number));
  const buffers = [...model.namedBuffers()].flatMap(([, b]) => Array.from(b.toTypedArray(), Number));
  return {
    rank,
    error,
    seconds: (performance.now() - began) / 1000,
    weights,
    buffers,
    losses: watch.losses,
    values: learn.recorder.values,
    smooth: learn.recorder.losses,
    suggested,
    stopped: learn.stopRequested,
    trainIter: learn.trainIter,
  };
}

torch.setNumThreads(1);
const given: SharedRun | SharedRun[] = JSON.parse(process.argv[2] ?? '{}');
if (Array.isArray(given)) {
  const all = [];
  for (const run of given) all.push(await train(run));
  console.log(JSON.stringify(all));
} else console.log(JSON.stringify(await train(given)));
process.exit();
