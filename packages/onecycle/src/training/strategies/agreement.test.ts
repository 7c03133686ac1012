import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { agreement, type Compared } from './agreement.js';

const tensor = (values: number[]) => torch.tensor(values, { dtype: 'float32' });
const kind = (...pairs: [number[], number[]][]): Compared => ({
  pairs: pairs.map(([one, two]): [Tensor, Tensor] => [tensor(one), tensor(two)]),
});

test('what is equal up to rounding agrees, and what is small beside its like needs not', () => {
  expect(agreement([])).toBe('same');
  expect(
    agreement([
      kind([
        [1, 2],
        [1, 2],
      ]),
    ]),
  ).toBe('same');
  expect(
    agreement([
      kind([
        [1, 2],
        [1.001, 2],
      ]),
    ]),
  ).toBe('same');
  expect(
    agreement([
      kind(
        [
          [10, 20],
          [10, 20],
        ],
        [[1e-6], [-3e-6]],
      ),
    ]),
  ).toBe('same');
  expect(
    agreement([
      kind([
        [0, 0],
        [0, 0],
      ]),
    ]),
  ).toBe('same');
});

test('what is of another batch, of another scale, or zero on one side, does not', () => {
  expect(
    agreement([
      kind([
        [1, 2],
        [2, 4],
      ]),
    ]),
  ).toBe('different');
  expect(
    agreement([
      kind([
        [1, 2],
        [2, 1],
      ]),
    ]),
  ).toBe('different');
  expect(
    agreement([
      kind([
        [1, 2],
        [0, 0],
      ]),
    ]),
  ).toBe('different');
  expect(
    agreement([
      kind([
        [0, 0],
        [1, 2],
      ]),
    ]),
  ).toBe('different');
  expect(
    agreement([
      kind(
        [
          [10, 20],
          [10, 20],
        ],
        [[5], [6]],
      ),
    ]),
  ).toBe('different');
  // Of another kind, the size of the first ones says nothing of it.
  expect(agreement([kind([[1e4], [1e4]]), kind([[0.1], [0.2]])])).toBe('different');
  expect(agreement([{ pairs: [[tensor([1, 2]), tensor([1])]] }])).toBe('different');
});

test('counts agree only where they are equal', () => {
  const counts = (one: number, two: number): Compared => ({
    pairs: [[torch.tensor(one), torch.tensor(two)]],
    isExact: true,
  });
  expect(agreement([counts(1000, 1000)])).toBe('same');
  expect(agreement([counts(1000, 1001)])).toBe('different');
});

test('an overflow on both sides says nothing, on one side that they differ', () => {
  const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
  expect(
    agreement([
      kind(
        [[1], [1]],
        [
          [inf, 1],
          [nan, 1],
        ],
      ),
    ]),
  ).toBe('unknown');
  // Beside one that overflows both times, another one may have done so by its last bit.
  expect(agreement([kind([[1], [1]], [[inf], [nan]], [[1], [inf]], [[inf], [1]])])).toBe('unknown');
  expect(agreement([kind([[1], [2]], [[inf], [nan]])])).toBe('different');
  expect(agreement([kind([[1], [1]], [[inf], [1]])])).toBe('different');
  expect(agreement([kind([[1], [1]], [[1], [nan]])])).toBe('different');
  expect(agreement([kind([[inf], [inf]]), kind([[1], [2]])])).toBe('different');
});
