import { describe, expect, test } from 'vitest';
import { nn, type Tensor, torch } from '../index.js';

class Net extends nn.Module {
  conv1 = new nn.Conv2d(1, 2, 3);
  bn1 = new nn.BatchNorm2d(2);
  headOut = new nn.Linear(2, 3);

  forward(x: Tensor): Tensor {
    return this.headOut.forward(this.bn1.forward(this.conv1.forward(x)).mean([2, 3]));
  }
}

test('own properties are parameters, buffers and children, under PyTorch names', () => {
  const net = new Net();
  expect([...net.stateDict().keys()]).toEqual([
    'conv1.weight',
    'conv1.bias',
    'bn1.weight',
    'bn1.bias',
    'bn1.running_mean',
    'bn1.running_var',
    'bn1.num_batches_tracked',
    'head_out.weight',
    'head_out.bias',
  ]);
  expect(net.parameters().every((parameter) => parameter.requiresGrad)).toBe(true);
  expect([...net.namedModules()].map(([name]) => name)).toEqual(['', 'conv1', 'bn1', 'head_out']);
});

test('prints as a tree', () => {
  expect(String(new Net())).toBe(
    [
      'Net(',
      '  (conv1): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))',
      '  (bn1): BatchNorm2d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)',
      '  (head_out): Linear(in_features=2, out_features=3, bias=True)',
      ')',
    ].join('\n'),
  );
});

describe('loadStateDict', () => {
  test('copies into the same parameters', () => {
    const [from, to] = [new Net(), new Net()];
    const { weight } = to.conv1;
    expect(to.loadStateDict(from.stateDict())).toEqual({ missingKeys: [], unexpectedKeys: [] });
    expect(to.conv1.weight).toBe(weight);
    expect(weight.equal(from.conv1.weight)).toBe(true);
  });

  test('names what is missing, what is left over and what has another shape', () => {
    const state = new Net().stateDict();
    state.delete('conv1.bias');
    state.set('fc.weight', torch.ones([1]));
    state.set('head_out.weight', torch.ones([4, 2]));
    expect(() => new Net().loadStateDict(state)).toThrow(/conv1\.bias/);
    expect(() => new Net().loadStateDict(state)).toThrow(/fc\.weight/);
    expect(() => new Net().loadStateDict(state, { strict: false })).toThrow(
      /head_out\.weight.*\[4, 2\].*\[3, 2\]/s,
    );
    state.delete('head_out.weight');
    expect(new Net().loadStateDict(state, { strict: false })).toEqual({
      missingKeys: ['conv1.bias', 'head_out.weight'],
      unexpectedKeys: ['fc.weight'],
    });
  });
});

test('train and eval reach all modules, apply goes children first', () => {
  const net = new Net();
  net.eval();
  expect(net.modules().some((module) => module.training)).toBe(false);
  net.train();
  const seen: string[] = [];
  net.apply((module) => seen.push(module.constructor.name));
  expect(seen).toEqual(['Conv2d', 'BatchNorm2d', 'Linear', 'Net']);
});

test('to changes floating-point tensors and keeps the parameters themselves', () => {
  const net = new Net();
  const [first] = net.parameters();
  net.to({ dtype: 'float64', memoryFormat: 'channels_last' });
  expect(net.parameters()[0]).toBe(first);
  expect(first?.dtype).toBe('float64');
  expect(net.bn1.stateDict().get('num_batches_tracked')?.dtype).toBe('int64');
  expect(first?.isContiguous({ memoryFormat: 'channels_last' })).toBe(true);
  expect(
    net
      .half()
      .parameters()
      .every((parameter) => parameter.dtype === 'float16'),
  ).toBe(true);
});

test('hooks see and replace what goes in and comes out, until removed', () => {
  const layer = new nn.Identity();
  const before = layer.registerForwardPreHook((_, [x]): [Tensor] => [x.add(1)]);
  const after = layer.registerForwardHook((_, __, out) => out.mul(10));
  expect(layer.forward(torch.ones([1])).item()).toBe(20);
  before.remove();
  expect(layer.forward(torch.ones([1])).item()).toBe(10);
  after.remove();
  expect(layer.forward(torch.ones([1])).item()).toBe(1);
  expect(Object.hasOwn(layer, 'forward')).toBe(false);
});

