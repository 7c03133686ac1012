import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DataLoader, DataLoaders } from '../../data/index.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import {
  activationStats,
  bnFreeze,
  channelsLast,
  cutMix,
  gradientAccumulation,
  gradientClip,
  hookCallback,
  mixUp,
  modelEma,
  ProgressCallback,
  progressiveResizing,
  saveModel,
  shortEpoch,
  terminateOnNan,
} from '../callbacks/index.js';
import { checkpoint } from '../checkpoint/index.js';
import { Callback } from '../events/index.js';
import { Learner } from '../learner/index.js';
import { TrainEvalCallback } from '../loop/index.js';
import { MixedPrecision } from '../mixed-precision/index.js';
import { Recorder } from '../recorder/index.js';
import { ParamScheduler } from '../schedules/index.js';
import { formOf, type StepForm, sameForm } from './captured-step.js';
import { CudaGraph } from './cuda-graph.js';
import { ofStep } from './ordinary-because.js';
import { Single } from './single.js';
import type { BatchWork } from './strategy.js';

afterEach(() => void vi.restoreAllMocks());

/** The sentences that are said meanwhile. */
function listening(): string[] {
  const said: string[] = [];
  vi.spyOn(console, 'warn').mockImplementation((sentence) => void said.push(String(sentence)));
  return said;
}

const values = (tensor: Tensor) => Array.from(tensor.detach().cpu().float().toTypedArray(), Number);
const weights = (learn: { model: nn.Module<Tensor[]> }) =>
  [...learn.model.namedState()].map(([name, tensor]) => [name, values(tensor)] as const);

interface PictureOptions {
  device?: string;
  /** Pictures in an epoch, in batches of 4. Default 16. */
  items?: number;
  /** The share that dropout drops. Default 0.5. */
  drop?: number;
  lossFunc?: (pred: Tensor, target: Tensor) => Tensor;
}

/** A learner of small pictures with what a network has: convolution, batch norm, dropout. Two are equal from the first weight on. */
function pictureLearner({ device = 'cpu', items = 16, drop = 0.5, lossFunc }: PictureOptions = {}) {
  torch.manualSeed(11);
  const all = Array.from(
    { length: items },
    (_, i): TinyBatch => [torch.randn([3, 16, 16]), torch.tensor(i % 3)],
  );
  const loader = (n: number) => new DataLoader<TinyBatch>(all.slice(0, n), { bs: 4, device });
  const dls = new DataLoaders<TinyBatch>([loader(items), loader(4)]);
  const model = new nn.Sequential(
    new nn.Conv2d(3, 8, 3, { padding: 1 }),
    new nn.BatchNorm2d(8),
    new nn.ReLU(),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Dropout(drop),
    new nn.Linear(8, 3),
  );
  const learn = new Learner<TinyBatch>(dls, model, {
    lossFunc: lossFunc ?? ((pred: Tensor, target: Tensor) => F.crossEntropy(pred, target)),
    progress: false,
  });
  torch.manualSeed(12);
  return learn;
}

const onlyOnCpu = test.skipIf(torch.cuda.isAvailable());

describe('on a CPU', () => {
  onlyOnCpu('training is what it is without it, bit for bit, and it says why once', async () => {
    const plain = pictureLearner();
    await plain.fitOneCycle(3, 0.01);
    const said = listening();
    const learn = pictureLearner();
    expect(learn.toCudaGraph()).toBe(learn);
    expect(said).toEqual([]);
    await learn.fitOneCycle(3, 0.01);
    expect(said).toEqual([
      "learn.toCudaGraph(): the data are on the device cpu, and CUDA graphs are for NVIDIA's GPUs. Batches take ordinary steps.",
    ]);
    expect(weights(learn)).toEqual(weights(plain));
    expect(learn.recorder.losses).toEqual(plain.recorder.losses);
    expect(learn.recorder.values).toEqual(plain.recorder.values);
    await learn.fit(1, 0.01);
    expect(said).toHaveLength(1);
  });

  test('with toFp16, with accumulated gradients and in a search for a learning rate, too', async () => {
    listening();
    const run = async (learn: Learner<TinyBatch>) => {
      learn.toFp16();
      await learn.lrFind({ numIt: 6 });
      await learn.fit(2, 0.01, { cbs: gradientAccumulation(6) });
      return [weights(learn), learn.recorder.losses];
    };
    expect(await run(pictureLearner().toCudaGraph())).toEqual(await run(pictureLearner()));
  });
});

