import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { torch } from '../index.js';

const cpuinfo = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(' '));

test.skipIf(flags.size === 0)('the processor can do what the system says of it', () => {
  for (const feature of ['avx2', 'avx512f', 'avx512_bf16', 'amx_bf16'] as const)
    expect([feature, torch.cpu.has(feature)]).toEqual([feature, flags.has(feature)]);
  expect(torch.cpu.hasBf16).toBe(flags.has('avx512_bf16') || flags.has('amx_bf16'));
});

test('version and configuration are those of the libtorch in use', () => {
  expect(torch.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(torch.config()).toMatch(/C\+\+ Version/);
});

test('operators are looked up by name and overload', () => {
  expect([torch.hasOp('aten::add'), torch.hasOp('aten::add.Tensor')]).toEqual([true, true]);
  expect([torch.hasOp('aten::add.Nothing'), torch.hasOp('aten::frobnicate')]).toEqual([false, false]);
});

test('a library that is not there is an error that names it', () => {
  expect(() => torch.loadLibrary('/nowhere/liboperators.so')).toThrow(
    /loadLibrary.*\/nowhere\/liboperators\.so/s,
  );
});

test.skipIf(process.platform !== 'linux')(
  'a library is loaded with its symbols for all, where that is asked for',
  () => {
    expect(() => torch.loadLibrary('libm.so.6', { global: true })).not.toThrow();
  },
);

test('the number of threads is set and read, and must be at least one', () => {
  const before = torch.getNumThreads();
  try {
    torch.setNumThreads(1);
    expect(torch.getNumThreads()).toBe(1);
  } finally {
    torch.setNumThreads(before);
  }
  expect(() => torch.setNumThreads(0)).toThrow(/setNumThreads/);
});

test.skipIf(torch.cuda.isAvailable())(
  'without a GPU the queries say so, and work for one is refused in words',
  () => {
    expect(torch.cuda.deviceCount()).toBe(0);
    expect(torch.cuda.memoryStats()).toBeNull();
    expect(() => torch.cuda.emptyCache()).not.toThrow();
    expect(() => torch.cuda.synchronize()).toThrow(/cuda/i);
    expect(() => torch.ones([2]).to('cuda')).toThrow(/cuda/i);
  },
);

test.skipIf(!torch.cuda.isAvailable())('a GPU computes, tells its memory and gives it back', () => {
  const x = torch.ones([1 << 20], { device: 'cuda' });
  torch.cuda.synchronize();
  expect(x.add(1).sum().item()).toBe(2 << 20);
  const stats = torch.cuda.memoryStats();
  // Before 2.9 only a native part that was built with CUDA's headers can tell.
  const [major = 0, minor = 0] = torch.version.split('.').map(Number);
  if (stats === null) expect(major * 100 + minor).toBeLessThan(209);
  else {
    expect(stats.allocated).toBeGreaterThanOrEqual(4 << 20);
    expect(stats.reserved).toBeGreaterThanOrEqual(stats.allocated);
    if (stats.total !== undefined) expect(stats.total).toBeGreaterThan(stats.reserved);
  }
  torch.cuda.emptyCache();
});

test.skipIf(torch.mps.isAvailable())('where there is no Apple GPU, moving to it is refused in words', () => {
  expect(() => torch.ones([2]).to('mps')).toThrow(/mps/i);
});
