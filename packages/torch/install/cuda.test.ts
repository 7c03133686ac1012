import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cudaHeaders, isUnasked, ncclHeaders } from './cuda.mjs';
import type { Libtorch } from './libtorch.mjs';

let machine: string;
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'cuda-test-'));
  vi.stubEnv('CUDA_HOME', join(machine, 'cuda'));
  for (const name of ['CUDA_PATH', 'CONDA_PREFIX', 'CPATH', 'CPLUS_INCLUDE_PATH'])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(machine, { recursive: true });
});

function write(file: string, content = ''): void {
  const path = join(machine, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Headers of a CUDA, such as 12040, in a folder of the machine. */
const cuda = (folder: string, version: number) =>
  write(`${folder}/cuda_runtime_api.h`, `#pragma once\n#define CUDART_VERSION  ${version}\n`);

/** A libtorch in a folder, where pip says that it was built with a CUDA. */
function torchIn(folder: string, version?: string): Libtorch {
  const torch = join(machine, folder, 'torch');
  if (version)
    write(`${folder}/torch/version.py`, `__version__ = '2.11.0'\ncuda: Optional[str] = '${version}'\n`);
  return { include: join(torch, 'include'), lib: join(torch, 'lib') } as Libtorch;
}

const here = (...folders: string[]) => folders.map((folder) => join(machine, folder));

test("pip's headers: one folder from CUDA 13 on, one for each library before", () => {
  const libtorch = torchIn('site');
  expect(cudaHeaders(libtorch)).toEqual({ folders: [] });
  cuda('site/nvidia/cuda_runtime/include', 12060);
  for (const name of [
    'cublas/include/cublas_v2.h',
    'cusparse/include/cusparse.h',
    'cusolver/include/cusolverDn.h',
  ])
    write(`site/nvidia/${name}`);
  write('site/nvidia/nccl/include/nccl.h');
  const older = here(
    'site/nvidia/cuda_runtime/include',
    'site/nvidia/cublas/include',
    'site/nvidia/cusparse/include',
    'site/nvidia/cusolver/include',
  );
  expect(cudaHeaders(libtorch).folders).toEqual(older);
  expect(ncclHeaders(libtorch)).toBe(join(machine, 'site/nvidia/nccl/include'));
  // Another package may have brought another CUDA: libtorch's own is the one that is taken.
  cuda('site/nvidia/cu13/include', 13000);
  expect(cudaHeaders(torchIn('site', '12.6')).folders).toEqual(older);
  expect(cudaHeaders(torchIn('site', '13.0')).folders).toEqual(here('site/nvidia/cu13/include'));
});

test("pip's headers come before a toolkit's, which does not complete them, and a toolkit's where pip has none", () => {
  const libtorch = torchIn('site', '13.0');
  cuda('cuda/include', 13000);
  write('cuda/include/crt/host_config.h');
  write('cuda/include/nccl.h');
  expect(cudaHeaders(libtorch).folders).toEqual(here('cuda/include'));
  expect(ncclHeaders(libtorch)).toBe(join(machine, 'cuda/include'));
  cuda('site/nvidia/cu13/include', 13000);
  expect(cudaHeaders(libtorch).folders).toEqual(here('site/nvidia/cu13/include'));
});

test('headers of another CUDA than libtorch’s are not taken, and named', () => {
  cuda('cuda/include', 12040);
  const folders = here('cuda/include');
  expect(cudaHeaders(torchIn('site')).folders).toEqual(folders);
  expect(cudaHeaders(torchIn('site', '12.4')).folders).toEqual(folders);
  expect(cudaHeaders(torchIn('site', '12.1')).folders).toEqual(folders);
  for (const version of ['12.6', '11.8', '13.0'])
    expect(cudaHeaders(torchIn('site', version))).toEqual({
      folders: [],
      other: `is of CUDA ${version}, and only the headers of CUDA 12.4 are here`,
    });
  // An official archive says it otherwise.
  write('archive/torch/build-version', '2.7.0+cu118\n');
  expect(cudaHeaders(torchIn('archive')).other).toMatch('is of CUDA 11.8');
  write('archive/torch/build-version', '2.7.0+cu121\n');
  expect(cudaHeaders(torchIn('archive')).folders).toEqual(folders);
});

test("conda's headers: of the environment that libtorch is in, or the active one", () => {
  const target = join('targets', process.arch === 'arm64' ? 'sbsa-linux' : 'x86_64-linux', 'include');
  const libtorch = torchIn('env/lib/python3.12/site-packages', '12.8');
  cuda(join('env', target), 12080);
  write('env/include/nccl.h');
  expect(cudaHeaders(libtorch).folders).toEqual([]);
  write('env/conda-meta/history');
  expect(cudaHeaders(libtorch).folders).toEqual(here(join('env', target)));
  expect(ncclHeaders(libtorch)).toBe(join(machine, 'env/include'));
  expect(cudaHeaders(torchIn('elsewhere', '12.8')).folders).toEqual([]);
  vi.stubEnv('CONDA_PREFIX', join(machine, 'env'));
  expect(cudaHeaders(torchIn('elsewhere', '12.8')).folders).toEqual(here(join('env', target)));
});

test('where compilers look unasked they are not told to; what CPATH names comes before anything else', () => {
  expect(['/usr/include', '/usr/local/include'].every(isUnasked)).toBe(true);
  const libtorch = torchIn('site', '13.0');
  cuda('site/nvidia/cu13/include', 13000);
  cuda('module/include', 13010);
  vi.stubEnv('CPATH', join(machine, 'module/include'));
  expect(cudaHeaders(libtorch)).toEqual({ folders: [] });
  cuda('module/include', 12000);
  expect(cudaHeaders(libtorch).other).toMatch('only the headers of CUDA 12.0');
});
