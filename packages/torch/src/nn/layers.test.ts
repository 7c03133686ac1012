import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nn, type Tensor, torch } from '../index.js';

type Numbers = { shape: number[]; step: number; data: number[] };
type Case = {
  name: string;
  shape: number[];
  long: boolean;
  repr: string;
  state: [string, number[]][];
  weights: number[];
  train: Numbers;
  eval: Numbers;
  gradient: Numbers | null;
  parameterGradients: number[];
};

// How PyTorch prints, initialises (seed 7) and computes each layer; fixtures/layers.py writes the file.
const cases: Case[] = JSON.parse(readFileSync(new URL('./fixtures/layers.json', import.meta.url), 'utf8'));

const padded = (paddingMode: 'reflect' | 'replicate' | 'circular') =>
  new nn.Conv2d(4, 6, [3, 2], { padding: [1, 2], bias: false, paddingMode });

const layers: Record<string, () => nn.Module> = {
  linear: () => new nn.Linear(5, 3),
  linearNoBias: () => new nn.Linear(5, 3, { bias: false }),
  conv1d: () => new nn.Conv1d(4, 6, 3, { stride: 2, padding: 1 }),
  conv2d: () => new nn.Conv2d(4, 6, [3, 2], { stride: 2, padding: 1, dilation: 2, groups: 2, bias: false }),
  conv2dSame: () => new nn.Conv2d(4, 6, 3, { padding: 'same' }),
  'conv2d reflect': () => padded('reflect'),
  'conv2d replicate': () => padded('replicate'),
  'conv2d circular': () => padded('circular'),
  'conv1d circular': () => new nn.Conv1d(4, 6, 4, { padding: 'same', paddingMode: 'circular' }),
  convTranspose1d: () => new nn.ConvTranspose1d(4, 3, 3, { stride: 2 }),
  convTranspose2d: () => new nn.ConvTranspose2d(4, 3, 3, { stride: 2, padding: 1, outputPadding: 1 }),
  conv3d: () => new nn.Conv3d(4, 6, [1, 2, 3], { stride: [1, 2, 1], padding: 1, groups: 2 }),
  convTranspose3d: () => new nn.ConvTranspose3d(4, 3, 2, { stride: 2, outputPadding: [1, 0, 1] }),
  batchNorm3d: () => new nn.BatchNorm3d(4),
  instanceNorm1d: () => new nn.InstanceNorm1d(4),
  instanceNorm2d: () => new nn.InstanceNorm2d(4, { affine: true, trackRunningStats: true }),
  instanceNorm3d: () => new nn.InstanceNorm3d(4, { eps: 1e-3 }),
  localResponseNorm: () => new nn.LocalResponseNorm(2, { alpha: 0.5 }),
  pixelUnshuffle: () => new nn.PixelUnshuffle(3),
  channelShuffle: () => new nn.ChannelShuffle(2),
  unfold: () => new nn.Unfold([2, 3], { padding: 1, stride: 2 }),
  fold: () => new nn.Fold([4, 5], 2),
  Dropout1d: () => new nn.Dropout1d(0.4),
  Dropout2d: () => new nn.Dropout2d(0.4),
  Dropout3d: () => new nn.Dropout3d(0.4),
  AlphaDropout: () => new nn.AlphaDropout(0.4),
  FeatureAlphaDropout: () => new nn.FeatureAlphaDropout(0.4),
  batchNorm1d: () => new nn.BatchNorm1d(5),
  batchNorm2d: () => new nn.BatchNorm2d(4, { eps: 1e-3, momentum: 0.01 }),
  batchNorm2dPlain: () => new nn.BatchNorm2d(4, { affine: false }),
  groupNorm: () => new nn.GroupNorm(2, 4),
  layerNorm: () => new nn.LayerNorm([6, 5]),
  relu: () => new nn.ReLU(),
  relu6: () => new nn.ReLU6(),
  gelu: () => new nn.GELU(),
  silu: () => new nn.SiLU(),
  mish: () => new nn.Mish(),
  hardswish: () => new nn.Hardswish(),
  leakyRelu: () => new nn.LeakyReLU({ negativeSlope: 0.2 }),
  elu: () => new nn.ELU(),
  sigmoid: () => new nn.Sigmoid(),
  tanh: () => new nn.Tanh(),
  softplus: () => new nn.Softplus(),
  softmax: () => new nn.Softmax(1),
  logSoftmax: () => new nn.LogSoftmax(1),
  softmin: () => new nn.Softmin(1),
  glu: () => new nn.GLU(1),
  celu: () => new nn.CELU({ alpha: 0.5 }),
  softsign: () => new nn.Softsign(),
  threshold: () => new nn.Threshold(0.1, 20),
  softshrink: () => new nn.Softshrink(0.2),
  hardshrink: () => new nn.Hardshrink(),
  tanhshrink: () => new nn.Tanhshrink(),
  prelu: () => new nn.PReLU(),
  maxPool1d: () => new nn.MaxPool1d(2),
  maxPool2d: () => new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
  avgPool1d: () => new nn.AvgPool1d(2),
  avgPool2d: () => new nn.AvgPool2d(2, { ceilMode: true, countIncludePad: false }),
  maxPool3d: () => new nn.MaxPool3d(2, { padding: 1 }),
  avgPool3d: () => new nn.AvgPool3d([2, 1, 2], { stride: 1 }),
  adaptiveAvgPool3d: () => new nn.AdaptiveAvgPool3d([1, null, 2]),
  adaptiveAvgPool1d: () => new nn.AdaptiveAvgPool1d(3),
  adaptiveAvgPool2d: () => new nn.AdaptiveAvgPool2d([1, 1]),
  adaptiveMaxPool2d: () => new nn.AdaptiveMaxPool2d(2),
  adaptiveMaxPool3d: () => new nn.AdaptiveMaxPool3d([1, null, 2]),
  lpPool1d: () => new nn.LPPool1d(2, 3, { stride: 2 }),
  lpPool2d: () => new nn.LPPool2d(2, [3, 2], { ceilMode: true }),
  flatten: () => new nn.Flatten(),
  unflatten: () => new nn.Unflatten(1, [2, 2]),
  identity: () => new nn.Identity(),
  pixelShuffle: () => new nn.PixelShuffle(2),
  embedding: () => new nn.Embedding(5, 3),
  sequential: () =>
    new nn.Sequential(
      new nn.Conv2d(4, 8, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(8),
      new nn.ReLU({ inplace: true }),
      new nn.Sequential(new nn.MaxPool2d(2), new nn.Flatten()),
      new nn.Linear(48, 3),
    ),
};

function input({ shape, long }: Case): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  if (long) return torch.arange(size).remainder(5).reshape(shape);
  return torch
    .tensor(
      Array.from({ length: size }, (_, i) => Math.sin(0.1 * i)),
      { dtype: 'float32' },
    )
    .reshape(shape)
    .requiresGrad_();
}

