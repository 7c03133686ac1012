import { torch } from '@onecycle/torch';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { listening, pictureLearner, weights } from '../../testing/picture-learner.js';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import { gradientAccumulation } from '../callbacks/index.js';
import { Callback } from '../events/index.js';
import type { Learner } from '../learner/index.js';
import { CudaGraph } from './cuda-graph.js';
import { Single } from './single.js';

afterEach(() => void vi.restoreAllMocks());

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
