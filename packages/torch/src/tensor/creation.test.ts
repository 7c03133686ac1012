import { describe, expect, test } from 'vitest';
import { type DType, torch } from '../index.js';

describe('number literals', () => {
  test.each<[string, Parameters<typeof torch.tensor>[0], DType]>([
    ['a whole number', 3, 'int64'],
    ['a fraction', 0.5, 'float32'],
    ['whole numbers', [1, 2], 'int64'],
    ['one fraction among them', [1, 2.5], 'float32'],
    ['nan', [1, Number.NaN], 'float32'],
    ['infinity', Number.POSITIVE_INFINITY, 'float32'],
    ['booleans', [true, false], 'bool'],
    ['a boolean among numbers', [true, 2], 'int64'],
    ['a boolean among fractions', [true, 0.5], 'float32'],
    ['bigints', [1n, 2n], 'int64'],
    ['nothing', [], 'float32'],
    ['nested nothing', [[], []], 'float32'],
    ['minus zero', -0, 'int64'],
  ])('%s', (_, data, dtype) => expect(torch.tensor(data).dtype).toBe(dtype));

  test.each<DType>([
    'float32',
    'float64',
    'float16',
    'bfloat16',
    'uint8',
    'int8',
    'int16',
    'int32',
    'int64',
    'bool',
  ])('dtype %s overrides', (dtype) => {
    const tensor = torch.tensor(
      [
        [0, 1],
        [1, 0],
      ],
      { dtype },
    );
    expect([tensor.dtype, tensor.shape, tensor.tolist()]).toEqual([
      dtype,
      [2, 2],
      dtype === 'bool'
        ? [
            [false, true],
            [true, false],
          ]
        : [
            [0, 1],
            [1, 0],
          ],
    ]);
  });

  test('a fraction in a tensor of integers is cut, as in Python', () => {
    expect(torch.tensor([1.9, -1.9], { dtype: 'int64' }).tolist()).toEqual([1, -1]);
    expect(torch.tensor([0.5, 0], { dtype: 'bool' }).tolist()).toEqual([true, false]);
  });

  test('operators follow the same rule', () => {
    expect(torch.full([2], 3).dtype).toBe('int64');
    expect(torch.full([2], 0.5).dtype).toBe('float32');
    expect(torch.tensor([1]).add(0.5).dtype).toBe('float32');
    expect(torch.tensor([1]).add(1).dtype).toBe('int64');
    expect(torch.tensor([1], { dtype: 'uint8' }).mul(2).dtype).toBe('uint8');
    expect(torch.tensor([1], { dtype: 'float16' }).mul(2.5).dtype).toBe('float16');
  });

  test('minus zero survives in floats', () => {
    expect(Object.is(torch.tensor([-0, 0.5]).tolist()[0 as never], -0)).toBe(true);
  });
});

describe('errors name the place', () => {
  test.each<[string, unknown, RegExp]>([
    ['a shorter row', [[1, 2], [3]], /ragged: \[1\] has 1 members, where 2/],
    ['a number among rows', [[1], 2], /ragged: \[1\] is no array/],
    ['a row among numbers', [1, [2]], /ragged: \[1\] has 1 members, where a number/],
    ['text', [1, 'x'], /\[1\] is a string, not a number/],
    ['null', [null], /\[0\] is null, not a number/],
    ['undefined', undefined, /the value is undefined/],
    ['a function', () => 1, /the value is the function/],
    ['a hole', new Array(2), /\[0\] is undefined/],
    ['a tensor inside', [torch.ones([1])], /\[0\] is a tensor, not a number: join tensors with torch.stack/],
    [
      'a typed array inside',
      [new Float32Array(2)],
      /\[0\] is a Float32Array, not a number: nest plain arrays/,
    ],
    [
      'integers that libtorch lacks',
      new Uint32Array(2),
      /like those of Uint32Array: make an array of a wider type/,
    ],
  ])('%s', (_, data, message) => {
    // @ts-expect-error the types refuse most of these
    expect(() => torch.tensor(data)).toThrow(message);
  });

  test('arrays without an end, or in more of each other than a tensor has dimensions', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    let nested: unknown = 1;
    for (let i = 0; i < 100_000; i++) nested = [nested];
    const endless = /^tensor: the arrays are nested more than 64 deep, or one contains itself/;
    expect(() => torch.tensor(circle as number[])).toThrow(endless);
    expect(() => torch.tensor(nested as number[])).toThrow(endless);
    expect(() => torch.tensor([1, circle] as number[])).toThrow(/ragged/);
    // The same as arguments of an operator, and in the sentence that refuses them.
    const x = torch.ones([1]);
    for (const odd of [circle, nested, [1, circle], [[circle]]])
      expect(() => x.add(odd as never)).toThrow(/an array of arrays is no argument/);
    const itself: Record<string, unknown> = {};
    itself.again = itself;
    expect(() => x.add(itself as never)).toThrow(/no overload takes \(float32\[1\], \{ again: .*… \}/);
    let most: unknown = 1;
    for (let i = 0; i < 64; i++) most = [most];
    expect(torch.tensor(most as number[]).add(1).ndim).toBe(64);
  });

  test('integers that no int64 holds', () => {
    expect(() => torch.tensor(1e30, { dtype: 'int64' })).toThrow(/1e\+30/);
    expect(() => torch.tensor([2n ** 63n])).toThrow(/9223372036854775808/);
    expect(() => torch.tensor([0, Number.NaN], { dtype: 'int64' })).toThrow(/NaN/);
    expect(() => torch.tensor([255, 256], { dtype: 'uint8' })).toThrow(
      /256 does not fit uint8, which goes from 0 to 255/,
    );
    expect(() => torch.tensor([-129], { dtype: 'int8' })).toThrow(/-129/);
    expect(() => torch.tensor(Number.NaN, { dtype: 'int32' })).toThrow(/NaN/);
    expect(torch.tensor([-128.9, 127.9], { dtype: 'int8' }).tolist()).toEqual([-128, 127]);
  });

  test('a shape that does not fit', () => {
    expect(() => torch.fromTypedArray(new Float32Array(5), [2, 3])).toThrow(/6 elements/);
    expect(() => torch.fromTypedArray(new Float32Array(5), [-5])).toThrow(/negative/);
    expect(() => torch.fromTypedArray(new Float32Array(0), [2 ** 40, 2 ** 40])).toThrow(/too many/);
    expect(() => torch.fromTypedArray(new Uint16Array(2), [2])).toThrow(/half-precision/);
  });
});