test('backward hooks see the gradients of what went in and came out, until removed', () => {
  // PyTorch: register_full_backward_hook on nn.Linear(2, 1) with the weight [[2, 3]], y² of x = [1, 1], and x + x besides.
  const layer = new nn.Linear(2, 1, { bias: false });
  torch.noGrad(() => layer.weight.copy_(torch.tensor([[2, 3]])));
  const seen: unknown[] = [];
  const hook = layer.registerFullBackwardHook((_, gradInput, gradOutput) => {
    seen.push([gradInput.map((grad) => grad?.tolist()), gradOutput.map((grad) => grad?.tolist())]);
  });
  const run = (x: Tensor) => layer.forward(x).square().add(x.sum().mul(7)).sum().backward();
  const x = torch.ones([1, 2]);
  run(x);
  expect(seen.splice(0)).toEqual([[[undefined], [[[10]]]]]);
  x.requiresGrad = true;
  run(x);
  expect(seen.splice(0)).toEqual([[[[[20, 30]]], [[[10]]]]]);
  expect(x.grad?.tolist()).toEqual([[27, 37]]);
  torch.noGrad(() => layer.forward(x));
  hook.remove();
  run(x);
  expect(seen).toEqual([]);
  expect(Object.hasOwn(layer, 'forward')).toBe(false);
});

test('a backward hook sees what an activation in place changes afterwards', () => {
  const norm = new nn.BatchNorm2d(1).eval();
  const net = new nn.Sequential(norm, new nn.ReLU({ inplace: true }));
  const seen: unknown[] = [];
  norm.registerFullBackwardHook((_, __, [gradient]) => {
    seen.push(gradient?.flatten().tolist());
  });
  net
    .forward(torch.tensor([-1, 2], { dtype: 'float32' }).reshape([1, 1, 1, 2]))
    .sum()
    .backward();
  expect(seen).toEqual([[0, 1]]);
});

test('summary lists layers with output shapes and parameters', () => {
  const summary = nn.summary(new Net(), [1, 1, 8, 8]);
  expect(summary.rows.map((row) => [row.path, row.outputShape, row.parameters])).toEqual([
    ['conv1', [1, 2, 6, 6], 20],
    ['bn1', [1, 2, 6, 6], 4],
    ['head_out', [1, 3], 9],
  ]);
  expect(String(summary)).toContain('33 parameters, 33 trainable, 0 frozen');
});

test('multi-head attention agrees with its parts', () => {
  torch.manualSeed(0);
  const attention = new nn.MultiheadAttention(8, 2);
  const x = torch.randn([5, 3, 8]);
  const [out, weights] = attention.forward(x, x, x);
  expect(out.shape).toEqual([5, 3, 8]);
  expect(weights?.shape).toEqual([3, 5, 5]);
  expect(weights?.sum(-1).sub(1).abs().max().item()).toBeLessThan(1e-5);
  const [again] = nn.cloneModule(attention).forward(x, x, x);
  expect(again.equal(out)).toBe(true);
});

test.each([true, false])(
  'multi-head attention takes one sequence without a batch (batchFirst %s)',
  (batchFirst) => {
    const attention = new nn.MultiheadAttention(8, 2, { batchFirst });
    const [query, key] = [torch.randn([5, 8]), torch.randn([7, 8])];
    const keyPaddingMask = torch.arange(7).eq(3);
    const [out, weights] = attention.forward(query, key, key, { keyPaddingMask });
    const dim = batchFirst ? 0 : 1;
    const [batched] = attention.forward(query.unsqueeze(dim), key.unsqueeze(dim), key.unsqueeze(dim), {
      keyPaddingMask: keyPaddingMask.unsqueeze(0),
    });
    expect(out.equal(batched.squeeze(dim))).toBe(true);
    expect(weights?.shape).toEqual([5, 7]);
    expect(weights?.select(1, 3).sum().item()).toBe(0);
  },
);