function expectNumbers(actual: Tensor, expected: Numbers): void {
  expect(actual.shape).toEqual(expected.shape);
  const values = Array.from(actual.reshape([-1]).toTypedArray(), Number).filter(
    (_, i) => i % expected.step === 0,
  );
  expect(values).toHaveLength(expected.data.length);
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected.data[i] ?? Number.NaN, 4);
}

const sum = (tensor: Tensor): number => Number(tensor.double().sum());

describe.each(cases)('$name', (given) => {
  torch.manualSeed(7);
  const layer = layers[given.name]?.() as nn.Module;

  test('prints, is saved and starts as in PyTorch', () => {
    expect(String(layer)).toBe(given.repr);
    const state = [...layer.stateDict()];
    expect(state.map(([key, tensor]) => [key, tensor.shape])).toEqual(given.state);
    for (const [i, [, tensor]] of state.entries())
      expect(sum(tensor)).toBeCloseTo(given.weights[i] ?? Number.NaN, 4);
  });

  test('a clone of it computes the same in training', () => {
    torch.manualSeed(7);
    expectNumbers(nn.cloneModule(layer.train()).forward(input(given)), given.train);
  });

  test('computes values and gradients as in PyTorch', () => {
    const x = input(given);
    torch.manualSeed(7);
    const out = layer.train().forward(x);
    expectNumbers(out, given.train);
    const count = out.numel();
    const weights = torch.tensor(
      Array.from({ length: count }, (_, i) => Math.cos(0.3 * i)),
      { dtype: 'float32' },
    );
    if (out.requiresGrad) out.mul(weights.reshape(out.shape)).sum().backward();
    if (given.gradient && x.grad) expectNumbers(x.grad, given.gradient);
    const gradients = layer
      .parameters()
      .map((parameter) => (parameter.grad ? sum(parameter.grad) : Number.NaN));
    expect(gradients).toHaveLength(given.parameterGradients.length);
    for (const [i, value] of gradients.entries())
      expect(value).toBeCloseTo(given.parameterGradients[i] ?? Number.NaN, 3);
    expectNumbers(layer.eval().forward(x), given.eval);
  });
});

test('every layer of the fixture has a counterpart here', () => {
  expect(cases.map((given) => given.name).sort()).toEqual(Object.keys(layers).sort());
});

