import { describe, expect, test } from 'vitest';
import { OutOfMemoryError, TorchError, torch } from '../index.js';

describe('overloads are chosen by the arguments', () => {
  const x = torch.tensor(
    [
      [1, 5],
      [4, 2],
    ],
    { dtype: 'float32' },
  );

  test('tensor, number, dimension, list of dimensions', () => {
    expect(x.add(x).tolist()).toEqual([
      [2, 10],
      [8, 4],
    ]);
    expect(x.add(1, { alpha: 2 }).at(0, 0).item()).toBe(3);
    expect(x.max().item()).toBe(5);
    expect(x.max(1)[1].tolist()).toEqual([1, 0]);
    expect(x.max(torch.full([2, 2], 3)).tolist()).toEqual([
      [3, 5],
      [4, 3],
    ]);
    expect(x.sum([0, 1], { keepdim: true }).shape).toEqual([1, 1]);
    expect(x.sum(0, true).shape).toEqual([1, 2]);
    expect(torch.pow(2, torch.tensor([3])).tolist()).toEqual([8]);
  });

  test('one number stands for all members of a list of fixed length', () => {
    const y = torch.conv2d(torch.ones([1, 1, 5, 5]), torch.ones([1, 1, 3, 3]), null, {
      padding: 1,
      stride: 2,
    });
    expect(y.shape).toEqual([1, 1, 3, 3]);
    expect(torch.zeros(3).shape).toEqual([3]);
  });

  test('a bigint is a whole number, alone, for a list and in one', () => {
    const call = (name: string, ...args: unknown[]) => String(torch.ops.aten?.[name]?.(...args));
    expect(call('sum', x, 0n)).toBe('tensor([5., 7.])');
    expect(call('sum', x, [0n, 1])).toBe('tensor(12.)');
    expect(call('zeros', [2n, 1])).toBe(call('zeros', [2, 1n]));
    expect(call('add', x, 1n, { alpha: 2n })).toBe(call('add', x, 2));
    expect(call('dropout', x, 0n, true)).toBe(String(x));
    expect(call('quantile', x, 1n)).toBe('tensor(5.)');
    expect(() => call('zeros', [2n, 'a'])).toThrow(/different kinds/);
  });

  test('an argument that no operator takes is refused with the name of the operator, and what it was called with', () => {
    const odd =
      (...args: unknown[]) =>
      () =>
        torch.ops.aten?.cat?.(...args);
    const y = torch.ones([1]);
    expect(odd([y, 1])).toThrow(
      'cat: the members of an array must be of one kind, and these are of different kinds (called with [float32[1], 1])',
    );
    expect(odd([[y], [y]])).toThrow(/^cat: an array of arrays .* \(called with /);
    expect(odd([{}])).toThrow(/^cat: an array of objects is no argument/);
    expect(odd([y], () => 0)).toThrow(
      'cat: a function is no argument of an operator (called with [float32[1]], a function)',
    );
    expect(odd([y, 1])).toThrow(TorchError);
  });

  test('one number for a list yields to an overload that means a number', () => {
    expect(torch.hsplit(torch.arange(6), 2).map(({ shape }) => shape)).toEqual([[3], [3]]);
    expect(torch.hsplit(torch.arange(6), [2]).map(({ shape }) => shape)).toEqual([[2], [4]]);
  });

  test('an in-place operator returns the very tensor', () => {
    const y = x.clone();
    expect(y.mul_(2)).toBe(y);
    expect(torch.ops.aten?.['add.out']?.(y, y, { out: y })).toBe(y);
  });

  test('factories, and they alone, take requiresGrad, on or off', () => {
    expect(torch.zeros([2], { requiresGrad: true }).requiresGrad).toBe(true);
    expect(torch.zeros([2], { requiresGrad: false }).requiresGrad).toBe(false);
    expect(torch.zerosLike(x, { requiresGrad: false }).requiresGrad).toBe(false);
    expect(torch.tensor([1.5], { requiresGrad: false }).requiresGrad).toBe(false);
    // @ts-expect-error no factory
    expect(() => torch.sum(x, { requiresGrad: true })).toThrow(/no overload/);
  });

  test('groups of operators have their namespaces', () => {
    expect(torch.linalg.det(x).item()).toBeCloseTo(-18, 4);
    expect(torch.special.expit(torch.zeros([1])).item()).toBe(0.5);
  });
});

describe('errors', () => {
  test('name the operator, the arguments and the reason', () => {
    expect(() => torch.ones([2, 3]).add(torch.ones([4]))).toThrow(
      /^add: The size of tensor a \(3\) must match .* \(called with float32\[2, 3\], float32\[4\]\)$/,
    );
  });

  test('list the overloads where none fits', () => {
    // @ts-expect-error no overload takes a string
    expect(() => torch.ones([1]).add('1')).toThrow(
      /add: no overload takes \(float32\[1\], '1'\).*add\.Tensor/s,
    );
    // @ts-expect-error there is no such option
    expect(() => torch.ones([1]).sum(0, { keepDims: true })).toThrow(/no overload/);
  });

  test('refuse unknown dtypes, devices and operators', () => {
    // @ts-expect-error no such dtype
    expect(() => torch.zeros([1], { dtype: 'float31' })).toThrow(/unknown dtype 'float31'/);
    expect(() => torch.zeros([1], { device: 'gpu' })).toThrow(/unknown device 'gpu'/);
    expect(() => torch.ops.aten?.levitate?.(torch.ones([1]))).toThrow(
      /this libtorch .* has no such operator/,
    );
  });

  test('tell that memory ran out from other failures', () => {
    expect(() => torch.empty([2 ** 50])).toThrow(OutOfMemoryError);
    expect(() => torch.empty([-1])).toThrow(TorchError);
  });
});

test('the same call on a worker thread', async () => {
  const sum = await torch.callAsync('aten::add', torch.ones([2]), torch.ones([2]));
  expect(String(sum)).toBe('tensor([2., 2.])');
  await expect(torch.callAsync('aten::add', torch.ones([2]), torch.ones([3]))).rejects.toThrow(
    /size of tensor a/,
  );
});

test('a promise and a typed array are told from options', () => {
  const given = (value: unknown) => value as never;
  expect(() => torch.relu(given(Promise.resolve(1)))).toThrow(
    'relu: no overload takes (a Promise: await it)',
  );
  expect(() => torch.relu(given(new Float32Array(3)))).toThrow('relu: no overload takes (a Float32Array)');
});

test('names of operators that are none are refused in words', async () => {
  const nothing = undefined as never;
  expect(() => torch.hasOp(nothing)).toThrow(
    "hasOp takes the name of an operator, such as 'aten::add', not undefined",
  );
  await expect(torch.callAsync(nothing)).rejects.toThrow('callAsync takes the full name of an operator');
});
