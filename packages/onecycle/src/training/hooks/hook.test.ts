import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, expectTypeOf, test } from 'vitest';
import {
  dummyEval,
  Hook,
  Hooks,
  hasParams,
  hookOutput,
  hookOutputs,
  inChannels,
  modelSizes,
} from './index.js';

/** y = relu(2x) with the activation in place, then the sum of three of it. */
function net() {
  const first = new nn.Linear(1, 1, { bias: false });
  const second = new nn.Linear(1, 1, { bias: false });
  torch.noGrad(() => [first.weight.fill_(2), second.weight.fill_(3)]);
  return new nn.Sequential(first, new nn.ReLU({ inplace: true }), second);
}

const input = () => torch.tensor([[1], [-1]], { dtype: 'float32' });

test('a hook stores what its function makes of what goes in and comes out, until it is removed', () => {
  const model = net();
  const [first] = model.children();
  if (!first) throw new Error('no layer');
  const hook = new Hook(first, (module, [x], out) => [module.constructor.name, x, out] as const);
  expect(hook.hasStored).toBe(false);
  expect(() => hook.stored).toThrow('nothing is stored yet: Linear has not run');
  torch.scope(() => {
    model.forward(input());
  });
  // It outlives the scope, and shows what the activation changed in place, as PyTorch's hooks do.
  const [name, x, out] = hook.stored;
  expect([name, (x as Tensor).tolist(), (out as Tensor).tolist()]).toEqual([
    'Linear',
    [[1], [-1]],
    [[2], [0]],
  ]);
  hook.remove();
  hook.remove();
  expect(hook.removed).toBe(true);
  model.forward(input().mul(5));
  expect(hook.stored[2]).toBe(out);
});

test('outputs are taken out of autograd unless that is not wanted; copies may be on the CPU', () => {
  const model = net();
  const [first] = model.children();
  if (!first) throw new Error('no layer');
  using apart = hookOutput(first, { cpu: true });
  using within = hookOutput(first, { detach: false });
  model.forward(input());
  expect([apart.stored.requiresGrad, within.stored.requiresGrad]).toEqual([false, true]);
  expect(apart.stored.device).toBe('cpu');
});

test('the gradient of an output is that before an activation in place', () => {
  const model = net();
  const gradients = (() => {
    using hooks = hookOutputs(model, { grad: true });
    expect(hooks.length).toBe(3);
    torch.scope(() => {
      model.forward(input()).sum().backward();
    });
    return hooks.stored.map(([gradient]) => gradient.tolist());
  })();
  expect([...gradients]).toEqual([
    [[3], [0]],
    [[3], [3]],
    [[1], [1]],
  ]);
  for (const layer of model.children()) expect(Object.hasOwn(layer, 'forward')).toBe(false);
});

test('several hooks: by place, one after the other, all that they stored', () => {
  const model = net();
  const hooks = new Hooks(model.children().slice(0, 2), (_module, _input, out) => out);
  torch.noGrad(() => model.forward(input()));
  expect(hooks.at(-1)).toBe(hooks.hooks[1]);
  expect(() => hooks.at(2)).toThrow('there is no hook 2: 2 layers are hooked');
  expect([...hooks].map((hook) => hook.module)).toEqual(model.children().slice(0, 2));
  expect(hooks.stored).toHaveLength(2);
  hooks.remove();
  expect([...hooks].every((hook) => hook.removed)).toBe(true);
});

test('unknown options are errors', () => {
  // @ts-expect-error misspelt
  expect(() => hookOutput(net(), { gradient: true })).toThrow("did you mean 'grad'");
  // @ts-expect-error misspelt
  expect(() => new Hook(net(), () => 0, { detached: true })).toThrow("did you mean 'detach'");
});

test('a hook knows what its layer gives', () => {
  const [ofLayer, ofAny, own] = [
    hookOutput(new nn.ReLU()),
    hookOutput(net().getSubmodule('0')),
    new Hook(net(), () => 3),
  ];
  expectTypeOf<typeof ofLayer.stored>().toEqualTypeOf<Tensor>();
  expectTypeOf<typeof ofAny.stored>().toEqualTypeOf<Tensor>();
  expectTypeOf<typeof own.stored>().toEqualTypeOf<number>();
});

test('sizes of what the children give, as in fastai’s own test of model_sizes', () => {
  const layer = (from: number, to: number, stride = 1) =>
    new nn.Sequential(
      new nn.Conv2d(from, to, 3, { stride, padding: 1 }),
      new nn.BatchNorm2d(to),
      new nn.ReLU(),
    );
  const model = new nn.Sequential(layer(3, 16), layer(16, 32, 2), layer(32, 32));
  expect(modelSizes(model)).toEqual([
    [1, 16, 64, 64],
    [1, 32, 32, 32],
    [1, 32, 32, 32],
  ]);
  expect(dummyEval(model, [16, 8]).shape).toEqual([1, 32, 8, 4]);
  expect(model.training).toBe(true);
  expect([inChannels(model), hasParams(model), hasParams(new nn.ReLU())]).toEqual([3, true, false]);
  expect(() => inChannels(new nn.Linear(1, 1))).toThrow('has no convolution');
});

const layers = net().children();
const see = () => 1;
const makeHook = (module: never, see: never) => new Hook(module, see);
const makeHooks = (modules: never, see: never) => new Hooks(modules, see);
test.each<[string, (...args: never[]) => unknown, unknown[], string]>([
  ['Hook of nothing', makeHook, [], 'Hook takes a module, not undefined'],
  ['Hook of a class', makeHook, [nn.ReLU, see], 'make one with new ReLU(…)'],
  ['Hook without a function', makeHook, [net()], 'Hook(module, hookFunc) takes a'],
  ['Hooks of nothing', makeHooks, [], 'Hooks takes a list of modules, such as'],
  ['Hooks of names', makeHooks, [['0'], see], 'Hooks takes modules, not a string'],
  ['hookOutput', hookOutput, [null], 'hookOutput takes a module, not null'],
  ['hookOutput of a promise', hookOutput, [Promise.resolve(net())], 'not a Promise: await it'],
  ['hookOutput and null', hookOutput, [net(), null], 'hookOutput takes its options as an object'],
  ['hookOutputs', hookOutputs, [5], 'hookOutputs takes a list of modules, such as model.children(), not a'],
  [
    'hookOutputs of one that is none',
    hookOutputs,
    [[layers[0], null]],
    'hookOutputs takes modules, not null',
  ],
  ['hasParams', hasParams, [], 'hasParams takes a module, not undefined'],
  ['inChannels', inChannels, [layers], 'inChannels takes a model, not an array'],
  ['dummyEval', dummyEval, [], 'dummyEval takes a model, not undefined'],
  ['dummyEval and a size', dummyEval, [net(), null], 'size is a list of numbers, and not null'],
  ['modelSizes', modelSizes, [{}], 'modelSizes takes a model, not an object'],
])('%s that does not go is refused in words', (_, call, args, message) => {
  expect(() => Reflect.apply(call, undefined, args)).toThrow(message);
});
