import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const scratch = mkdtempSync(join(tmpdir(), 'setup-test-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs setup as a person would, in an environment where something is missing; nothing may be installed. */
function setup(environment: Record<string, string>) {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs'], {
    encoding: 'utf8',
    env: { ...process.env, ONECYCLE_SETUP: 'local', ...environment },
  });
  return { status, stderr };
}

/** A folder that looks like an unpacked libtorch, as far as setup looks. */
function libtorch(name: string, version: [number, number], { core = '' } = {}) {
  const folder = join(scratch, name);
  const files = {
    'include/ATen/core/dispatch/Dispatcher.h': '',
    'include/torch/csrc/api/include/torch/version.h': `#define TORCH_VERSION_MAJOR ${version[0]}\n#define TORCH_VERSION_MINOR ${version[1]}\n`,
    'lib/libtorch_cpu.so': '',
    'lib/libc10.so': core,
  };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  return folder;
}

test('a LIBTORCH that holds none is named, with what to do', () => {
  const { status, stderr } = setup({ LIBTORCH: scratch });
  expect(status).toBe(1);
  expect(stderr).toContain(`LIBTORCH=${scratch} holds no libtorch`);
  expect(stderr).toContain('unset LIBTORCH');
});

test('a libtorch that is too old is named with its version', () => {
  const { status, stderr } = setup({ LIBTORCH: libtorch('old', [1, 12]) });
  expect(status).toBe(1);
  expect(stderr).toMatch(/is libtorch 1\.12; 1\.13 or newer is needed/);
});

test('a missing compiler gets one sentence and the command that mends it', () => {
  const { status, stderr } = setup({ PATH: scratch, CXX: '', LIBTORCH: libtorch('new', [2, 7]) });
  expect(status).toBe(1);
  expect(stderr).toMatch(/Missing on this machine: a C\+\+ compiler \(g\+\+ or clang\+\+\)/);
  expect(stderr).toMatch(/g\+\+$/m);
  expect(stderr).not.toContain('    at ');
});

test('a CXX that is no command is named', () => {
  const { status, stderr } = setup({ CXX: 'no-such-compiler' });
  expect(status).toBe(1);
  expect(stderr).toContain('CXX=no-such-compiler');
});

test('flags follow the libtorch: standard, ABI, accelerators', async () => {
  const { compileFlags, linkFlags } = await import('../packages/torch/install/flags.mjs');
  const { findLibtorch } = await import('../packages/torch/install/libtorch.mjs');
  const found = (folder: string) => {
    process.env.LIBTORCH = folder;
    const { libtorch } = findLibtorch();
    delete process.env.LIBTORCH;
    if (!libtorch) throw new Error(`no libtorch in ${folder}`);
    return libtorch;
  };
  const oldAbi = found(libtorch('wheel', [2, 5], { core: '\0_ZN3c105ErrorC1ENS_14SourceLocationESs\0' }));
  expect(compileFlags(oldAbi)).toContain('-D_GLIBCXX_USE_CXX11_ABI=0');
  expect(compileFlags(oldAbi)).toContain('-std=c++17');

  const newest = libtorch('newest', [2, 12]);
  writeFileSync(join(newest, 'lib/libtorch_cuda.so'), '');
  const flags = compileFlags(found(newest));
  expect(flags).toContain('-std=c++20');
  expect(flags).not.toContain('-D_GLIBCXX_USE_CXX11_ABI=0');
  expect(linkFlags(found(newest)).join(' ')).toMatch(/-Wl,--no-as-needed -ltorch_cuda -Wl,--as-needed/);
  expect(linkFlags(found(newest))).toContain(`-Wl,-rpath,${join(newest, 'lib')}`);
});

test('headers that come, go or are renewed give what is built another key', async () => {
  const { compileFlags, headersThere } = await import('../packages/torch/install/flags.mjs');
  const { keyOf } = await import('../packages/torch/install/build.mjs');
  const { findLibtorch } = await import('../packages/torch/install/libtorch.mjs');
  const { partOf } = await import('../packages/torch/install/locate.mjs');
  const folder = libtorch('with-cuda', [2, 6]);
  writeFileSync(join(folder, 'lib/libtorch_cuda.so'), '');
  process.env.LIBTORCH = folder;
  const { libtorch: found } = findLibtorch();
  delete process.env.LIBTORCH;
  if (!found) throw new Error('no libtorch');
  const unasked = join(scratch, 'usr/include');
  mkdirSync(join(unasked, 'gloo'), { recursive: true });
  const [flags, before] = [compileFlags(found), headersThere(found, [unasked])];
  for (const name of ['cuda_runtime_api.h', 'nccl.h', 'cublas_v2.h', 'gloo/context.h']) {
    const header = join(unasked, name);
    writeFileSync(header, 'one');
    const there = headersThere(found, [unasked]);
    expect(there.length).toBe(before.length + 1);
    writeFileSync(header, 'another');
    expect(headersThere(found, [unasked])).not.toEqual(there);
    rmSync(header);
    expect(headersThere(found, [unasked])).toEqual(before);
  }
  expect(compileFlags(found)).toEqual(flags);
  // The compiler is told of folders by variables, too.
  const part = partOf('packages/torch');
  const key = keyOf(part, found);
  writeFileSync(join(unasked, 'cuda_runtime_api.h'), 'one');
  process.env.CPATH = unasked;
  expect(keyOf(part, found)).not.toBe(key);
  delete process.env.CPATH;
  expect(keyOf(part, found)).toBe(key);
});

test('two setups in one checkout take turns, and a dead one’s lock is taken over', async () => {
  const { withLock } = await import('../packages/torch/install/lock.mjs');
  const lock = join(scratch, 'lock');
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(lock, String(pid));
  const events: string[] = [];
  await withLock(lock, async () => {
    expect(readFileSync(lock, 'utf8')).toBe(String(process.pid));
    events.push('first');
  });
  const other = spawnSync(process.execPath, [
    '--input-type=module',
    '-e',
    `import { withLock } from ${JSON.stringify(new URL('../packages/torch/install/lock.mjs', import.meta.url).href)};
     await withLock(${JSON.stringify(lock)}, async () => console.log('second'));`,
  ]);
  events.push(String(other.stdout).trim());
  expect(events).toEqual(['first', 'second']);
});
