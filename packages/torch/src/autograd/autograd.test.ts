import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type DType, nn, type Tensor, torch } from '../index.js';

const leaf = (values: number[]): Tensor => torch.tensor(values, { dtype: 'float32', requiresGrad: true });

describe('backward', () => {
  test('adds gradients up in the leaves', () => {
    const x = leaf([1, 2.5]);
    x.mul(x).sum().backward();
    x.mul(3).sum().backward();
    expect(x.grad?.tolist()).toEqual([5, 8]);
    x.grad = null;
    expect(x.grad).toBeNull();
  });

  test('takes a gradient for an output that is no scalar, and keeps the graph on request', () => {
    const x = leaf([1, 2]);
    const y = x.mul(x);
    y.backward({ gradient: torch.tensor([1, 10], { dtype: 'float32' }), retainGraph: true });
    y.backward({ gradient: torch.tensor([1, 10], { dtype: 'float32' }) });
    expect(x.grad?.tolist()).toEqual([4, 80]);
    expect(() => y.backward({ gradient: torch.ones([2]) })).toThrow(/second time/);
  });

  test('says what is wrong with an output that is no scalar', () => {
    expect(() => leaf([1, 2]).mul(2).backward()).toThrow(
      /backward: grad can be implicitly created only for scalar/,
    );
  });

  test('reaches only the inputs asked for', () => {
    const [a, b] = [leaf([1]), leaf([2])];
    a.mul(b)
      .sum()
      .backward({ inputs: [a] });
    expect(a.grad?.tolist()).toEqual([2]);
    expect(b.grad).toBeNull();
  });
});

test('grad returns gradients, null for an unused input where that is allowed', () => {
  const [x, unused] = [leaf([3]), leaf([1])];
  const y = x.mul(x).sum();
  expect(() => torch.grad(y, [x, unused], { retainGraph: true })).toThrow(/not have been used/);
  const [dx, none] = torch.grad(y, [x, unused], { allowUnused: true, createGraph: true });
  expect(dx?.tolist()).toEqual([6]);
  expect(none).toBeNull();
  const [second] = torch.grad(dx?.sum() ?? y, [x]);
  expect(second?.tolist()).toEqual([2]);
});

