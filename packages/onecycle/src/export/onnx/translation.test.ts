import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { afterAll, describe, expect, test } from 'vitest';
import { hasOnnxRuntime } from '../../testing/onnx-runtime.js';
import { ModelProtoSchema } from '../generated/onnx_pb.js';
import { loadOnnxRuntime } from '../onnx-runtime.js';
import { Translation } from './index.js';

const scratch = mkdtempSync(join(tmpdir(), 'onecycle-onnx-'));
afterAll(() => rmSync(scratch, { recursive: true }));

type Fn = (x: Tensor) => Tensor;

function translated(fn: Fn | nn.Module, example: Tensor, options = {}): Uint8Array {
  const program = torch.noGrad(() => torch.record(fn as Fn, [example], { batch: 'dynamic' }));
  const translation = new Translation(program, { opset: 17, half: false, quantize: false, ...options });
  const { builder } = translation;
  builder.input('x', 'float32', ['N', ...example.shape.slice(1)]);
  const output = translation.run('x');
  builder.output('y', output, 'float32', program.graph.outputs[0]?.shape.map(String) ?? []);
  translation.dispose();
  return builder.bytes({ name: 'test', version: '0', metadata: {} });
}

async function run(model: Uint8Array, x: Tensor): Promise<Tensor> {
  const file = join(scratch, 'model.onnx');
  writeFileSync(file, model);
  const runtime = loadOnnxRuntime();
  const session = await runtime.InferenceSession.create(file, { logSeverityLevel: 3 });
  const data = Float32Array.from(x.contiguous().toTypedArray(), Number);
  const { y } = await session.run({ x: new runtime.Tensor('float32', data, x.shape) });
  await session.release();
  if (!y) throw new Error('the model gave nothing');
  return torch.fromTypedArray(y.data, [...y.dims]);
}

const positive = (x: Tensor) => x.abs().add(0.5);
const eye = torch.eye(4);

/** Functions of [N, 4, 6, 6]. */
const functions: Record<string, Fn> = {
  activations: (x) =>
    torch.cat(
      [
        x.relu(),
        x.sigmoid(),
        x.tanh(),
        x.erf(),
        F.gelu(x),
        F.gelu(x, { approximate: 'tanh' }),
        F.silu(x),
        F.mish(x),
      ],
      1,
    ),
  'more activations': (x) =>
    torch.cat(
      [
        F.hardswish(x),
        F.hardsigmoid(x),
        F.relu6(x),
        F.leakyRelu(x, 0.2),
        F.elu(x, 0.7),
        F.selu(x),
        F.celu(x),
        F.softplus(x),
        F.softsign(x),
      ],
      1,
    ),
  arithmetic: (x) =>
    x.add(x, { alpha: 2 }).sub(1).mul(x).div(3).pow(2).neg().add(positive(x).sqrt()).sub(positive(x).log()),
  'numbers first': (x) =>
    torch.rsub(x, 2).add(positive(x).reciprocal()).add(positive(x).rsqrt()).add(torch.pow(2, x)),
  rounding: (x) => x.mul(10).round().add(x.floor()).add(x.ceil()).add(x.sign()),
  comparisons: (x) =>
    torch
      .where(x.gt(0), x, x.mul(0.1))
      .add(x.le(0.5).float())
      .maskedFill(x.ne(x), 1)
      .add(x.eq(0).logicalNot().float()),
  clamps: (x) =>
    x
      .clamp(-0.5, 0.5)
      .add(x.clampMin(0))
      .add(x.clampMax(1))
      .add(torch.maximum(x, x.neg()))
      .add(torch.minimum(x, x.mul(2))),
  reductions: (x) =>
    x
      .mean([2, 3], true)
      .add(x.sum([1], true))
      .add(x.amax([3], true))
      .add(x.amin([2], true))
      .add(x.mean()),
  'maximum with its places': (x) => (torch.max(x, 1) as unknown as [Tensor, Tensor])[0],
  shapes: (x) =>
    x
      .reshape([x.size(0), 2, 2, 36])
      .permute([0, 2, 1, 3])
      .flatten(2)
      .unsqueeze(1)
      .squeeze(1)
      .transpose(1, 2),
  parts: (x) => {
    const [a, b] = x.chunk(2, 1) as [Tensor, Tensor];
    const [c] = x.split([1, 3], 1) as [Tensor, Tensor];
    return a
      .mul(b)
      .add(c)
      .add(x.select(1, 2).unsqueeze(1))
      .add(x.narrow(1, 1, 2))
      .add(x.at(':', '1:3', ':', ':'))
      .add(x.unbind(1)[0]?.unsqueeze(1) ?? x);
  },
  'a row of the batch by itself': (x) => torch.stack([x, x.mul(2)], 1).sum(1),
  padding: (x) =>
    torch.cat(
      [
        F.pad(x, [1, 2, 0, 1], { value: 3 }),
        F.pad(x, [1, 2, 1, 0], { mode: 'reflect' }),
        F.pad(x, [2, 1, 1, 0], { mode: 'replicate' }),
      ],
      1,
    ),
  pooling: (x) =>
    torch.cat(
      [
        F.maxPool2d(x, 3, { stride: 1, padding: 1 }),
        F.avgPool2d(x, 3, { stride: 1, padding: 1 }),
        F.avgPool2d(x, 3, { stride: 1, padding: 1, countIncludePad: false }),
      ],
      1,
    ),
  'adaptive pooling': (x) =>
    F.adaptiveAvgPool2d(x, [3, 2])
      .add(F.adaptiveMaxPool2d(x, [3, 2]))
      .add(F.adaptiveAvgPool2d(x, 1)),
  'sizes rounded up': (x) =>
    F.avgPool2d(x.narrow(2, 0, 5).narrow(3, 0, 5), 2, { ceilMode: true }).add(
      F.maxPool2d(x.narrow(2, 0, 5).narrow(3, 0, 5), 2, { ceilMode: true }),
    ),
  resizing: (x) =>
    torch.cat(
      [
        F.interpolate(x, { scaleFactor: 2 }),
        F.interpolate(x, { size: [12, 12], mode: 'bilinear' }),
        F.interpolate(x, { size: [12, 12], mode: 'bilinear', alignCorners: true }),
      ],
      1,
    ),
  'matrix products': (x) => x.matmul(x.transpose(2, 3)).add(torch.einsum('nchw,ncwk->nchk', [x, x])),
  softmax: (x) => torch.softmax(x, 1).add(torch.logSoftmax(x, -1)),
  'tensors made inside': (x) =>
    x
      .add(torch.arange(6))
      .add(torch.zeros([x.size(0), 1, 1, 1]))
      .add(torch.ones([x.size(0), 4, 6, 6]))
      .add(torch.linspace(0, 1, 6))
      .matmul(torch.eye(6)),
  'conversions and indices': (x) =>
    x
      .long()
      .add(1)
      .float()
      .add(x.double().float())
      .indexSelect(1, torch.tensor([3, 0]))
      .add(eye.at([1, 2]).select(1, 0).reshape([1, 2, 1, 1])),
  'changes in place': (x) => x.mul(2).add_(1).relu_().mul_(x).clamp_(0, 3),
  expansion: (x) =>
    x
      .mean([0], true)
      .expand([x.size(0), -1, -1, -1])
      .add(x),
  'pixel shuffle': (x) => torch.pixelShuffle(x, 2),
};

