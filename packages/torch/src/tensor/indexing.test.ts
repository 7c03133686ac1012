import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DType } from '../core/index.js';
import { torch } from '../torch/index.js';
import type { Index, IndexList } from './indexing.js';

type Member = number | boolean | string | null | IndexList | Described;

interface Described {
  dtype: DType;
  data: IndexList;
}

interface Case {
  shape: number[];
  index: Member[];
  value?: number | boolean | Described;
  result?: { shape: number[]; data: number[] };
  view?: boolean;
  error?: string;
}

const cases: Case[] = JSON.parse(readFileSync(new URL('./fixtures/indexing.json', import.meta.url), 'utf8'));

const isDescribed = (member: Member): member is Described =>
  typeof member === 'object' && member !== null && 'dtype' in member;

const member = (part: Member): Index =>
  isDescribed(part) ? torch.tensor(part.data, { dtype: part.dtype }) : part;

const source = (shape: number[]) => torch.arange(shape.reduce((a, b) => a * b, 1)).reshape(shape);

const contents = (tensor: ReturnType<typeof source>) => ({
  shape: tensor.shape,
  data: [tensor.tolist()].flat(9),
});

const named = cases.map((example): [string, Case] => [JSON.stringify(example.index), example]);

test.each(named.filter(([, { value }]) => value === undefined))(
  'at(%s) as PyTorch',
  (_, { shape, index, result, view }) => {
    const x = source(shape);
    const take = () => x.at(...index.map(member));
    if (result === undefined) {
      expect(take).toThrow(Error);
      return;
    }
    const taken = take();
    expect(contents(taken)).toEqual(result);
    if (result.data.length > 0) {
      taken.fill_(-7);
      expect(x.eq(-7).any().item()).toBe(view);
    }
  },
);

test.each(named.filter(([, { value }]) => value !== undefined))(
  'put(%s) as PyTorch',
  (_, { shape, index, value, result }) => {
    const x = source(shape);
    const given = typeof value === 'object' ? torch.tensor(value.data, { dtype: value.dtype }) : (value ?? 0);
    const put = () => x.put(index.map(member), given);
    if (result === undefined) expect(put).toThrow(Error);
    else expect(contents(put())).toEqual(result);
  },
);

test.each<[Index[], RegExp]>([
  [[3], /^index 3 is out of bounds for dimension 0 with size 2/],
  [[0, 0, 0], /^too many indices: 3 for a tensor with 2 dimensions/],
  [[0.5], /^0\.5 is no index: it is not a whole number/],
  [['::-1'], /^the step of '::-1' is negative; use flip\(0\) first/],
  [['1'], /^'1' is no index; there are ':'/],
  [['a:b'], /^'a:b' is no index/],
  [[[[0], [1, 2]]], /^tensor: the nested arrays are ragged/],
])('at(%o) says what is wrong', (index, message) => {
  expect(() => torch.ones([2, 3]).at(...index)).toThrow(message);
});

test('bigints index; gradients flow through views, lists and assignments', () => {
  const x = torch.tensor([1, 2, 3, 4], { dtype: 'float32', requiresGrad: true });
  const y = x.mul(1);
  y.put([1n], 10);
  y.at([0, 0, 3]).sum().add(y.at('1:3').sum()).backward();
  expect(x.grad?.tolist()).toEqual([2, 0, 1, 1]);
});

test('no handle stays behind but the result', () => {
  const x = torch.ones([3, 4, 5]);
  const before = torch.memory().tensors;
  const taken = x.at(0, null, [0, 1], '1:3');
  expect(torch.memory().tensors).toBe(before + 1);
  x.put(['1:', [true, false, false, true]], 2);
  taken.dispose();
  expect(torch.memory().tensors).toBe(before);
});

test('what is no index is refused in words', () => {
  const x = torch.ones([2, 3]);
  const given = (value?: unknown) => value as never;
  expect(() => x.at(0, given())).toThrow('at takes a tensor as an index, not undefined');
  expect(() => x.at(given(Promise.resolve(0)))).toThrow(
    'at takes a tensor as an index, not a Promise: await it',
  );
  expect(() => x.at(given(() => 0))).toThrow('at takes a tensor as an index, not the function');
  expect(() => x.put([given({ start: 1 })], 2)).toThrow('put takes a tensor as an index, not an object');
  expect(() => x.put(given(0), 2)).toThrow("put takes the index as a list, [0, ':'], not a number");
});
