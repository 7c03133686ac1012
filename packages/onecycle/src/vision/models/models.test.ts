import { nn, type Tensor, torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import {
  type Architecture,
  applyInit,
  createBody,
  createHead,
  createVisionModel,
  defaultSplit,
  findArchitecture,
  hasPoolType,
  isArchitecture,
  numFeaturesModel,
  resnet18,
  resnetSplit,
  SigmoidRange,
  xresnetSplit,
} from './index.js';

type Layer = Record<string, unknown> & { type: string };
type Group = { n_tensors: number; n_params: number; n_trainable_when_frozen: number; modules: string[] };
type Network = {
  arch: string;
  n_out: number;
  total_params: number;
  trainable_params_when_frozen: number;
  frozen_idx: number;
  groups: Group[];
  body_cut: number;
  body_children: Record<string, string>;
  removed_children: string[];
  num_features_model: number;
  body_output_for_1x3x64x96: number[];
  output_for_2x3x64x64: number[];
  head: Layer[];
  parameters: [string, number[], number, boolean][];
  buffers: [string, number[]][] | null;
};
type HeadArgs = {
  nf: number;
  n_out: number;
  lin_ftrs?: number[] | null;
  ps?: number | number[];
  concat_pool?: boolean;
  pool?: boolean;
  first_bn?: boolean;
  bn_final?: boolean;
  lin_first?: boolean;
  y_range?: [number, number] | null;
};
type State = Record<string, ReferenceTensor>;
type Models = {
  networks: Network[];
  heads: { args: HeadArgs; layers: Layer[] }[];
  concat_pool: { input: ReferenceTensor; output: ReferenceTensor };
  small_head: {
    args: HeadArgs;
    state: State;
    input: ReferenceTensor;
    output_eval: ReferenceTensor;
    output_train_without_dropout: ReferenceTensor;
    running_means_after: State;
  };
  initialized_from_seed: { seed: number; args: HeadArgs; constructed: State; after_apply_init: State };
  head_initialization: { layer: Layer; n_in: number; standard_deviation: number }[];
};

const models = reference<Models>('models');
const cases = <K extends keyof Models>(key: K): Models[K] & unknown[] => models[key] as Models[K] & unknown[];

const tensor = ({ shape, data }: ReferenceTensor): Tensor =>
  torch.tensor(numbers(data), { dtype: 'float32' }).reshape(shape);
const flat = (t: Tensor): number[] => Array.from(t.detach().contiguous().toTypedArray(), Number);

function expectClose(actual: Tensor, expected: ReferenceTensor, tolerance = 1e-5): void {
  expect(actual.shape).toEqual(expected.shape);
  flat(actual).forEach((value, i) => {
    expect(Math.abs(value - Number(expected.data[i]))).toBeLessThan(tolerance);
  });
}

const head = (args: HeadArgs) =>
  createHead(args.nf, args.n_out, {
    linFtrs: args.lin_ftrs ?? undefined,
    ps: args.ps,
    concatPool: args.concat_pool,
    pool: args.pool,
    firstBn: args.first_bn,
    bnFinal: args.bn_final,
    linFirst: args.lin_first,
    yRange: args.y_range ?? undefined,
  });

/** A layer in the words of the reference. */
function described(layer: nn.AnyModule): Layer {
  const type = layer.constructor.name;
  if (layer instanceof nn.AdaptiveConcatPool2d) return { type, size: layer.size };
  if (layer instanceof nn.AdaptiveAvgPool2d) return { type, size: layer.outputSize };
  if (layer instanceof nn.BatchNorm1d) {
    const { numFeatures: n, eps, momentum, weight, bias } = layer;
    return { type, n, eps, momentum, weight: weight?.at(0).item(), bias: bias?.at(0).item() };
  }
  if (layer instanceof nn.Dropout) return { type, p: layer.p };
  if (layer instanceof nn.Linear) {
    return { type, n_in: layer.inFeatures, n_out: layer.outFeatures, bias: layer.bias !== null };
  }
  if (layer instanceof nn.ReLU) return { type, inplace: layer.inplace };
  if (layer instanceof SigmoidRange) return { type, low: layer.low, high: layer.high };
  return { type };
}

function expectLayers(actual: nn.Sequential, expected: Layer[]): void {
  const layers = [...actual].map(described);
  expect(layers.map(({ type }) => type)).toEqual(expected.map(({ type }) => type));
  layers.forEach((layer, i) => {
    for (const [key, value] of Object.entries(expected[i] ?? {})) {
      if (typeof value === 'number') expect(layer[key]).toBeCloseTo(value, 7);
      else expect(layer[key]).toEqual(value);
    }
  });
}

const isNorm = (module: nn.AnyModule) => module instanceof nn.BatchNorm;

describe('networks', () => {
  test.each(cases('networks').map((network) => [network.arch, network] as const))('%s', (name, network) => {
    const arch: Architecture = findArchitecture(name);
    expect(arch.cut).toBe(network.body_cut);
    const full = arch();
    const children = [...full.namedChildren()].map(([child]) => child);
    const kept = Object.values(network.body_children);
    expect(children.slice(0, kept.length)).toEqual(kept);
    expect(children.slice(kept.length)).toEqual(network.removed_children);

    const model = createVisionModel(arch, network.n_out, { model: full });
    const [body, top] = [...model];
    if (!(body instanceof nn.Sequential) || !(top instanceof nn.Sequential))
      throw new Error('not a body and a head');
    expect(body.length).toBe(kept.length);
    expect(numFeaturesModel(body)).toBe(network.num_features_model);
    expectLayers(top, network.head);

    const groups = arch.split?.(model) ?? [];
    const groupOf = new Map(groups.flatMap((group, i) => group.map((parameter) => [parameter as Tensor, i])));
    const norms = new Set(
      model
        .modules()
        .filter(isNorm)
        .flatMap((norm) => norm.parameters() as Tensor[]),
    );
    const trains = (parameter: Tensor) =>
      groupOf.get(parameter) === groups.length - 1 || norms.has(parameter);
    const rows = [...model.namedParameters()].map(([key, p]) => [key, p.shape, groupOf.get(p), trains(p)]);
    expect(rows).toEqual(network.parameters);
    const size = (tensors: Tensor[]) => tensors.reduce((sum, t) => sum + t.numel(), 0);
    expect(size(model.parameters())).toBe(network.total_params);
    expect(size(model.parameters().filter(trains))).toBe(network.trainable_params_when_frozen);
    expect(groups.length - 1).toBe(network.frozen_idx);
    expect(groups.map((group) => [group.length, size(group), size(group.filter(trains))])).toEqual(
      network.groups.map((group) => [group.n_tensors, group.n_params, group.n_trainable_when_frozen]),
    );
    if (network.buffers) {
      const statistics = [...model.namedBuffers()].filter(([key]) => !key.endsWith('num_batches_tracked'));
      const expected = network.buffers.filter(([key]) => !key.endsWith('num_batches_tracked'));
      expect(statistics.map(([key, b]) => [key, b.shape])).toEqual(expected);
    }
    torch.noGrad(() => {
      model.eval();
      expect(body.forward(torch.randn([1, 3, 64, 96])).shape).toEqual(network.body_output_for_1x3x64x96);
      expect(model.forward(torch.randn([2, 3, 64, 64])).shape).toEqual(network.output_for_2x3x64x64);
    });
  });
});

describe('heads', () => {
  test.each(cases('heads').map((entry) => [JSON.stringify(entry.args), entry] as const))(
    '%s',
    (_, { args, layers }) => {
      expectLayers(head(args), layers);
    },
  );

  test('concat pooling puts the maximum first', () => {
    const { input, output } = models.concat_pool;
    expectClose(new nn.AdaptiveConcatPool2d().forward(tensor(input)), output);
  });

  test('a small head computes the reference in both modes', () => {
    const { args, state, input, output_eval, output_train_without_dropout, running_means_after } =
      models.small_head;
    const small = head(args);
    small.loadStateDict(new Map(Object.entries(state).map(([key, value]) => [key, tensor(value)])));
    const x = tensor(input);
    expectClose(small.eval().forward(x), output_eval);
    small.train();
    for (const module of small.modules()) if (module instanceof nn.Dropout) module.eval();
    expectClose(small.forward(x), output_train_without_dropout);
    const after = small.stateDict();
    for (const [key, value] of Object.entries(running_means_after))
      expectClose(after.get(key) as Tensor, value);
  });

  test('starts from a seed as fastai does', () => {
    const { seed, args, constructed, after_apply_init } = models.initialized_from_seed;
    torch.manualSeed(seed);
    const made = head(args);
    for (const [key, value] of Object.entries(constructed))
      expectClose(made.stateDict().get(key) as Tensor, value, 2e-6);
    applyInit(made, nn.init.kaimingNormal_);
    for (const [key, value] of Object.entries(after_apply_init)) {
      expectClose(made.stateDict().get(key) as Tensor, value, 2e-6);
    }
  });

  test.each(
    cases('head_initialization').map((entry) => [entry.n_in, entry.standard_deviation, entry.layer] as const),
  )('a linear layer of %i inputs starts with standard deviation %f', (_, deviation, layer) => {
    torch.manualSeed(1);
    const linear = new nn.Linear(Number(layer.n_in), Number(layer.n_out), { bias: Boolean(layer.bias) });
    applyInit(linear, nn.init.kaimingNormal_);
    const measured = Number(linear.weight.std());
    // The error of an estimate from n values is about 1 / √(2n) of it.
    expect(Math.abs(measured / deviation - 1)).toBeLessThan(5 / Math.sqrt(2 * linear.weight.numel()));
  });
});

class TwoStage extends nn.Module {
  readonly stem = new nn.Conv2d(3, 4, 3);
  readonly pool = new nn.AdaptiveAvgPool2d(1);
  readonly fc = new nn.Linear(4, 10);

  forward(x: Tensor): Tensor {
    return this.fc.forward(this.pool.forward(this.stem.forward(x)).flatten(1));
  }
}

describe('bodies of one’s own', () => {
  test('are cut before the last pooling layer, by number or by a function', () => {
    expect(createBody(new TwoStage()).children().length).toBe(1);
    expect(createBody(new TwoStage(), { cut: 2 }).children().length).toBe(2);
    expect(createBody(new TwoStage(), { cut: (model) => model }).children().length).toBe(3);
    expect(() => createBody(new nn.Sequential(new nn.Conv2d(3, 4, 3)))).toThrow(/no pooling layer: pass cut/);
  });

  test('become a vision model with a head', () => {
    const model = createVisionModel(() => new TwoStage(), 5, { linFtrs: [] });
    expect(model.eval().forward(torch.randn([2, 3, 8, 8])).shape).toEqual([2, 5]);
  });

  test.each([1, 2, 4])('take %i channels, the learned weights spread over them', (nIn) => {
    const model = new TwoStage();
    const before = model.stem.weight.detach().clone();
    const body = createBody(model, { nIn, cut: 1 });
    const [weight] = body.parameters();
    const expected = {
      1: before.sum([1], { keepdim: true }),
      2: before.narrow(1, 0, 2).mul(1.5),
      4: torch.cat([before, torch.zeros([4, 1, 3, 3])], 1),
    }[nIn];
    expect(flat(weight as Tensor)).toEqual(flat(expected as Tensor));
  });
});

test('a vision model takes other channels, a head of one’s own, a range', () => {
  const options = { linFtrs: [], yRange: [0, 5] as [number, number] };
  const ranged = createVisionModel(findArchitecture('resnet18'), 2, { nIn: 1, ...options }).eval();
  const output = torch.noGrad(() => ranged.forward(torch.randn([2, 1, 64, 64])));
  expect(output.shape).toEqual([2, 2]);
  expect(output.min().item()).toBeGreaterThan(0);
  expect(output.max().item()).toBeLessThan(5);
  const customHead = new nn.Sequential(new nn.AdaptiveAvgPool2d(1), new nn.Flatten(), new nn.Linear(512, 3));
  const own = createVisionModel(findArchitecture('resnet18'), 3, { customHead, init: null }).eval();
  expect(torch.noGrad(() => own.forward(torch.randn([2, 3, 64, 64]))).shape).toEqual([2, 3]);
});

test('a transformer takes other channels too, though its first parameter is no convolution’s', () => {
  const model = createVisionModel(findArchitecture('vit_small_patch16_224'), 2, { nIn: 1 }).eval();
  expect(torch.noGrad(() => model.forward(torch.zeros([1, 1, 224, 224]))).shape).toEqual([1, 2]);
});

test.each(['convnext_tiny', 'vit_small_patch16_224', 'xresnet50', 'mobilenet_v1_075', 'mobilenet_v2'])(
  '%s makes a body, a head and groups of parameters',
  (name) => {
    const arch = findArchitecture(name);
    const model = createVisionModel(arch, 7);
    const groups = arch.split?.(model) ?? [];
    expect(groups.flat().length).toBe(model.parameters().length);
    expect(groups.every((group) => group.length > 0)).toBe(true);
    expect(torch.noGrad(() => model.eval().forward(torch.randn([2, 3, 224, 224]))).shape).toEqual([2, 7]);
  },
);

test.each(['mobilenet_v1_075', 'mobilenet_v2', 'convnext_tiny', 'vit_small_patch16_224', 'xresnet18'])(
  '%s trains in mixed precision',
  (name) => {
    const model = createVisionModel(findArchitecture(name), 3);
    const x = torch.randn([2, 3, 224, 224]);
    const output = torch.autocast({ device: 'cpu', dtype: 'bfloat16' }, () => model.forward(x));
    output.float().sum().backward();
    const finite = model.parameters().map(({ grad }) => Boolean(grad?.isfinite().all().item()));
    expect(finite).not.toContain(false);
  },
);

// fastai's create_vision_model after torch.manual_seed(3), with 5 classes: of the stem, of the last layer, what comes next.
test.each([
  ['resnet18', [0.0056833, 0.0148968, -0.0047616], [0.0954792, -0.034768, 0.0761384], 0.4216716],
  ['xresnet18', [0.00973, -0.1327271, 0.4813814], [0.0349294, 0.0156222, -0.0325711], 0.8899078],
  ['xresnet50', [-0.1281384, 0.2940514, -0.3230622], [-0.0914197, 0.002903, -0.0007243], 0.6595976],
])('%s starts from a seed as fastai’s', (name, stem, last, next) => {
  torch.manualSeed(3);
  const weights = createVisionModel(findArchitecture(name), 5)
    .parameters()
    .filter((parameter) => parameter.shape.length > 1);
  const drawn = torch.rand([1]);
  const actual = [weights.at(0), weights.at(-1), drawn].map((t) => (t ? flat(t).slice(0, 3) : []));
  [...stem, ...last, next].forEach((value, i) => {
    expect(actual.flat()[i]).toBeCloseTo(value, 6);
  });
});

test('xresnet152 has fastai’s number of parameters', () => {
  const size = findArchitecture('xresnet152')()
    .parameters()
    .reduce((sum, parameter) => sum + parameter.numel(), 0);
  expect(size).toBe(60_212_040);
});

test('an unknown architecture names those there are', () => {
  expect(() => findArchitecture('resnet19')).toThrow(
    /'resnet19': did you mean 'resnet18'\? There are .*resnet18, resnet34/,
  );
  expect(() => findArchitecture('resnet18')({ pretrained: true } as never)).toThrow(
    "resnet18 has no option 'pretrained': its options are numClasses",
  );
  expect(() => findArchitecture('alexnet')).toThrow(/'alexnet'; there are .*resnet18, resnet34/);
});

class Net extends nn.ReLU {}
test.each<[string, (...args: never[]) => unknown, unknown[], string]>([
  [
    'createVisionModel',
    createVisionModel,
    [],
    'createVisionModel takes an architecture, such as resnet18, not',
  ],
  ['a name', createVisionModel, ['resnet18', 2], 'not a string'],
  ['a class', createVisionModel, [Net, 2], 'not the class Net'],
  ['a model', createVisionModel, [new Net(), 2], 'not a Net'],
  ['a maker of nothing', createVisionModel, [() => {}, 2], 'createBody takes a model, not undefined'],
  ['createBody', createBody, [], 'createBody takes a model, not undefined'],
  ['createBody of an architecture', createBody, [resnet18], 'createBody takes a model, not the function'],
  ['numFeaturesModel', numFeaturesModel, [null], 'numFeaturesModel takes a model, not null'],
  ['applyInit', applyInit, [], 'applyInit takes a model, not undefined'],
  ['applyInit without a function', applyInit, [new Net()], 'init takes a function, not undefined'],
  ['hasPoolType', hasPoolType, [5], 'hasPoolType takes a module, not a number'],
  ['defaultSplit', defaultSplit, [], 'defaultSplit takes a model, not undefined'],
  ['resnetSplit', resnetSplit, [[]], 'a splitter takes a model, not an array'],
  ['xresnetSplit', xresnetSplit, [Net], 'not the class Net: make one with new Net(…)'],
])('%s that does not go is refused in words', (_, call, args, message) => {
  expect(() => Reflect.apply(call, undefined, args)).toThrow(message);
});

test('whatever it is asked about, isArchitecture answers', () => {
  expect(
    [undefined, null, 5, 'resnet18', () => 1, {}].map((it) => isArchitecture(it as never)),
  ).not.toContain(true);
  expect(isArchitecture(resnet18)).toBe(true);
});
