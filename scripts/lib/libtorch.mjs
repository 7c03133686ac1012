import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from './report.mjs';
import { output, which } from './shell.mjs';

/**
 * A libtorch to build against.
 * @typedef {object} Libtorch
 * @property {string} origin where it was found, in words
 * @property {string} include the folder of its headers
 * @property {string} lib the folder of its libraries
 * @property {string} library the file of its main library
 * @property {[number, number]} version
 * @property {boolean} oldAbi whether it was compiled with `_GLIBCXX_USE_CXX11_ABI=0`
 * @property {string[]} accelerators libraries of the accelerators it was built for
 * @property {boolean} ofSystem whether compiler and loader find it without being told
 */

/** @type {[number, number]} */
export const oldest = [1, 13];
const suffix = process.platform === 'darwin' ? 'dylib' : 'so';
const triple = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;

/** Where an official archive is unpacked. */
export function archiveFolder() {
  return join(process.env.ONECYCLE_HOME ?? join(homedir(), '.onecycle'), 'libtorch');
}

/**
 * Looks for a libtorch in the order LIBTORCH, the Python interpreter's `torch`, the system's, the archive
 * of an earlier setup.
 * @returns {{ libtorch?: Libtorch, unsupported: string[] }} what was found, and what was found but is too old
 * @throws {SetupError} when LIBTORCH is set to something else than a supported libtorch
 */
export function findLibtorch() {
  if (process.env.LIBTORCH) return { libtorch: named(process.env.LIBTORCH), unsupported: [] };
  /** @type {string[]} */
  const unsupported = [];
  for (const { folders, ...place } of places()) {
    for (const [include, lib] of folders()) {
      const libtorch = inspect(include, lib, place);
      if (libtorch && isSupported(libtorch)) return { libtorch, unsupported };
      if (libtorch) unsupported.push(`libtorch ${libtorch.version.join('.')} (${place.origin})`);
    }
  }
  return { unsupported };
}

/** @returns {{ origin: string, ofSystem: boolean, folders: () => [include: string, lib: string][] }[]} */
function places() {
  return [
    { origin: "Python's torch package", ofSystem: false, folders: () => pythonPackage().map(inside) },
    {
      origin: "the system's",
      ofSystem: true,
      folders: () => [
        ['/usr/include', join('/usr/lib', triple)],
        ['/usr/include', '/usr/lib64'],
        ['/usr/include', '/usr/lib'],
      ],
    },
    {
      origin: 'in /usr/local or Homebrew',
      ofSystem: false,
      folders: () => ['/usr/local', '/opt/homebrew', '/opt/libtorch'].map(inside),
    },
    { origin: archiveFolder(), ofSystem: false, folders: () => [inside(archiveFolder())] },
  ];
}

/** @returns {[string, string]} */
function inside(/** @type {string} */ folder) {
  return [join(folder, 'include'), join(folder, 'lib')];
}

function named(/** @type {string} */ folder) {
  const libtorch = inspect(...inside(folder), { origin: `LIBTORCH=${folder}`, ofSystem: false });
  if (!libtorch) {
    throw new SetupError(
      `LIBTORCH=${folder} holds no libtorch (include/ATen and lib/libtorch_cpu.${suffix} are expected there).`,
      'export LIBTORCH=<the unpacked libtorch folder>, or unset LIBTORCH to let setup look for one',
    );
  }
  if (!isSupported(libtorch)) {
    throw new SetupError(
      `LIBTORCH=${folder} is libtorch ${libtorch.version.join('.')}; ${oldest.join('.')} or newer is needed.`,
      'unset LIBTORCH to let setup look for another one',
    );
  }
  return libtorch;
}

/** The folder of the interpreter's `torch`: found, not imported, which would take seconds. */
function pythonPackage() {
  const python = [process.env.PYTHON, 'python3', 'python'].find((name) => name && which(name));
  if (!python) return [];
  const find = [
    'from importlib.util import find_spec',
    'spec = find_spec("torch")',
    'print(spec.submodule_search_locations[0] if spec and spec.submodule_search_locations else "")',
  ].join('\n');
  const folder = output(python, ['-c', find]);
  return folder ? [folder] : [];
}

/**
 * @param {string} include
 * @param {string} lib
 * @param {{ origin: string, ofSystem: boolean }} place
 * @returns {Libtorch | undefined}
 */