// python3: torch.manual_seed(7); attention = nn.MultiheadAttention(4, 2, kdim=3, vdim=5); its shapes, and what it computes.
const WIDTHS = {
  state: [
    ['q_proj_weight', [4, 4]],
    ['k_proj_weight', [4, 3]],
    ['v_proj_weight', [4, 5]],
    ['in_proj_bias', [12]],
    ['out_proj.weight', [4, 4]],
    ['out_proj.bias', [4]],
  ],
  out: [0.119066, -0.342359, -0.117094, 0.196202, 0.107336, -0.347713, -0.101483, 0.188987],
  weights: [0.339449, 0.332942, 0.327609, 0.356663, 0.330453, 0.312884],
};

test('multi-head attention over keys and values of other widths has PyTorch’s parameters and values', () => {
  torch.manualSeed(7);
  const attention = new nn.MultiheadAttention(4, 2, { kdim: 3, vdim: 5 });
  expect([...attention.stateDict()].map(([key, tensor]) => [key, tensor.shape])).toEqual(WIDTHS.state);
  const wave = (...shape: number[]) =>
    torch
      .arange(shape.reduce((a, b) => a * b))
      .mul(0.1)
      .sin()
      .reshape(shape);
  const [out, weights] = attention.forward(wave(2, 1, 4), wave(3, 1, 3), wave(3, 1, 5));
  expect(out.flatten().sub(torch.tensor(WIDTHS.out)).abs().max().item()).toBeLessThan(1e-5);
  expect(weights?.flatten().sub(torch.tensor(WIDTHS.weights)).abs().max().item()).toBeLessThan(1e-5);
  const [again] = nn.cloneModule(attention).forward(wave(2, 1, 4), wave(3, 1, 3), wave(3, 1, 5));
  expect(again.equal(out)).toBe(true);
});

test('a max pool is undone where its indices say', () => {
  const x = torch.randn([1, 2, 6, 5]);
  const [pooled, indices] = torch.maxPool2dWithIndices(x, 2, 2);
  const layer = new nn.MaxUnpool2d(2);
  expect(String(layer)).toBe('MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))');
  const back = layer.forward(pooled, indices, [6, 5]);
  expect(back.shape).toEqual([1, 2, 6, 5]);
  expect(torch.maxPool2d(back.abs(), 2, 2).equal(pooled.abs())).toBe(true);
  expect(back.ne(0).mul(back.ne(x)).any().item()).toBe(false);
});

test('a fractional pool draws its windows anew', () => {
  const layer = new nn.FractionalMaxPool2d(2, { outputRatio: 0.7 });
  const x = torch.randn([1, 3, 20, 30]);
  expect(layer.forward(x).shape).toEqual([1, 3, 14, 21]);
  expect(layer.forward(x).equal(layer.forward(x))).toBe(false);
  expect(
    new nn.FractionalMaxPool3d(2, { outputSize: 3 }).forward(torch.randn([1, 2, 6, 7, 8])).shape,
  ).toEqual([1, 2, 3, 3, 3]);
  expect(() => new nn.FractionalMaxPool2d(2, {})).toThrow(
    /FractionalMaxPool2d needs either outputSize or outputRatio/,
  );
});