const modules: Record<string, () => nn.Module> = {
  'convolutions and norms': () =>
    new nn.Sequential(
      new nn.Conv2d(4, 8, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(8),
      new nn.ReLU({ inplace: true }),
      new nn.BatchNorm2d(8),
      new nn.Conv2d(8, 8, 3, { stride: 2, groups: 4, dilation: 2, padding: 2 }),
      new nn.GroupNorm(2, 8),
      new nn.InstanceNorm2d(8, { affine: true }),
      new nn.PReLU(8),
      new nn.ConvTranspose2d(8, 4, 3, { stride: 2, outputPadding: 1 }),
    ),
  "fastai's head": () =>
    new nn.Sequential(
      new nn.AdaptiveConcatPool2d(),
      new nn.Flatten(),
      new nn.BatchNorm1d(8),
      new nn.Dropout(0.25),
      new nn.Linear(8, 16, { bias: false }),
      new nn.ReLU({ inplace: true }),
      new nn.BatchNorm1d(16),
      new nn.Dropout(0.5),
      new nn.Linear(16, 5, { bias: false }),
    ),
  'linear layers before their norm': () =>
    new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(144, 8),
      new nn.BatchNorm1d(8),
      new nn.ReLU(),
      new nn.Linear(8, 3),
    ),
  attention: () => new SelfAttention(),
};

class SelfAttention extends nn.Module {
  readonly norm = new nn.LayerNorm(36);
  readonly attention = new nn.MultiheadAttention(36, 4, { batchFirst: true });

  forward(x: Tensor): Tensor {
    const tokens = this.norm.forward(x.flatten(2));
    return this.attention.forward(tokens, tokens, tokens)[0];
  }
}

/** Norms that would not be seen otherwise: as after some training. */
function trained(module: nn.Module): nn.Module {
  torch.noGrad(() => {
    for (const tensor of [...module.parameters(), ...module.buffers()])
      if (tensor.isDifferentiable) tensor.copy_(torch.rand(tensor.shape).add(0.2));
  });
  return module.eval();
}

const cases: [string, Fn | nn.Module][] = [
  ...Object.entries(functions),
  ...Object.entries(modules).map(([name, make]): [string, nn.Module] => [name, trained(make())]),
];

/** Operators that ONNX has only since a later version than 17. */
const since: Record<string, number> = { Mish: 18, Gelu: 20 };