test.each([
  ['ReLU6', new nn.ReLU6({ inplace: true })],
  ['Hardtanh', new nn.Hardtanh()],
  ['Mish', new nn.Mish()],
  ['LayerNorm', new nn.LayerNorm([8])],
  ['GroupNorm', new nn.GroupNorm(2, 4)],
  ['BatchNorm2d', new nn.BatchNorm2d(4)],
] as const)('%s trains in mixed precision on the CPU', (_, layer) => {
  const x = torch.randn([2, 4, 6, 8]);
  const gradient = (input: Tensor) => {
    const leaf = input.detach().requiresGrad_();
    const output = torch.autocast({ device: 'cpu', dtype: 'bfloat16' }, () => layer.forward(leaf.mul(1)));
    output.float().square().sum().backward();
    return { output, grad: leaf.grad?.float() ?? torch.zeros([1]) };
  };
  const [wide, narrow] = [gradient(x), gradient(x.to('bfloat16'))];
  expect(narrow.output.dtype).toBe('bfloat16');
  expect(narrow.output.float().sub(wide.output).abs().max().item()).toBeLessThan(0.05);
  expect(narrow.grad.sub(wide.grad).abs().mean().item()).toBeLessThan(0.05);
});

/** A value as plain JavaScript gives it, whatever the types say. */
const given = (value?: unknown) => value as never;

test.each<[string, () => unknown, string]>([
  [
    'no kernel',
    () => new nn.Conv2d(3, 8, given()),
    'Conv2d: kernelSize is a number or a list of numbers, not undefined',
  ],
  [
    'no channels',
    () => new nn.ConvTranspose1d(3, given(), 2),
    'ConvTranspose1d: outChannels is a whole number, not undefined',
  ],
  ['text', () => new nn.Conv1d(given('3'), 8, 2), "Conv1d: inChannels is a whole number, not '3'"],
  [
    'a stride',
    () => new nn.Conv3d(1, 1, 1, { stride: given(null) }),
    'Conv3d: stride is a number or a list of numbers, not null',
  ],
  [
    'null as options',
    () => new nn.ConvTranspose2d(1, 1, 1, given(null)),
    'ConvTranspose2d takes its options as an object',
  ],
  ['features', () => new nn.Linear(3, given()), 'Linear: outFeatures is a whole number, not undefined'],
  ['rows', () => new nn.Embedding(given(), 2), 'Embedding: numEmbeddings is a whole number, not undefined'],
  [
    'a batch norm',
    () => new nn.BatchNorm2d(given()),
    'BatchNorm2d: numFeatures is a whole number, not undefined',
  ],
  [
    'a number as options',
    () => new nn.InstanceNorm2d(3, given(5)),
    'InstanceNorm2d takes its options as an object, { eps: … }, not a number',
  ],
  ['groups', () => new nn.GroupNorm(2, given()), 'GroupNorm: numChannels is a whole number, not undefined'],
  [
    'a layer norm',
    () => new nn.LayerNorm(given()),
    'LayerNorm: normalizedShape is a number or a list of numbers, not undefined',
  ],
  [
    'heads',
    () => new nn.MultiheadAttention(4, given()),
    'MultiheadAttention: numHeads is a whole number, not undefined',
  ],
  [
    'a pool',
    () => new nn.MaxPool2d(given({ kernelSize: 2 })),
    'MaxPool2d: kernelSize is a number or a list of numbers, not {"kernelSize":2}',
  ],
  [
    'an average',
    () => new nn.AvgPool1d(given()),
    'AvgPool1d: kernelSize is a number or a list of numbers, not undefined',
  ],
  [
    'an adaptive pool',
    () => new nn.AdaptiveAvgPool2d(given()),
    'AdaptiveAvgPool2d: outputSize is a number or a list of numbers, not undefined',
  ],
  [
    'unpooling',
    () => new nn.MaxUnpool2d(given()),
    'MaxUnpool2d: kernelSize is a number or a list of numbers, not undefined',
  ],
  [
    'a border',
    () => new nn.ZeroPad2d(given()),
    'ZeroPad2d: padding is a number or a list of numbers, not undefined',
  ],
  [
    'windows',
    () => new nn.Fold(given(), 2),
    'Fold: outputSize is a number or a list of numbers, not undefined',
  ],
  ['dimensions', () => new nn.Unflatten(1, given(2)), 'Unflatten: size is a list of sizes, not 2'],
  [
    'null as options of a loss',
    () => new nn.MSELoss(given(null)),
    'MSELoss takes its options as an object, { reduction: … }, not null',
  ],
])('%s that is none is refused where the layer is made', (_, make, words) => expect(make).toThrow(words));

const raw = /Cannot (read|destructure)|is not (a function|iterable)/;
const attention: nn.Module<never, unknown> = new nn.MultiheadAttention(4, 2);

test.each<nn.Module<never, unknown>>([
  ...Object.values(layers)
    .map((make) => make())
    .filter((layer) => !(layer instanceof nn.Identity)),
  attention,
  new nn.MaxUnpool2d(2),
  new nn.GroupNorm(1, 3),
  new nn.ReLU6(),
])('%s refuses what is no tensor in words', (layer) => {
  for (const x of [undefined, [1, 2], Promise.resolve(1)]) {
    const forward = () => Reflect.apply(layer.forward, layer, [x]);
    expect(forward).toThrow(Error);
    expect(forward).not.toThrow(raw);
  }
});
