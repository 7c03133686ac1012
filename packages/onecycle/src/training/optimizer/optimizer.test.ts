import { inspect } from 'node:util';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import {
  adam,
  lamb,
  larc,
  lookahead,
  Optimizer,
  type OptimizerStep,
  qhadam,
  radam,
  rmsProp,
  sgd,
} from './index.js';
import { slice } from './learning-rate.js';

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

test('freezing leaves alone what never trained, except what is marked to train', () => {
  const [body, norm, head] = [weight(1), weight(1), weight(1)];
  const opt = sgd([[body, norm], [head]], { lr: 1, wd: 0.5 });
  opt.stateOf(norm).forceTrain = true;
  opt.freeze();
  expect([body, norm, head].map((param) => param.requiresGrad)).toEqual([false, true, true]);
  expect(opt.frozenIdx).toBe(1);
  for (const param of [norm, head]) param.grad = torch.tensor([0.25]);
  opt.step();
  expect([body, norm, head].map((param) => param.item())).toEqual([1, 0.25, 0.25]);
  opt.unfreeze();
  expect(body.requiresGrad).toBe(true);
});

test('what trained before steps with zeros while it is frozen or not used, as in fastai', () => {
  // The weights after each step of fastai's optimizers: body, a parameter of the body that is not used at first, head.
  const cases = [
    {
      make: sgd,
      expected: [
        [0.94, -2.03, 1, -1, 0.445],
        [0.9306, -2.0097001, 1, -1, 0.39055],
        [0.921294, -1.989603, 1, -1, 0.2916445],
        [0.9120811, -1.969707, 0.94, -1.04, 0.153228],
        [0.9029602, -1.9500099, 0.8856, -1.0746, -0.0202542],
      ],
    },
    {
      make: adam,
      expected: [
        [0.890002, -2.079998, 1, -1, 0.395002],
        [0.881102, -2.0591981, 1, -1, 0.291054],
        [0.872291, -2.0386062, 1, -1, 0.1881455],
        [0.8635681, -2.0182202, 0.890002, -1.089998, 0.086266],
        [0.8549324, -1.9980381, 0.8139459, -1.1462541, -0.0145946],
      ],
    },
  ];
  for (const { make, expected } of cases) {
    const [body, idle, head] = [weight(1, -2), weight(1, -1), weight(0.5)];
    const opt = make([[body, idle], [head]], { lr: 0.1, mom: 0.9, wd: 0.1 });
    const steps: number[][] = [];
    const train = (...used: Tensor[]) => {
      for (const param of used) param.grad = torch.fullLike(param, 0.5);
      opt.step();
      opt.zeroGrad();
      steps.push([body, idle, head].flatMap((param) => [...param.toTypedArray()].map(Number)));
    };
    train(body, head);
    opt.freeze();
    opt.clearState();
    train(head);
    opt.unfreeze();
    train(head);
    train(idle, head);
    train(head);
    expect(steps, make.name).toEqual(expected.map((step) => step.map((value) => expect.closeTo(value, 6))));
  }
});

test('a gradient that waits when its group is frozen goes into the next step, as in fastai', () => {
  const [body, head] = [weight(1), weight(1)];
  const opt = sgd([[body], [head]], { lr: 1, wd: 0.5 });
  body.grad = torch.tensor([0.25]);
  opt.freeze();
  opt.step();
  expect(body.item()).toBe(0.25);
  opt.zeroGrad();
  opt.step();
  expect([body.item(), head.item()]).toEqual([0.125, 1]);
});

test('what trained is told apart from the saved state, as gradients are', () => {
  const optimizer = () => sgd([[weight(1)], [weight(1)]], { lr: 1, wd: 0.5 });
  const before = optimizer();
  const [body] = before.allParams();
  if (body) body.grad = torch.zerosLike(body);
  before.zeroGrad();
  expect(before.trained).toEqual([true, false]);
  const after = optimizer();
  after.loadStateDict(before.stateDict());
  after.step();
  expect(after.allParams().map((param) => param.item())).toEqual([1, 1]);
  after.trained = before.trained;
  after.step();
  expect(after.allParams().map((param) => param.item())).toEqual([0.5, 1]);
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

test('averages come back in the order in memory that their parameter has', () => {
  const weight = () => new nn.Conv2d(3, 4, 3).to({ memoryFormat: 'channels_last' }).parameters().slice(0, 1);
  const opt = adam(weight(), { lr: 0.1 });
  for (const param of opt.allParams()) param.grad = torch.onesLike(param);
  opt.step();
  const saved = opt.stateDict();
  const asInFiles = saved.state.map(({ tensors, ...rest }) => ({
    ...rest,
    tensors: Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, x.contiguous()])),
  }));
  const other = adam(weight(), { lr: 0.1 });
  other.loadStateDict({ ...saved, state: asInFiles });
  const [[average] = [], [loaded] = []] = [saved, other.stateDict()].map(({ state }) =>
    state.map(({ tensors }) => tensors.gradAvg),
  );
  expect(loaded?.stride()).toEqual(average?.stride());
  expect(loaded?.stride()).not.toEqual(average?.contiguous().stride());
  expect(loaded?.tolist()).toEqual(average?.tolist());
});

test('a saved state that does not fit is refused', () => {
  const one = adam([[weight(1)]], { lr: 0.1 });
  const two = adam([[weight(1)], [weight(2)]], { lr: 0.1 });
  expect(() => two.loadStateDict(one.stateDict())).toThrow(
    '1 parameter group with 1 parameter, this one 2 with 2',
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

test('each step of an optimizer has its name', () => {
  const param = weight(1);
  const names = [adam, larc, lamb, radam, qhadam, sgd, rmsProp].flatMap((make) =>
    make([param], { lr: 1, mom: 0.9, wd: 0.1 }).steps.map(({ name }) => name),
  );
  expect(names).not.toContain('');
  expect(adam([param], { lr: 1 }).steps.map(({ name }) => name)).toEqual([
    'weightDecay',
    'averageGradDamped',
    'averageSqrGrad',
    'countStep',
    'adamStep',
  ]);
  expect(sgd([param], { lr: 1, mom: 0.9, decoupleWd: false }).steps.map(({ name }) => name)).toEqual([
    'l2Reg',
    'averageGrad',
    'momentumStep',
  ]);
});

test('an optimizer prints its groups, not its parameters', () => {
  const opt = sgd([[torch.zeros([2])], [torch.zeros([3]), torch.zeros([1])]], { lr: [0.1, 0.2] });
  const text = String(opt);
  expect(text).toContain('Parameter Group 0 (1 parameters)\n    lr: 0.1\n');
  expect(text).toContain('Parameter Group 1 (2 parameters)\n    lr: 0.2\n');
  expect(inspect(opt)).toBe(text);
});
