import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keyOf } from '../packages/torch/install/build.mjs';
import { explained } from '../packages/torch/install/command.mjs';
import { sharedFolder } from '../packages/torch/install/home.mjs';
import { findLibtorch } from '../packages/torch/install/libtorch.mjs';
import { partOf } from '../packages/torch/install/locate.mjs';
import { Project, readmeExample } from './lib/project.mjs';
import { root, say } from './lib/report.mjs';
import { setupOrExit } from './setup.mjs';

// npm run test:packed: what a new user does. Packs the packages, installs them into an empty project without any install script,
// sets up, draws a few pictures, checks the README's example with the strictest TypeScript and runs it.

await setupOrExit();
process.exitCode = await explained(async () => {
  const project = await Project.create('packed');
  await timed('npm install', () => project.install('typescript', '@types/node@20'));
  lendObjects(project);
  await timed('npx onecycle setup', () => project.run('npx', ['onecycle', 'setup']));
  await project.run('npx', ['onecycle', 'doctor']);
  await project.run('npx', ['onecycle', 'paper-pets', 'pets', '--per-breed', '4']);
  project.write('main.ts', readmeExample());
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2022'];
  const libraries = ['--skipLibCheck'];
  await timed('tsc', () => project.run('npx', ['tsc', '--noEmit', ...strict, ...libraries, 'main.ts']));
  await project.run('npx', ['tsc', ...strict, ...libraries, 'main.ts']);
  const said = await timed("the README's example", () => project.run(process.execPath, ['main.js']));
  say(said.trim().split('\n').slice(-8).join('\n'));
});

/**
 * Lends the project what the checkout has compiled, but for the first file of each part: an object's name is a hash of all that went into it, so
 * that a source or a header which was not packed, or is another there, is compiled, and missed, as ever.
 * @param {Project} project
 */
function lendObjects(project) {
  const { libtorch } = findLibtorch();
  for (const [name, folder] of Object.entries({ torch: '@onecycle/torch', onecycle: 'onecycle' })) {
    const objects = join(root, 'packages', name, 'build/objects');
    const part = partOf(join(project.folder, 'node_modules', folder));
    if (!libtorch || !existsSync(objects)) continue;
    const target = join(sharedFolder(), keyOf(part, libtorch), 'objects');
    mkdirSync(target, { recursive: true });
    const [, ...lent] = readdirSync(objects)
      .filter((file) => file.endsWith('.o'))
      .sort();
    for (const file of lent) copyFileSync(join(objects, file), join(target, basename(file)));
  }
}

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 */
async function timed(name, work) {
  const started = Date.now();
  const result = await work();
  say(`${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return result;
}
