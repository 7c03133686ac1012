import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { setUp } from './setup.mjs';

// A project with the package installed, a libtorch of headers alone, and a compiler that takes no time: what it links is the addon of this checkout.
const addon = fileURLToPath(new URL('../build/torch.node', import.meta.url));

let project: string;
let torch: string;
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'setup-test-')));
  torch = join(project, 'node_modules/@onecycle/torch');
  write(
    'node_modules/@onecycle/torch/package.json',
    '{ "name": "@onecycle/torch", "native": { "file": "torch.node" } }',
  );
  for (const name of ['addon', 'tensors', 'zeros'])
    write(`node_modules/@onecycle/torch/native/${name}.cc`, `int ${name};`);
  write('libtorch/include/ATen/core/dispatch/Dispatcher.h', '');
  write(
    'libtorch/include/torch/csrc/api/include/torch/version.h',
    '#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 11\n',
  );
  for (const name of ['torch_cpu', 'c10']) write(`libtorch/lib/lib${name}.so`, '');
  vi.stubEnv('LIBTORCH', join(project, 'libtorch'));
  vi.stubEnv('ONECYCLE_HOME', join(project, 'home'));
  vi.stubEnv('ONECYCLE_SETUP', 'local');
  vi.stubEnv('CXX', compilerThat('echo done > "$out"'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(project, { recursive: true });
});

function write(file: string, content: string): string {
  const path = join(project, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** A compiler that writes down what it compiles, and does so by `compiling`. */
function compilerThat(compiling: string): string {
  const script = `#!/bin/sh
case "$*" in *--version*) echo "a compiler"; exit;; esac
for word; do case "$before" in -o) out=$word;; -c) echo "$word" >> ${project}/compiled;; esac; before=$word; done
case "$*" in *-shared*) cp ${addon} "$out";; *) ${compiling};; esac
`;
  const file = write('compiler', script);
  chmodSync(file, 0o755);
  return file;
}

const compiled = () => {
  const file = join(project, 'compiled');
  const names = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  rmSync(file, { force: true });
  return names.filter((name) => name.startsWith(torch));
};
const shared = () => {
  const folder = join(project, 'home/native');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
};
const own = (name: string) => join(torch, 'build', name);

test('a setup that was ended in any moment is gone on with, and nothing half built counts', async () => {
  await setUp({ packages: [torch] });
  expect(compiled()).toHaveLength(3);
  expect(readdirSync(join(torch, 'build')).sort()).toEqual(['torch.node', 'torch.node.json']);
  const library = shared().find((file) => file.endsWith('torch.node')) ?? '';

  // Between the library and its record; while a copy of it was made; and while the record was written.
  for (const interrupt of [
    () => rmSync(`${library}.json`),
    () => writeFileSync(`${library}.4711`, 'half'),
    () => writeFileSync(`${library}.json`, '{ "key":'),
  ]) {
    rmSync(join(torch, 'build'), { recursive: true });
    interrupt();
    await setUp({ packages: [torch] });
    expect(JSON.parse(readFileSync(own('torch.node.json'), 'utf8')).key).toBe(basename(dirname(library)));
    expect(readFileSync(own('torch.node')).equals(readFileSync(addon))).toBe(true);
  }
  writeFileSync(own('torch.node.4711'), 'half of a copy');
  const { pid } = spawnSync('true');
  for (const name of ['lock', `lock.${pid}`]) write(`home/native/${name}`, String(pid));
  rmSync(own('torch.node.json'));
  await setUp({ packages: [torch] });
  expect(readdirSync(join(torch, 'build')).sort()).toEqual(['torch.node', 'torch.node.json']);
  expect(readdirSync(join(project, 'home/native'))).toEqual([basename(dirname(library))]);
});

test('a full disk ends it at once, with the disk and what to do; the next setup goes on', async () => {
  const full = compilerThat(
    'case "$*" in *tensors.cc*|*zeros.cc*) LC_ALL=C cat "$0" > /dev/full;; *) echo done > "$out";; esac',
  );
  vi.stubEnv('CXX', full);
  await expect(setUp({ packages: [torch] })).rejects.toThrow(
    /^The disk of \S+ is full \(\S+ .B are free\)\. What was done until here is kept\.\n {2}make room/,
  );
  expect(compiled()).toContain(join(torch, 'native/addon.cc'));
  const objects = shared().filter((file) => file.includes('/objects/'));
  expect(objects.map((file) => /([a-z]+)\.\w+\.o$/.exec(file)?.[1])).toEqual(['addon']);

  compilerThat('echo done > "$out"');
  await setUp({ packages: [torch] });
  expect(compiled().map((file) => file.split('/').at(-1))).toEqual(['tensors.cc', 'zeros.cc']);
  expect(existsSync(own('torch.node'))).toBe(true);
});