describe('modes', () => {
  test('end with their function, also by an exception', () => {
    const x = leaf([1]);
    expect(torch.noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(torch.noGrad(() => torch.enableGrad(() => x.mul(2))).requiresGrad).toBe(true);
    for (const mode of [torch.noGrad, torch.inferenceMode])
      expect(() =>
        mode(() => {
          throw new Error('inside');
        }),
      ).toThrow('inside');
    expect(torch.isGradEnabled()).toBe(true);
    expect(x.mul(2).requiresGrad).toBe(true);
  });

  test('refuse what returns a promise', () => {
    // @ts-expect-error the types refuse it, too
    expect(() => torch.noGrad(async () => 1)).toThrow(/synchronous/);
    // @ts-expect-error the types refuse it, too
    expect(() => torch.enableGrad(async () => 1)).toThrow(/synchronous/);
    // @ts-expect-error the types refuse it, too
    expect(() => torch.inferenceMode(async () => 1)).toThrow(/synchronous/);
    // @ts-expect-error the types refuse it, too
    expect(() => torch.autocast({}, async () => 1)).toThrow(/synchronous/);
    expect(torch.isGradEnabled()).toBe(true);
  });

  test('autocast computes matrix products in the lower precision', () => {
    const a = torch.randn([4, 4]);
    expect(torch.autocast({ device: 'cpu', dtype: 'bfloat16' }, () => a.mm(a)).dtype).toBe('bfloat16');
    expect(torch.autocast({ enabled: false }, () => a.mm(a)).dtype).toBe('float32');
    expect(a.mm(a).dtype).toBe('float32');
  });

  test('autocast to a dtype that the processor has no autocast for is refused, and leaves nothing behind', () => {
    const a = torch.randn([4, 4]);
    for (const dtype of ['float64', 'float31', 'float32', 'int8'] as DType[])
      for (const device of ['cpu', 'cuda', 'cuda:0'])
        expect(() => torch.autocast({ device, dtype }, () => a.mm(a))).toThrow(
          new RegExp(`^autocast: ${dtype} is no dtype that it computes in: there are bfloat16 and float16`),
        );
    expect(a.mm(a).dtype).toBe('float32');
  });
});

describe('hooks', () => {
  test('see the gradient and may replace it, until removed', () => {
    const x = leaf([1, 2]);
    const seen: unknown[] = [];
    const hook = x.registerHook((gradient: Tensor) => {
      seen.push(gradient.tolist());
      return gradient.mul(10);
    });
    x.mul(2).sum().backward();
    expect(seen).toEqual([[2, 2]]);
    expect(x.grad?.tolist()).toEqual([20, 20]);
    hook.remove();
    const [plain] = torch.grad(x.mul(2).sum(), x);
    expect(plain?.tolist()).toEqual([2, 2]);
  });

  test('that throw end backward with their own error', () => {
    const x = leaf([1]);
    x.registerHook(() => {
      throw new RangeError('too steep');
    });
    expect(() => x.mul(2).sum().backward()).toThrow(new RangeError('too steep'));
    // The engine is in order afterwards.
    const y = leaf([1]);
    y.mul(2).sum().backward();
    expect(y.grad?.tolist()).toEqual([2]);
  });

  test('may run backward themselves, deeper than the engine goes on one thread', () => {
    const at = (depth: number): number => {
      const x = leaf([1]);
      let deepest = depth;
      x.registerHook(() => {
        if (depth < 70) deepest = torch.enableGrad(() => at(depth + 1));
        return undefined;
      });
      x.mul(2).sum().backward();
      return deepest;
    };
    expect(at(0)).toBe(70);
  });

  test('may call many new operators while one runs', () => {
    const x = leaf([1]);
    x.registerHook((gradient) => {
      for (const operator of Object.values(torch.linalg)) expect(operator).toThrow();
      return gradient.mul(3);
    });
    torch.ops.aten?._backward?.(x.mul(2).sum(), [x]);
    expect(x.grad?.tolist()).toEqual([6]);
  });

  test.skipIf(process.platform !== 'linux' || torch.cuda.isAvailable())('start no thread', () => {
    const threads = () => readdirSync('/proc/self/task').length;
    const x = leaf([1, 2]);
    const seen: number[] = [];
    const backward = () => x.mul(2).sum().backward();
    x.registerHook(() => {
      seen.push(threads());
      return undefined;
    });
    backward();
    const before = threads();
    backward();
    expect(seen.at(-1)).toBe(before);
  });
});

test('a function with its own gradient', () => {
  const square = torch.customFunction<Tensor>(
    (x) => ({ outputs: [x.mul(x)], saved: [x] }),
    ([gradient], [x]) => [gradient && x ? gradient.mul(x).mul(2) : null],
  );
  const x = leaf([3, -1]);
  torch.scope(() => square(x)[0]?.sum().backward());
  expect(x.grad?.tolist()).toEqual([6, -2]);
});

test('a checkpointed block has the gradients of the block itself, with the same dropout', () => {
  torch.manualSeed(1);
  const block = new nn.Sequential(new nn.Linear(4, 8), new nn.Dropout(0.5), new nn.Linear(8, 2));
  const run = (forward: (x: Tensor) => Tensor) => {
    torch.manualSeed(7);
    const x = torch.ones([3, 4], { requiresGrad: true });
    block.zeroGrad();
    forward(x).sum().backward();
    return [x.grad?.tolist(), [...block.parameters()].map((parameter) => parameter.grad?.tolist())];
  };
  const plain = run((x) => block.forward(x));
  expect(run((x) => torch.checkpoint((input) => block.forward(input), x))).toEqual(plain);
});

test('a checkpointed block runs under the same autocast both times, and leaves no tensors of the second', () => {
  const block = new nn.Linear(4, 2);
  const seen: string[] = [];
  const forward = (x: Tensor): Tensor => {
    const y = block.forward(x);
    seen.push(y.dtype);
    return y;
  };
  torch.scope(() => {
    const x = torch.ones([3, 4], { requiresGrad: true });
    const sum = torch.autocast({}, () => torch.checkpoint(forward, x)).sum();
    const before = torch.memory().tensors;
    sum.backward();
    expect(torch.memory().tensors - before).toBeLessThan(12);
  });
  expect(seen).toEqual(['bfloat16', 'bfloat16']);
});

test.each([
  ['its input', (x: Tensor) => x],
  ['a view of its input', (x: Tensor) => x.view([2, 2]).select(0, 0)],
])('a checkpointed function may return %s', (_, forward) => {
  const [x, y] = [leaf([1, 2, 3, 4]), leaf([1, 2, 3, 4])];
  const result = torch.checkpoint(forward, x);
  expect(result).not.toBe(x);
  result.mul(3).sum().backward();
  forward(y).mul(3).sum().backward();
  expect(x.grad?.tolist()).toEqual(y.grad?.tolist());
  expect(x.isLeaf).toBe(true);
});

test('a function that returns an input without a gradient leaves it without one', () => {
  const pass = torch.customFunction<Tensor>(
    (x) => ({ outputs: [x], saved: [] }),
    ([gradient]) => [null, gradient ?? null],
  );
  const [x, w] = [torch.ones([2]), leaf([1, 2])];
  const [out] = pass(x, w);
  expect(x.requiresGrad).toBe(false);
  out?.sum().backward();
  expect(w.grad?.tolist()).toEqual([1, 1]);
});

test('disposed tensors are named with what was done with them', () => {
  const x = leaf([1]);
  const gone = torch.ones([1]);
  gone.dispose();
  const square = (saved: Tensor) =>
    torch.customFunction<Tensor>(
      (y) => ({ outputs: [y.mul(y)], saved: [saved] }),
      ([gradient]) => [gradient ?? null],
    );
  expect(() => torch.grad(x.mul(2), x, { gradOutputs: gone })).toThrow(/^grad: this tensor was disposed/);
  expect(() => torch.grad(gone, x)).toThrow(/^grad: this tensor was disposed/);
  const uses: [string, () => unknown][] = [
    ['at', () => gone.at(0)],
    ['at', () => x.at(gone)],
    ['put', () => gone.put([0], 1)],
    ['put', () => torch.ones([1]).put([0], gone)],
    ['tolist', () => gone.tolist()],
    ['size', () => gone.size(0)],
    ['T', () => gone.T],
    ['setRngState', () => torch.setRngState(gone)],
    ['setState', () => new torch.Generator().setState(gone)],
  ];
  for (const [operation, use] of uses)
    expect(use).toThrow(new RegExp(`^${operation}: this tensor was disposed`));
  expect(() => square(gone)(x)).toThrow(/^customFunction: this tensor was disposed/);
  expect(() => torch.grad(x.mul(torch.ones([2])), x)).toThrow(
    /^grad: .*called with \[float32\[2\], float32\[1\]\]/,
  );
  expect(() => torch.setRngState(torch.ones([2]))).toThrow(/^setRngState: .*called with float32\[2\]/);
  expect(() => new torch.Generator('gpu')).toThrow(/^Generator: unknown device 'gpu'/);
  expect(() => torch.setNumThreads(0)).toThrow(/^setNumThreads: .*between 1 and 4096/);
});

/** A value as plain JavaScript gives it, whatever the types say. */
const given = (value?: unknown) => value as never;

test.each<[string, () => unknown, string]>([
  ['no function', () => torch.noGrad(given()), 'noGrad takes a function, not undefined'],
  ['a tensor', () => torch.scope(given(leaf([1]))), 'scope takes a function, not a Tensor'],
  [
    'a promise',
    () => torch.inferenceMode(given(Promise.resolve(1))),
    'inferenceMode takes a function, not a Promise: await it',
  ],
  [
    'autocast without options',
    () =>
      torch.autocast(
        given(() => 1),
        given(),
      ),
    'autocast(options, fn) takes a function',
  ],
  [
    'a device that is none',
    () => torch.autocast({ device: given(0) }, () => 1),
    "device is 'cpu', 'cuda' or the like, not 0",
  ],
  [
    'a module',
    () => torch.checkpoint(given(new nn.ReLU()), leaf([1])),
    'checkpoint takes a function, not a ReLU',
  ],
  [
    'numbers',
    () => torch.checkpoint((x) => x, given([1, 2])),
    'checkpoint takes a tensor as inputs[0], not an array: torch.tensor makes one of it',
  ],
  [
    'an async function',
    () =>
      torch.checkpoint(
        given(async (x: Tensor) => x),
        leaf([1]),
      ),
    'checkpoint: the function gives a tensor, not a Promise: await it',
  ],
  ['no list', () => torch.grad(leaf([1]), given(null)), 'grad takes a list of tensors as inputs, not null'],
  [
    'no tensor in it',
    () => torch.grad(leaf([1]), [leaf([1]), given()]),
    'a tensor as inputs[1], not undefined',
  ],
  [
    'vectors of numbers',
    () => torch.grad(leaf([1]), leaf([1]), { gradOutputs: given([1]) }),
    'grad takes a tensor as gradOutputs[0], not a number',
  ],
  [
    'no forward',
    () => torch.customFunction(given(), given()),
    'customFunction: forward takes a function, not undefined',
  ],
  [
    'a forward that gives a tensor',
    () =>
      torch.customFunction<Tensor>(
        given((x: Tensor) => x),
        () => [],
      )(leaf([1])),
    'forward gives { outputs, saved }, two lists of tensors, not a Tensor',
  ],
  [
    'a backward that gives a tensor',
    () =>
      torch
        .customFunction<Tensor>(
          (x) => ({ outputs: [x.mul(2)], saved: [] }),
          given(([g]: Tensor[]) => g),
        )(leaf([1]))[0]
        ?.backward(),
    'customFunction: backward gives a list, a gradient for each input or null, not a Tensor',
  ],
  [
    'a gradient of numbers',
    () => leaf([1, 2]).backward({ gradient: given([1, 1]) }),
    'backward takes a tensor, not an array',
  ],
  [
    'one input',
    () => leaf([1]).backward({ inputs: given(leaf([1])) }),
    'backward takes a list of tensors as inputs, not a Tensor',
  ],
  ['a number as gradient', () => Object.assign(leaf([1]), { grad: 5 }), 'grad takes a tensor, not a number'],
  ['null as data', () => Object.assign(leaf([1]), { data: null }), 'data takes a tensor, not null'],
  ['no hook', () => leaf([1]).registerHook(given()), 'registerHook takes a function, not undefined'],
])('%s is refused in words', (_, call, words) => {
  expect(call).toThrow(TypeError);
  expect(call).toThrow(words);
});