test('another strategy stays, and several processes train without it; both are said', () => {
  const said = listening();
  class Own extends Single {}
  const learn = tinyLearner();
  const own = new Own();
  learn.strategy = own;
  learn.toCudaGraph();
  expect(learn.strategy).toBe(own);
  expect(said).toEqual(['learn.toCudaGraph(): the strategy Own trains without CUDA graphs.']);
  learn.strategy = new Single();
  expect(learn.toCudaGraph().strategy).toBeInstanceOf(CudaGraph);
});

test('it cannot be put in place in the middle of a fit', async () => {
  class Late extends Callback {
    override afterEpoch() {
      (this.learn as unknown as Learner).toCudaGraph();
    }
  }
  await expect(tinyLearner().fit(1, 0.1, { cbs: new Late() })).rejects.toThrow(/middle of a fit/);
});

/** Takes down what of each training step is to be known. */
class Noting<T> extends Single {
  readonly noted: T[] = [];
  constructor(readonly note: (work: BatchWork, strategy: Single) => T) {
    super();
  }
  override run(work: BatchWork): void {
    if (work.learns) this.noted.push(this.note(work, this));
    super.run(work);
  }
}

describe('callbacks', () => {
  class Own extends Callback {
    override afterBatch() {}
  }
  class Marked extends Own {
    override capturable = true;
  }
  class OfEpochs extends Callback {
    override beforeTrain() {}
    override afterEpoch() {}
  }
  class OfValidation extends Own {
    override runTrain = false;
  }
  /** Which callback stands against the steps of a fit with these. */
  const watcher = async (cb: Callback<TinyBatch> | Callback) => {
    const learn = tinyLearner({ path: await temporaryFolder(), batches: 2 });
    const noting = new Noting((work) => work.watcher);
    learn.strategy = noting;
    await learn.fit(1, 0.1, { cbs: cb });
    return noting.noted;
  };

  test.each([
    gradientAccumulation(4),
    mixUp(),
    cutMix(),
    progressiveResizing(),
    activationStats(),
    hookCallback(() => 1),
    new Own(),
  ])('%s must hear what happens inside of steps', async (cb) => {
    expect(await watcher(cb as Callback)).toEqual([cb.name, cb.name]);
  });

  test.each([
    new TrainEvalCallback(),
    new Recorder(),
    new ProgressCallback(),
    new ParamScheduler({}),
    new MixedPrecision(),
    gradientClip(),
    modelEma(),
    channelsLast(),
    bnFreeze(),
    terminateOnNan(),
    shortEpoch(),
    saveModel(),
    checkpoint(),
    new Marked(),
    new OfEpochs(),
    new OfValidation(),
  ])('%s need not', async (cb) => {
    expect(await watcher(cb)).toEqual([null, null]);
  });
});

