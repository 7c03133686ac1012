import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { revive } from '../../data/index.js';
import { camelCased, expectTensor } from '../../testing/against-fastai.js';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import {
  BaseLoss,
  BCELossFlat,
  BCEWithLogitsLossFlat,
  CrossEntropyLossFlat,
  LabelSmoothingCrossEntropyFlat,
  MSELossFlat,
  type Reduction,
} from './index.js';

interface Case {
  loss: string;
  args: Record<string, unknown>;
  logits: ReferenceTensor;
  targets: ReferenceTensor;
  mean: ReferenceTensor;
  none: ReferenceTensor;
  sum: ReferenceTensor;
  gradient_of_mean: ReferenceTensor;
  activation: ReferenceTensor;
  decoded_from_activation: ReferenceTensor;
  decoded_from_logits: ReferenceTensor;
}
const cases = reference<{ losses: Case[] }>('losses').losses;

const float = ({ shape, data }: ReferenceTensor): Tensor =>
  torch.tensor(numbers(data), { dtype: 'float32' }).reshape(shape);
/** Classes are integers; values, and labels that may hold in part, are floats. */
const targetsOf = ({ loss, targets }: Case): Tensor =>
  /^(MSE|L1|BCE)/.test(loss) ? float(targets) : float(targets).long();
const make = ({ loss, args }: Pick<Case, 'loss' | 'args'>, reduction: Reduction): BaseLoss => {
  const made = revive({ type: loss, reduction, ...camelCased(args) });
  if (!(made instanceof BaseLoss)) throw new Error(`${loss} is no loss`);
  return made;
};

for (const [i, each] of cases.entries()) {
  test(`case ${i}, ${each.loss}: fastai’s values, gradients, activation and decoding`, () => {
    torch.scope(() => {
      const logits = float(each.logits);
      const targets = targetsOf(each);
      expectTensor(make(each, 'none').forward(logits, targets), each.none, 'none');
      expectTensor(make(each, 'sum').forward(logits, targets), each.sum, 'sum');
      logits.requiresGrad = true;
      const loss = make(each, 'mean');
      const mean = loss.forward(logits, targets);
      expectTensor(mean, each.mean, 'mean');
      mean.backward();
      expect(logits.grad).not.toBeNull();
      if (logits.grad) expectTensor(logits.grad, each.gradient_of_mean, 'gradient');
      expectTensor(loss.activation(logits), each.activation, 'activation');
      expectTensor(loss.decodes(loss.activation(logits)), each.decoded_from_activation, 'decoded');
      expectTensor(loss.decodes(logits), each.decoded_from_logits, 'logits decoded');
    });
  });
}

test('a loss comes back from its JSON with its settings', () => {
  const loss = make({ loss: 'FocalLossFlat', args: { gamma: 0.5, weight: [1, 2] } }, 'sum');
  const others = [
    new CrossEntropyLossFlat({ ignoreIndex: 255, labelSmoothing: 0.1 }),
    new MSELossFlat({ flatten: false }),
    new BCEWithLogitsLossFlat({ posWeight: [2, 3], thresh: 0.3 }),
  ];
  for (const each of [loss, ...others]) expect(revive(JSON.parse(JSON.stringify(each)))).toEqual(each);
  expect(() => revive({ type: 'FocalLossFlat', gamma: 'two' })).toThrow(/"two" as gamma/);
  expect(() => revive({ type: 'MSELossFlat', flatten: 0 })).toThrow(/0 as flatten/);
});

test('cross-entropy leaves out the targets of ignoreIndex and smooths labels', () => {
  const logits = torch.tensor([
    [2.5, 0],
    [0, 1],
  ]);
  const targets = torch.tensor([0, 1]);
  // The cross-entropies are log(1 + e⁻²·⁵) and log(1 + e⁻¹); smoothing by 0.1 adds 0.05 of the difference of the logits.
  const [first, second] = [Math.log1p(Math.exp(-2.5)), Math.log1p(Math.exp(-1))];
  const ignoring = new CrossEntropyLossFlat({ ignoreIndex: 1 }).forward(logits, targets);
  expect(Number(ignoring.item())).toBeCloseTo(first, 6);
  const smooth = new CrossEntropyLossFlat({ labelSmoothing: 0.1 }).forward(logits, targets);
  expect(Number(smooth.item())).toBeCloseTo((first + 0.05 * 2.5 + second + 0.05) / 2, 6);
});

test('label smoothing decodes over the last axis, whatever its axis', () => {
  const logits = torch.tensor([
    [
      [1, 2.5, 3],
      [4, 0, 0],
    ],
  ]);
  const loss = new LabelSmoothingCrossEntropyFlat({ axis: 1 });
  expect(loss.decodes(logits).tolist()).toEqual([[2, 0]]);
  expect(loss.activation(logits).sum([-1]).tolist()).toEqual([[expect.closeTo(1, 6), expect.closeTo(1, 6)]]);
});

test('losses that are not flattened keep their shape; BCELossFlat decodes nothing', () => {
  const [pred, target] = [torch.tensor([[0.5, 2]]), torch.tensor([[0, 1]])];
  const loss = new MSELossFlat({ flatten: false, reduction: 'none' });
  expect(loss.forward(pred, target).tolist()).toEqual([[0.25, 1]]);
  expect(new BCELossFlat().decodes(pred)).toBe(pred);
  expect(() => new BCEWithLogitsLossFlat({ posWeight: [1, 2], flatten: true })).toThrow(/leave flatten out/);
});

test('predictions that do not fit the targets are named with both shapes', () => {
  const loss = make({ loss: 'MSELossFlat', args: {} }, 'mean');
  expect(() => loss.forward(torch.zeros([4, 2]), torch.zeros([4]))).toThrow(
    /\[4, 2\].*8 values.*\[4\].*4 values/,
  );
});

test('weights are made into a tensor once for each dtype, and not in inference mode', () => {
  class Open extends CrossEntropyLossFlat {
    like = (pred: Tensor) => this.vector(this.weight, pred);
  }
  const loss = new Open({ weight: [1, 2] });
  const [pred, target] = [torch.zeros([3, 2], { requiresGrad: true }), torch.tensor([0, 1, 1])];
  torch.inferenceMode(() => loss.forward(pred, target).item());
  torch.scope(() => loss.forward(pred, target).backward());
  expect(pred.grad?.tolist()).toEqual([
    [-0.1, 0.1].map((x) => expect.closeTo(x, 6)),
    ...[0, 1].map(() => [0.2, -0.2].map((x) => expect.closeTo(x, 6))),
  ]);
  const first = loss.like(pred);
  expect(first?.tolist()).toEqual([1, 2]);
  expect(torch.scope(() => loss.like(pred))).toBe(first);
  expect(loss.like(pred.double())?.dtype).toBe('float64');
  expect(new Open().like(pred)).toBeNull();
});
