import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { adam, lookahead, sgd } from './optimizers.js';

// Without a second device there is `meta`, on which operators run without numbers and refuse tensors of another one.
test('what an optimizer remembers goes where its parameter is: loaded before the model moves, used after', () => {
  const param = torch.zeros([3], { device: 'meta', requiresGrad: true });
  const opt = adam([param], { lr: 0.1 });
  const state = opt.stateOf(param);
  state.tensors = { gradAvg: torch.ones([3]), sqrAvg: torch.ones([3]) };
  state.numbers = { step: 1 };
  param.grad = torch.zeros([3], { device: 'meta' });
  opt.step();
  expect(Object.values(opt.stateOf(param).tensors).map(({ device }) => device)).toEqual(['meta', 'meta']);
  expect(opt.stateOf(param).numbers.step).toBe(2);
});

test('the slow weights of a Lookahead go along as well', () => {
  const param = torch.zeros([2], { device: 'meta', requiresGrad: true });
  const opt = lookahead(sgd([param], { lr: 0.5 }), { k: 2 });
  opt.loadStateDict({ ...opt.stateDict(), slowWeights: [torch.ones([2])], count: 1 });
  expect(opt.stateDict().slowWeights.map(({ device }) => device)).toEqual(['cpu']);
  param.grad = torch.zeros([2], { device: 'meta' });
  opt.step();
  expect(opt.stateDict().slowWeights.map(({ device }) => device)).toEqual(['meta']);
  expect(opt.stateDict().count).toBe(2);
});
