import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partOf, sourcesOf } from '../../packages/torch/install/locate.mjs';
import { execute } from '../../packages/torch/install/shell.mjs';
import { root, SetupError } from './report.mjs';

/**
 * A package of the workspace that is published.
 * @typedef {object} Package
 * @property {string} name
 * @property {string} folder
 * @property {string} version
 */

/** The packages that are published, those first that others depend on. @returns {Package[]} */
export function publishedPackages() {
  const folder = join(root, 'packages');
  const all = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'package.json')))
    .map((name) => {
      const content = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'));
      return { ...content, folder: join(folder, name) };
    })
    .filter((content) => !content.private);
  const needs = (/** @type {Record<string, object>} */ content) =>
    Object.keys({ ...content.dependencies, ...content.optionalDependencies });
  /** @type {Package[]} */
  const sorted = [];
  while (sorted.length < all.length) {
    const ready = all.filter(
      (content) =>
        !sorted.includes(content) &&
        needs(content).every(
          (name) => !all.some((one) => one.name === name) || sorted.some((one) => one.name === name),
        ),
    );
    if (ready.length === 0) throw new SetupError('The packages depend on each other in a circle.');
    sorted.push(...ready);
  }
  return sorted;
}

/**
 * Brings what belongs into a package and is not kept in it: the licence, for `onecycle` the README, and no output of a
 * source that is no longer there.
 * @param {string} folder
 */
export function complete(folder) {
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  if (folder.endsWith('/onecycle')) copyFileSync(join(root, 'README.md'), join(folder, 'README.md'));
  const [dist, src] = [join(folder, 'dist'), join(folder, 'src')];
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const [, stem] = name.match(/^(.*?)\.(?:js|d\.ts|js\.map)$/) ?? [];
    if (stem && !existsSync(join(src, `${stem}.ts`))) rmSync(join(dist, name));
  }
}

/**
 * Writes the platform packages that were built (`npm run prebuild`) into the dependencies of `@onecycle/torch`, or takes them
 * out again. They stand in the published package alone: npm would look for them in its registry at every `npm ci` here.
 * @param {'add' | 'remove'} what
 */
export function platformPackages(what) {
  const torch = join(root, 'packages/torch/package.json');
  const { optionalDependencies: _, ...content } = JSON.parse(readFileSync(torch, 'utf8'));
  const built = readdirSync(join(root, 'packages')).filter((name) => name.startsWith('native-'));
  if (what === 'add' && built.length > 0)
    content.optionalDependencies = Object.fromEntries(
      built.map((name) => [`@onecycle/${name}`, content.version]),
    );
  writeFileSync(torch, `${JSON.stringify(content, null, 2)}\n`);
}

/** @throws {SetupError} where a platform package was built from other sources than there are now */
export function checkPrebuilt() {
  for (const name of readdirSync(join(root, 'packages')).filter((one) => one.startsWith('native-'))) {
    const { sources } = JSON.parse(readFileSync(join(root, 'packages', name, 'prebuilt.json'), 'utf8'));
    for (const folder of ['torch', 'onecycle']) {
      const part = partOf(join(root, 'packages', folder));
      if (sources[part.name] !== sourcesOf(part))
        throw new SetupError(
          `packages/${name} was built from other sources of ${part.name}.`,
          'npm run prebuild, or remove the folder',
        );
    }
  }
}

/**
 * Packs packages, building them first.
 * @param {string} folder where the tarballs go
 * @param {Package[]} packages
 * @returns {Promise<string[]>} their paths
 */
export async function pack(folder, packages = publishedPackages()) {
  const args = ['pack', '--json', '--pack-destination', folder, ...packages.map((one) => one.folder)];
  const { code, text } = await execute('npm', args, { cwd: root });
  const start = text.search(/^[[{]$/m);
  if (code !== 0 || start < 0) throw new SetupError(`npm could not pack the packages:\n${text.trim()}`);
  return packages.map(({ name, version }) =>
    join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
  );
}
