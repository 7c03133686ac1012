import { installListed, inWords, planOf, updateLists } from './apt.mjs';
import { installArchive } from './archive.mjs';
import { describe, family, findLibtorch, hasReferenceBlas, oldest } from './libtorch.mjs';
import { prebuiltFile } from './locate.mjs';
import { SetupError, say } from './report.mjs';
import {
  findCompiler,
  findJpeg,
  hasApt,
  installCommand,
  mayInstall,
  packagedLibtorch,
  systemPackages,
} from './system.mjs';

/** @typedef {import('./libtorch.mjs').Libtorch} Libtorch */
/** @typedef {import('./locate.mjs').Part} Part */

/**
 * What the native parts are built with; compiler and libjpeg only where something has to be built.
 * @typedef {object} Kit
 * @property {Libtorch} libtorch
 * @property {string} [compiler]
 * @property {{ compile: string[], link: string[] }} [jpeg]
 */

/** Which parts must be compiled for a libtorch. @typedef {(libtorch: Libtorch) => Part[]} ToCompile */

/**
 * Finds what the native parts need, and installs what is missing: with apt-get as root on Debian and Ubuntu; elsewhere
 * libtorch as the official archive, and for the rest the command is told.
 * @param {Part[]} parts
 * @param {{ cuda?: boolean, toCompile: ToCompile }} options
 * @returns {Promise<Kit>}
 * @throws {SetupError} when something is missing that setup cannot install; then nothing was changed
 */
export async function ensureKit(parts, { cuda = false, toCompile }) {
  const search = () => look(parts, { cuda, toCompile });
  let found = search();
  if (found.packages.length > 0 && mayInstall()) {
    await updateLists(found.packages);
    found = search();
    if (found.packages.length > 0) await installListed(found.packages);
    found = search();
  }
  if (!found.libtorch && found.fromArchive && found.packages.length === 0) {
    await installArchive({ cuda });
    found = search();
  }
  const { libtorch, compiler, jpeg, packages, unsupported } = found;
  if (!libtorch || found.lacks.length > 0) throw missing(found);
  for (const other of unsupported) say(`${other} and is passed over for ${describe(libtorch)}`);
  if (packages.includes(systemPackages.blas)) {
    say(
      `libtorch runs on the reference BLAS, forty times slower than OpenBLAS: ${installCommand([systemPackages.blas])}`,
    );
  }
  return { libtorch, ...(compiler ? { compiler } : {}), ...(jpeg ? { jpeg } : {}) };
}

/**
 * What is there, what is lacking in words, and the system packages that would bring it.
 * @param {Part[]} parts
 * @param {{ cuda: boolean, toCompile: ToCompile }} options
 */
function look(parts, { cuda, toCompile }) {
  const { libtorch, unsupported } = findLibtorch({ cuda });
  const fromSystem = !libtorch && !cuda ? systemLibtorch(parts) : undefined;
  const compiling = libtorch ? toCompile(libtorch) : fromSystem?.prebuilt ? [] : parts;
  const compiler = findCompiler();
  const jpeg = findJpeg();
  const lacks = [];
  const packages = [];
  if (!libtorch) {
    lacks.push(
      `libtorch ${oldest.join('.')} or newer${cuda ? ' with CUDA' : ''}${unsupported.length ? ` (${unsupported})` : ''}`,
    );
  } else if (compiling.length > 0 && !libtorch.include) {
    lacks.push(`the headers of ${describe(libtorch)}`);
    if (libtorch.ofSystem) packages.push(systemPackages.libtorch);
  }
  if (compiling.length > 0 && !compiler) {
    lacks.push('a C++ compiler (g++ or clang++)');
    packages.push(systemPackages.compiler);
  }
  if (compiling.some((part) => part.jpeg) && !jpeg) {
    lacks.push("libjpeg-turbo's headers");
    packages.push(systemPackages.jpeg);
  }
  // Without root an archive does as well as a system package, if libtorch is all there is to get: our parts are built for it.
  const canBuild = compiler !== undefined && (jpeg !== undefined || !parts.some((part) => part.jpeg));
  const fromArchive = !libtorch && (cuda || !fromSystem || (!mayInstall() && canBuild));
  if (fromSystem && !fromArchive) packages.unshift(fromSystem.package);
  if (libtorch ? hasReferenceBlas(libtorch) : fromSystem && !fromArchive) packages.push(systemPackages.blas);
  return { libtorch, unsupported, compiler, jpeg, lacks, packages, fromArchive };
}

/**
 * The system package that brings libtorch: its libraries alone where the platform package has our parts for them, else the
 * development files. Undefined where the system has none, or one that is too old.
 */
function systemLibtorch(/** @type {Part[]} */ parts) {
  const version = packagedLibtorch();
  // Before the first `apt-get update` nothing is known; afterwards this is asked again.
  if (!version) return hasApt ? { package: systemPackages.libtorch, prebuilt: false } : undefined;
  if (version[0] < oldest[0] || (version[0] === oldest[0] && version[1] < oldest[1])) return undefined;
  const prebuilt = parts.every((part) => prebuiltFile(part, `${version.join('.')}-debian`) !== undefined);
  return { package: prebuilt ? `libtorch${version.join('.')}` : systemPackages.libtorch, prebuilt };
}

function missing(/** @type {ReturnType<typeof look>} */ { libtorch, lacks, packages }) {
  const plan = hasApt ? planOf(packages) : undefined;
  return new SetupError(
    `Missing on this machine: ${lacks.join(', ')}.`,
    [
      ...(packages.length ? [installCommand(packages)] : []),
      ...(plan ? [`(${inWords(plan)})`] : []),
      ...(libtorch
        ? []
        : [
            'libtorch may also come from: pip install torch, or an unpacked archive and export LIBTORCH=<its folder>',
          ]),
    ].join('\n  '),
  );
}

/** Whether the platform package has a part for a libtorch. @param {Part} part @param {Libtorch} libtorch */
export const isPrebuilt = (part, libtorch) => prebuiltFile(part, family(libtorch)) !== undefined;
