import { expect, test } from 'vitest';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import * as nn from './index.js';

/** Statistics as after some training, so that folding has something to do. */
function trained<M extends nn.Module>(model: M, x: Tensor): M {
  torch.noGrad(() => {
    for (const module of model.modules()) {
      if (module instanceof nn.BatchNorm && module.weight && module.bias) {
        nn.init.uniform_(module.weight, 0.5, 2);
        nn.init.uniform_(module.bias, -1, 1);
      }
    }
    for (let i = 0; i < 3; i++) model.forward(x);
  });
  return model.eval();
}

const difference = (a: Tensor, b: Tensor) => a.sub(b).abs().max().item();
const norms = (model: nn.AnyModule) =>
  model.modules().filter((module) => module instanceof nn.BatchNorm).length;

test('convolutions of all kinds take their batch norms in', () => {
  torch.manualSeed(3);
  const x = torch.randn([4, 4, 9, 9]);
  const model = trained(
    new nn.Sequential(
      new nn.Conv2d(4, 8, 3, { bias: false }),
      new nn.BatchNorm2d(8),
      new nn.ReLU({ inplace: true }),
      new nn.Conv2d(8, 8, 3, { groups: 4, stride: 2 }),
      new nn.BatchNorm2d(8, { affine: false }),
      new nn.Flatten({ startDim: 2 }),
      new nn.Conv1d(8, 6, 2),
      new nn.BatchNorm1d(6),
    ),
    x,
  );
  const expected = model.forward(x);
  const folded = nn.foldBatchNorms(model, x);
  expect(norms(folded)).toBe(0);
  expect(folded.training).toBe(false);
  expect(difference(folded.forward(x), expected)).toBeLessThan(1e-5);
  expect(norms(model)).toBe(3);
  expect(difference(model.forward(x), expected)).toBe(0);
});

test('norms that follow something else stay', () => {
  const x = torch.randn([4, 3, 6, 6]);
  const model = trained(
    new nn.Sequential(new nn.Conv2d(3, 4, 1), new nn.ReLU({ inplace: true }), new nn.BatchNorm2d(4)),
    x,
  );
  const folded = nn.foldBatchNorms(model, x);
  expect(norms(folded)).toBe(1);
  expect(difference(folded.forward(x), model.forward(x))).toBe(0);
});

class Twofold extends nn.Module {
  readonly conv = new nn.Conv2d(3, 3, 1);
  readonly bn = new nn.BatchNorm2d(3);

  forward(x: Tensor): Tensor {
    const y = this.conv.forward(x);
    return this.bn.forward(y).add(y);
  }
}

test('a convolution whose output is read elsewhere, too, is refused', () => {
  const x = torch.randn([2, 3, 4, 4]);
  expect(() => nn.foldBatchNorms(trained(new Twofold(), x), x)).toThrow(/Twofold gives other outputs/);
});

test('a clone has its own tensors and keeps what was shared', () => {
  const shared = new nn.Linear(2, 2);
  const model = new nn.Sequential(shared, new nn.BatchNorm1d(2), shared);
  const copy = nn.cloneModule(model);
  expect(copy.toString()).toBe(model.toString());
  expect([...copy.stateDict().keys()]).toEqual([...model.stateDict().keys()]);
  expect(copy.parameters().length).toBe(model.parameters().length);
  torch.noGrad(() => copy.parameters()[0]?.fill_(7));
  expect(shared.weight.at(0, 0).item()).not.toBe(7);
});
