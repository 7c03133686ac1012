import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { DataLoaders } from '../../data/index.js';
import { Callback } from '../events/index.js';
import { Learner } from '../learner/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { type ProgressiveResizingOptions, progressiveResizing } from './index.js';

/** The sizes of the pictures that the model gets: of each fit, in training and in validation. */
class Sizes extends Callback {
  override order = 100;
  training: string[][] = [];
  validation = new Set<string>();

  override beforeFit() {
    this.training.push([]);
  }

  override beforeBatch() {
    const size = this.learn.x.shape.slice(2).join(' × ');
    if (this.learn.training) this.training.at(-1)?.push(size);
    else this.validation.add(size);
  }
}

function learner(height = 32, width = 24): { learn: Learner; sizes: Sizes } {
  torch.manualSeed(1);
  const items = Array.from({ length: 20 }, (_, i) => [torch.randn([3, height, width]), i % 2]);
  const dls = DataLoaders.fromDsets<Tensor[]>([items, items.slice(0, 4)], { bs: 2 });
  const model = new nn.Sequential(
    new nn.Conv2d(3, 4, 3),
    new nn.ReLU(),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Linear(4, 2),
  );
  const sizes = new Sizes();
  const learn = new Learner(dls, model, {
    lossFunc: new CrossEntropyLossFlat(),
    progress: false,
    cbs: sizes,
  });
  return { learn, sizes };
}

test('pictures stay small, grow, and are whole in the end; validation sees them whole', async () => {
  const { learn, sizes } = learner();
  await learn.fit(1, { cbs: progressiveResizing() });
  const small = Array(6).fill('16 × 12');
  expect(sizes.training).toEqual([[...small, '20 × 16', '28 × 20', '32 × 24', '32 × 24']]);
  expect([...sizes.validation]).toEqual(['32 × 24']);
});

test('fineTune is small while the body is frozen, and grows from there on', async () => {
  const { learn, sizes } = learner(32, 32);
  await learn.fineTune(1, { progressive: { initialScale: 0.75, delayFraction: 0, sizeIncrement: 8 } });
  const [frozen = [], whole = []] = sizes.training;
  expect(frozen).toEqual(Array(10).fill('24 × 24'));
  expect(whole[0]).toBe('24 × 24');
  expect(whole.slice(-3)).toEqual(Array(3).fill('32 × 32'));
  await learn.fineTune(1, { progressive: false });
  expect(new Set(sizes.training.at(-1))).toEqual(new Set(['32 × 32']));
});

test('what is no picture is left alone', async () => {
  const items = Array.from({ length: 8 }, (_, i) => [torch.randn([5]), i % 2]);
  const dls = DataLoaders.fromDsets<Tensor[]>([items, items], { bs: 2 });
  const learn = new Learner(dls, new nn.Linear(5, 2), {
    lossFunc: new CrossEntropyLossFlat(),
    progress: false,
  });
  await learn.fit(1, { cbs: progressiveResizing() });
  expect(learn.recorder.values).toHaveLength(1);
});

test.each<[ProgressiveResizingOptions, string]>([
  [{ initialScale: 0 }, 'above 0'],
  [{ initialScale: 1.5 }, 'initialScale'],
  [{ delayFraction: 0.9, finetuneFraction: 0.2 }, 'more than the whole fit'],
  [{ sizeIncrement: 0 }, 'sizeIncrement'],
])('%o is refused', (options, message) => {
  expect(() => progressiveResizing(options)).toThrow(message);
});
