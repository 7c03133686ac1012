import { installArchive } from './archive.mjs';
import { describe, findLibtorch, hasReferenceBlas, oldest } from './libtorch.mjs';
import { SetupError, say } from './report.mjs';
import {
  findCompiler,
  findJpeg,
  hasApt,
  installCommand,
  installSystemPackages,
  mayInstall,
  systemPackages,
} from './system.mjs';

/**
 * What the native parts are built with.
 * @typedef {object} Toolchain
 * @property {string} compiler
 * @property {import('./libtorch.mjs').Libtorch} libtorch
 * @property {{ compile: string[], link: string[] }} jpeg
 */

/**
 * Finds compiler, libtorch, BLAS and libjpeg, and installs what is missing: with apt-get as root on Debian and
 * Ubuntu; elsewhere libtorch as the official archive, and for the rest the command is told.
 * @returns {Promise<Toolchain>}
 * @throws {SetupError} when something is missing that setup cannot install
 */
export async function ensureToolchain() {
  let found = look();
  if (found.missing.length > 0 && mayInstall()) {
    await installSystemPackages(found.missing);
    found = look();
  }
  if (found.compiler && found.jpeg && !found.libtorch && !(hasApt && mayInstall())) {
    await installArchive();
    found = look();
  }
  const { compiler, libtorch, jpeg, missing, unsupported } = found;
  if (!compiler || !libtorch || !jpeg) throw new SetupError(whatIsMissing(found), wayOut(found));
  for (const other of unsupported) say(`${other} is too old and passed over for ${describe(libtorch)}`);
  if (missing.includes(systemPackages.blas)) {
    say(
      `libtorch runs on the reference BLAS, forty times slower than OpenBLAS: ${installCommand([systemPackages.blas])}`,
    );
  }
  return { compiler, libtorch, jpeg };
}

function look() {
  const compiler = findCompiler();
  const { libtorch, unsupported } = findLibtorch();
  const jpeg = findJpeg();
  const missing = [
    ...(compiler ? [] : [systemPackages.compiler]),
    ...(libtorch ? [] : [systemPackages.libtorch]),
    ...(!libtorch || hasReferenceBlas(libtorch) ? [systemPackages.blas] : []),
    ...(jpeg ? [] : [systemPackages.jpeg]),
  ];
  return { compiler, libtorch, jpeg, missing, unsupported };
}

function wayOut(/** @type {ReturnType<typeof look>} */ { libtorch, missing }) {
  const other =
    '\n  libtorch may also come from: pip install torch, or an unpacked archive and export LIBTORCH=<its folder>';
  return installCommand(missing) + (libtorch ? '' : other);
}

function whatIsMissing(/** @type {ReturnType<typeof look>} */ { compiler, libtorch, jpeg, unsupported }) {
  const parts = [
    ...(compiler ? [] : ['a C++ compiler (g++ or clang++)']),
    ...(libtorch
      ? []
      : [`libtorch ${oldest.join('.')} or newer${unsupported.length ? ` (too old: ${unsupported})` : ''}`]),
    ...(jpeg ? [] : ["libjpeg-turbo's headers"]),
  ];
  return `Missing on this machine: ${parts.join(', ')}.`;
}
