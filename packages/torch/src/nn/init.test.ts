import { expect, test } from 'vitest';
import { nn, type Tensor, torch } from '../index.js';

const { init } = nn;

/** What an initialiser fills in after `torch.manualSeed(3)`, flat. */
function drawn(fill: (tensor: Tensor) => Tensor, shape: number[]): number[] {
  torch.manualSeed(3);
  return Array.from(fill(torch.empty(shape)).flatten().toTypedArray(), Number);
}

test.each([
  ['tanh', 5 / 3],
  ['relu', Math.SQRT2],
  ['leaky_relu', 1.4141428569978354],
  ['selu', 0.75],
  ['linear', 1],
  ['conv1d', 1],
  ['conv2d', 1],
  ['conv3d', 1],
  ['conv_transpose1d', 1],
  ['conv_transpose2d', 1],
  ['conv_transpose3d', 1],
  ['sigmoid', 1],
] as const)('the gain of %s is that of PyTorch', (nonlinearity, gain) => {
  expect(init.calculateGain(nonlinearity)).toBeCloseTo(gain, 12);
});

test.each<[string, number[], (tensor: Tensor) => Tensor, number[]]>([
  [
    'truncNormal_',
    [5],
    (t) => init.truncNormal_(t, { mean: 1, std: 0.5, a: 0.5, b: 1.5 }),
    [0.5059788227081299, 0.6317715644836426, 0.8124551773071289, 0.5366805791854858, 0.9757030010223389],
  ],
  [
    'kaimingUniform_',
    [2, 3],
    (t) => init.kaimingUniform_(t, { a: 0.1, nonlinearity: 'leaky_relu' }),
    [
      -1.3951958417892456, -1.110081672668457, -0.6027228236198425, -1.3313336372375488, -0.07988826185464859,
      -1.238004446029663,
    ],
  ],
  [
    'kaimingNormal_',
    [2, 3, 2],
    (t) => init.kaimingNormal_(t, { mode: 'fan_out', nonlinearity: 'selu' }),
    [
      0.30122852325439453, 0.06556252390146255, 0.03336678445339203, -0.23014424741268158,
      0.017318420112133026, -0.5130971670150757, 0.12656065821647644, 0.37916845083236694,
      -0.5381922721862793, 0.3665369153022766, 0.19576872885227203, 0.46421876549720764,
    ],
  ],
  [
    'xavierNormal_',
    [2, 3],
    (t) => init.xavierNormal_(t, 2),
    [
      1.0160727500915527, 0.22114869952201843, 0.11254937946796417, -0.7762987017631531, 0.0584166944026947,
      -1.7307261228561401,
    ],
  ],
  [
    'xavierUniform_',
    [2, 3],
    (t) => init.xavierUniform_(t),
    [
      -1.0861042737960815, -0.8641542792320251, -0.4691956341266632, -1.0363900661468506,
      -0.062189821153879166, -0.9637369513511658,
    ],
  ],
  [
    'orthogonal_, wider than high',
    [2, 3],
    (t) => init.orthogonal_(t, 2),
    [
      1.9429004192352295, 0.4228730797767639, 0.21521314978599548, 0.1512993574142456, 0.3076469600200653,
      -1.9703962802886963,
    ],
  ],
])('%s draws what PyTorch draws', (_, shape, fill, expected) => {
  for (const [i, value] of drawn(fill, shape).entries())
    expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
});

test('constants, also of parameters, whose gradients stay', () => {
  const weight = torch.ones([2, 2], { requiresGrad: true });
  expect(init.eye_(weight).tolist()).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(weight.requiresGrad).toBe(true);
  expect(init.zeros_(weight).sum().item()).toBe(0);
  expect(init.ones_(weight).sum().item()).toBe(4);
  expect(init.constant_(weight, 0.25).sum().item()).toBe(1);
});

test('what has too few dimensions, or too many, is told its shape', () => {
  expect(() => init.eye_(torch.empty([2, 2, 2]))).toThrow('eye_ needs a matrix, got [2, 2, 2]');
  expect(() => init.eye_(torch.empty([2]))).toThrow('eye_ needs a matrix, got [2]');
  expect(() => init.fans(torch.empty([3]))).toThrow(
    'fan in and fan out need a tensor of at least two dimensions, got [3]',
  );
  expect(init.fans(torch.empty([4, 3, 2, 5]))).toEqual({ fanIn: 30, fanOut: 40 });
});

test.each(Object.entries(init).filter(([name]) => name !== 'calculateGain'))(
  '%s takes a tensor',
  (name, fill) => {
    const into = fill as (tensor: unknown) => unknown;
    expect(() => into(new nn.Linear(2, 2))).toThrow(`nn.init.${name} takes a tensor, not a Linear`);
    expect(() => into([1, 2])).toThrow(
      `nn.init.${name} takes a tensor, not an array: torch.tensor makes one of it`,
    );
    expect(() => into(Promise.resolve(1))).toThrow(`nn.init.${name} takes a tensor, not a Promise: await it`);
  },
);
