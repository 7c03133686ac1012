import { existsSync, readFileSync } from 'node:fs';
import { SetupError } from './report.mjs';
import { output, which } from './shell.mjs';

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
export const mayInstall = () => hasApt && process.getuid?.() === 0 && process.env.ONECYCLE_SETUP !== 'local';

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
  if (hasApt) {
    const root = process.getuid?.() === 0 ? '' : which('sudo') ? 'sudo ' : undefined;
    const install = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
    // An image without sudo: whoever may be root there runs it as root.
    return root === undefined
      ? `as root: apt-get update && ${install}`
      : `${root}apt-get update && ${root}${install}`;
  }
  const words = names.map((name) =>
    name.replace('libtorch-dev', 'libtorch').replace(/^libjpeg.*/, 'libjpeg-turbo'),
  );
  return `install with your package manager: ${words.join(', ')}`;
}

/** What the releases of Debian have: an image without package lists cannot be asked. @type {Record<string, [number, number]>} */
const releases = { 12: [1, 13], 13: [2, 6] };

/** The version of libtorch that apt-get would install, such as [1, 13], or undefined. @returns {[number, number] | undefined} */
export function packagedLibtorch() {
  if (!hasApt) return undefined;
  const policy = output('apt-cache', ['policy', systemPackages.libtorch]);
  const version = policy?.match(/Candidate: (\d+)\.(\d+)/);
  if (version) return [Number(version[1]), Number(version[2])];
  const number = /^ID=debian$/m.test(release) ? release.match(/^VERSION_ID="?(\d+)/m)?.[1] : undefined;
  return policy || !number ? undefined : releases[number];
}
