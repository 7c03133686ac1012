import { explained } from '../packages/torch/install/command.mjs';
import { Project, readmeExample } from './lib/project.mjs';
import { say } from './lib/report.mjs';
import { setupOrExit } from './setup.mjs';

// npm run test:packed: what a new user does. Packs the packages, installs them into an empty project without any install script,
// sets up, draws a few pictures, checks the README's example with the strictest TypeScript and runs it.

await setupOrExit();
process.exitCode = await explained(async () => {
  const project = await Project.create('packed');
  await timed('npm install', () => project.install('typescript', '@types/node@20'));
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