describe('before a step', () => {
  const reasons = async (learn: Learner<TinyBatch>, cbs: Callback[] = []) => {
    const noting = new Noting((work) => ofStep(work)?.sentence ?? null);
    learn.strategy = noting;
    await learn.fit(1, 0.01, { cbs });
    return noting.noted;
  };

  test('nothing stands against the usual one', async () => {
    const learn = pictureLearner();
    learn.toFp16().addCbs([gradientClip(), modelEma()]);
    expect(await reasons(learn)).toEqual([null, null, null, null]);
  });

  test('a callback, a hook and gradients that are there do', async () => {
    const [mixed] = await reasons(pictureLearner(), [mixUp()]);
    expect(mixed).toMatch(/^MixUp has events inside of batches.*capturable/);
    const hooked = pictureLearner();
    const hook = hooked.model.modules()[2]?.registerForwardHook(() => undefined);
    expect((await reasons(hooked))[0]).toMatch(/hooks \(on BatchNorm2d\)/);
    hook?.remove();
    expect(await reasons(hooked)).toEqual([null, null, null, null]);
    const accumulating = pictureLearner();
    for (const parameter of accumulating.model.parameters()) parameter.grad = torch.zerosLike(parameter);
    // The first step writes over them, and its gradients go with the optimizer's step.
    expect(await reasons(accumulating)).toEqual([
      expect.stringMatching(/gradients from before/),
      null,
      null,
      null,
    ]);
  });
});

describe('two steps have the same form', () => {
  /** The forms of the steps of epochs, with something changed in between. */
  const forms = async (learn: Learner<TinyBatch>, change: () => void = () => {}) => {
    const noting = new Noting((work, { forwardContext }) => formOf(work, forwardContext));
    learn.strategy = noting;
    await learn.fit(1, 0.01);
    change();
    await learn.fit(1, 0.01);
    return noting.noted;
  };
  const equal = (all: readonly StepForm[]) =>
    all.map((form) => all[0] !== undefined && sameForm(all[0], form));

  test('where only values differ: weights, pictures, statistics, hyper-parameters', async () => {
    const learn = pictureLearner();
    const state = new Map([...learn.model.stateDict()].map(([name, tensor]) => [name, tensor.clone()]));
    const all = await forms(learn, () => {
      learn.model.loadStateDict(state);
      learn.opt.setHyper('lr', 3);
    });
    expect(equal(all)).toEqual(Array(8).fill(true));
    expect(all[0]?.batch).toBe('float32[4, 3, 16, 16] → int64[4]');
  });

  test('and not where the last batch is smaller', async () => {
    const all = await forms(pictureLearner({ items: 18 }));
    expect(equal(all.slice(0, 5))).toEqual([true, true, true, true, false]);
    expect(all[4]?.batch).toBe('float32[2, 3, 16, 16] → int64[2]');
  });

  test.each<[string, (learn: Learner<TinyBatch>) => void]>([
    [
      'another loss',
      (learn) => {
        learn.lossFunc = (pred: Tensor, y: Tensor) => F.crossEntropy(pred, y).mul(2);
      },
    ],
    [
      'a layer that is frozen',
      (learn) => {
        for (const p of learn.model.parameters().slice(0, 2)) p.requiresGrad = false;
      },
    ],
    [
      'weights elsewhere',
      (learn) => {
        learn.model.to('float64').to('float32');
      },
    ],
    [
      'another model',
      (learn) => {
        learn.model = pictureLearner().model;
        learn.createOpt();
      },
    ],
    [
      'other arithmetic',
      (learn) => {
        learn.strategy.forwardContext = (run) => torch.autocast({}, run);
      },
    ],
  ])('and not with %s', async (_, change) => {
    const learn = pictureLearner();
    expect(equal(await forms(learn, () => change(learn)))).toEqual([
      ...Array(4).fill(true),
      ...Array(4).fill(false),
    ]);
  });

  test('and not where a layer is in another mode', async () => {
    const learn = pictureLearner();
    for (const p of learn.model.parameters().slice(2, 4)) p.requiresGrad = false;
    const all = await forms(learn, () => {
      learn.addCb(bnFreeze());
    });
    expect(equal(all)).toEqual([...Array(4).fill(true), ...Array(4).fill(false)]);
  });
});

