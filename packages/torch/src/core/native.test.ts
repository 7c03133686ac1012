import { afterAll, expect, test, vi } from 'vitest';

const opened = vi.spyOn(process, 'dlopen');
afterAll(() => opened.mockRestore());

test('libtorch is opened when it is first used, not by the import', async () => {
  const { nn, torch } = await import('../index.js');
  expect(torch.linalg.inv).toBeTypeOf('function');
  expect(nn.Linear).toBeTypeOf('function');
  expect(opened).not.toHaveBeenCalled();

  // A name that no type promises may be one of the installed libtorch.
  expect(Reflect.get(torch, 'noSuchOperator')).toBeUndefined();
  expect(opened).toHaveBeenCalledOnce();
  expect(Reflect.get(torch, '_foreachAdd')).toBeTypeOf('function');
  expect(Reflect.get(torch.linalg, 'noSuchOperator')).toBeUndefined();
  expect(torch.tensor([1, 2]).sum().item()).toBe(3);
  expect(Reflect.get(torch.tensor([1, 2]), 'selectCopy')).toBeTypeOf('function');
  expect(opened).toHaveBeenCalledOnce();
});