test('the padding row of an embedding stays zero, also when counted from the end', () => {
  const table = new nn.Embedding(4, 2, { paddingIdx: -1 });
  expect(String(table)).toBe('Embedding(4, 2, padding_idx=3)');
  expect(table.weight.at(3).tolist()).toEqual([0, 0]);
  table
    .forward(torch.tensor([3, 0]))
    .sum()
    .backward();
  expect(table.weight.grad?.tolist()).toEqual([
    [1, 1],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(() => new nn.Embedding(4, 2, { paddingIdx: 4 })).toThrow(/paddingIdx 4 is none of the 4 rows/);
});

test('layers and initialisers refuse what PyTorch refuses', () => {
  // @ts-expect-error there is no such nonlinearity
  expect(() => nn.init.calculateGain('foo')).toThrow(/no gain for 'foo'/);
  expect(() => nn.init.orthogonal_(torch.empty([3]))).toThrow(/at least two dimensions, got \[3\]/);
  expect(() => new nn.Conv2d(1, 1, 3, { padding: 'same', stride: [1, 2] })).toThrow(/stride of 1, got 1, 2/);
});

test('initialisers have the gains of PyTorch', () => {
  expect(nn.init.calculateGain('relu')).toBeCloseTo(Math.SQRT2);
  expect(nn.init.calculateGain('leaky_relu', 0.2)).toBeCloseTo(Math.sqrt(2 / 1.04));
  expect(nn.init.calculateGain('tanh')).toBeCloseTo(5 / 3);
  torch.manualSeed(3);
  const weight = nn.init.kaimingNormal_(torch.empty([256, 128]), { nonlinearity: 'relu' });
  expect(weight.std().item()).toBeCloseTo(Math.sqrt(2 / 128), 2);
  const square = nn.init.orthogonal_(torch.empty([6, 6]));
  expect(square.mm(square.T).sub(torch.eye(6)).abs().max().item()).toBeLessThan(1e-5);
});

test("names that are Python's own are saved as they are", () => {
  class Inception extends nn.Module {
    readonly Mixed_5b = new nn.Linear(1, 1);
    readonly AuxLogits = new nn.Linear(1, 1, { bias: false });
    readonly branch1x1 = new nn.BatchNorm1d(1, { affine: false });
    forward(x: Tensor): Tensor {
      return this.Mixed_5b.forward(x);
    }
  }
  const net = new Inception();
  expect([...net.stateDict().keys()]).toEqual([
    'Mixed_5b.weight',
    'Mixed_5b.bias',
    'AuxLogits.weight',
    'branch1x1.running_mean',
    'branch1x1.running_var',
    'branch1x1.num_batches_tracked',
  ]);
  net.setChild('Mixed_5b', new nn.Linear(1, 2));
  expect(net.Mixed_5b.outFeatures).toBe(2);
});

test('a state dict is compared by names and shapes alone', () => {
  const net = new nn.Linear(2, 3);
  expect(net.compareStateDict(new Map([['weight', { shape: [3, 2] }]]), { strict: false })).toEqual({
    missingKeys: ['bias'],
    unexpectedKeys: [],
  });
  expect(() => net.compareStateDict(new Map([['weight', { shape: [2, 3] }]]))).toThrow(
    'this state does not fit Linear: missing keys: bias; wrong shapes: weight is [2, 3] but the model has [3, 2]',
  );
});

test('parameters and buffers are seen before they have values, and refused', () => {
  const shapes: number[][] = [];
  const make = () => new nn.Sequential(new nn.Linear(2, 3), new nn.BatchNorm1d(3));
  nn.watchState(({ shape }) => shapes.push(shape), make);
  expect(shapes).toEqual([[3, 2], [3], [3], [3], [3], [3], []]);
  expect(() =>
    nn.watchState(
      ({ shape }) => {
        throw new Error(`refused [${shape}]`);
      },
      () => [nn.watchState(null, make), new nn.Linear(5, 7)],
    ),
  ).toThrow('refused [7,5]');
  make();
  expect(shapes).toHaveLength(7);
});

/** A value as plain JavaScript gives it, whatever the types say. */
const given = (value?: unknown) => value as never;

const relu = () => new nn.ReLU();
const linear = new nn.Linear(2, 2);

test.each<[string, () => unknown, string]>([
  ['nothing', () => new nn.Sequential(relu(), given()), 'Sequential[1] takes a module, not undefined'],
  [
    'an array',
    () => new nn.Sequential(given([relu()])),
    'takes its modules one by one, not as an array: new nn.Sequential(...modules)',
  ],
  [
    'a function',
    () => new nn.Sequential(given((x: Tensor) => x)),
    'not the function (…) => …: new nn.Lambda(…) makes one of it',
  ],
  ['a class', () => new nn.Sequential(given(nn.ReLU)), 'not the class ReLU: new ReLU(…) makes one'],
  [
    'a promise',
    () => new nn.Sequential(given(Promise.resolve(relu()))),
    'Sequential[0] takes a module, not a Promise: await it',
  ],
  ['append', () => new nn.Sequential().append(given(null)), 'append takes a module, not null'],
  [
    'a child',
    () => new nn.Sequential(relu()).setChild('0', given(1)),
    'setChild takes a module, not a number',
  ],
  [
    'a child by name',
    () => new nn.ModuleDict().setChild('a', given(1)),
    'setChild takes a module, not a number',
  ],
  [
    'a list of one',
    () => new nn.ModuleList(given(relu())),
    'ModuleList takes its modules as an array, not a ReLU',
  ],
  [
    'a list with null',
    () => new nn.ModuleList([relu(), given(null)]),
    'ModuleList[1] takes a module, not null',
  ],
  [
    'null',
    () => new nn.ModuleDict(given(null)),
    'ModuleDict takes its modules as an object, { name: module }, not null',
  ],
  [
    'a map',
    () => new nn.ModuleDict(given(new Map())),
    'ModuleDict takes its modules as an object, { name: module }, not a Map',
  ],
  ['a promise of modules', () => new nn.ModuleDict(given(Promise.resolve({}))), 'not a Promise: await it'],
  ['an array of modules', () => new nn.ModuleDict(given([relu()])), '{ name: module }, not an array'],
  [
    'a number by name',
    () => new nn.ModuleDict({ a: given(5) }),
    "ModuleDict['a'] takes a module, not a number",
  ],
  ['Lambda', () => new nn.Lambda(given()), 'Lambda takes a function, not undefined'],
  [
    'Parameter',
    () => new nn.Parameter(given([1])),
    'Parameter takes a tensor, not an array: torch.tensor makes one of it',
  ],
  [
    'weights in a list',
    () => new nn.CrossEntropyLoss({ weight: given([1, 2]) }),
    'CrossEntropyLoss.registerBuffer takes a tensor as weight, not an array',
  ],
  [
    'a forward hook',
    () => relu().registerForwardHook(given()),
    'registerForwardHook takes a function, not undefined',
  ],
  [
    'a hook before',
    () => relu().registerForwardPreHook(given(1)),
    'registerForwardPreHook takes a function, not a number',
  ],
  [
    'a hook backward',
    () => relu().registerFullBackwardHook(given(null)),
    'registerFullBackwardHook takes a function, not null',
  ],
  ['apply', () => relu().apply(given()), 'apply takes a function, not undefined'],
  [
    'to nowhere',
    () => relu().to(given()),
    'Module.to takes a device, a dtype or both as options, not undefined',
  ],
  ['to a promise', () => relu().to(given(Promise.resolve('cpu'))), 'not a Promise: await it'],
  [
    'no state',
    () => linear.loadStateDict(given()),
    'loadStateDict takes a Map from names to tensors, not undefined',
  ],
  ['a promised state', () => linear.loadStateDict(given(Promise.resolve())), 'not a Promise: await it'],
  [
    'a file',
    () => linear.loadStateDict(given({ tensors: new Map(), metadata: {} })),
    'not an object: its tensors are one',
  ],
  [
    'a state of numbers',
    () => linear.loadStateDict(new Map([['bias', given([1, 2])]])),
    'loadStateDict takes a tensor as bias, not an array',
  ],
  [
    'shapes in an object',
    () => linear.compareStateDict(given({})),
    'compareStateDict takes a Map from names to tensors, not an object',
  ],
  ['cloneModule', () => nn.cloneModule(given(torch.ones([1]))), 'cloneModule takes a module, not a Tensor'],
  ['summary', () => nn.summary(given(), [1]), 'summary takes a module, not undefined'],
  [
    'summary of no shape',
    () => nn.summary(linear, given(2)),
    'summary takes the shape of a batch, [N, C, H, W] say, not 2',
  ],
  [
    'foldBatchNorms',
    () => nn.foldBatchNorms(given(null), torch.ones([1])),
    'foldBatchNorms takes a module, not null',
  ],
  [
    'no example',
    () => nn.foldBatchNorms(linear, given()),
    'foldBatchNorms takes a tensor as example, not undefined',
  ],
  [
    'syncBatchNorms',
    () => nn.syncBatchNorms(given({}), null),
    'syncBatchNorms takes a module, not an object',
  ],
  [
    'no group',
    () => nn.syncBatchNorms(linear, given(5)),
    'syncBatchNorms takes its options as an object, { group: … }, not a number',
  ],
  ['watchState', () => nn.watchState(null, given()), 'watchState: make takes a function, not undefined'],
])('%s is refused in words', (_, call, words) => {
  expect(call).toThrow(TypeError);
  expect(call).toThrow(words);
});
