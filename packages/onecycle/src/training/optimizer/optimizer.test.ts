import { type Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import { slice } from '../schedules/learning-rate.js';
import { adam, lookahead, Optimizer, type OptimizerStep, sgd } from './index.js';

const weight = (...values: number[]): Tensor =>
  torch.tensor(values, { dtype: 'float32', requiresGrad: true });

test('hyper-parameters change at any moment, per group', () => {
  const opt = adam([[weight(1)], [weight(2)], [weight(3)]], { lr: slice(1e-6, 1e-4) });
  expect(opt.hypers.map(({ lr }) => lr?.toPrecision(3))).toEqual(['0.00000100', '0.0000100', '0.000100']);
  opt.setHypers({ lr: [1, 2, 3], mom: 0.5 });
  expect(opt.hypers.map(({ lr, mom }) => [lr, mom])).toEqual([
    [1, 0.5],
    [2, 0.5],
    [3, 0.5],
  ]);
  expect(() => opt.setHyper('lr', [1, 2])).toThrow(
    'lr has 2 values but the optimizer has 3 parameter groups',
  );
});

test('an optimizer of one’s own is a list of steps', () => {
  const signStep: OptimizerStep = ({ params, grads, hypers }) => {
    params.forEach((param, i) => {
      const grad = grads[i];
      if (grad) param.sub_(grad.sign(), { alpha: hypers.lr ?? 0 });
    });
  };
  const param = weight(1, -1);
  const opt = new Optimizer([[param]], [signStep], { lr: 0.5 });
  param.grad = torch.tensor([3, -0.1]);
  opt.step();
  expect(param.tolist()).toEqual([0.5, -0.5]);
});

test('freezing leaves alone what is frozen, except what is marked to train', () => {
  const [body, norm, head] = [weight(1), weight(1), weight(1)];
  const opt = sgd([[body, norm], [head]], { lr: 1, wd: 0.5 });
  opt.stateOf(norm).forceTrain = true;
  body.grad = torch.tensor([0.25]);
  opt.freeze();
  expect([body, norm, head].map((param) => param.requiresGrad)).toEqual([false, true, true]);
  expect(opt.frozenIdx).toBe(1);
  for (const param of [norm, head]) param.grad = torch.tensor([0.25]);
  opt.step();
  expect([body, norm, head].map((param) => param.item())).toEqual([1, 0.25, 0.25]);
  opt.unfreeze();
  expect(body.requiresGrad).toBe(true);
});

test('freezing a whole model warns, and a model of one group cannot be frozen', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const opt = sgd([weight(1)], { lr: 1 });
  opt.freezeTo(1);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('whole model'));
  expect(() => opt.freeze()).toThrow(/splitter/);
  warn.mockRestore();
});

test('steps, cleared state and loaded state leave no tensors behind', () => {
  const params = [weight(1, 2), weight(3)];
  const opt = lookahead(adam(params, { lr: 0.1 }), { k: 2 });
  const train = () => {
    for (const param of params) param.grad = torch.onesLike(param);
    opt.step();
    opt.zeroGrad();
  };
  const cycle = () =>
    torch.scope(() => {
      train();
      train();
      opt.loadStateDict(opt.stateDict());
      train();
      opt.clearState();
    });
  cycle();
  const before = torch.memory().tensors;
  for (let i = 0; i < 5; i++) cycle();
  expect(torch.memory().tensors).toBe(before);
});

test('a saved state that does not fit is refused', () => {
  const one = adam([[weight(1)]], { lr: 0.1 });
  const two = adam([[weight(1)], [weight(2)]], { lr: 0.1 });
  expect(() => two.loadStateDict(one.stateDict())).toThrow(
    '1 parameter groups with 1 parameters, this one 2 with 2',
  );
  const longer = adam([[weight(1, 2)]], { lr: 0.1 });
  for (const param of longer.allParams()) param.grad = torch.onesLike(param);
  longer.step();
  expect(() => one.loadStateDict(longer.stateDict())).toThrow(/shape \[2\].*\[1\]/);
});

test('a step without its hyper-parameter says which one is missing', () => {
  const param = weight(1);
  const opt = new Optimizer([[param]], adam([param], { lr: 1 }).steps, {});
  param.grad = torch.onesLike(param);
  expect(() => opt.step()).toThrow(/"lr"/);
});
