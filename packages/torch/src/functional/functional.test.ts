import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { F, type Tensor, torch } from '../index.js';

type Case = { shape: number[]; data: (number | string)[] };

// Made by fixtures/functional.py.
const { cases }: { cases: Record<string, Case> } = JSON.parse(
  readFileSync(new URL('fixtures/functional.json', import.meta.url), 'utf8'),
);

const count = (shape: number[]) => shape.reduce((a, b) => a * b, 1);
const wave = (...shape: number[]): Tensor =>
  torch.arange(count(shape), { dtype: 'float64' }).mul(0.1).sin().float().reshape(shape);
const classes = (...shape: number[]): Tensor => torch.arange(count(shape)).remainder(3).reshape(shape);

const x = wave(1, 2, 4, 5);
const line = wave(1, 2, 6);
const theta = torch.tensor([
  [
    [0.8, -0.3, 0.1],
    [0.2, 0.9, -0.2],
  ],
]);
const logits = wave(5, 3);
const target = classes(5);
const weight = torch.tensor([0.5, 1, 2], { dtype: 'float32' });
const probabilities = logits.sigmoid();
const goal = logits.mul(7).gt(0.3).float();
const sides = torch.tensor([1, -1, 1, -1, 1], { dtype: 'float32' });
const column = (t: Tensor, i: number) => t.select(1, i);

const labels = torch.tensor([
  [1, 2, 1],
  [2, 1, 0],
]);
const bags = torch.tensor([
  [0, 2, 4],
  [1, 1, 4],
]);
const offsets = torch.tensor([0, 2, 5]);

const named = torch.tensor([
  [0, 2, -1],
  [1, -1, 0],
  [2, 1, 0],
  [-1, 0, 0],
  [0, -1, -1],
]);

function drawn(): [Tensor, Tensor, Tensor] {
  torch.manualSeed(5);
  return [
    F.fractionalMaxPool2d(x, 2, { outputSize: 2 }),
    F.gumbelSoftmax(logits, { tau: 0.7 }),
    F.gumbelSoftmax(logits, { hard: true, dim: 0 }),
  ];
}

