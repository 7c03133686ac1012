import { describe, expect, test } from 'vitest';
import { torch } from '../index.js';

const aten = (name: string, ...args: unknown[]) => torch.ops.aten?.[name]?.(...args);

describe('arguments that cross as numbers', () => {
  const x = torch.tensor([1, 2, 3], { dtype: 'float32' });

  test('numbers of every kind come through', () => {
    expect(x.mul(Number.POSITIVE_INFINITY).tolist()).toEqual([Infinity, Infinity, Infinity]);
    expect(x.add(Number.NaN).isnan().all().item()).toBe(true);
    expect(x.add(0.1).at(0).item()).toBeCloseTo(1.1, 6);
    // Whole numbers stay whole, as Python's do, and what no int64 holds is a double.
    expect(torch.tensor([1], { dtype: 'int64' }).add(2).dtype).toBe('int64');
    expect(torch.tensor([1], { dtype: 'int64' }).add(2.5).dtype).toBe('float32');
    expect(torch.tensor([1], { dtype: 'float64' }).mul(1e300).item()).toBe(1e300);
    expect(
      torch
        .tensor([true])
        .logicalAnd(torch.tensor([true]))
        .item(),
    ).toBe(true);
    expect(x.add(true as never).tolist()).toEqual([2, 3, 4]);
    expect(x.add(-0).tolist()).toEqual([1, 2, 3]);
  });

  test('a number that is no whole one is refused by the name of the argument', () => {
    expect(() => aten('cumsum', x, 0.5)).toThrow(/no overload takes/);
    expect(() => aten('cumsum', x, 1e300)).toThrow(/'dim': expected an integer, got/);
    expect(() => aten('permute', x, [1e300])).toThrow(/'dims': expected an integer, got/);
  });

  test('lists of tensors, of numbers and of flags, empty ones and long ones', () => {
    const many = Array.from({ length: 5000 }, () => x);
    for (const count of [1, 4000, 4040, 4050, 4090, 4096, 5000])
      expect(torch.stack(many.slice(0, count)).shape).toEqual([count, 3]);
    expect(x.sum([]).item()).toBe(6);
    expect(torch.zeros([]).shape).toEqual([]);
    expect(() => torch.stack([])).toThrow(/stack/);
    const wide = Array.from({ length: 4500 }, () => 1);
    expect(() => x.view(wide)).toThrow(/shape/);
    expect(torch.zeros([2, 3n as never]).shape).toEqual([2, 3]);
    const [gradient, weight, bias] = aten(
      'convolution_backward',
      torch.ones([1, 1, 3, 3]),
      torch.ones([1, 1, 5, 5]),
      torch.ones([1, 1, 3, 3]),
      [1],
      [1, 1],
      [0, 0],
      [1, 1],
      false,
      [0, 0],
      1,
      [true, false, true],
    ) as (InstanceType<typeof torch.Tensor> | null)[];
    expect([gradient?.shape, weight, bias?.shape]).toEqual([[1, 1, 5, 5], null, [1]]);
  });

  test('a disposed tensor and none are told apart', () => {
    const gone = torch.ones([3]);
    gone.dispose();
    expect(() => x.add(gone)).toThrow(/disposed/);
    expect(() => gone.add(x)).toThrow(/disposed/);
    expect(() => torch.stack([x, gone])).toThrow(/disposed/);
    expect(() => aten('stack', [x, null])).toThrow(/'tensors': expected a tensor/);
    expect(() => aten('index', x, [gone])).toThrow(/disposed/);
    const table = torch.arange(6).view([2, 3]);
    const column = aten('index', table, [null, torch.tensor([2], { dtype: 'int64' })]);
    expect(String(column)).toBe(String(table.narrow(1, 2, 1)));
  });

  test('options, defaults and nulls stand where the schema has them', () => {
    expect(x.sum(0, { keepdim: true }).shape).toEqual([1]);
    expect(x.clamp(null as never, 2).tolist()).toEqual([1, 2, 2]);
    expect(x.clamp({ max: 2 } as never).tolist()).toEqual([1, 2, 2]);
    expect(x.add(x, { alpha: 3 }).tolist()).toEqual([4, 8, 12]);
    expect(x.add(x, { alpha: undefined } as never).tolist()).toEqual([2, 4, 6]);
  });

  test('an operator that is called while another one runs has a frame of its own', () => {
    const leaf = torch.ones([3], { requiresGrad: true });
    const y = leaf.mul(2);
    y.registerHook((gradient) => gradient.mul(x).add(torch.stack([x, x]).sum(0)));
    y.sum().backward();
    expect(leaf.grad?.tolist()).toEqual([6, 12, 18]);
  });
});
