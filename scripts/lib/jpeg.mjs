import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installSystemPackages } from '../../packages/torch/install/apt.mjs';
import { execute, output, which } from '../../packages/torch/install/shell.mjs';
import { hasApt, mayInstall } from '../../packages/torch/install/system.mjs';
import { root, SetupError, say } from './report.mjs';

/**
 * A libjpeg-turbo that can be linked into a shared library: LIBJPEG names its folder; on Debian it is built from the source
 * package, because the archive of its own package is not compiled as position-independent code.
 * @returns {Promise<{ version: string, licence: string, compile: string[], link: string[] }>}
 */
export async function staticJpeg() {
  const folder = process.env.LIBJPEG ?? join(root, 'node_modules/.cache/onecycle-libjpeg');
  const archive = join(folder, 'lib/libjpeg.a');
  if (!existsSync(archive)) {
    if (process.env.LIBJPEG || !hasApt)
      throw new SetupError(
        `There is no ${archive}.`,
        'export LIBJPEG=<the prefix of a static libjpeg-turbo, compiled with -fPIC>',
      );
    await build(folder);
  }
  const header = output('grep', ['-h', 'LIBJPEG_TURBO_VERSION ', join(folder, 'include/jconfig.h')]);
  return {
    version: header?.split(/\s+/).at(-1) ?? 'unknown',
    licence: join(folder, 'LICENSE.md'),
    compile: [`-I${join(folder, 'include')}`],
    // Its names stay inside: the process may hold another libjpeg, sharp's for one.
    link: [archive, '-Wl,--exclude-libs,libjpeg.a'],
  };
}

async function build(/** @type {string} */ folder) {
  const tools = ['cmake', 'nasm', 'dpkg-source'];
  if (!tools.every(which) && mayInstall()) await installSystemPackages(['cmake', 'nasm', 'dpkg-dev']);
  say('building libjpeg-turbo from the source package');
  const work = mkdtempSync(join(tmpdir(), 'libjpeg-'));
  try {
    // The sources of the archives that the system knows, in lists of their own: the system's stay as they are.
    const sources = output('sh', [
      '-c',
      "apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' | sort -u",
    ]);
    const lines = sources?.split('\n').map((line) => `deb-src ${line}`) ?? [];
    writeFileSync(join(work, 'sources.list'), `${lines.join('\n')}\n`);
    mkdirSync(join(work, 'lists/partial'), { recursive: true });
    const own = [
      '-o',
      `Dir::Etc::sourcelist=${work}/sources.list`,
      '-o',
      'Dir::Etc::sourceparts=-',
      '-o',
      `Dir::State::lists=${work}/lists`,
    ];
    await must('apt-get', [...own, 'update', '-q'], work);
    await must('apt-get', [...own, 'source', '-q', 'libjpeg-turbo'], work);
    const source = readdirSync(work).find((name) => /^libjpeg-turbo-[\d.]+$/.test(name));
    if (!source) throw new SetupError('apt-get gave no sources of libjpeg-turbo.');
    const flags = [
      '-DENABLE_SHARED=0',
      '-DWITH_TURBOJPEG=0',
      '-DREQUIRE_SIMD=1',
      '-DCMAKE_POSITION_INDEPENDENT_CODE=1',
    ];
    await must(
      'cmake',
      [
        '-S',
        source,
        '-B',
        'out',
        '-DCMAKE_BUILD_TYPE=Release',
        `-DCMAKE_INSTALL_PREFIX=${folder}`,
        `-DCMAKE_INSTALL_LIBDIR=${join(folder, 'lib')}`,
        ...flags,
      ],
      work,
    );
    await must('cmake', ['--build', 'out', '--target', 'install'], work);
    copyFileSync(join(work, source, 'LICENSE.md'), join(folder, 'LICENSE.md'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function must(/** @type {string} */ command, /** @type {string[]} */ args, /** @type {string} */ cwd) {
  const { code, text } = await execute(command, args, { cwd });
  if (code !== 0)
    throw new SetupError(
      `${text.trim().split('\n').slice(-5).join('\n')}\n${command} ${args.join(' ')} failed.`,
    );
}
