import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { inferenceModel } from '../../training/index.js';
import { mobilenetV1, mobilenetV2, resnet18, resnet34, resnet50, xresnet18, xresnet50 } from '../index.js';
import { canConvolve, packFilters } from '../native/index.js';
import { PackedConv2d } from './packed-conv2d.js';
import './index.js';

const native = canConvolve();

/** A model whose batch norms have something to fold. */
function trained<M extends nn.AnyModule>(model: M): M {
  torch.noGrad(() => {
    for (const module of model.modules()) {
      if (!(module instanceof nn.BatchNorm2d)) continue;
      module.runningMean?.copy_(torch.randn([module.numFeatures]).mul(0.1));
      module.runningVar?.copy_(torch.rand([module.numFeatures]).add(0.5));
      module.weight?.copy_(torch.rand([module.numFeatures]).add(0.5));
    }
  });
  model.eval();
  return model;
}

/** The largest difference, of the largest value. */
const difference = (actual: Tensor, expected: Tensor): number =>
  torch.scope(
    () => Number(actual.double().sub(expected.double()).abs().max()) / Number(expected.abs().max()),
  );

function expectSame(fast: nn.Module<Tensor[]>, model: nn.Module<Tensor[]>, shape: number[]): void {
  torch.scope(() =>
    torch.noGrad(() => {
      const x = torch.randn(shape);
      const [actual, expected] = [fast.forward(x), model.forward(x)];
      expect(actual.shape).toEqual(expected.shape);
      expect(difference(actual, expected)).toBeLessThan(1e-5);
    }),
  );
}

test.each(Object.entries({ resnet18, resnet34, resnet50, xresnet18, xresnet50, mobilenetV1, mobilenetV2 }))(
  '%s gives the same: any batch, any size',
  (_, architecture) => {
    const model = trained(architecture({ numClasses: 10 }));
    const fast = inferenceModel(model);
    expect(fast.modules().some((module) => module instanceof PackedConv2d)).toBe(native);
    for (const shape of [
      [1, 3, 64, 64],
      [3, 3, 97, 75],
      [2, 3, 33, 128],
    ])
      expectSame(fast, model, shape);
  },
);

test.runIf(native).each([
  // in, out, kernel, stride, padding, height, width
  [3, 20, [7, 7], [2, 2], [3, 3], 31, 40],
  [16, 24, [3, 3], [1, 1], [1, 1], 9, 13],
  [64, 64, [3, 3], [1, 1], [1, 1], 28, 28],
  [32, 70, [3, 3], [1, 1], [0, 2], 6, 5],
  [48, 33, [3, 3], [2, 2], [1, 1], 15, 2],
  [5, 7, [1, 1], [1, 1], [0, 0], 3, 4],
  [256, 40, [1, 1], [2, 2], [0, 0], 14, 9],
  [17, 31, [5, 2], [2, 3], [4, 0], 11, 12],
  [16, 16, [3, 3], [1, 1], [1, 1], 1, 1],
] as const)(
  'a convolution from %i to %i channels, kernel %j',
  (into, out, kernel, stride, padding, height, width) => {
    torch.scope(() => {
      const weight = torch.randn([out, into, ...kernel]);
      const bias = torch.randn([out]);
      const methods = into % 16 === 0 && String([kernel, stride]) === '3,3,1,1' ? [false, true] : [false];
      for (const batch of [1, 3]) {
        const x = torch.randn([batch, into, height, width]);
        const plain = torch.conv2d(x.double(), weight.double(), bias.double(), [...stride], [...padding]);
        const shortcut = torch.randn(plain.shape);
        const expected = [plain, plain.relu(), plain.add(shortcut), plain.add(shortcut).relu()];
        for (const winograd of methods) {
          const filters = packFilters(weight, winograd);
          const actual = [null, shortcut].flatMap((added) =>
            [false, true].map((relu) =>
              torch.ops.onecycle?.convolve?.(x, filters, bias, kernel, stride, padding, added, relu),
            ),
          ) as Tensor[];
          for (const [i, each] of actual.entries())
            expect(difference(each, expected[i] as Tensor)).toBeLessThan(winograd ? 1e-5 : 2e-6);
        }
      }
    });
  },
);