const computed: Record<string, () => Tensor> = {
  'interpolate linear': () => F.interpolate(line, { size: 9, mode: 'linear' }),
  'interpolate trilinear': () => F.interpolate(wave(1, 1, 3, 4, 2), { size: [2, 5, 3], mode: 'trilinear' }),
  'pad value and crop': () => F.pad(x, [-1, 2], { value: 0.5 }),
  'crossEntropy pictures': () => F.crossEntropy(wave(2, 3, 2, 2), classes(2, 2, 2)),
  'crossEntropy probabilities': () => F.crossEntropy(logits, logits.neg().softmax(1)),
  'klDiv batchmean': () => F.klDiv(logits.logSoftmax(1), logits.neg().softmax(1), { reduction: 'batchmean' }),
  'klDiv log target': () => F.klDiv(logits.logSoftmax(1), logits.neg().logSoftmax(1), { logTarget: true }),
  normalize: () => F.normalize(x),
  'normalize p=1': () => F.normalize(x, { p: 1, dim: -1 }),
  embedding: () => F.embedding(target, logits),
  'embeddingBag weights': () => F.embeddingBag(bags, logits, { mode: 'sum', perSampleWeights: wave(2, 3) }),
  'embeddingBag last offset': () =>
    F.embeddingBag(bags.flatten(), logits, { offsets, includeLastOffset: true }),
  instanceNorm: () =>
    F.instanceNorm(x, {
      weight: torch.tensor([1.0, 3.0], { dtype: 'float32' }),
      bias: torch.tensor([0.5, 0]),
    }),
  'instanceNorm statistics': () =>
    F.instanceNorm(x, {
      runningMean: torch.tensor([0.1, 0.2]),
      runningVar: torch.tensor([1.0, 2.0], { dtype: 'float32' }),
      useInputStats: false,
    }),
  localResponseNorm: () => F.localResponseNorm(wave(1, 5, 2, 2), 3, { alpha: 0.5, k: 2 }),
  'localResponseNorm line': () => F.localResponseNorm(wave(2, 5, 3), 2),
  softmin: () => F.softmin(x, 1),
  softsign: () => F.softsign(x),
  tanhshrink: () => F.tanhshrink(x),
  logsigmoid: () => F.logsigmoid(x),
  'alphaDropout in evaluation': () => F.alphaDropout(x),
  batchNorm: () =>
    F.batchNorm(x, torch.tensor([0.1, 0.2]), torch.tensor([1.0, 2.0], { dtype: 'float32' }), {
      weight: torch.tensor([1.0, 3.0], { dtype: 'float32' }),
      bias: torch.tensor([0.5, 0]),
    }),
  'batchNorm training': () => F.batchNorm(x, null, null, { training: true }),
  adaptiveMaxPool2d: () => F.adaptiveMaxPool2d(x, [2, 3]),
  adaptiveMaxPool1d: () => F.adaptiveMaxPool1d(line, 4),
  adaptiveMaxPool3d: () => F.adaptiveMaxPool3d(wave(1, 1, 3, 4, 2), 2),
  lpPool1d: () => F.lpPool1d(line, 3, 2),
  lpPool2d: () => F.lpPool2d(x, 2.5, [2, 3], { stride: 1, ceilMode: true }).nanToNum(7),
  maxUnpool1d: () => F.maxUnpool1d(...torch.maxPool1dWithIndices(line, 2, 2), 2),
  maxUnpool2d: () => F.maxUnpool2d(...torch.maxPool2dWithIndices(wave(1, 2, 4, 6), 2, 2), 2),
  'maxUnpool2d of an odd size': () =>
    F.maxUnpool2d(...torch.maxPool2dWithIndices(x, 2, 2), 2, { outputSize: x.shape }),
  maxUnpool3d: () =>
    F.maxUnpool3d(...torch.maxPool3dWithIndices(wave(1, 2, 4, 4, 5), 2, [2, 1, 1], 1), 2, {
      stride: [2, 1, 1],
      padding: 1,
    }),
  fractionalMaxPool2d: () =>
    F.fractionalMaxPool2d(x, 2, { outputSize: [2, 3], randomSamples: wave(1, 2, 2).abs() }),
  fractionalMaxPool3d: () =>
    F.fractionalMaxPool3d(wave(1, 2, 4, 5, 6), [2, 1, 2], {
      outputRatio: [0.5, 0.7, 0.6],
      randomSamples: wave(1, 2, 3).abs(),
    }),
  // The three together: each goes on where the one before it left the stream of seed 5.
  'fractionalMaxPool2d at random': () => drawn()[0],
  gumbelSoftmax: () => drawn()[1],
  'gumbelSoftmax hard': () => drawn()[2],
  unfold: () => F.unfold(x, [2, 3], { padding: 1, stride: 2 }),
  fold: () => F.fold(F.unfold(x, 2), [4, 5], 2),
  oneHot: () => F.oneHot(target, 4),
  stft: () => torch.viewAsReal(torch.stft(wave(64), 16, { returnComplex: true })),
  'dropout in evaluation': () => F.dropout(x, { training: false }),
};
for (const mode of ['nearest', 'nearest-exact', 'bilinear', 'bicubic', 'area'] as const) {
  computed[`interpolate ${mode} up`] = () => F.interpolate(x, { size: [7, 6], mode });
  computed[`interpolate ${mode} by factor`] = () => F.interpolate(x, { scaleFactor: 1.7, mode });
}
for (const mode of ['sum', 'mean', 'max'] as const) {
  computed[`embeddingBag ${mode}`] = () => F.embeddingBag(bags, logits, { mode, paddingIdx: -1 });
  computed[`embeddingBag offsets ${mode}`] = () => F.embeddingBag(bags.flatten(), logits, { mode, offsets });
}
for (const mode of ['bilinear', 'bicubic'] as const) {
  computed[`interpolate ${mode} aligned`] = () =>
    F.interpolate(x, { size: [7, 6], mode, alignCorners: true });
  computed[`interpolate ${mode} antialias`] = () => F.interpolate(x, { size: [2, 3], mode, antialias: true });
  computed[`interpolate ${mode} recomputed`] = () =>
    F.interpolate(x, { scaleFactor: 1.7, mode, recomputeScaleFactor: true });
}
for (const [name, alignCorners] of Object.entries({ False: false, True: true })) {
  computed[`affineGrid ${name}`] = () => F.affineGrid(theta, [1, 2, 3, 4], { alignCorners });
  const grid = F.affineGrid(theta.mul(1.4), [1, 2, 3, 4], { alignCorners });
  for (const mode of ['bilinear', 'nearest', 'bicubic'] as const) {
    for (const paddingMode of ['zeros', 'border', 'reflection'] as const) {
      computed[`gridSample ${mode} ${paddingMode} ${name}`] = () =>
        F.gridSample(x, grid, { mode, paddingMode, alignCorners });
    }
  }
}
for (const mode of ['constant', 'reflect', 'replicate', 'circular'] as const) {
  computed[`pad ${mode}`] = () => F.pad(x, [1, 2, 3, 1], { mode });
}
for (const reduction of ['none', 'mean', 'sum'] as const) {
  const losses: Record<string, () => Tensor> = {
    crossEntropy: () =>
      F.crossEntropy(logits, target, { weight, ignoreIndex: 1, reduction, labelSmoothing: 0.2 }),
    nllLoss: () => F.nllLoss(logits.logSoftmax(1), target, { weight, reduction }),
    binaryCrossEntropy: () => F.binaryCrossEntropy(probabilities, goal, { reduction }),
    binaryCrossEntropyWithLogits: () =>
      F.binaryCrossEntropyWithLogits(logits, goal, { posWeight: weight, reduction }),
    mseLoss: () => F.mseLoss(logits, goal, { reduction }),
    l1Loss: () => F.l1Loss(logits, goal, { reduction }),
    smoothL1Loss: () => F.smoothL1Loss(logits, goal, { beta: 0.5, reduction }),
    huberLoss: () => F.huberLoss(logits, goal, { delta: 0.5, reduction }),
    klDiv: () => F.klDiv(logits.logSoftmax(1), probabilities, { reduction }),
    marginRankingLoss: () =>
      F.marginRankingLoss(column(logits, 0), column(goal, 1), sides, { margin: 0.2, reduction }),
    cosineEmbeddingLoss: () =>
      F.cosineEmbeddingLoss(logits, goal.add(0.1), sides, { margin: 0.2, reduction }),
    hingeEmbeddingLoss: () => F.hingeEmbeddingLoss(logits, goal.mul(2).sub(1), { margin: 0.7, reduction }),
    poissonNllLoss: () => F.poissonNllLoss(logits, goal.mul(3), { full: true, reduction }),
    'poissonNllLoss plain': () => F.poissonNllLoss(probabilities, goal, { logInput: false, reduction }),
    gaussianNllLoss: () => F.gaussianNllLoss(logits, goal, probabilities, { reduction }),
    'gaussianNllLoss full': () =>
      F.gaussianNllLoss(logits, goal, column(probabilities, 0), { full: true, eps: 0.5, reduction }),
    ctcLoss: () =>
      F.ctcLoss(wave(6, 2, 3).logSoftmax(2), labels, [6, 5], torch.tensor([3, 2]), { reduction }),
    softMarginLoss: () => F.softMarginLoss(logits, goal.mul(2).sub(1), { reduction }),
    multilabelSoftMarginLoss: () => F.multilabelSoftMarginLoss(logits, goal, { weight, reduction }),
    multilabelMarginLoss: () => F.multilabelMarginLoss(logits, named, { reduction }),
    multiMarginLoss: () => F.multiMarginLoss(logits, target, { p: 2, margin: 0.7, weight, reduction }),
    tripletMarginLoss: () => F.tripletMarginLoss(logits, goal, logits.mul(0.3), { margin: 0.7, reduction }),
  };
  for (const [name, loss] of Object.entries(losses)) computed[`${name} ${reduction}`] = loss;
}

