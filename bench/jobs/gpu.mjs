import { torch } from '@onecycle/torch';
import { Callback, resnet34, resnet50, slice } from 'onecycle';
import { ours, python } from '../lib/job.mjs';
import { chapterLearner } from './train.mjs';

/** Photographs; fewer ones count several times. */
const LEAST = 7000;

/**
 * A side that wants a GPU.
 * @param {import('../lib/job.mjs').Side} side
 * @returns {import('../lib/job.mjs').Side}
 */
const onGpu = (side) => ({
  ...side,
  missing: () => (torch.cuda.isAvailable() ? side.missing() : 'there is no GPU that libtorch knows'),
});

/** @param {string} arch */
const fastai = (arch) =>
  onGpu(
    python('gpu_fastai.py', {
      variant: `${arch}:${LEAST}`,
      modules: ['fastai'],
      install: 'pip install fastai, beside a torch for this GPU',
    }),
  );

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title:
    'Unfrozen epoch of the chapter on a GPU: 7,000 photographs or more, a fifth for validation, bs 64, toFp16(); the second of a fit',
  unit: 's',
  pairs: 3,
  sides: {
    'ResNet-34': onGpu(ours('resnet34')),
    'ResNet-34, toCudaGraph()': onGpu(ours('resnet34:graph')),
    'ResNet-34, fastai': fastai('resnet34'),
    'ResNet-50': onGpu(ours('resnet50')),
    'ResNet-50, toCudaGraph()': onGpu(ours('resnet50:graph')),
    'ResNet-50, fastai': fastai('resnet50'),
  },
  goals: [
    { side: 'ResNet-34, toCudaGraph()', peer: 'ResNet-34, fastai', atMost: 0.25 },
    { side: 'ResNet-50, toCudaGraph()', peer: 'ResNet-50, fastai', atMost: 0.3 },
  ],
};

/** How long the last epoch took, validation included. */
class Clock extends Callback {
  seconds = 0;
  #begun = 0;

  /** @override */
  beforeEpoch() {
    this.#begun = performance.now();
  }

  /** @override */
  afterEpoch() {
    this.seconds = (performance.now() - this.#begun) / 1000;
  }
}

/** @param {string} variant an architecture; after a colon `graph` */
export async function prepare(variant) {
  const [name, how] = variant.split(':');
  const arch = name === 'resnet50' ? resnet50 : resnet34;
  const learn = await chapterLearner({ arch, bs: 64, least: LEAST, device: 'cuda' });
  learn.toFp16();
  if (how === 'graph') learn.toCudaGraph();
  /** Of the second epoch of a fit: the first chooses kernels, and captures the graph. @param {() => Promise<unknown>} fit */
  const seconds = async (fit) => {
    const clock = new Clock();
    learn.addCb(clock);
    await learn.noLogging(fit);
    learn.removeCb(clock);
    return clock.seconds;
  };
  return async () => {
    learn.freeze();
    const frozen = await seconds(() => learn.fitOneCycle(2, 1e-3));
    learn.unfreeze();
    const value = await seconds(() => learn.fitOneCycle(2, slice(1e-6, 1e-4)));
    return { value, parts: { 'frozen, s': frozen } };
  };
}
