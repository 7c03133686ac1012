import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasCuda } from './libtorch.mjs';

/** @typedef {import('./libtorch.mjs').Libtorch} Libtorch */

/** The CUDA toolkit's headers, where there are any: pip puts them beside torch. @param {string} include */
function cudaHeaders(include) {
  const folders = [
    join(include, '../../nvidia/cu13/include'),
    join(include, '../../nvidia/cuda_runtime/include'),
    join(process.env.CUDA_HOME ?? '/usr/local/cuda', 'include'),
  ];
  const found = folders.find((folder) => existsSync(join(folder, 'cuda_runtime_api.h')));
  return found === undefined ? [] : ['-isystem', found];
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
    ...(hasCuda(libtorch) ? ['-DONECYCLE_CUDA', ...cudaHeaders(include)] : []),
    ...(ofSystem ? [] : ['-isystem', include]),
    '-isystem',
    join(include, 'torch/csrc/api/include'),
  ];
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
