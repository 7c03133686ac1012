import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { revive } from '../../data/index.js';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import { BaseLoss, type Reduction } from './index.js';

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
const cases = reference<{ losses: Case[] }>('losses')?.losses ?? [];

const float = ({ shape, data }: ReferenceTensor): Tensor =>
  torch.tensor(numbers(data), { dtype: 'float32' }).reshape(shape);
const near = (actual: Tensor, expected: ReferenceTensor) => {
  expect(actual.shape).toEqual(expected.shape);
  const values = [...actual.detach().double().contiguous().toTypedArray()].map(Number);
  for (const [i, value] of values.entries())
    expect(value).toBeCloseTo(numbers(expected.data)[i] ?? Number.NaN, 5);
};
const make = ({ loss, args }: Pick<Case, 'loss' | 'args'>, reduction: Reduction): BaseLoss => {
  const { pos_weight, ...rest } = args;
  const made = revive({ type: loss, reduction, ...rest, posWeight: pos_weight });
  if (!(made instanceof BaseLoss)) throw new Error(`${loss} is no loss`);
  return made;
};

test.skipIf(cases.length === 0)('every loss has fastai’s values, gradients, activation and decoding', () => {
  for (const each of cases) {
    torch.scope(() => {
      const logits = float(each.logits);
      const whole =
        each.loss.startsWith('MSE') || each.loss.startsWith('L1')
          ? float
          : (t: ReferenceTensor) => float(t).long();
      const targets = whole(each.targets);
      near(make(each, 'none').forward(logits, targets), each.none);
      near(make(each, 'sum').forward(logits, targets), each.sum);
      logits.requiresGrad = true;
      const loss = make(each, 'mean');
      const mean = loss.forward(logits, targets);
      near(mean, each.mean);
      mean.backward();
      expect(logits.grad).not.toBeNull();
      if (logits.grad) near(logits.grad, each.gradient_of_mean);
      near(loss.activation(logits), each.activation);
      near(loss.decodes(loss.activation(logits)), each.decoded_from_activation);
      near(loss.decodes(logits), each.decoded_from_logits);
    });
  }
});

test('a loss comes back from its JSON with its settings', () => {
  const loss = make({ loss: 'FocalLossFlat', args: { gamma: 0.5, weight: [1, 2] } }, 'sum');
  const again = revive(JSON.parse(JSON.stringify(loss)));
  expect(again).toEqual(loss);
  expect(() => revive({ type: 'FocalLossFlat', gamma: 'two' })).toThrow(/"two" as gamma/);
});

test('predictions that do not fit the targets are named with both shapes', () => {
  const loss = make({ loss: 'MSELossFlat', args: {} }, 'mean');
  expect(() => loss.forward(torch.zeros([4, 2]), torch.zeros([4]))).toThrow(
    /\[4, 2\].*8 values.*\[4\].*4 values/,
  );
});