test('every case of the fixture is computed', () => {
  expect(Object.keys(computed).sort()).toEqual(Object.keys(cases).sort());
});

test.each(Object.entries(cases))('%s', (name, { shape, data }) => {
  const result = computed[name]?.();
  expect(result?.shape).toEqual(shape);
  Array.from(result?.double().contiguous().toTypedArray() ?? [], Number).forEach((value, i) => {
    expect(Math.abs(value - Number(data[i]))).toBeLessThan(1e-5);
  });
});

test.each([
  ['interpolate needs either size or scaleFactor', () => F.interpolate(x, {})],
  ["cannot use mode 'linear' on an input", () => F.interpolate(x, { size: 3, mode: 'linear' })],
  ['needs 2 sizes, got 3', () => F.interpolate(x, { size: [1, 2, 3] })],
  [
    "alignCorners has no meaning with mode 'nearest'",
    () => F.interpolate(x, { size: 3, alignCorners: true }),
  ],
  ["antialias needs mode 'bilinear' or 'bicubic'", () => F.interpolate(x, { size: 3, antialias: true })],
  ['pad takes two amounts a dimension', () => F.pad(x, [1])],
  ["mode 'reflect' can add at most 4", () => F.pad(x, [5, 0], { mode: 'reflect' })],
  ["mode 'circular' can add at most 5", () => F.pad(x, [6, 0], { mode: 'circular' })],
  [
    'binaryCrossEntropy: input [2, 1] and target [2] must have one shape',
    () => F.binaryCrossEntropy(torch.rand([2, 1]), torch.rand([2])),
  ],
  ['do not fit the input [5, 3]', () => F.gaussianNllLoss(logits, goal, torch.ones([3]))],
  ['a variance is negative', () => F.gaussianNllLoss(logits, goal, logits.neg())],
  [
    "reduction must be 'none', 'mean' or 'sum'",
    () => F.gaussianNllLoss(logits, goal, probabilities, { reduction: 'all' as 'sum' }),
  ],
  ['needs either outputSize or outputRatio', () => F.fractionalMaxPool2d(x, 2)],
  ['must lie between 0 and 1, got 2, 2', () => F.fractionalMaxPool2d(x, 2, { outputRatio: 2 })],
  [
    'outputSize [6, 5] was not pooled to [1, 2, 2, 2]: it must be less than one stride from [4, 4]',
    () => F.maxUnpool2d(...torch.maxPool2dWithIndices(x, 2, 2), 2, { outputSize: [6, 5] }),
  ],
  ["need mode 'sum', not 'mean'", () => F.embeddingBag(bags, logits, { perSampleWeights: wave(2, 3) })],
  ['takes indices [N, L], or [all] with offsets', () => F.embeddingBag(bags.flatten(), logits)],
  ['must have one shape', () => F.binaryCrossEntropyWithLogits(logits, target)],
])('refuses in words: %s', (message, call) => {
  expect(call).toThrow(message);
});

