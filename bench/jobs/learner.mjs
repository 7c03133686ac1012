import { F, torch } from '@onecycle/torch';
import { accuracy, adam, DataLoader, DataLoaders, Learner, resnet18 } from 'onecycle';
import { ours } from '../lib/job.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'What the Learner adds to a bare loop: ResNet-18, 24 batches of 16×3×128×128',
  unit: 'ms',
  pairs: 9,
  sides: { Learner: ours('learner'), 'bare loop': ours('bare') },
  goals: [{ side: 'Learner', peer: 'bare loop', atMost: 1.02 }],
};

const batches = 24;

/** @param {'learner' | 'bare'} variant */
export async function prepare(variant) {
  torch.manualSeed(0);
  const items = Array.from({ length: 16 * batches }, (_, i) => [
    torch.randn([3, 128, 128]),
    torch.tensor(i % 10),
  ]);
  /** @type {DataLoader<[import('@onecycle/torch').Tensor, import('@onecycle/torch').Tensor]>} */
  const loader = new DataLoader(items, { bs: 16 });
  const empty = loader.new({ dataset: [] });
  const model = resnet18({ numClasses: 10 });
  model.to({ memoryFormat: 'channels_last' });
  const epoch =
    variant === 'learner' ? withLearner(new DataLoaders([loader, empty]), model) : bare(loader, model);
  await epoch();
  return async () => {
    const start = performance.now();
    await epoch();
    return { value: performance.now() - start };
  };
}

/**
 * With everything that a learner does in an epoch: callbacks, recorder, metric, progress, table.
 * @param {DataLoaders<[import('@onecycle/torch').Tensor, import('@onecycle/torch').Tensor]>} dls
 * @param {import('@onecycle/torch').nn.Module} model
 */
function withLearner(dls, model) {
  const learn = new Learner(dls, model, { lossFunc: F.crossEntropy, metrics: accuracy });
  learn.logger = () => {};
  return () => learn.fitOneCycle(1, 1e-3);
}

/**
 * The same arithmetic in a loop of a few lines.
 * @param {DataLoader<[import('@onecycle/torch').Tensor, import('@onecycle/torch').Tensor]>} loader
 * @param {import('@onecycle/torch').nn.Module} model
 */
function bare(loader, model) {
  const optimizer = adam(model.parameters(), { lr: 1e-3 });
  return async () => {
    model.train();
    for await (const [x, y] of loader) {
      torch.scope(() => {
        const loss = F.crossEntropy(model.forward(x), y);
        loss.backward();
        optimizer.step();
        optimizer.zeroGrad();
        return loss.item();
      });
      x.dispose();
      y.dispose();
    }
  };
}
