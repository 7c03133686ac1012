import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { home } from './home.mjs';
import { SetupError } from './report.mjs';
import { output, which } from './shell.mjs';

/**
 * A libtorch to build against or to run on.
 * @typedef {object} Libtorch
 * @property {string} origin where it was found, in words
 * @property {string} [include] the folder of its headers; none where only its libraries are installed
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
const systemFolders = [join('/usr/lib', triple), '/usr/lib64', '/usr/lib'];

/** Where an official archive is unpacked. */
export const archiveFolder = (cuda = false) => join(home(), cuda ? 'libtorch-cuda' : 'libtorch');

/**
 * Looks for a libtorch in the order LIBTORCH, the Python interpreter's `torch`, the system's, the archive
 * of an earlier setup.
 * @param {{ cuda?: boolean }} [options] `cuda`: only one that was built for CUDA will do
 * @returns {{ libtorch?: Libtorch, unsupported: string[] }} what was found, and what was found but does not serve
 * @throws {SetupError} when LIBTORCH is set to something else than a supported libtorch
 */
export function findLibtorch({ cuda = false } = {}) {
  if (process.env.LIBTORCH) return { libtorch: named(process.env.LIBTORCH, cuda), unsupported: [] };
  /** @type {string[]} */
  const unsupported = [];
  for (const { folders, ...place } of places(cuda)) {
    for (const [include, lib] of folders()) {
      const libtorch = inspect(include, lib, place);
      if (!libtorch) continue;
      if (isSupported(libtorch) && (!cuda || hasCuda(libtorch))) return { libtorch, unsupported };
      unsupported.push(`${describe(libtorch)}${isSupported(libtorch) ? ' has no CUDA' : ' is too old'}`);
    }
  }
  return { unsupported };
}

/** @returns {{ origin: string, ofSystem: boolean, folders: () => [include: string, lib: string][] }[]} */
function places(/** @type {boolean} */ cuda) {
  return [
    { origin: "Python's torch package", ofSystem: false, folders: () => pythonPackage().map(inside) },
    {
      origin: "the system's",
      ofSystem: true,
      folders: () => systemFolders.map((lib) => ['/usr/include', lib]),
    },
    {
      origin: 'in /usr/local or Homebrew',
      ofSystem: false,
      folders: () => ['/usr/local', '/opt/homebrew', '/opt/libtorch'].map(inside),
    },
    ...(cuda ? [true] : [false, true]).map((kind) => ({
      origin: archiveFolder(kind),
      ofSystem: false,
      folders: () => [inside(archiveFolder(kind))],
    })),
  ];
}

/** @returns {[string, string]} */
function inside(/** @type {string} */ folder) {
  return [join(folder, 'include'), join(folder, 'lib')];
}

function named(/** @type {string} */ folder, /** @type {boolean} */ cuda) {
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
  if (cuda && !hasCuda(libtorch)) {
    throw new SetupError(
      `LIBTORCH=${folder} was built without CUDA.`,
      'unset LIBTORCH to let setup look for another one, or leave out --cuda',
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
  const library = mainLibrary(lib);
  const hasHeaders = existsSync(join(include, 'ATen/core/dispatch/Dispatcher.h'));
  const version = library && ((hasHeaders && headerVersion(include)) || libraryVersion(lib, library));
  if (!library || !version) return undefined;
  const accelerators = ['torch_cuda', 'c10_cuda', 'torch_hip', 'c10_hip'].filter((name) =>
    existsSync(join(lib, `lib${name}.${suffix}`)),
  );
  return {
    ...place,
    ...(hasHeaders ? { include } : {}),
    lib,
    library: realpathSync(library),
    version,
    oldAbi: hasOldAbi(lib),
    accelerators,
  };
}

/** `libtorch_cpu.so`, which comes with the headers, or `libtorch_cpu.so.1.13`, which programs are run with. */
function mainLibrary(/** @type {string} */ lib) {
  const plain = join(lib, `libtorch_cpu.${suffix}`);
  if (existsSync(plain)) return plain;
  const versioned =
    existsSync(lib) && readdirSync(lib).find((name) => /^libtorch_cpu\.so\.\d+\.\d+$/.test(name));
  return versioned ? join(lib, versioned) : undefined;
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

/** Without headers the library's own name tells, or the file that official archives carry. @returns {[number, number] | undefined} */
function libraryVersion(/** @type {string} */ lib, /** @type {string} */ library) {
  const note = join(dirname(lib), 'build-version');
  const text = existsSync(note)
    ? readFileSync(note, 'utf8')
    : basename(realpathSync(library)).replace(/^.*\.so\./, '');
  const [, major, minor] = text.match(/^(\d+)\.(\d+)/) ?? [];
  return major && minor ? [Number(major), Number(minor)] : undefined;
}

function isSupported(/** @type {Libtorch} */ { version: [major, minor] }) {
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** pip's wheels before 2.6 take `std::string` in its old layout; the mangled name of c10::Error's constructor tells. */
function hasOldAbi(/** @type {string} */ lib) {
  const core = join(lib, `libc10.${suffix}`);
  return existsSync(core) && readFileSync(core).includes('c105ErrorC1ENS_14SourceLocationESs');
}

/** @param {Libtorch} libtorch */
export const hasCuda = ({ accelerators }) => accelerators.some((name) => name.endsWith('cuda'));

/**
 * What a prebuilt native part must have been built for to run on it: its version, and whatever else changes the names
 * that a linker sees. Debian's libraries carry their version in their names, those of PyTorch itself do not.
 * @param {Libtorch} libtorch
 */
export function family(libtorch) {
  const { version, library, oldAbi, accelerators } = libtorch;
  return [
    version.join('.'),
    ...(/\.so\.\d/.test(library) ? ['debian'] : []),
    ...(oldAbi ? ['oldabi'] : []),
    ...(hasCuda(libtorch) ? ['cuda'] : accelerators.length ? ['rocm'] : []),
  ].join('-');
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
export function describe(libtorch) {
  const { version, origin, accelerators, oldAbi } = libtorch;
  const accelerator = hasCuda(libtorch) ? ', CUDA' : accelerators.length ? ', ROCm' : '';
  return `libtorch ${version.join('.')} (${origin}${accelerator}${oldAbi ? ', old C++ ABI' : ''})`;
}

/**
 * What must be rebuilt when it changes.
 * @param {Libtorch} libtorch
 */
export function identity({ library, include, version }) {
  const { size, mtimeMs } = statSync(library);
  return [library, include, ...version, size, mtimeMs].join(' ');
}
