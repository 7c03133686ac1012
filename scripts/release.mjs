import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explained } from '../packages/torch/install/command.mjs';
import { megabytes } from '../packages/torch/install/report.mjs';
import { execute, output } from '../packages/torch/install/shell.mjs';
import { checkTypes } from './lib/consumers.mjs';
import { publishedPackages } from './lib/packages.mjs';
import { Project } from './lib/project.mjs';
import { root, SetupError, say } from './lib/report.mjs';
import { npmTool } from './lib/tools.mjs';

// npm run release -- [<version>] [--dry-run]: checks the packages as they would be published, writes the version into them and
// into the heading of the changelog, and publishes them with provenance. --dry-run changes nothing and says what it would do.

const { values, positionals } = parseArgs({
  options: { 'dry-run': { type: 'boolean' } },
  allowPositionals: true,
});
const dry = values['dry-run'] === true;

process.exitCode = await explained(async () => {
  const packages = publishedPackages();
  const version = positionals[0] ?? packages[0]?.version ?? '';
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    throw new SetupError(`${version} is no version.`, 'npm run release -- 1.2.3');
  const obstacles = obstaclesOf(packages);
  if (!dry && obstacles.length > 0) throw new SetupError(obstacles.join('\n'));
  const heading = writeHeading(version);
  if (!dry)
    for (const { folder } of packages)
      writeVersion(
        folder,
        version,
        packages.map(({ name }) => name),
      );

  const project = await Project.create('release');
  for (const tarball of project.tarballs) await checkTarball(tarball);
  await project.install();
  say(
    `an empty project with the packages: ${output('du', ['-sh', join(project.folder, 'node_modules')])?.split('\t')[0]} of node_modules`,
  );
  await project.install(project.web);
  await checkTypes(project);

  const publish = (/** @type {string} */ tarball) => [
    'publish',
    tarball,
    '--access',
    'public',
    '--provenance',
  ];
  if (dry) {
    say(`the changelog's heading would be: ${heading}`);
    for (const tarball of project.tarballs) say(`would run: npm ${publish(tarball).join(' ')}`);
    for (const obstacle of obstacles) say(`before that: ${obstacle}`);
    return;
  }
  for (const tarball of project.tarballs) {
    const { code, text } = await execute('npm', publish(tarball), { cwd: root, show: true });
    if (code !== 0) throw new SetupError(`npm did not publish ${tarball}: ${text.trim().split('\n').at(-1)}`);
  }
});

/** What stands in the way of a release, apart from the packages themselves. */
function obstaclesOf(/** @type {import('./lib/packages.mjs').Package[]} */ packages) {
  const obstacles = [];
  if (execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }).trim())
    obstacles.push('the checkout has changes that are not committed');
  // npm signs where a package came from; it takes the repository that package.json names, and runs in its CI.
  if (
    packages.some(({ folder }) => !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).repository)
  )
    obstacles.push('package.json names no repository, which npm needs for provenance');
  if (!process.env.CI)
    obstacles.push('provenance is signed in CI only (GitHub Actions with id-token: write)');
  return obstacles;
}

/** Gives the first heading of the changelog its version and date. */
function writeHeading(/** @type {string} */ version) {
  const file = join(root, 'CHANGELOG.md');
  const text = readFileSync(file, 'utf8');
  const heading = `## ${version} (${new Date().toISOString().slice(0, 10)})`;
  const changed = text.replace(/^## .*unreleased.*$/im, heading);
  if (changed === text) throw new SetupError('CHANGELOG.md has no heading that says (unreleased).');
  if (!dry) writeFileSync(file, changed);
  return heading;
}

/**
 * @param {string} folder
 * @param {string} version
 * @param {string[]} names of our own packages, which depend on each other in the very same version
 */
function writeVersion(folder, version, names) {
  const file = join(folder, 'package.json');
  const content = JSON.parse(readFileSync(file, 'utf8'));
  content.version = version;
  for (const list of [content.dependencies, content.optionalDependencies, content.peerDependencies])
    for (const name of Object.keys(list ?? {})) if (names.includes(name)) list[name] = version;
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** Whether a tarball holds what it should and nothing else, and is what npm, Node and TypeScript expect. */
async function checkTarball(/** @type {string} */ tarball) {
  const files =
    output('tar', ['tzf', tarball])
      ?.split('\n')
      .map((name) => name.replace(/^package\//, '')) ?? [];
  const missing = ['LICENSE', 'README.md', 'package.json'].filter((name) => !files.includes(name));
  if (missing.length > 0) throw new SetupError(`${tarball} lacks ${missing.join(', ')}.`);
  const extra = files.filter((name) =>
    /\.test\.|(^|\/)testing\/|\/fixtures\/|\.tsbuildinfo$|binding\.gyp$/.test(name),
  );
  if (extra.length > 0)
    throw new SetupError(`${tarball} holds what nobody needs: ${extra.slice(0, 5).join(', ')}.`);
  const maps = files.filter((name) => /^dist\/.*\.js\.map$/.test(name));
  const lost = maps.filter((name) => !files.includes(name.replace(/^dist\/(.*)\.js\.map$/, 'src/$1.ts')));
  if (lost.length > 0)
    throw new SetupError(`${tarball} has source maps without their sources: ${lost.slice(0, 5).join(', ')}.`);

  const publint = await npmTool('publint', '0.3.25');
  await must(process.execPath, [join(publint, 'src/cli.js'), 'run', tarball, '--strict']);
  if (files.some((name) => name.endsWith('.d.ts'))) {
    const attw = await npmTool('@arethetypeswrong/cli', '0.18.5');
    await must(process.execPath, [join(attw, 'dist/index.js'), tarball, '--profile', 'esm-only']);
  }
  say(
    `${tarball.split('/').at(-1)}: ${files.length} files, ${megabytes(statSync(tarball).size)}; publint and attw are content`,
  );
}

async function must(/** @type {string} */ command, /** @type {string[]} */ args) {
  const { code, text } = await execute(command, args, { cwd: root });
  if (code !== 0) throw new SetupError(`${text.trim()}\n${args.join(' ')} is not content.`);
}