test('what a strategy holds is given back at the end of a fit, also of one that fails, and not in its middle', async () => {
  class Holding extends Single {
    readonly calls: string[] = [];
    override run(work: BatchWork): void {
      this.calls.push(work.learns ? 'train' : 'valid');
      super.run(work);
    }
    override release(): void {
      this.calls.push('release');
    }
  }
  class Validating extends Callback {
    override onlyFits = true;
    override async afterEpoch() {
      await this.learn.validate();
    }
  }
  class Failing extends Callback {
    override afterTrain() {
      throw new Error('stop');
    }
  }
  const learn = tinyLearner({ batches: 2 });
  const strategy = new Holding();
  learn.strategy = strategy;
  await learn.fit(1, 0.1, { cbs: new Validating() });
  expect(strategy.calls).toEqual(['train', 'train', 'valid', 'valid', 'release']);
  strategy.calls.length = 0;
  await learn.validate();
  expect(strategy.calls).toEqual(['valid', 'release']);
  strategy.calls.length = 0;
  await expect(learn.fit(1, 0.1, { cbs: new Failing() })).rejects.toThrow('stop');
  expect(strategy.calls).toEqual(['train', 'train', 'release']);
});

// Those below are skipped where there is no GPU, and where this libtorch has no graphs.
const onGpu = test.skipIf(!torch.cuda.isAvailable() || torch.CUDAGraph.hindrance !== null);
const device = 'cuda:0';

/** The greatest distance of two states, as a share of the greatest number in each tensor. */
function distance(one: ReturnType<typeof weights>, two: ReturnType<typeof weights>): number {
  return Math.max(
    ...one.map(([, a], i) => {
      const b = two[i]?.[1] ?? [];
      const size = Math.max(1e-3, ...a.map(Math.abs));
      return Math.max(...a.map((value, k) => Math.abs(value - (b[k] ?? Number.NaN)))) / size;
    }),
  );
}

/** Trains two equal learners, one with the graph; gives both, and what was said. */
async function both(
  train: (learn: Learner<TinyBatch>) => Promise<void>,
  options: PictureOptions = {},
  change: (learn: Learner<TinyBatch>) => void = () => {},
) {
  const said = listening();
  const make = () => {
    const learn = pictureLearner({ device, ...options });
    change(learn);
    return learn;
  };
  const plain = make();
  await train(plain);
  const graph = make().toCudaGraph();
  await train(graph);
  return { plain, graph, said };
}