describe('typed arrays', () => {
  test.each([
    [Float32Array, 'float32'],
    [Float64Array, 'float64'],
    [Int8Array, 'int8'],
    [Int16Array, 'int16'],
    [Int32Array, 'int32'],
    [Uint8Array, 'uint8'],
    [Uint8ClampedArray, 'uint8'],
  ] as const)('%o goes in and comes out', (Kind, dtype) => {
    const tensor = torch.fromTypedArray(Kind.of(0, 1, 100), [3]);
    expect([tensor.dtype, tensor.tolist()]).toEqual([dtype, [0, 1, 100]]);
    expect(Array.from<number | bigint>(tensor.toTypedArray())).toEqual([0, 1, 100]);
  });

  test('the elements are copied', () => {
    const array = Float32Array.of(1, 2);
    const tensor = torch.fromTypedArray(array, [2]);
    array[0] = 9;
    expect(tensor.tolist()).toEqual([1, 2]);
  });

  test('a part of a larger buffer', () => {
    expect(torch.fromTypedArray(Float32Array.of(1, 2, 3, 4).subarray(1, 3), [2]).tolist()).toEqual([2, 3]);
  });

  test('half precision crosses as bits', () => {
    expect(
      torch.fromTypedArray(Uint16Array.of(0x3c00, 0xc000, 0x7c00), [3], { dtype: 'float16' }).tolist(),
    ).toEqual([1, -2, Number.POSITIVE_INFINITY]);
    expect(torch.fromTypedArray(Uint16Array.of(0x3f80, 0xc000), [2], { dtype: 'bfloat16' }).tolist()).toEqual(
      [1, -2],
    );
    expect(torch.tensor([1, -2], { dtype: 'float16' }).toTypedArray()).toEqual(
      Uint16Array.of(0x3c00, 0xc000),
    );
    expect(torch.tensor([1, -2], { dtype: 'bfloat16' }).toTypedArray()).toEqual(
      Uint16Array.of(0x3f80, 0xc000),
    );
  });

  test('any other dtype converts', () => {
    expect(torch.fromTypedArray(Float32Array.of(1.5, -2), [2], { dtype: 'int64' }).tolist()).toEqual([1, -2]);
    expect(torch.fromTypedArray(Uint8Array.of(0, 3), [2], { dtype: 'bool' }).tolist()).toEqual([false, true]);
    expect(torch.fromTypedArray(Uint8Array.of(0, 3), [2], { dtype: 'bool' }).sum().item()).toBe(1);
  });
});

test('fromTypedArray tells what it takes', () => {
  const given = (value?: unknown) => value as never;
  expect(() => torch.fromTypedArray(given([1]), [1])).toThrow(
    'fromTypedArray takes a typed array, not an array: torch.tensor makes a tensor of plain ones',
  );
  expect(() => torch.fromTypedArray(given(Promise.resolve()), [1])).toThrow(/not a Promise: await it$/);
  expect(() => torch.fromTypedArray(Float32Array.of(1), given(1))).toThrow(
    'fromTypedArray takes the shape as a list, not 1',
  );
  expect(() => torch.tensor(given(Promise.resolve(1)))).toThrow(
    'the value is a Promise, not a number: await it',
  );
});
