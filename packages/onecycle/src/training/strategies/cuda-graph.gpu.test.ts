import { F, type Tensor, torch } from '@onecycle/torch';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DataLoader, DataLoaders } from '../../data/index.js';
import {
  distance,
  listening,
  type PictureOptions,
  pictureLearner,
  values,
  weights,
} from '../../testing/picture-learner.js';
import type { TinyBatch } from '../../testing/tiny-learner.js';
import { gradientClip, mixUp, modelEma } from '../callbacks/index.js';
import { Callback } from '../events/index.js';
import type { Learner } from '../learner/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { MixedPrecision } from '../mixed-precision/index.js';
import * as optimizers from '../optimizer/index.js';
import { type OptFunc, StepProgram } from '../optimizer/index.js';

afterEach(() => void vi.restoreAllMocks());

// Those below are skipped where there is no GPU, and where this libtorch has no graphs.
const onGpu = test.skipIf(!torch.cuda.isAvailable() || torch.CUDAGraph.hindrance !== null);
const device = 'cuda:0';

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

  onGpu.each<[string, OptFunc]>([
    ['adam', optimizers.adam],
    ['sgd', (params, { lr }) => optimizers.sgd(params, { lr, mom: 0.9 })],
    ['rmsProp', (params, { lr }) => optimizers.rmsProp(params, { lr, mom: 0.9 })],
    ['qhadam', (params, { lr }) => optimizers.qhadam(params, { lr, eps: 1e-4 })],
    ['radam', (params, { lr }) => optimizers.radam(params, { lr, beta: 50 })],
  ])('the step of the optimizer is captured, too: %s', async (_, optFunc) => {
    const captured = vi.spyOn(StepProgram.prototype, 'run');
    const replayed = vi.spyOn(torch.CUDAGraph.prototype, 'replay');
    const { plain, graph, said } = await both(
      (learn) => learn.fitOneCycle(6, 0.01),
      {},
      (learn) => {
        learn.optFunc = optFunc;
      },
    );
    expect(said).toEqual([]);
    expect(distance(weights(plain), weights(graph))).toBeLessThan(1e-3);
    // Once before the capture, and once in it.
    expect(captured).toHaveBeenCalledTimes(2);
    // Of 24 steps 21 are replayed or compared; after 15 of them the optimizer's is replayed, but for the first.
    expect(replayed).toHaveBeenCalledTimes(21 + 14);
  });

  onGpu.each<[string, OptFunc, RegExp]>([
    ['larc', optimizers.larc, /the step larcLayerLr.*Only forward and backward pass are replayed/],
    ['ranger', optimizers.ranger, /Lookahead has a step\(\) of its own/],
  ])('%s takes its ordinary steps, which is said', async (_, optFunc, why) => {
    const { plain, graph, said } = await both(
      (learn) => learn.fitOneCycle(6, 0.01),
      {},
      (learn) => {
        learn.optFunc = optFunc;
      },
    );
    expect(said).toEqual([expect.stringMatching(why)]);
    expect(distance(weights(plain), weights(graph))).toBeLessThan(1e-3);
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

  onGpu('a loss with weights is captured: they are on the GPU by then', async () => {
    const loss = new CrossEntropyLossFlat({ weight: [1, 2, 0.5] });
    const lossFunc = (pred: Tensor, y: Tensor) => loss.forward(pred, y);
    const { plain, graph, said } = await both((learn) => learn.fitOneCycle(6, 0.01), { lossFunc });
    expect(said).toEqual([]);
    expect(distance(weights(plain), weights(graph))).toBeLessThan(1e-4);
  });

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

  onGpu('one learner trains in the middle of another, each with a graph of its own', async () => {
    const train = async (learn: Learner<TinyBatch>, makeOther: () => Learner<TinyBatch>) => {
      class Between extends Callback {
        override onlyFits = true;
        override async afterEpoch() {
          const other = makeOther();
          await other.fit(3, 0.01);
          for (const [name, numbers] of weights(other)) others.push([name, numbers]);
          torch.manualSeed(20 + this.learn.epoch);
        }
      }
      const others: (readonly [string, number[]])[] = [];
      await learn.fit(4, 0.01, { cbs: new Between() });
      return [...weights(learn), ...others];
    };
    const said = listening();
    const plain = await train(pictureLearner({ device }), () => pictureLearner({ device }));
    const graph = await train(pictureLearner({ device }).toCudaGraph(), () =>
      pictureLearner({ device }).toCudaGraph(),
    );
    expect(said).toEqual([]);
    expect(distance(plain, graph)).toBeLessThan(1e-4);
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