test.runIf(native)('wrong arguments are refused, and NaN is not hidden', () => {
  const convolve = torch.ops.onecycle?.convolve;
  const [x, bias] = [torch.zeros([1, 16, 5, 5]), torch.zeros([8])];
  const filters = packFilters(torch.zeros([8, 16, 3, 3]), true);
  const call = (...changed: [at: number, value: unknown][]) => {
    const given: unknown[] = [x, filters, bias, [3, 3], [1, 1], [1, 1], null, true];
    for (const [at, value] of changed) given[at] = value;
    return convolve?.(...given);
  };
  expect((call() as Tensor).shape).toEqual([1, 8, 5, 5]);
  for (const changed of [
    [0, x.double()],
    [0, torch.zeros([1, 32, 5, 5])],
    [0, torch.zeros([16, 5, 5])],
    [1, torch.zeros([1, 36, 7])],
    [1, bias],
    [2, torch.zeros([0])],
    [2, torch.zeros([80])],
    [3, [5, 5]],
    [3, [3]],
    [4, [2, 2]],
    [4, [0, 1]],
    [5, [-1, 0]],
    [5, [2 ** 40, 0]],
    [6, torch.zeros([1, 8, 5, 6])],
  ] as [number, unknown][])
    expect(() => call(changed)).toThrow(/onecycle::convolve: /);
  expect(() => call([0, torch.zeros([1, 16, 1, 5])], [5, [0, 0]])).toThrow(
    /the kernel is larger than the picture/,
  );
  expect(() => packFilters(torch.zeros([8, 3, 3, 3]), true)).toThrow(/winograd is for 3 × 3 filters/);
  const broken = call([0, torch.full([1, 16, 5, 5], Number.NaN).float()]) as Tensor;
  expect(Number(broken.isnan().sum())).toBe(broken.numel());
});

test('hooks are called, and the model can be recorded', () => {
  const model = trained(resnet18({ numClasses: 4 }));
  const fast = inferenceModel(model);
  const x = torch.randn([2, 3, 64, 64]);
  const plain = fast.forward(x);
  const seen: string[] = [];
  const hooks = [...fast.namedModules()].flatMap(([path, module]) =>
    /layer[12]\.0\.conv1$/.test(path) ? [module.registerForwardHook(() => void seen.push(path))] : [],
  );
  expect(difference(fast.forward(x), plain)).toBeLessThan(1e-5);
  expect(seen).toEqual(['model.layer1.0.conv1', 'model.layer2.0.conv1']);
  for (const hook of hooks) hook.remove();
  const program = torch.record((input: Tensor) => fast.forward(input), [x], { batch: 'dynamic' });
  const larger = torch.randn([5, 3, 64, 64]);
  expect(difference(program.run([larger]), model.forward(larger))).toBeLessThan(1e-5);
});

test('after more training it is made anew; one that is made stays as it was', () => {
  const model = trained(resnet18({ numClasses: 4 }));
  const x = torch.randn([2, 3, 64, 64]);
  const [before, first] = [model.forward(x), inferenceModel(model)];
  torch.noGrad(() => {
    for (const parameter of model.parameters()) parameter.mul_(1.05);
  });
  expect(difference(first.forward(x), before)).toBeLessThan(1e-5);
  expect(difference(first.forward(x), model.forward(x))).toBeGreaterThan(1e-2);
  expectSame(inferenceModel(model), model, [2, 3, 64, 64]);
  expect(inferenceModel(first)).toBe(first);
});

/** In ways that a plan cannot follow: made for one size, changed in place between, read twice, added the other way round. */
class Odd extends nn.Module {
  readonly first = new nn.Conv2d(3, 16, 3, { padding: 'same' });
  readonly second = new nn.Conv2d(16, 16, 3, { padding: 1, paddingMode: 'reflect' });
  readonly third = new nn.Conv2d(16, 16, 3, { padding: 1 });
  readonly grouped = new nn.Conv2d(16, 16, 3, { padding: 1, groups: 4 });

  constructor(readonly way: 'size' | 'place' | 'twice' | 'sum') {
    super();
  }

  forward(x: Tensor): Tensor {
    const a = this.first.forward(x);
    if (this.way === 'size') return this.third.forward(a.reshape(a.shape)).relu();
    if (this.way === 'twice') {
      const b = this.third.forward(a);
      return b.relu().add(b).add(this.second.forward(a));
    }
    if (this.way === 'place') {
      const b = this.third.forward(a);
      a.mul_(2);
      return b.add_(a).relu_().add(this.grouped.forward(a));
    }
    const b = a.sigmoid();
    b.add_(this.third.forward(a)).relu_();
    return this.third.forward(b).add(this.first.forward(x), { alpha: 2 });
  }
}

test.each(['size', 'place', 'twice', 'sum'] as const)('an odd model gives the same, too: %s', (way) => {
  const model = new Odd(way).eval();
  const fast = inferenceModel(model);
  for (const shape of [
    [1, 3, 64, 64],
    [3, 3, 23, 17],
  ])
    expectSame(fast, model, shape);
});

test('what is not float32 takes the way of the layers', () => {
  const model = trained(resnet18({ numClasses: 4 })).to({ dtype: 'float64' });
  const fast = inferenceModel(model);
  expect(fast.modules().some((module) => module instanceof PackedConv2d)).toBe(false);
  const x = torch.randn([2, 3, 64, 64]).double();
  expect(difference(fast.forward(x), model.forward(x))).toBeLessThan(1e-12);
});

test('weights are not held twice, and intermediate results are freed', () => {
  const model = trained(resnet18({ numClasses: 4 }));
  const count = () => torch.memory().tensors;
  const before = count();
  const fast = inferenceModel(model);
  const held = [...fast.parameters(), ...fast.buffers()].length;
  expect(count() - before).toBeLessThanOrEqual(held);
  torch.scope(() => void fast.forward(torch.zeros([1, 3, 64, 64])));
  expect(count() - before).toBeLessThanOrEqual(held);
});