function inspect(include, lib, place) {
  const library = join(lib, `libtorch_cpu.${suffix}`);
  const version = headerVersion(include);
  if (!version || !existsSync(library) || !existsSync(join(include, 'ATen/core/dispatch/Dispatcher.h')))
    return undefined;
  const accelerators = ['torch_cuda', 'c10_cuda', 'torch_hip', 'c10_hip'].filter((name) =>
    existsSync(join(lib, `lib${name}.${suffix}`)),
  );
  return {
    ...place,
    include,
    lib,
    library: realpathSync(library),
    version,
    oldAbi: hasOldAbi(lib),
    accelerators,
  };
}

/** @returns {[number, number] | undefined} */
function headerVersion(/** @type {string} */ include) {
  for (const header of ['torch/headeronly/version.h', 'torch/csrc/api/include/torch/version.h']) {
    const file = join(include, header);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const number = (/** @type {string} */ part) =>
      text.match(new RegExp(`TORCH_VERSION_${part} (\\d+)`))?.[1];
    const [major, minor] = [number('MAJOR'), number('MINOR')];
    if (major && minor) return [Number(major), Number(minor)];
  }
  return undefined;
}

function isSupported(/** @type {Libtorch} */ { version: [major, minor] }) {
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** pip's wheels before 2.6 take `std::string` in its old layout; the mangled name of c10::Error's constructor tells. */
function hasOldAbi(/** @type {string} */ lib) {
  const core = join(lib, `libc10.${suffix}`);
  return existsSync(core) && readFileSync(core).includes('c105ErrorC1ENS_14SourceLocationESs');
}

/**
 * Whether Debian's libtorch would run on the reference BLAS: matrix products are then forty times slower
 * than with OpenBLAS.
 * @param {Libtorch} libtorch
 */
export function hasReferenceBlas(libtorch) {
  const blas = `/usr/lib/${triple}/libblas.so.3`;
  return libtorch.ofSystem && existsSync(blas) && realpathSync(blas).includes('/blas/libblas.so');
}

/** @param {Libtorch} libtorch */
export function describe({ version, origin, accelerators, oldAbi }) {
  const with_ = accelerators.some((name) => name.endsWith('cuda'))
    ? ', CUDA'
    : accelerators.length
      ? ', ROCm'
      : '';
  return `libtorch ${version.join('.')} (${origin}${with_}${oldAbi ? ', old C++ ABI' : ''})`;
}

/**
 * What must be rebuilt when it changes.
 * @param {Libtorch} libtorch
 */
export function identity({ library, include, version }) {
  const { size, mtimeMs } = statSync(library);
  return [library, include, ...version, size, mtimeMs].join(' ');
}

/** The CUDA toolkit's headers, where there are any: pip puts them beside torch. */
function cudaHeaders(/** @type {string} */ include) {
  const folders = [
    join(include, '../../nvidia/cuda_runtime/include'),
    join(process.env.CUDA_HOME ?? '/usr/local/cuda', 'include'),
  ];
  const found = folders.find((folder) => existsSync(join(folder, 'cuda_runtime_api.h')));
  return found === undefined ? [] : ['-isystem', found];
}

/** @param {Libtorch} libtorch */
export function compileFlags({ include, version: [major, minor], oldAbi, ofSystem, accelerators }) {
  const standard = major > 2 || (major === 2 && minor > 11) ? 'c++20' : 'c++17';
  return [
    `-std=${standard}`,
    ...(oldAbi ? ['-D_GLIBCXX_USE_CXX11_ABI=0'] : []),
    ...(accelerators.includes('c10_cuda') ? ['-DONECYCLE_CUDA', ...cudaHeaders(include)] : []),
    ...(ofSystem ? [] : ['-isystem', include]),
    '-isystem',
    join(include, 'torch/csrc/api/include'),
  ];
}

/** @param {Libtorch} libtorch */
export function linkFlags({ lib, accelerators, ofSystem }) {
  const libraries = ['torch', 'torch_cpu', 'c10'].map((name) => `-l${name}`);
  const path = ofSystem ? [] : [`-L${lib}`, `-Wl,-rpath,${lib}`];
  if (process.platform === 'darwin') return ['-undefined', 'dynamic_lookup', ...path, ...libraries];
  // Nothing of ours calls the CUDA library by name: its operators register themselves when it is loaded.
  const kept = accelerators.length
    ? ['-Wl,--no-as-needed', ...accelerators.map((name) => `-l${name}`), '-Wl,--as-needed']
    : [];
  // libtorch keeps functions of ours (its allocator) to the very end, also after the worker thread that loaded them.
  return ['-Wl,-z,nodelete', ...path, ...kept, ...libraries];
}
