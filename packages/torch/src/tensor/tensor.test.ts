import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Tensor, torch } from '../index.js';

describe('item', () => {
  test('gives numbers, booleans, and bigints beyond 2^53', () => {
    expect(torch.tensor([[2.5]]).item()).toBe(2.5);
    expect(torch.tensor(true).item()).toBe(true);
    expect(torch.tensor(2 ** 53 - 1).item()).toBe(2 ** 53 - 1);
    expect(torch.tensor(2n ** 62n).item()).toBe(2n ** 62n);
    expect(torch.tensor(-(2n ** 63n)).item()).toBe(-(2n ** 63n));
    expect(torch.tensor(0.1).item()).toBe(Math.fround(0.1));
    expect(torch.tensor(0.1, { dtype: 'float16' }).item()).toBeCloseTo(0.1, 3);
  });

  test.each([[[1, 2]], [[]]])('%j has not one element', (data) => {
    expect(() => torch.tensor(data).item()).toThrow(/^item: /);
  });
});

describe('tolist', () => {
  test('nests as the shape does', () => {
    expect(torch.arange(6).reshape([1, 3, 2]).tolist()).toEqual([
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
    ]);
    expect(torch.tensor(4).tolist()).toBe(4);
    expect(torch.empty([2, 0]).tolist()).toEqual([[], []]);
    expect(torch.empty([0, 2]).tolist()).toEqual([]);
  });

  test('reads what lies across memory in its logical order', () => {
    expect(torch.arange(6).reshape([2, 3]).T.tolist()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    expect(torch.ones([1]).expand([2, 2]).tolist()).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(torch.arange(10).at('1::4').tolist()).toEqual([1, 5, 9]);
  });

  test('gives bigints only where numbers would lose digits', () => {
    expect(torch.tensor([1n, 2n ** 60n]).tolist()).toEqual([1, 2n ** 60n]);
  });
});

describe('toTypedArray', () => {
  test('is a view where the tensor is contiguous on the CPU', () => {
    const x = torch.zeros([2, 2]);
    const view = x.toTypedArray();
    x.fill_(3);
    expect(view).toEqual(Float32Array.of(3, 3, 3, 3));
    view[0] = 7;
    expect(x.tolist()).toEqual([
      [7, 3],
      [3, 3],
    ]);
  });

  test('is a copy in row-major order elsewhere', () => {
    const x = torch.arange(4).reshape([2, 2]);
    expect(x.T.toTypedArray()).toEqual(BigInt64Array.of(0n, 2n, 1n, 3n));
  });

  test('keeps the memory alive, and sees a slice from its start', () => {
    const view = torch.arange(10, { dtype: 'float32' }).at('4:6').toTypedArray();
    torch.sweep();
    expect(view).toEqual(Float32Array.of(4, 5));
    const x = torch.ones([1000]);
    const kept = x.toTypedArray();
    x.dispose();
    expect(kept.length).toBe(1000);
    expect(kept[999]).toBe(1);
  });

  test('outlives what may happen to the tensor', () => {
    const x = torch.ones([4]);
    const view = x.toTypedArray();
    expect(() => x.resize_([1_000_000])).toThrow(/not resizable/);
    x.data = torch.zeros([2]);
    expect(view).toEqual(Float32Array.of(1, 1, 1, 1));
    const y = torch.ones([2]);
    expect([y.toTypedArray(), y.toTypedArray()]).toEqual([Float32Array.of(1, 1), Float32Array.of(1, 1)]);
    const printed = torch.ones([2]);
    expect(String(printed.resize_([0]).dtype)).toBe('float32');
    String(printed.tolist());
    expect(printed.resize_([3]).shape).toEqual([3]);
  });

  test('works on what requires a gradient, and on nothing', () => {
    expect(torch.ones([2], { requiresGrad: true }).mul(2).toTypedArray()).toEqual(Float32Array.of(2, 2));
    expect(torch.empty([0, 3]).toTypedArray()).toEqual(new Float32Array(0));
  });

  test('resolves the lazy conjugate of complex numbers', () => {
    const z = torch.fromTypedArray(Float32Array.of(1, 2), [1], { dtype: 'complex64' });
    expect(z.conj().toTypedArray()).toEqual(Float32Array.of(1, -2));
    expect(torch.imag(z.conj()).toTypedArray()).toEqual(Float32Array.of(-2));
    expect(() => z.tolist()).toThrow(/tolist: complex numbers have no JavaScript numbers; use viewAsReal/);
  });

  test('says why where there is no memory to look at', () => {
    expect(() => torch.empty([2], { device: 'meta' }).toTypedArray()).toThrow(/toTypedArray|copy/);
  });
});

describe('to', () => {
  test.each([
    ['float', 'float32'],
    ['double', 'float64'],
    ['half', 'float16'],
    ['bfloat16', 'bfloat16'],
    ['long', 'int64'],
    ['int', 'int32'],
    ['byte', 'uint8'],
    ['bool', 'bool'],
  ] as const)('%s()', (method, dtype) => expect(torch.tensor([1, 0])[method]().dtype).toBe(dtype));

  test('gives the same tensor where nothing changes', () => {
    const x = torch.ones([2]);
    expect([x.to('float32'), x.to('cpu'), x.to(x), x.float()].every((y) => y === x)).toBe(true);
    expect(x.to('float32', { copy: true })).not.toBe(x);
    expect(x.to('cpu:0')).toBe(x);
    const picture = torch.zeros([2, 3, 4, 4]);
    const last = picture.to({ memoryFormat: 'channels_last' });
    expect(last.to({ memoryFormat: 'channels_last' })).toBe(last);
    expect(last.to({ memoryFormat: 'preserve', dtype: 'float32' })).toBe(last);
    expect(last.to({ memoryFormat: 'contiguous' }).stride()).toEqual(picture.stride());
    expect(picture.to({ memoryFormat: 'contiguous' })).toBe(picture);
  });

  test('changes the memory format', () => {
    const x = torch.zeros([2, 3, 4, 4]).to({ memoryFormat: 'channels_last' });
    expect([x.stride(), x.isContiguous(), x.isContiguous({ memoryFormat: 'channels_last' })]).toEqual([
      [48, 1, 12, 3],
      false,
      true,
    ]);
  });

  test.each(['float31', 'gpu', 'cuda:x', ''])('%j is neither dtype nor device', (target) => {
    expect(() => torch.ones([1]).to(target)).toThrow(/unknown device/);
  });
});

test('unique gives the distinct values, with places and counts where asked for', () => {
  const x = torch.tensor([
    [3, 1],
    [3, 2],
    [3, 1],
  ]);
  const before = torch.memory().tensors;
  const values: Tensor = x.unique();
  expect(values.tolist()).toEqual([1, 2, 3]);
  const [, inverse] = torch.unique(x, { returnInverse: true });
  expect(inverse.tolist()).toEqual([
    [2, 0],
    [2, 1],
    [2, 0],
  ]);
  const [, counts] = x.unique({ returnCounts: true });
  expect(counts.tolist()).toEqual([2, 1, 3]);
  expect(torch.unique(x, { returnInverse: true, returnCounts: true })).toHaveLength(3);
  const [rows, times] = x.unique({ dim: 0, returnCounts: true });
  expect([rows.tolist(), times.tolist()]).toEqual([
    [
      [3, 1],
      [3, 2],
    ],
    [2, 1],
  ]);
  expect(torch.memory().tensors - before).toBe(1 + 2 + 2 + 3 + 2);
  expect(torch.numel(x)).toBe(6);
});

test('retainGrad keeps the gradient of what is no leaf', () => {
  const x = torch.ones([2], { requiresGrad: true });
  const y = x.mul(2);
  y.retainGrad();
  y.sum().backward();
  expect(y.grad?.tolist()).toEqual([1, 1]);
});

describe('appearing', () => {
  class TensorCategory extends Tensor {}
  const y = TensorCategory.from(torch.tensor([0, 5, 23]));

  test('as text, in the console, in Deno and in a notebook, under the name of its class', () => {
    const text = 'TensorCategory([ 0,  5, 23])';
    expect(String(y)).toBe(text);
    expect(inspect(y)).toBe(text);
    expect(inspect({ y: [y] })).toBe(`{ y: [ ${text} ] }`);
    const call = (symbol: string) => Reflect.get(y, Symbol.for(symbol)).call(y, inspect, {});
    expect(call('Deno.customInspect')).toBe(text);
    expect(call('Jupyter.display')).toEqual({ 'text/plain': text });
  });

  test('leaves no tensors behind', () => {
    const large = torch.randn([50, 50]);
    const before = torch.memory().tensors;
    String(large);
    String(large.half().dispose() ?? y);
    expect(torch.memory().tensors).toBe(before);
  });

  test('operators on a subclass give plain tensors', () => {
    expect(y.add(1).constructor).toBe(Tensor);
  });

  test('also where the elements cannot be read', () => {
    expect(String(torch.ops.aten?.to_sparse?.(torch.eye(3)))).toBe(
      'tensor(..., size=(3, 3), layout=torch.sparse_coo)',
    );
    expect(String(torch.ops.aten?.quantize_per_tensor?.(torch.rand([3]), 0.1, 0, 'quint8'))).toBe(
      'tensor(..., size=(3,), dtype=torch.quint8)',
    );
  });

  test('tells the operation that made it', () => {
    const x = torch.tensor([1, 2], { dtype: 'float32', requiresGrad: true });
    expect([x, x.add(1), x.mean(), x.softmax(0)].map(String)).toEqual([
      'tensor([1., 2.], requires_grad=True)',
      'tensor([2., 3.], grad_fn=<AddBackward0>)',
      'tensor(1.5000, grad_fn=<MeanBackward0>)',
      'tensor([0.2689, 0.7311], grad_fn=<SoftmaxBackward0>)',
    ]);
  });
});

test('a tensor as JSON is its numbers', () => {
  expect(
    JSON.stringify({
      x: torch.tensor([
        [1, 2.5],
        [Number.NaN, 4],
      ]),
    }),
  ).toBe('{"x":[[1,2.5],[null,4]]}');
  expect(JSON.stringify([torch.tensor(true), torch.zeros([0])])).toBe('[true,[]]');
});

test('a tensor is not cloned into something that is none', () => {
  const x = torch.tensor([1, 2]);
  for (const tensor of [x, torch.keep(torch.scope(() => torch.keep(x.add(1))))])
    expect(() => structuredClone({ tensor })).toThrow(
      'a tensor belongs to one thread: send x.toTypedArray() and x.shape in its place',
    );
});

test('what is no tensor, device or dtype is refused in words', () => {
  const given = (value?: unknown) => value as never;
  const x = torch.ones([2]);
  expect(() => Tensor.from(given())).toThrow('from takes a tensor, not undefined');
  expect(() => torch.numel(given([1, 2]))).toThrow(
    'numel takes a tensor, not an array: torch.tensor makes one of it',
  );
  expect(() => x.to(given(5))).toThrow('to takes a dtype, a device or a tensor, not 5');
  expect(() => x.to(given(Promise.resolve('cpu')))).toThrow(/not a Promise: await it$/);
});
