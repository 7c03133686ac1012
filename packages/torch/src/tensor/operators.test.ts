import { describe, expect, test } from 'vitest';
import { Tensor, torch } from '../index.js';

// biome-ignore lint/suspicious/noDoubleEquals: the operator that converts
const equals = (a: unknown, b: unknown): boolean => a == b;

/** What plain JavaScript writes, where no types refuse it. */
const loosely = (value: unknown): number => value as number;

describe("JavaScript's operators", () => {
  test("a tensor of one element is its number, as Python's float(x)", () => {
    const x = loosely(torch.tensor([[3]]));
    expect([x * 2, 1 - x, -x, x + 1, x < 2, x > 2, x / 2, x ** 2, x % 2]).toEqual([
      6,
      -2,
      -3,
      4,
      false,
      true,
      1.5,
      9,
      1,
    ]);
    expect(Number(torch.tensor(true))).toBe(1);
    expect(Number(torch.tensor(2n ** 60n))).toBe(2 ** 60);
    expect(loosely(torch.tensor(2n ** 60n)) * 2).toBe(2 ** 61);
    expect(Number(torch.tensor(1.5, { dtype: 'bfloat16' }))).toBe(1.5);
    expect(Math.max(loosely(torch.tensor(2)), 1)).toBe(2);
    expect(equals(torch.tensor(2), 2)).toBe(true);
  });

  test('any other throws, with the methods that are meant', () => {
    const x = loosely(torch.ones([2, 3]));
    for (const wrong of [
      () => x * 2,
      () => 1 - x,
      () => -x,
      () => x < 2,
      () => x / 2,
      () => Number(x),
      () => Math.abs(x),
    ])
      expect(wrong).toThrow(/float32\[2, 3\].*x\.mul\(2\).*x\.sub\(1\).*x\.neg\(\).*x\.lt\(2\)/);
    for (const wrong of [() => x + 1, () => 1 + x, () => equals(x, 1)])
      expect(wrong).toThrow(/float32\[2, 3\].*x\.add\(1\) for x \+ 1, x\.eq\(1\)/);
    expect(() => loosely(torch.ones([0])) * 2).toThrow(TypeError);
    expect(() => loosely(torch.ones([1], { dtype: 'complex64' })) * 2).toThrow(/complex/);
    const gone = torch.ones([1]);
    gone.dispose();
    expect(() => loosely(gone) * 2).toThrow(/disposed/);
  });

  test('as a text it is what print shows', () => {
    const x = new Tensor(torch.tensor([1, 2]));
    expect(`${x}`).toBe('tensor([1, 2])');
    expect(String(x)).toBe('tensor([1, 2])');
    expect([x].join()).toBe('tensor([1, 2])');
    const gone = torch.ones([1]);
    gone.dispose();
    expect(`${gone}`).toBe('Tensor(disposed)');
  });
});
