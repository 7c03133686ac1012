import { statSync } from 'node:fs';
import { join } from 'node:path';
import { cudaHeaders, ncclHeaders, ofVariables, systemFolders } from './cuda.mjs';
import { hasCuda } from './libtorch.mjs';

/** @typedef {import('./libtorch.mjs').Libtorch} Libtorch */

/** What sources ask the compiler for (`__has_include`), or take from wherever it looks if it is there: Gloo's and NVIDIA's, else our stand-ins. */
const asked = {
  gloo: ['gloo/context.h'],
  cuda: [
    'cuda_runtime_api.h',
    'crt/host_config.h',
    'crt/host_defines.h',
    'nv/target',
    'nccl.h',
    'cuda.h',
    'cublas_v2.h',
    'cusparse.h',
    'cusolverDn.h',
  ],
};

/**
 * Headers of others that decide what is compiled, as they lie on this machine: compilers also look in folders that no flag
 * names, and toolkits are renewed where they are.
 * @param {Libtorch} libtorch
 * @param {string[]} [ofCompiler] folders in which compilers look unasked
 */
export function headersThere(libtorch, ofCompiler = systemFolders) {
  const flags = compileFlags(libtorch);
  const folders = [
    ...flags.filter((_, i) => flags[i - 1] === '-isystem'),
    ...(hasCuda(libtorch) ? [ncclHeaders(libtorch) ?? []].flat() : []),
    ...ofVariables('CPATH', 'CPLUS_INCLUDE_PATH'),
    ...ofCompiler,
  ];
  const names = [...asked.gloo, ...(hasCuda(libtorch) ? asked.cuda : [])];
  return [...new Set(folders)].flatMap((folder) =>
    names.flatMap((name) => {
      const file = statSync(join(folder, name), { throwIfNoEntry: false });
      return file ? [`${join(folder, name)} ${file.size} ${file.mtimeMs}`] : [];
    }),
  );
}

/**
 * What the compiler must know of a libtorch.
 * @param {Libtorch} libtorch
 */
export function compileFlags(libtorch) {
  const {
    include = '',
    version: [major, minor],
    oldAbi,
    ofSystem,
  } = libtorch;
  const standard = major > 2 || (major === 2 && minor > 11) ? 'c++20' : 'c++17';
  return [
    `-std=${standard}`,
    ...(oldAbi ? ['-D_GLIBCXX_USE_CXX11_ABI=0'] : []),
    ...(ofSystem ? [] : ['-isystem', include]),
    '-isystem',
    join(include, 'torch/csrc/api/include'),
    ...(hasCuda(libtorch) ? cudaFlags(libtorch) : []),
  ];
}

/** After libtorch's own folders: conda has more among CUDA's, other versions of libtorch even. @param {Libtorch} libtorch */
function cudaFlags(libtorch) {
  const { folders, other } = cudaHeaders(libtorch);
  const found = folders.flatMap((folder) => ['-isystem', folder]);
  return ['-DONECYCLE_CUDA', ...(other ? [`-DONECYCLE_OTHER_CUDA="${other}"`] : []), ...found];
}

/**
 * What the linker must know of a libtorch.
 * @param {Libtorch} libtorch
 * @param {string[]} [rpath] where the loader looks for it; its own folder unless given
 */
export function linkFlags({ lib, accelerators, ofSystem }, rpath = ofSystem ? [] : [lib]) {
  const libraries = ['torch', 'torch_cpu', 'c10'].map((name) => `-l${name}`);
  const path = [...(ofSystem ? [] : [`-L${lib}`]), ...rpath.map((folder) => `-Wl,-rpath,${folder}`)];
  if (process.platform === 'darwin') return ['-undefined', 'dynamic_lookup', ...path, ...libraries];
  // Nothing of ours calls the CUDA library by name: its operators register themselves when it is loaded.
  const kept = accelerators.length
    ? ['-Wl,--no-as-needed', ...accelerators.map((name) => `-l${name}`), '-Wl,--as-needed']
    : [];
  // libtorch keeps functions of ours (its allocator) to the very end, also after the worker thread that loaded them.
  return ['-Wl,-z,nodelete', ...path, ...kept, ...libraries];
}
