import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildParts } from '../packages/torch/install/build.mjs';
import { whyNotLoading } from '../packages/torch/install/check.mjs';
import { explained } from '../packages/torch/install/command.mjs';
import { describe, family, findLibtorch } from '../packages/torch/install/libtorch.mjs';
import { partOf, sourcesOf } from '../packages/torch/install/locate.mjs';
import { megabytes } from '../packages/torch/install/report.mjs';
import { output } from '../packages/torch/install/shell.mjs';
import { findCompiler } from '../packages/torch/install/system.mjs';
import { staticJpeg } from './lib/jpeg.mjs';
import { root, SetupError, say } from './lib/report.mjs';

// npm run prebuild -- [folder of a libtorch …]: builds the native parts of this platform for each libtorch, the one that setup
// finds unless others are named, into packages/native-<platform>, the package that is published beside the others. It lies outside of
// the workspace: npm refuses a workspace with a package for another platform. What is there of the same sources stays, so that
// a release can be put together from several systems.

const platform = `${process.platform}-${process.arch}`;
const folder = join(root, 'packages', `native-${platform}`);
const objects = join(root, 'node_modules/.cache/onecycle-prebuild');
const parts = ['torch', 'onecycle'].map((name) => partOf(join(root, 'packages', name)));
const sources = Object.fromEntries(parts.map((part) => [part.name, sourcesOf(part)]));

process.exitCode = await explained(async () => {
  const compiler = findCompiler();
  if (!compiler) throw new SetupError('There is no C++ compiler.', 'npm run setup');
  const jpeg = await staticJpeg();
  const list = start();
  for (const named of process.argv.length > 2 ? process.argv.slice(2) : [process.env.LIBTORCH ?? '']) {
    if (named) process.env.LIBTORCH = named;
    const { libtorch } = findLibtorch();
    if (!libtorch?.include)
      throw new SetupError(
        `There is no libtorch with headers${named ? ` in ${named}` : ''}.`,
        'npm run setup',
      );
    const name = family(libtorch);
    const targets = parts.map((part) => ({
      part,
      target: join(folder, name, part.file),
      objects: join(objects, name, part.file),
    }));
    mkdirSync(join(folder, name), { recursive: true });
    // Setup lays a link to libtorch beside the library; the system's is found without one.
    const rpath = libtorch.ofSystem ? [] : ['$ORIGIN/libtorch'];
    await buildParts(targets, {
      compiler,
      libtorch,
      jpeg: { ...jpeg, link: [...jpeg.link, '-Wl,-s'] },
      rpath,
    });
    for (const { target } of targets) rmSync(`${target}.stamp`);
    await check(
      targets.map(({ target }) => target),
      libtorch.lib,
    );
    const needs = symbolVersions(targets.map(({ target }) => target));
    list.families = { ...list.families, [name]: { libtorch: describe(libtorch), ...needs } };
    writeFileSync(join(folder, 'prebuilt.json'), `${JSON.stringify(list, null, 2)}\n`);
    const sizes = targets.map(({ part, target }) => `${part.file} ${megabytes(statSync(target).size)}`);
    say(`${name}: ${sizes.join(', ')}; needs glibc ${needs.glibc} and libstdc++ ${needs.libstdcxx}`);
  }
  describePackage(jpeg);
});

/** What was built before of the same sources. @returns {{ sources: { [part: string]: string }, families: { [name: string]: object } }} */
function start() {
  const file = join(folder, 'prebuilt.json');
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (before && JSON.stringify(before.sources) === JSON.stringify(sources)) return before;
  rmSync(folder, { recursive: true, force: true });
  return { sources, families: {} };
}

/** Loads them as they are loaded where they are installed: with a link to libtorch beside them. */
async function check(/** @type {string[]} */ files, /** @type {string} */ lib) {
  const place = mkdtempSync(join(tmpdir(), 'prebuilt-'));
  try {
    symlinkSync(lib, join(place, 'libtorch'));
    const copies = parts.map(({ file }) => join(place, file));
    for (const [i, file] of files.entries()) copyFileSync(file, copies[i] ?? '');
    const failure = await whyNotLoading(copies);
    if (failure) throw new SetupError(`What was built does not load: ${failure}`);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The newest versions of the C and C++ libraries whose symbols are used: older systems cannot load the files. */
function symbolVersions(/** @type {string[]} */ files) {
  const symbols = output('objdump', ['-T', ...files]) ?? '';
  const newest = (/** @type {string} */ name) =>
    [...symbols.matchAll(new RegExp(`\\b${name}_(\\d+(?:\\.\\d+)+)`, 'g'))]
      .map((match) => match[1] ?? '')
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .at(-1);
  return { glibc: newest('GLIBC') ?? null, libstdcxx: newest('GLIBCXX') ?? null };
}

/** Writes the manifest, the README and the licences. */
function describePackage(/** @type {{ version: string, licence: string }} */ jpeg) {
  const { version, license, engines } = JSON.parse(
    readFileSync(join(root, 'packages/torch/package.json'), 'utf8'),
  );
  const name = `@onecycle/native-${platform}`;
  const manifest = {
    name,
    version,
    description: `The native parts of onecycle, built for ${platform}`,
    license: `${license} AND IJG AND BSD-3-Clause`,
    engines,
    os: [process.platform],
    cpu: [process.arch],
    ...(process.platform === 'linux' ? { libc: ['glibc'] } : {}),
    exports: { './package.json': './package.json' },
    files: ['*/*.node', '*/*.so', 'prebuilt.json', 'LICENSE-libjpeg-turbo.md'],
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(
    join(folder, 'README.md'),
    `# ${name}\n\nThe native parts of [onecycle](https://www.npmjs.com/package/onecycle), built for ${platform}, a folder for each libtorch. npm installs it by
itself where it fits, and \`npx onecycle setup\` takes from it what fits the libtorch that it finds; for another libtorch it builds
them. libjpeg-turbo ${jpeg.version} is linked in (LICENSE-libjpeg-turbo.md).\n`,
  );
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  copyFileSync(jpeg.licence, join(folder, 'LICENSE-libjpeg-turbo.md'));
}
