import { readFileSync } from 'node:fs';
import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { beforeAll, expect, test, vi } from 'vitest';
import { DataLoader, DataLoaders } from '../../data/index.js';
import { Learner } from '../learner/index.js';
import { sgd } from '../optimizer/index.js';
import { type ActivationStatsOptions, activationStats } from './index.js';

interface Layer {
  mean: number;
  std: number;
  near_zero: number;
  hist?: number[];
}

/** Of fastai's own callback: made by fixtures/activation-stats.py. */
const peer: {
  x: number[][];
  y: number[][];
  weights: Record<string, number[] | number[][]>;
  stats: Record<string, Layer[][]>;
} = JSON.parse(readFileSync(new URL('./fixtures/activation-stats.json', import.meta.url), 'utf8'));

beforeAll(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));

const relu = new nn.ReLU();
const cases: [string, ActivationStatsOptions][] = [
  ['all', {}],
  ['every2', { every: 2 }],
  ['hist', { withHist: true }],
  ['relu', { modules: [relu] }],
];

test.each(cases)('fastai’s numbers: %s', async (name, options) => {
  const model = new nn.Sequential(new nn.Linear(3, 4), relu, new nn.Linear(4, 1));
  for (const [key, parameter] of model.namedParameters())
    torch.noGrad(() => parameter.copy_(torch.tensor(peer.weights[key] ?? [], { dtype: 'float32' })));
  const [x, y] = [peer.x, peer.y].map((rows) => torch.tensor(rows, { dtype: 'float32' })) as [Tensor, Tensor];
  const items = peer.x.map((_, i) => [x.select(0, i), y.select(0, i)]);
  const dls = new DataLoaders<[Tensor, Tensor]>([
    new DataLoader<[Tensor, Tensor]>(items, { bs: 4 }),
    new DataLoader<[Tensor, Tensor]>(items.slice(0, 4), { bs: 4 }),
  ]);
  const stats = activationStats(options);
  const lossFunc = (pred: Tensor, target: Tensor) => F.mseLoss(pred, target);
  const learn = new Learner(dls, model, { lossFunc, optFunc: sgd, lr: 0.1, cbs: stats, progress: false });
  await learn.fit(2, 0.1);
  const expected = peer.stats[name] ?? [];
  expect(stats.stats).toHaveLength(expected.length);
  for (const [batch, layers] of expected.entries())
    for (const [layer, { mean, std, near_zero, hist }] of layers.entries()) {
      const ours = stats.stats[batch]?.[layer];
      expect(ours?.mean).toBeCloseTo(mean, 5);
      expect(ours?.std).toBeCloseTo(std, 5);
      expect(ours?.nearZero).toBeCloseTo(near_zero, 6);
      expect(ours?.hist).toEqual(hist);
    }
});
