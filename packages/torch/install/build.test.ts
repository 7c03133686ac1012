import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { compileOrLeaveOut, keyOf, standIns } from './build.mjs';
import { compileFlags } from './flags.mjs';
import { findLibtorch } from './libtorch.mjs';
import { partOf } from './locate.mjs';
import { execute } from './shell.mjs';
import { findCompiler } from './system.mjs';

let site: string;
beforeEach(() => {
  site = mkdtempSync(join(tmpdir(), 'build-test-'));
  vi.stubEnv('CUDA_HOME', join(site, 'no-toolkit'));
  vi.stubEnv('LIBTORCH', join(site, 'torch'));
  write('torch/include/ATen/core/dispatch/Dispatcher.h', '');
  const version = '#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 11\n';
  write('torch/include/torch/csrc/api/include/torch/version.h', version);
  for (const name of ['torch_cpu', 'torch_cuda', 'c10']) write(`torch/lib/lib${name}.so`, '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(site, { recursive: true });
});

function write(file: string, content: string): void {
  const path = join(site, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function found() {
  const { libtorch } = findLibtorch();
  if (!libtorch) throw new Error('no libtorch');
  return libtorch;
}

const compiler = findCompiler() ?? 'g++';

/** What the preprocessor makes of a source, with the headers that a build is given. */
async function preprocessed(source: string): Promise<string> {
  write('one.cc', source);
  const flags = [...compileFlags(found()), ...standIns(found())];
  const { code, text } = await execute(compiler, [...flags, '-E', '-P', join(site, 'one.cc')]);
  expect(code, text).toBe(0);
  return text.replace(/\s+/g, ' ').trim();
}

test("CUDA's headers as pip's torch brings them, without crt and nv, are complete with our stand-ins", async () => {
  const cuda = 'nvidia/cu13/include';
  write(
    `${cuda}/cuda_runtime_api.h`,
    '#include "crt/host_defines.h"\n__host__ __device__ int CUDARTAPI one();',
  );
  write(`${cuda}/cuda_runtime.h`, '#include "crt/host_config.h"\n#include "cuda_runtime_api.h"\n');
  write(
    `${cuda}/cuda_fp16.h`,
    '#include <nv/target>\nNV_IF_ELSE_TARGET(NV_PROVIDES_SM_53, asm(0, 1);, half(0, 1);)',
  );
  expect(await preprocessed('#include <cuda_runtime.h>\n#include <cuda_fp16.h>')).toBe(
    'int one(); { half(0, 1); }',
  );
  // The real ones come first.
  write(`${cuda}/nv/target`, '#define NV_IF_ELSE_TARGET(condition, yes, no) real');
  expect(await preprocessed('#include <cuda_fp16.h>')).toBe('real');
});

test("our nv/target takes what asks for the host, and nothing that asks for NVIDIA's processors", async () => {
  const asked = ['NV_IS_HOST', 'NV_ANY_TARGET', 'NV_IS_DEVICE', 'NV_NO_TARGET', 'NV_PROVIDES_SM_90'];
  const source = asked.map((name) => `NV_IF_ELSE_TARGET(${name}, yes, no) NV_IF_TARGET(${name}, only)`);
  expect(await preprocessed(`#include <nv/target>\n${source.join('\n')}`)).toBe(
    '{ yes } { only } { yes } { only } { no } { } { no } { } { no } { }',
  );
  const blocks = 'NV_IF_ELSE_TARGET(NV_IS_HOST, (int a, b;), no) NV_IF_TARGET(NV_IS_HOST, { f(a, b); })';
  expect(await preprocessed(`#include <nv/target>\n${blocks}`)).toBe('{ int a, b; } { { f(a, b); } }');
});

test('where stand-ins lie is no part of the key, which projects share; headers that come give another one', () => {
  const part = partOf('packages/torch');
  const key = keyOf(part, found());
  expect(JSON.stringify(compileFlags(found()))).not.toContain('shim');
  for (const name of ['cuda_runtime_api.h', 'crt/host_config.h', 'crt/host_defines.h', 'nv/target']) {
    const before = keyOf(part, found());
    write(`nvidia/cu13/include/${name}`, '');
    expect(keyOf(part, found()), name).not.toBe(before);
  }
  rmSync(join(site, 'nvidia'), { recursive: true });
  expect(keyOf(part, found())).toBe(key);
});

test('what is optional and does not compile is left out, with a sentence; anything else ends setup', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const build = (name: string, flags: string[], source: string) => {
    write(name, source);
    const object = join(site, `${name}.o`);
    return compileOrLeaveOut(compiler, { file: join(site, name), object, flags }).then(() => object);
  };
  const unless = (define: string) => `#ifndef ${define}\n#include <no/such.h>\n#endif\nint one;`;
  const graphs = await build('graphs.cc', ['-DONECYCLE_CUDA'], unless('ONECYCLE_NO_GRAPHS'));
  const nccl = await build('nccl.cc', ['-DONECYCLE_NCCL'], unless('ONECYCLE_NO_NCCL'));
  const memory = '#ifdef ONECYCLE_CUDA\nno\n#endif\nint one;';
  expect([graphs, nccl, await build('device_memory.cc', ['-DONECYCLE_CUDA'], memory)].every(existsSync)).toBe(
    true,
  );
  expect(said.mock.calls.join('')).toMatch(
    /CUDA graphs are left out: .*no\/such\.h.*\n(.*\n)*.*NCCL is left out: .*no\/such\.h/,
  );
  await expect(build('nccl.cc', [], '#include <no/such.h>')).rejects.toThrow('no/such.h');
  await expect(build('tensors.cc', ['-DONECYCLE_CUDA'], 'no')).rejects.toThrow('does not compile');
  await expect(build('graphs.cc', ['-DONECYCLE_CUDA'], 'no')).rejects.toThrow('does not compile');
});
