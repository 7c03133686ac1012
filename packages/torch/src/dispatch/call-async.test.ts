import { expect, test } from 'vitest';
import { Tensor, TorchError, torch } from '../index.js';

const square = torch.tensor([
  [1, 2],
  [3, 4],
]);

test('an operator with one overload is called as its schema says', async () => {
  expect(String(await torch.callAsync('aten::trace', square))).toBe('tensor(5)');
  expect(String(await torch.callAsync('aten::one_hot', torch.tensor([1, 0]), 3))).toBe(
    'tensor([[0, 1, 0],\n        [1, 0, 0]])',
  );
  expect(
    String(await torch.callAsync('aten::cartesian_prod', [torch.tensor([1, 2]), torch.tensor([3])])),
  ).toBe('tensor([[1, 3],\n        [2, 3]])');
  const parts = await torch.callAsync('aten::frexp.Tensor', torch.tensor([3, 0.5]));
  expect(Array.isArray(parts) && parts.every((part) => part instanceof Tensor)).toBe(true);
  expect(String(parts)).toBe('tensor([0.7500, 0.5000]),tensor([2, 0], dtype=torch.int32)');
});

test('what is left out, or is given by name, is found as in a call at once', async () => {
  expect(String(await torch.callAsync('aten::one_hot', torch.tensor([1, 0])))).toBe(
    'tensor([[0, 1],\n        [1, 0]])',
  );
  expect(String(await torch.callAsync('aten::one_hot', torch.tensor([0]), { numClasses: 2 }))).toBe(
    'tensor([[1, 0]])',
  );
});

test.each([
  ['a number is no tensor', 'aten::trace', [square.id]],
  ['numbers are no tensors', 'aten::cartesian_prod', [[square.id]]],
  ['a fraction is no whole number', 'aten::one_hot', [torch.tensor([1, 0]), 2.5]],
  ['a disposed tensor', 'aten::trace', [disposed()]],
  ['libtorch refuses', 'aten::trace', [torch.ones([2])]],
])('an error names the operator and what it was called with: %s', async (_, name, args) => {
  const called = torch.callAsync(name, ...args);
  await expect(called).rejects.toThrow(TorchError);
  await expect(called).rejects.toThrow(
    new RegExp(`^${name.replace('aten::', '')}: .+ \\(called with .+\\)$`),
  );
});

test('what does not cross as the schema says is looked at, and refused as in a call at once', async () => {
  await expect(torch.callAsync('aten::cartesian_prod', square)).rejects.toThrow(
    /^cartesian_prod: no overload takes \(int64\[2, 2\]\)/,
  );
  await expect(torch.callAsync('aten::one_hot', torch.tensor([1, 0]), '3')).rejects.toThrow(
    /no overload takes/,
  );
});

test('lists that are longer than a frame come through', async () => {
  const many = Array.from({ length: 4500 }, () => square);
  const result = await torch.callAsync('aten::broadcast_tensors', many);
  expect(Array.isArray(result) && result.length).toBe(4500);
});

function disposed(): Tensor {
  const x = torch.ones([2, 2]);
  x.dispose();
  return x;
}
