import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { which } from './shell.mjs';

/** @typedef {import('./libtorch.mjs').Libtorch} Libtorch */

/** Where compilers look unasked. Told to, they would look there before the C++ library's own folders, and not find C's headers. */
export const systemFolders = ['/usr/local/include', '/usr/include'];

/** pip's packages for CUDA 12 and older with the headers that libtorch's ask for; from 13 on they share a folder. */
const libraries = ['cuda_runtime', 'cuda_nvcc', 'cuda_cccl', 'cublas', 'cusparse', 'cusolver'];

/** Where toolkits and conda's packages keep them. */
const target = join('targets', process.arch === 'arm64' ? 'sbsa-linux' : 'x86_64-linux', 'include');

/**
 * The headers of a CUDA for a libtorch: the folders of which the compiler must be told.
 *
 * They are of one installation, never of two that complete each other: for what pip's packages lack there are our stand-ins. And they are
 * of libtorch's own CUDA: classes of libtorch have members that depend on its version, and what is compiled with others writes beside their
 * memory. The same major version, as PyTorch asks of extensions, and no older minor one will do. Where there are others alone, `other`
 * says so.
 * @param {Libtorch} libtorch
 * @returns {{ folders: string[], other?: string }}
 */
export function cudaHeaders(libtorch) {
  const own = cudaOf(libtorch);
  const there = installations(libtorch).flatMap((folders) => {
    const header = folders
      .map((folder) => join(folder, 'cuda_runtime_api.h'))
      .find((file) => existsSync(file));
    return header ? [{ folders, version: versionIn(header) }] : [];
  });
  const found = there.find(({ version }) => serves(version, own));
  if (found) return { folders: found.folders.filter((folder) => existsSync(folder) && !isUnasked(folder)) };
  const version = there[0]?.version;
  if (!own || !version) return { folders: [] };
  return {
    folders: [],
    other: `is of CUDA ${inWords(own)}, and only the headers of CUDA ${inWords(version)} are here`,
  };
}

/** The folder of NCCL's headers: pip's beside torch, else among CUDA's, else where compilers look. @param {Libtorch} libtorch */
export function ncclHeaders(libtorch) {
  const folders = [
    ofPip(libtorch, 'nccl'),
    ...cudaHeaders(libtorch).folders,
    ...condas(libtorch).map((prefix) => join(prefix, 'include')),
    ...systemFolders,
  ];
  return folders.find((folder) => existsSync(join(folder, 'nccl.h')));
}

/** Whether compilers look in a folder without being told. @param {string} folder */
export const isUnasked = (folder) =>
  [...systemFolders, ...ofVariables('CPATH', 'CPLUS_INCLUDE_PATH')].includes(folder);

/** The folders that variables name for GCC and Clang. @param {string[]} names */
export const ofVariables = (...names) =>
  names.flatMap((name) => (process.env[name] ?? '').split(delimiter)).filter(Boolean);

/** Each as the folders of its headers, in the order in which they are taken. @param {Libtorch} libtorch */
function installations(libtorch) {
  // Compilers look there before anywhere else: another one would be mixed with it.
  const first = ofVariables('CPATH').filter((folder) => existsSync(join(folder, 'cuda_runtime_api.h')));
  if (first.length > 0) return [first];
  const { CUDA_HOME, CUDA_PATH } = process.env;
  const nvcc = which('nvcc');
  const named = [CUDA_HOME, CUDA_PATH].filter((folder) => folder !== undefined);
  const usual = [...(nvcc ? [dirname(dirname(realpathSync(nvcc)))] : []), '/usr/local/cuda'];
  return [
    ...togetherOfPip(libtorch),
    libraries.map((name) => ofPip(libtorch, name)),
    ...[...named, ...condas(libtorch), ...(named.length > 0 ? [] : usual)].flatMap((folder) => [
      [join(folder, target)],
      [join(folder, 'include')],
    ]),
    ...[...ofVariables('CPLUS_INCLUDE_PATH'), ...systemFolders].map((folder) => [folder]),
  ];
}

const ofPip = (/** @type {Libtorch} */ { include = '' }, /** @type {string} */ name) =>
  join(include, '../../nvidia', name, 'include');

/** From CUDA 13 on: nvidia/cu13/include. @param {Libtorch} libtorch */
function togetherOfPip(libtorch) {
  const nvidia = join(libtorch.include ?? '', '../../nvidia');
  const names = existsSync(nvidia) ? readdirSync(nvidia).filter((name) => /^cu\d+$/.test(name)) : [];
  return names.map((name) => [ofPip(libtorch, name)]);
}

/** Environments of conda: the one that a libtorch lies in, as its own package or in Python's, and the active one. @param {Libtorch} libtorch */
function condas({ include = '' }) {
  const prefixes = [join(include, '..'), join(include, '../../../../..'), process.env.CONDA_PREFIX ?? ''];
  return prefixes.filter((prefix) => existsSync(join(prefix, 'conda-meta')));
}

/** The CUDA that a libtorch was built with, as CUDA counts (12.4 is 12040); pip's says so, and official archives. @param {Libtorch} libtorch */
function cudaOf({ include = '', lib }) {
  const [, major, minor] =
    textOf(join(include, '../version.py')).match(/^cuda\b[^=]*=\s*'(\d+)\.(\d+)/m) ??
    textOf(join(dirname(lib), 'build-version')).match(/\+cu(\d+)(\d)\b/) ??
    [];
  return major && minor ? 1000 * Number(major) + 10 * Number(minor) : undefined;
}

/** @param {string} header */
function versionIn(header) {
  const [, version] = textOf(header).match(/^#\s*define\s+CUDART_VERSION\s+(\d+)/m) ?? [];
  return version ? Number(version) : undefined;
}

/** @param {number | undefined} version of headers @param {number | undefined} own libtorch's */
const serves = (version, own) =>
  !version || !own || (Math.floor(version / 1000) === Math.floor(own / 1000) && version >= own);

const inWords = (/** @type {number} */ version) =>
  `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`;

const textOf = (/** @type {string} */ file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
