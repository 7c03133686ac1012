import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { tensorLoaders } from '../../testing/tensor-data.js';
import { activationStats, cutMix, gradientClip, mixUp } from '../callbacks/index.js';
import { Callback } from '../events/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { Learner } from './learner.js';

const convNet = () =>
  new nn.Sequential(
    new nn.Conv2d(3, 8, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(8),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(8, 16, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(16),
    new nn.ReLU(),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Linear(16, 4),
  );

const learner = () => {
  const pair = (n: number) => [torch.randn([n, 3, 16, 16]), torch.randint(4, [n])] as const;
  return new Learner<[Tensor, Tensor]>(
    tensorLoaders(pair(24), pair(8), { bs: 4, shuffle: true }),
    convNet(),
    {
      lossFunc: new CrossEntropyLossFlat(),
      metrics: accuracy,
      progress: false,
    },
  );
};

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Live tensors at the end of every epoch, without those that only wait for the garbage collector. */
class LiveTensors extends Callback {
  override order = 200;
  readonly counts: number[] = [];
  override async afterEpoch() {
    if (typeof collectGarbage === 'function') collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
    torch.sweep();
    this.counts.push(torch.memory().tensors);
  }
}

test('the number of live tensors is the same after epoch 1 and epoch 5', async () => {
  const learn = learner();
  const live = new LiveTensors();
  await learn.fitOneCycle(5, 0.01, { cbs: live });
  const [first] = live.counts;
  expect(live.counts).toEqual(Array(5).fill(first));
});

test('nor do callbacks, predictions and validations leave tensors behind', async () => {
  const learn = learner();
  const live = new LiveTensors();
  const round = async () => {
    await learn.fit(1, 0.01, { cbs: [mixUp(), gradientClip(), activationStats({ withHist: true })] });
    await learn.fit(1, 0.01, { cbs: cutMix() });
    await learn.validate();
    const { preds, targs, decoded, losses } = await learn.getPreds({ withDecoded: true, withLoss: true });
    for (const tensor of [preds, targs, decoded, losses]) tensor.dispose();
    await live.afterEpoch();
  };
  for (let i = 0; i < 4; i++) await round();
  expect(live.counts[3]).toBe(live.counts[1]);
});
