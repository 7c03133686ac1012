import { existsSync, readFileSync } from 'node:fs';
import { SetupError, say } from './report.mjs';
import { execute, output, which } from './shell.mjs';

const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
const family = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].map((match) => match[1]).join(' ');
const isUbuntu = /\bubuntu\b/.test(family);
const headers = ['/usr/include', '/usr/local/include', '/opt/homebrew/include'];

/** The system packages that setup may need, by what they are for, in the names of Debian or Ubuntu. */
export const systemPackages = {
  compiler: 'g++',
  libtorch: 'libtorch-dev',
  blas: 'libopenblas0-pthread',
  jpeg: isUbuntu ? 'libjpeg-turbo8-dev' : 'libjpeg62-turbo-dev',
};

export const hasApt = /\b(debian|ubuntu)\b/.test(family) && which('apt-get') !== undefined;

/** Whether setup may install system packages itself. */
export function mayInstall() {
  return hasApt && process.getuid?.() === 0 && process.env.ONECYCLE_SETUP !== 'local';
}

/** @returns {string | undefined} the C++ compiler: $CXX, g++ or clang++ */
export function findCompiler() {
  const named = process.env.CXX;
  if (named && !which(named)) {
    throw new SetupError(`CXX=${named} is not a command on this machine.`, 'unset CXX, or export CXX=g++');
  }
  const found = [named, 'g++', 'clang++'].find((name) => name && which(name));
  return found && which(found);
}

/** @returns {{ compile: string[], link: string[] } | undefined} flags for libjpeg-turbo; $LIBJPEG names its folder */
export function findJpeg() {
  const folder = process.env.LIBJPEG;
  if (folder) {
    if (!existsSync(`${folder}/include/jpeglib.h`)) {
      throw new SetupError(
        `LIBJPEG=${folder} holds no include/jpeglib.h.`,
        'unset LIBJPEG, or name the right folder',
      );
    }
    return {
      compile: [`-I${folder}/include`],
      link: [`-L${folder}/lib`, `-Wl,-rpath,${folder}/lib`, '-ljpeg'],
    };
  }
  const include = headers.find((place) => existsSync(`${place}/jpeglib.h`));
  if (!include) return undefined;
  if (include === '/usr/include') return { compile: [], link: ['-ljpeg'] };
  return { compile: [`-I${include}`], link: [`-L${include.replace(/include$/, 'lib')}`, '-ljpeg'] };
}

/** The command that installs system packages here, in words a person can copy. */
export function installCommand(/** @type {string[]} */ names) {
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  if (hasApt) return `${sudo}apt-get update && ${sudo}apt-get install -y ${names.join(' ')}`;
  const words = names.map((name) =>
    name.replace('libtorch-dev', 'libtorch').replace(/^libjpeg.*/, 'libjpeg-turbo'),
  );
  return `install with your package manager: ${words.join(', ')}`;
}

/**
 * Installs Debian packages.
 * @param {string[]} names
 * @throws {SetupError} when apt-get fails
 */
export async function installSystemPackages(names) {
  say(`installing ${names.join(' ')} with apt-get (ONECYCLE_SETUP=local forbids it)`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await execute('apt-get', ['update', '-q'], { env });
  const install = await execute('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
    env,
  });
  if (install.code === 0) return;
  const text = update.text + install.text;
  const offline =
    /Could not resolve|Temporary failure|Could not connect|Unable to connect|Network is unreachable/.test(
      text,
    );
  const reason = text.match(/^E: .*/m)?.[0] ?? text.trim().split('\n').at(-1);
  throw new SetupError(
    offline ? `apt-get could not reach the package archive (${reason}).` : `apt-get failed: ${reason}`,
    `${offline ? 'with a network: ' : ''}${installCommand(names)}`,
  );
}

/** The version of libtorch that apt-get would install, such as [1, 13], or undefined. */
export function packagedLibtorch() {
  const version = output('apt-cache', ['policy', systemPackages.libtorch])?.match(/Candidate: (\d+)\.(\d+)/);
  return version ? [Number(version[1]), Number(version[2])] : undefined;
}