describe('on a GPU', () => {
  onGpu.each([
    ['float32', () => {}, 1e-4],
    ['toFp16 with a scaled loss', (learn: Learner<TinyBatch>) => void learn.toFp16(), 2e-2],
    ['toBf16', (learn: Learner<TinyBatch>) => void learn.toBf16(), 2e-2],
    [
      'clipping, moving averages and a schedule',
      (learn: Learner<TinyBatch>) => void learn.addCbs([gradientClip(0.1), modelEma({ decay: 0.9 })]),
      1e-4,
    ],
  ])('24 steps come to the same weights: %s', async (_, change, most) => {
    const { plain, graph, said } = await both((learn) => learn.fitOneCycle(6, 0.01), {}, change);
    expect(said).toEqual([]);
    expect(distance(weights(plain), weights(graph))).toBeLessThan(most);
    for (const [i, loss] of graph.recorder.losses.entries())
      expect(Math.abs(loss - (plain.recorder.losses[i] ?? 0))).toBeLessThan(most * 10);
    expect(graph.recorder.lrs).toEqual(plain.recorder.lrs);
  });

  onGpu('a scale that changes between replays is heeded', async () => {
    const scaled = (learn: Learner<TinyBatch>) =>
      void learn.toFp16({ initScale: 1024, growthInterval: 5, growthFactor: 4 });
    const { plain, graph, said } = await both((learn) => learn.fit(8, 0.01), { drop: 0 }, scaled);
    expect(said).toEqual([]);
    const [one, two] = [plain, graph].map((learn) => learn.callback(MixedPrecision)?.scales ?? []);
    expect(new Set(one).size).toBeGreaterThan(2);
    expect(two).toEqual(one);
    expect(distance(weights(plain), weights(graph))).toBeLessThan(2e-2);
  });

  onGpu('dropout draws new numbers in each replay', async () => {
    const same: TinyBatch = [torch.ones([3, 16, 16]), torch.tensor(1)];
    const learn = pictureLearner({ device });
    const loader = new DataLoader<TinyBatch>(
      Array.from({ length: 96 }, () => same),
      { bs: 4, device },
    );
    learn.dls = new DataLoaders<TinyBatch>([loader, loader]);
    const seen = new Set<string>();
    class Seen extends Callback {
      override capturable = true;
      override runValid = false;
      override afterBatch() {
        seen.add(String(values(this.learn.pred)));
      }
    }
    const said = listening();
    await learn.toCudaGraph().fit(1, 0, { cbs: new Seen() });
    expect(said).toEqual([]);
    expect(seen.size).toBeGreaterThan(20);
  });

  onGpu('a smaller last batch takes an ordinary step, said once, and the others go on', async () => {
    const { plain, graph, said } = await both((learn) => learn.fitOneCycle(6, 0.01), { items: 22 });
    expect(said).toEqual([expect.stringMatching(/other shapes \(float32\[2, 3, 16, 16\]/)]);
    expect(distance(weights(plain), weights(graph))).toBeLessThan(1e-4);
  });

  onGpu('weights that are moved, and layers that are unfrozen, in the middle are captured anew', async () => {
    class Changing extends Callback {
      override onlyFits = true;
      override beforeEpoch() {
        const { epoch, model } = this.learn;
        if (epoch === 2) model.to('float64').to('float32');
        if (epoch === 4) for (const p of model.parameters().slice(0, 2)) p.requiresGrad = !p.requiresGrad;
      }
    }
    const { plain, graph, said } = await both((learn) => learn.fit(8, 0.01, { cbs: new Changing() }), {
      items: 32,
    });
    expect(said).toEqual([]);
    expect(distance(weights(plain), weights(graph))).toBeLessThan(1e-4);
  });

  onGpu(
    'a loss that reads values cannot be captured: that is said, and training goes on as without it',
    async () => {
      const lossFunc = (pred: Tensor, y: Tensor) => {
        const loss = F.crossEntropy(pred, y);
        return Number(loss.item()) > 1e6 ? loss.mul(0) : loss;
      };
      const { plain, graph, said } = await both((learn) => learn.fitOneCycle(6, 0.01), { lossFunc });
      expect(said).toEqual([expect.stringMatching(/could not be captured.*reads a value/)]);
      expect(distance(weights(plain), weights(graph))).toBeLessThan(1e-4);
    },
  );

  onGpu('what changes behind its back is found out, and the ordinary step counts', async () => {
    let calls = 0;
    const lossFunc = (pred: Tensor, y: Tensor) => F.crossEntropy(pred, y).mul(++calls > 5 ? 2 : 1);
    const said = listening();
    await pictureLearner({ device, lossFunc }).toCudaGraph().fit(6, 0.01);
    expect(said).toEqual([expect.stringMatching(/gave other gradients/)]);
  });

  onGpu('a callback that mixes pictures is heard in every batch', async () => {
    const { plain, graph, said } = await both((learn) => learn.fit(4, 0.01, { cbs: mixUp() }));
    expect(said).toEqual([expect.stringMatching(/MixUp has events/)]);
    expect(distance(weights(plain), weights(graph))).toBeLessThan(1e-4);
  });

  onGpu('memory stays the same from fit to fit', async () => {
    const said = listening();
    const learn = pictureLearner({ device }).toCudaGraph();
    const taken: number[] = [];
    for (let i = 0; i < 6; i++) {
      await learn.fit(3, 0.01);
      torch.cuda.synchronize();
      torch.cuda.emptyCache();
      taken.push(torch.cuda.memoryStats()?.allocated ?? 0);
    }
    expect(said).toEqual([]);
    expect(new Set(taken.slice(1)).size).toBe(1);
  });
});