/** The operators of a model in their order. Throws where one takes what none before it gives, or is too new for the opset. */
function operatorsOf(model: Uint8Array, opset: number): string[] {
  const { graph, opsetImport } = fromBinary(ModelProtoSchema, model);
  if (!graph) throw new Error('the model has no graph');
  expect(opsetImport.map(({ domain, version }) => [domain, Number(version)])).toEqual([['', opset]]);
  const known = new Set([
    '',
    ...graph.input.map(({ name }) => name),
    ...graph.initializer.map(({ name }) => name),
  ]);
  for (const { name, opType, input, output } of graph.node) {
    expect(
      input.filter((one) => !known.has(one)),
      `${opType} ${name}`,
    ).toEqual([]);
    expect(since[opType] ?? 1, opType).toBeLessThanOrEqual(opset);
    for (const one of output) {
      if (one !== '') expect(known, `${opType} ${name}`).not.toContain(one);
      known.add(one);
    }
  }
  expect(graph.output.filter(({ name }) => !known.has(name))).toEqual([]);
  return graph.node.map(({ opType }) => opType);
}

test('the operators that functions and networks become', async () => {
  const lines = cases.flatMap(([name, fn]) => {
    torch.manualSeed(3);
    const example = torch.randn([2, 4, 6, 6]);
    const [old, recent] = [17, 20].map((opset) =>
      operatorsOf(translated(fn, example, { opset }), opset).join(' '),
    );
    return [`${name}: ${old}`, ...(recent === old ? [] : [`${name}, opset 20: ${recent}`])];
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./fixtures/translations.txt');
});

/** A network whose first weight is large enough to be rounded to 8 bits. */
const wide = () =>
  trained(new nn.Sequential(new nn.Flatten(), new nn.Linear(144, 16), new nn.ReLU(), new nn.Linear(16, 5)));

test('weights in 16 bits, and large ones in 8', () => {
  const head = wide();
  const example = torch.randn([2, 4, 6, 6]);
  const weights = (options: object) => {
    const { graph } = fromBinary(ModelProtoSchema, translated(head, example, options));
    return (graph?.initializer ?? []).filter(({ dims }) => dims.length === 2).map(({ dataType }) => dataType);
  };
  // TensorProto's numbers: 1 is float32, 10 float16, 3 int8.
  expect([weights({}), weights({ half: true }), weights({ quantize: true })]).toEqual([
    [1, 1],
    [10, 10],
    [3, 1],
  ]);
  expect(operatorsOf(translated(head, example, { quantize: true }), 17)).toContain('DequantizeLinear');
});

describe.skipIf(!hasOnnxRuntime())(
  'what ONNX Runtime makes of a translation is what libtorch makes of the function',
  () => {
    test.each(cases)('%s', async (_, fn) => {
      torch.manualSeed(3);
      const forward: Fn = (x) => torch.noGrad(() => (typeof fn === 'function' ? fn(x) : fn.forward(x)));
      for (const opset of [17, 20]) {
        const model = translated(fn, torch.randn([2, 4, 6, 6]), { opset });
        for (const rows of [1, 3]) {
          const x = torch.randn([rows, 4, 6, 6]);
          const [expected, actual] = [forward(x), await run(model, x)];
          expect(actual.shape).toEqual(expected.shape);
          expect(Number(actual.sub(expected).abs().max().item())).toBeLessThan(
            2e-4 * Math.max(1, Number(expected.abs().max().item())),
          );
        }
      }
    });

    test('in 16 bits, and with weights in 8, it is close', async () => {
      const model = wide();
      const x = torch.randn([3, 4, 6, 6]);
      const expected = torch.noGrad(() => model.forward(x));
      for (const options of [{ half: true }, { quantize: true }, { half: true, quantize: true }]) {
        const difference = (await run(translated(model, x, options), x)).sub(expected).abs().max().item();
        expect(difference).toBeGreaterThan(0);
        expect(difference).toBeLessThan(0.02 * Number(expected.abs().max().item()));
      }
    });
  },
);

describe('what has no translation is named, with the module that it came from', () => {
  class Odd extends nn.Module {
    readonly inner: nn.Module;

    constructor(fn: Fn) {
      super();
      this.inner = new nn.Lambda(fn);
    }

    forward(x: Tensor): Tensor {
      return this.inner.forward(x);
    }
  }
  test.each<[string, Fn, RegExp]>([
    [
      'an operator',
      (x) => x.cumsum(1),
      /operator cumsum, called by inner \(Lambda\), has no translation into ONNX$/,
    ],
    ['random numbers', (x) => x.add(torch.randn([4, 6, 6])), /randn.*inner \(Lambda\).*random numbers/],
    [
      'a view that is written to',
      (x) => {
        const y = x.mul(2);
        y.select(1, 0).relu_();
        return y;
      },
      /relu_.*memory that another tensor shows/,
    ],
    ['an input that is written to', (x) => x.relu_(), /relu_.*what the function did not make/],
    [
      'the places of maxima',
      (x) => (torch.max(x, 1) as unknown as [Tensor, Tensor])[1].float(),
      /places of maxima/,
    ],
    [
      'a norm of the batch',
      (x) => torch.batchNorm(x, null, null, null, null, true, 0.1, 1e-5, false),
      /statistics of the batch/,
    ],
  ])('%s', (_, fn, message) => {
    expect(() => translated(new Odd(fn), torch.randn([2, 4, 6, 6]))).toThrow(message);
  });
});
