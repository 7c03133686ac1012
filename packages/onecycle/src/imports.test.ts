import { afterAll, expect, test, vi } from 'vitest';

const opened = vi.spyOn(process, 'dlopen');
afterAll(() => opened.mockRestore());

test('no entry opens libtorch, sharp or another native library when it is imported', async () => {
  await import('./index.js');
  await import('./extend.js');
  await import('./predict.js');
  expect(opened).not.toHaveBeenCalled();
  const { torch } = await import('./predict.js');
  torch.zeros([1]);
  expect(opened).toHaveBeenCalled();
});
