import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { nn, type Tensor, torch } from '../index.js';

interface Values {
  shape: number[];
  data: number[];
}

interface Stream {
  seed: number;
  call: string;
  n?: number;
  low?: number;
  high?: number;
  mean?: number;
  std?: number;
  shape?: number[];
  a_squared?: number;
  values?: Values;
  steps?: { call: string; n: number; values: Values }[];
}

const folder =
  process.env.ONECYCLE_REFERENCE ?? fileURLToPath(new URL('../../../../reference', import.meta.url));
const streams: Stream[] = JSON.parse(readFileSync(`${folder}/losses.json`, 'utf8')).streams;

/** Weight and bias of a new layer, which is given as 'Linear(4,3)' or 'Conv2d(2,3,3)'. */
function parametersOf(call: string): Tensor {
  const [, kind, sizes = ''] = /^(Linear|Conv2d)\(([\d, ]+)\): weight then bias$/.exec(call) ?? [];
  if (!kind) throw new Error(`the reference has a stream that this test does not know: ${call}`);
  const [first = 0, second = 0, kernel = 0] = sizes.split(',').map(Number);
  const { weight, bias } =
    kind === 'Linear' ? new nn.Linear(first, second) : new nn.Conv2d(first, second, kernel);
  return torch.cat([weight.reshape(-1), ...(bias ? [bias] : [])]);
}

/** Makes the call that a stream of the reference names. */
function draw({
  call,
  n = 0,
  low = 0,
  high = 1,
  mean = 0,
  std = 1,
  shape = [],
  a_squared: aSquared = 0,
}: Omit<Stream, 'seed'>): Tensor {
  switch (call) {
    case 'randn':
      return torch.randn([n]);
    case 'rand':
      return torch.rand([n]);
    case 'randperm':
      return torch.randperm(n);
    case 'randint':
      return torch.randint(low, high, [n]);
    case 'randint10':
      return torch.randint(10, [n]);
    case 'uniform_':
      return torch.empty([n]).uniform_(low, high);
    case 'normal_':
      return torch.empty([n]).normal_(mean, std);
    case 'kaiming_normal_':
      return nn.init.kaimingNormal_(torch.empty(shape));
    case 'kaiming_uniform_':
      return nn.init.kaimingUniform_(torch.empty(shape), { a: Math.sqrt(aSquared) });
    default:
      return parametersOf(call);
  }
}

/** Integer streams are equal, uniform ones to 1e-5, normal ones to 2e-6 relative to 1. */
function expectStream(got: Tensor, call: string, wanted: Values): void {
  expect(got.shape).toEqual(wanted.shape);
  const values = [got.tolist()].flat(4).map(Number);
  if (/randint|randperm/.test(call)) expect(values).toEqual(wanted.data);
  const tolerance = /randn|normal/.test(call) ? 2e-6 : 1e-5;
  const far = wanted.data.filter(
    (value, i) => !(Math.abs(value - (values[i] ?? Number.NaN)) <= tolerance * Math.max(1, Math.abs(value))),
  );
  expect(far).toEqual([]);
}

test.each(streams)('seed $seed: $call $n', (stream) => {
  torch.manualSeed(stream.seed);
  for (const step of stream.steps ?? [stream]) {
    if (step.values) expectStream(draw(step), step.call, step.values);
  }
});

test('equal seeds give equal streams, the default generator and one of its own alike', () => {
  torch.manualSeed(3);
  const first = torch.randn([20]).tolist();
  const generator = new torch.Generator().manualSeed(3);
  expect(torch.randn([20], { generator }).tolist()).toEqual(first);
  expect(torch.randn([20], { generator }).tolist()).not.toEqual(first);
  expect(generator.initialSeed()).toBe(3);
});

test('a generator of its own leaves the default one alone', () => {
  torch.manualSeed(5);
  const expected = [torch.rand([2]).tolist(), torch.rand([2]).tolist()];
  torch.manualSeed(5);
  const got = [torch.rand([2]).tolist()];
  torch.rand([100], { generator: new torch.Generator().manualSeed(1) });
  expect([...got, torch.rand([2]).tolist()]).toEqual(expected);
});

test('a stream goes on from a state that was taken, in the middle of a pair of normals too', () => {
  torch.manualSeed(1);
  torch.randn([3]);
  const state = torch.getRngState();
  const after = torch.randn([5]).tolist();
  torch.rand([1000]);
  torch.setRngState(state);
  expect(torch.randn([5]).tolist()).toEqual(after);
  const generator = new torch.Generator().setState(state);
  expect(torch.randn([5], { generator }).tolist()).toEqual(after);
  expect(generator.getState().dtype).toBe('uint8');
});

test('the default generator of a device is named by the device', () => {
  const state = torch.getRngState('cpu:0');
  const after = torch.rand([3]).tolist();
  torch.setRngState(state, 'cpu:0');
  expect(torch.rand([3]).tolist()).toEqual(after);
  expect(() => torch.getRngState('meta')).toThrow(Error);
  expect(() => torch.setRngState(state, 'nowhere')).toThrow(/nowhere/);
});

// Skipped where there is none.
test.skipIf(!torch.cuda.isAvailable())('the stream of a GPU goes on from a state that was taken', () => {
  const state = torch.getRngState('cuda');
  const after = torch.rand([3], { device: 'cuda' }).tolist();
  torch.setRngState(state, 'cuda');
  expect(torch.rand([3], { device: 'cuda' }).tolist()).toEqual(after);
});

test.each([0, 1n, 2 ** 40, 2n ** 63n + 1n, 2n ** 64n - 1n])('seed %s is kept whole', (seed) => {
  const kept = new torch.Generator().manualSeed(seed).initialSeed();
  expect(BigInt(kept)).toBe(BigInt(seed));
});

test('a negative seed counts from 2^64 down; a new generator has the seed of PyTorch', () => {
  expect(new torch.Generator().manualSeed(-1).initialSeed()).toBe(2n ** 64n - 1n);
  expect(new torch.Generator().initialSeed()).toBe(67280421310721);
});

test.each([0.5, Number.NaN, 2n ** 64n, 'x', null])('%s is no seed', (seed) => {
  // @ts-expect-error the types refuse some of these
  expect(() => torch.manualSeed(seed)).toThrow(Error);
});

test('a state of another kind is refused', () => {
  expect(() => torch.setRngState(torch.zeros([3]))).toThrow(Error);
  expect(() => torch.setRngState(torch.zeros([3], { dtype: 'uint8' }))).toThrow(Error);
  const gone = torch.getRngState();
  gone.dispose();
  expect(() => torch.setRngState(gone)).toThrow(/disposed/);
});

test('what is no state is refused in words', () => {
  const nothing = undefined as never;
  expect(() => torch.setRngState(nothing)).toThrow('setRngState takes a tensor, not undefined');
  expect(() => new torch.Generator().setState(nothing)).toThrow('setState takes a tensor, not undefined');
});
