import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { type Printable, printTensor, setPrintOptions } from './index.js';

type Number_ = number | string | boolean;

interface Case {
  name: string;
  shape: number[];
  dtype: string;
  device: string;
  className: string;
  requiresGrad: boolean;
  gradFn: string | null;
  options: { profile?: 'full' | 'short'; precision?: number; sci_mode?: boolean } | null;
  values: (Number_ | Number_[])[] | { a: number; m: number; b: number; s: number } | null;
  text: string;
}

const cases: Case[] = JSON.parse(readFileSync(new URL('./fixtures/print.json', import.meta.url), 'utf8'));

/** The whole tensor lies in memory here; the edges are picked from it, one dimension after the other. */
function printable({ shape, dtype, values, ...rest }: Case): Printable {
  const parts = dtype.startsWith('complex') ? 2 : 1;
  const all = numbers(shape, dtype, values);
  return {
    ...rest,
    shape,
    dtype,
    values: (edge) => (edge === undefined ? all : edges(all, [...shape, parts], edge)),
  };
}

function numbers(shape: number[], dtype: string, values: Case['values']): (number | boolean)[] {
  if (values === null) return [];
  if (Array.isArray(values))
    return values
      .flat()
      .map((value) => (typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : value));
  const { a, m, b, s } = values;
  const size = shape.reduce((x, y) => x * y, 1);
  return Array.from({ length: size }, (_, i) => {
    const value = (((a * i) % m) - b) * s;
    return dtype === 'bool' ? value !== 0 : dtype === 'float32' ? Math.fround(value) : value;
  });
}

function edges<T>(all: T[], shape: number[], edge: number): T[] {
  const [size = 1, ...deeper] = shape;
  const stride = deeper.reduce((x, y) => x * y, 1);
  return Array.from({ length: size }, (_, i) => i)
    .filter((i) => size <= 2 * edge || i < edge || i >= size - edge)
    .flatMap((i) => {
      const part = all.slice(i * stride, (i + 1) * stride);
      return deeper.length > 0 ? edges(part, deeper, edge) : part;
    });
}

afterEach(() => setPrintOptions({ profile: 'default' }));

test.each(cases)('prints as PyTorch: $name', (example) => {
  if (example.options) {
    const { sci_mode: sciMode = null, ...options } = example.options;
    setPrintOptions({ ...options, sciMode });
  }
  expect(printTensor(printable(example))).toBe(example.text);
});

const vector = (values: number[], dtype = 'float32'): Printable => ({
  className: 'Tensor',
  shape: [values.length],
  dtype,
  device: 'cpu',
  requiresGrad: false,
  gradFn: null,
  values: (edge) => (edge === undefined ? values : edges(values, [values.length], edge)),
});

test('a tensor elsewhere names its device, before its dtype', () => {
  expect(printTensor({ ...vector([1, 2], 'int64'), device: 'cuda:0' })).toBe(
    "tensor([1, 2], device='cuda:0')",
  );
  expect(printTensor({ ...vector([1, 2], 'float16'), device: 'cuda:1', requiresGrad: true })).toBe(
    "tensor([1., 2.], device='cuda:1', dtype=torch.float16, requires_grad=True)",
  );
});

test('a summarised tensor is read at its edges only', () => {
  const asked: (number | undefined)[] = [];
  const values = (edge?: number) => {
    asked.push(edge);
    return [0, 1, 2, 7, 8, 9];
  };
  expect(printTensor({ ...vector([], 'int64'), shape: [1e9], values })).toBe(
    'tensor([0, 1, 2,  ..., 7, 8, 9])',
  );
  expect(asked).toEqual([3]);
});

test('no edge items at all leave the dots', () => {
  setPrintOptions({ threshold: 1, edgeitems: 0 });
  expect(printTensor(vector([1, 2]))).toBe('tensor([...])');
});

test('integers beyond doubles come as bigint', () => {
  expect(printTensor({ ...vector([], 'int64'), shape: [2], values: () => [2n ** 62n, -1] })).toBe(
    'tensor([4611686018427387904,                  -1])',
  );
});

test('options outlast their call, sciMode does not', () => {
  setPrintOptions({ precision: 2, sciMode: true });
  setPrintOptions({ linewidth: 100 });
  expect(printTensor(vector([1.234]))).toBe('tensor([1.23])');
});

test.each([
  { precision: 1.5 },
  { precision: -1 },
  { precision: 101 },
  { edgeitems: -1 },
  { linewidth: 0 },
  { threshold: Number.NaN },
])('refuses %o', (options) =>
  expect(() => setPrintOptions(options)).toThrow(
    /^setPrintOptions: (precision|edgeitems|linewidth|threshold) /,
  ),
);