test('what is not in the table is the operator itself', () => {
  expect(F.relu(torch.tensor([-1.5, 2])).tolist()).toEqual([0, 2]);
  expect(F.softmax(torch.tensor([1.5, 1.5]), 0).tolist()).toEqual([0.5, 0.5]);
});

test('as in PyTorch a loss of values warns where shapes are broadcast, once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const [pred, target] = [torch.zeros([7, 1]), torch.ones([7])];
  for (const loss of [F.mseLoss, F.l1Loss, F.smoothL1Loss, F.huberLoss]) loss(pred, target);
  expect(warn.mock.calls.flat()).toEqual([
    expect.stringContaining('mseLoss: the input has the shape [7, 1] and the target [7]: they are broadcast'),
  ]);
  F.mseLoss(pred.squeeze(1), target);
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

/** A value as plain JavaScript gives it, whatever the types say. */
const given = (value?: unknown) => value as never;

const promised = given(Promise.resolve(x));

test.each<[string, () => unknown, string]>([
  ['no target', () => F.mseLoss(x, given()), 'mseLoss takes a tensor as target, not undefined'],
  [
    'a list',
    () => F.l1Loss(x, given([1])),
    'l1Loss takes a tensor as target, not an array: torch.tensor makes one of it',
  ],
  [
    'a typed array',
    () => F.huberLoss(given(new Float32Array(2)), x),
    'huberLoss takes a tensor as input, not a Float32Array: torch',
  ],
  [
    'a promise',
    () => F.smoothL1Loss(promised, x),
    'smoothL1Loss takes a tensor as input, not a Promise: await it',
  ],
  [
    'truth',
    () => F.binaryCrossEntropy(x, given(true)),
    'binaryCrossEntropy takes a tensor as target, not a boolean',
  ],
  [
    'no variance',
    () => F.gaussianNllLoss(x, x, given()),
    'gaussianNllLoss takes a tensor as variance, not undefined',
  ],
  ['softmin', () => F.softmin(given([1]), 0), 'softmin takes a tensor, not an array'],
  ['softsign', () => F.softsign(promised), 'softsign takes a tensor, not a Promise: await it'],
  ['tanhshrink', () => F.tanhshrink(given(1)), 'tanhshrink takes a tensor, not a number'],
  ['normalize', () => F.normalize(given(null)), 'normalize takes a tensor, not null'],
  [
    'localResponseNorm',
    () => F.localResponseNorm(given({}), 2),
    'localResponseNorm takes a tensor, not an object',
  ],
  ['pad', () => F.pad(promised, [1, 1]), 'pad takes a tensor, not a Promise: await it'],
  [
    'amounts as a number',
    () => F.pad(x, given(1)),
    'pad takes the amounts as a list, [before, after, …], not a number',
  ],
  ['lpPool', () => F.lpPool2d(given(), 2, 2), 'lpPool2d takes a tensor, not undefined'],
  ['no indices', () => F.maxUnpool2d(x, given(), 2), 'maxUnpool2d takes a tensor as indices, not undefined'],
  [
    'no kernel',
    () => F.maxUnpool1d(line, line, given()),
    'maxUnpool1d: kernelSize is a number or a list of numbers, not undefined',
  ],
  [
    'fractionalMaxPool',
    () => F.fractionalMaxPool3d(promised, 2, { outputSize: 1 }),
    'fractionalMaxPool3d takes a tensor, not a Promise',
  ],
  ['interpolate', () => F.interpolate(given([1]), { size: 2 }), 'interpolate takes a tensor, not an array'],
  [
    'a size that is none',
    () => F.interpolate(x, { size: given(null) }),
    'interpolate: size is a number or a list of numbers, not null',
  ],
  [
    'no weight',
    () => F.embedding(target, given(), { paddingIdx: 0 }),
    'embedding takes a tensor as weight, not undefined',
  ],
  [
    'indices in a list',
    () => F.embeddingBag(given([[1]]), weight),
    'embeddingBag takes a tensor as indices, not an array',
  ],
  [
    'factors in a list',
    () => F.embeddingBag(torch.tensor([[1]]), logits, { mode: 'sum', perSampleWeights: given([1]) }),
    'embeddingBag takes a tensor as perSampleWeights, not an array',
  ],
])('%s in place of a tensor, or a size, is refused in words', (_, call, words) => {
  expect(call).toThrow(TypeError);
  expect(call).toThrow(words);
});

test('interpolate without options asks for a size', () => {
  expect(() => F.interpolate(x)).toThrow('interpolate needs either size or scaleFactor');
});
