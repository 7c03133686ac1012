import { expect, test } from 'vitest';
import * as nn from '../nn/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';

/** Equal to the bit, which `equal` is not for nan. */
function expectSame(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(actual.dtype).toBe(expected.dtype);
  expect(Buffer.from(bytes(actual))).toEqual(Buffer.from(bytes(expected)));
}

function bytes(tensor: Tensor): Uint8Array {
  const { buffer, byteOffset, byteLength } = tensor.detach().contiguous().toTypedArray();
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const net = () =>
  new nn.Sequential(
    new nn.Conv2d(3, 8, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(8),
    new nn.ReLU({ inplace: true }),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Dropout(0.5),
    new nn.Linear(8, 4),
  );

test('a program gives what the module gives, for other inputs too, and with the weights of the moment', async () => {
  const model = net().eval();
  const program = torch.record(model, [torch.randn([2, 3, 8, 8])]);
  const x = torch.randn([2, 3, 8, 8]);
  expectSame(program.run([x]), model.forward(x));
  torch.noGrad(() => model.parameters()[0]?.mul_(2));
  expectSame(program.run([x]), model.forward(x));
  expectSame(await program.runAsync([x]), model.forward(x));
  expect(program.graph.captured.map(({ name }) => name)).toContain('1.running_mean');
  expect(String(program)).toContain('# 0 (Conv2d)\n  %2 = conv2d(%0, 0.weight, ');
});

test('in training mode it changes running statistics, draws what the module would draw, and has its gradients', () => {
  const [recorded, plain] = [net(), net()];
  plain.loadStateDict(recorded.stateDict());
  const inputs = [0, 1, 2].map(() => torch.randn([4, 3, 8, 8]));
  const [first, ...others] = inputs;
  if (!first) throw new Error('no input');
  torch.manualSeed(1);
  const program = torch.record(recorded, [first]);
  const given = others.map((x) => program.run([x]));
  const drawn = torch.rand([1]);
  torch.manualSeed(1);
  const [, ...expected] = inputs.map((x) => plain.forward(x));
  expectSame(drawn, torch.rand([1]));
  for (const [i, output] of given.entries()) expectSame(output, expected[i] as Tensor);
  for (const [key, tensor] of plain.stateDict()) expectSame(recorded.stateDict().get(key) as Tensor, tensor);
  given[0]?.sum().backward();
  expected[0]?.sum().backward();
  for (const [i, parameter] of plain.parameters().entries())
    expectSame(recorded.parameters()[i]?.grad as Tensor, parameter.grad as Tensor);
});

test('changes in place, views, out variants, several outputs, lists and tensors made inside', () => {
  const shared = torch.tensor([1, 2, 3], { dtype: 'float32' });
  const fn = (x: Tensor, y: Tensor) => {
    const sum = torch.zeros([3]);
    for (const part of x.unbind(0)) sum.add_(part);
    const table = torch.tensor([[0.5, 1.5, 2.5]]);
    table.select(0, 0).mul_(2);
    const out = torch.empty([3]);
    torch.ops.aten?.['add.out']?.(sum, table, { out: out.unsqueeze_(0) });
    const [values, indices] = torch.sort(y, 1, true) as [Tensor, Tensor];
    const [low, high] = values.chunk(2, 1) as [Tensor, Tensor];
    x.select(0, 0).fill_(7);
    return { out, indices, both: [low, high.add(torch.arange(2)), x], none: null, shared: shared.add_(1) };
  };
  const inputs = () => [torch.arange(6).reshape([2, 3]).float(), torch.tensor([[3, 1, 4, 1.5]])] as const;
  const recorded = inputs();
  const program = torch.record(fn, recorded);
  expect(shared.tolist()).toEqual([2, 3, 4]);
  for (let round = 0; round < 2; round++) {
    const given = inputs();
    const actual = program.run(given);
    const known = actual.shared.clone();
    const wanted = inputs();
    const expected = fn(...wanted);
    expectSame(actual.out, expected.out);
    expectSame(actual.indices, expected.indices);
    expect(actual.none).toBeNull();
    for (const [i, tensor] of actual.both.entries()) expectSame(tensor, expected.both[i] as Tensor);
    expectSame(given[0], wanted[0]);
    expectSame(known.add(1), expected.shared);
  }
});

test('modes of the function are in it; those around it are its caller’s, but for autocast', () => {
  const weight = new nn.Parameter(torch.randn([3, 3]));
  const fn = (x: Tensor) => {
    const free = torch.noGrad(() => x.matmul(weight));
    const low = torch.autocast({ device: 'cpu' }, () => x.matmul(weight));
    return [free, low, x.matmul(weight)];
  };
  const x = torch.randn([2, 3]);
  const program = torch.record(fn, [x]);
  const results = program.run([x]);
  expect(results.map(({ requiresGrad, dtype }) => [requiresGrad, dtype])).toEqual([
    [false, 'float32'],
    [true, 'bfloat16'],
    [true, 'float32'],
  ]);
  for (const [i, result] of fn(x).entries()) expectSame(results[i] as Tensor, result);
  const free = torch.noGrad(() => program.run([x]));
  expect(free.map(({ requiresGrad }) => requiresGrad)).toEqual([false, false, false]);
  expect(torch.isGradEnabled()).toBe(true);
  const inside = torch.autocast({ device: 'cpu' }, () => program.run([x]));
  expect(inside[2]?.dtype).toBe('float32');
});

test.each<[string, (x: Tensor) => unknown]>([
  ['item', (x) => (Number(x.sum().item()) > 0 ? x : x.neg())],
  ['tolist', (x) => x.mul(Number(x.tolist()))],
  ['toTypedArray', (x) => x.mul(x.toTypedArray()[0] ?? 0)],
  ['a comparison', (x) => ((x.sum() as unknown as number) > 0 ? x : x.neg())],
  ['equal', (x) => (x.equal(x) ? x : x.neg())],
  ['printing', (x) => (String(x) === '' ? x : x.neg())],
  ['an exception that is caught', (x) => attempt(() => x.sum().item()) ?? x.neg()],
])('%s is refused', (_, fn) => {
  const x = torch.ones([2]);
  expect(() => torch.record(fn as (x: Tensor) => Tensor, [x])).toThrow(
    /: it (reads|gives) .*which torch.record cannot note down: a program takes the same way for all values/,
  );
  expect(
    torch
      .record((y: Tensor) => y.neg(), [x])
      .run([x])
      .tolist(),
  ).toEqual([-1, -1]);
});

function attempt(fn: () => unknown): null {
  try {
    fn();
  } catch {
    // What a careless function does.
  }
  return null;
}

test.each<[string, RegExp, () => unknown]>([
  [
    'gradients',
    /computes or keeps gradients/,
    () =>
      torch.record(
        (x: Tensor) => ({ x, none: x.sum().backward() }),
        [torch.ones([1], { requiresGrad: true })],
      ),
  ],
  [
    'a seed',
    /stream of random numbers/,
    () => torch.record((x: Tensor) => ({ x, none: torch.manualSeed(1) }), [torch.ones([1])]),
  ],
  [
    'a plain result',
    /returned a number/,
    () => torch.record((x: Tensor) => x.ndim as unknown as Tensor, [torch.ones([1])]),
  ],
  [
    'a promise',
    /synchronous/,
    () => torch.record((async (x: Tensor) => x) as unknown as (x: Tensor) => Tensor, [torch.ones([1])]),
  ],
  [
    'the same input twice',
    /given twice/,
    () => ((x) => torch.record((a: Tensor, b: Tensor) => a.add(b), [x, x]))(torch.ones([1])),
  ],
  [
    'a record inside',
    /records another/,
    () => torch.record((x: Tensor) => torch.record((y: Tensor) => y.neg(), [x]).run([x]), [torch.ones([1])]),
  ],
])('%s is refused', (_, message, run) => {
  expect(run).toThrow(message);
});

test('what is no function and no list of tensors is said', async () => {
  const x = torch.ones([2]);
  const program = torch.record((y: Tensor) => y.neg(), [x]);
  for (const [inputs, message] of [
    [x, 'takes a list of tensors as inputs, not a Tensor'],
    [undefined, 'takes a list of tensors as inputs, not undefined'],
    [[null], 'takes a tensor as inputs[0], not null'],
    [[x, 3], 'takes a tensor as inputs[1], not a number'],
  ] as [never, string][]) {
    expect(() => program.run(inputs)).toThrow(message);
    await expect(program.runAsync(inputs)).rejects.toThrow(message);
    expect(() => torch.record((y: Tensor) => y.neg(), inputs)).toThrow(message);
  }
  expect(() => torch.record(3 as never, [x])).toThrow('a function or a module, not a number');
  expect(() => torch.record(null as never, [x])).toThrow('a function or a module, not null');
  expect(() => torch.record((() => new Map([[1, x]])) as never, [])).toThrow('returned a Map');
});

test('other shapes than the recorded ones are refused, and so are shapes that depend on values', () => {
  const program = torch.record((x: Tensor) => x.reshape([x.size(0) * 2]), [torch.ones([3, 2])]);
  expect(() => program.run([torch.ones([4, 2])])).toThrow(
    /run: input 0 is float32\[4, 2\] on cpu, and the program was recorded with float32\[3, 2\] on cpu: what the function made/,
  );
  expect(() => program.run([torch.ones([3, 2]).long()])).toThrow(/int64\[3, 2\]/);
  expect(() => program.run([])).toThrow(/takes 1 inputs, got 0/);
  const found = torch.record((x: Tensor) => x.nonzero(), [torch.ones([2])]);
  expect(found.run([torch.ones([2])]).shape).toEqual([2, 1]);
  expect(() => found.run([torch.tensor([1, 0])])).toThrow();
  expect(() => found.run([torch.tensor([1, 0]).float()])).toThrow(
    /step 0, aten::nonzero: it gave int64\[1, 1\], and int64\[2, 1\] when .* depends on values/,
  );
});

test('a batch of any size, where that was asked for', async () => {
  const fn = (x: Tensor) => {
    const [rows = 0] = x.shape;
    return x
      .reshape([rows, 2, 3])
      .transpose(0, 1)
      .reshape([2, rows * 3])
      .add(torch.zeros([1, rows * 3]));
  };
  const program = torch.record(fn, [torch.randn([2, 6])], { batch: 'dynamic' });
  expect(String(program)).toContain('reshape(%0, [N, 2, 3])   float32[N, 2, 3]');
  for (const rows of [1, 2, 5, 64]) {
    const x = torch.randn([rows, 6]);
    expectSame(program.run([x]), fn(x));
    expectSame(await program.runAsync([x]), fn(x));
  }
  expect(() => program.run([torch.randn([2, 7])])).toThrow(/float32\[2, 7\].*float32\[2, 6\]/);
  const halves = (x: Tensor) => x.narrow(0, 0, Math.ceil(x.size(0) / 2));
  expect(() => torch.record(halves, [torch.randn([2, 6])], { batch: 'dynamic' })).toThrow(
    /length of aten::narrow is 1, 2, 4 for batches of 2, 3, 7/,
  );
  const ofNumbers = (x: Tensor) => x.mul(torch.tensor([x.size(0)]));
  expect(() => torch.record(ofNumbers, [torch.randn([2, 6])], { batch: 'dynamic' })).toThrow(
    /of numbers in JavaScript is another one with a larger batch/,
  );
  const inverse = (x: Tensor) => x.mul(1 / x.size(0));
  expect(() => torch.record(inverse, [torch.randn([2, 6])], { batch: 'dynamic' })).toThrow(
    /other of aten::mul is 0.5, 0.3333333333333333, 0.14285714285714285 for batches of 2, 3, 7/,
  );
  const counted = (x: Tensor) => (x.size(0) > 2 ? x.neg() : x.abs());
  expect(() => torch.record(counted, [torch.randn([2, 6])], { batch: 'dynamic' })).toThrow(
    /other things with a larger batch/,
  );
});

test('intermediate tensors are freed, and those of a recording too', async () => {
  const x = torch.randn([4, 3, 8, 8]);
  const model = net().eval();
  const before = torch.memory().tensors;
  const program = torch.scope(() => torch.noGrad(() => torch.record(model, [x])));
  expect(torch.memory().tensors).toBe(before);
  torch.scope(() => {
    program.run([x]);
  });
  expect(torch.memory().tensors).toBe(before);
  (await program.runAsync([x])).dispose();
  expect(torch.memory().tensors).toBe(before);
});

test('runs off the main thread keep their order', async () => {
  const count = torch.zeros([1]);
  const program = torch.record((x: Tensor) => count.add_(x).clone(), [torch.ones([1])]);
  const results = await Promise.all([2, 3, 4].map((n) => program.runAsync([torch.full([1], n).float()])));
  expect(results.map((result) => result.item())).toEqual([3, 6, 10]);
  await expect(program.runAsync([torch.ones([2])])).rejects.toThrow(/runAsync: input 0 is float32\[2\]/);
});
