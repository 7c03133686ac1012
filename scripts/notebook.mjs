#!/usr/bin/env node
/**
 * The chapter as a notebook, made from examples/pet-breeds/chapter.md.
 *
 *   npm run notebook          opens it in Jupyter, with Deno's kernel (both installed where missing)
 *   npm run notebook:build    runs it from top to bottom and stores it with its outputs
 *   npm run notebook:test     runs it without a screen and fails on any error
 *
 * `-- --short` takes the short form, for build and test: few small pictures, one epoch a phase.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installSystemPackages } from '../packages/torch/install/apt.mjs';
import { execute, which } from '../packages/torch/install/shell.mjs';
import { mayInstall } from '../packages/torch/install/system.mjs';
import { findDeno, findPython, kernelEnvironment } from './lib/jupyter.mjs';
import { notebookOf } from './lib/notebook.mjs';
import { root, runScript, SetupError } from './lib/report.mjs';

const folder = join(root, 'examples/pet-breeds');
const notebook = join(folder, 'pet-breeds.ipynb');
const work = join(root, 'runs/notebook');

/** Few pictures for the short form, drawn once; the environment that tells the notebook of them. */
async function shortForm() {
  const pictures = join(work, 'paper-pets');
  if (!existsSync(join(pictures, 'labels.csv'))) {
    const { paperPets } = await import('../packages/onecycle/dist/index.js');
    await paperPets(pictures, { perBreed: 12, progress: false });
  }
  return { ONECYCLE_SHORT: '1', ONECYCLE_PETS: pictures };
}

/**
 * Runs the notebook without a screen and writes it, with its outputs, to `target`.
 * @param {string} target
 * @param {NodeJS.ProcessEnv} env
 */
async function run(target, env) {
  const deno = await findDeno();
  const python = await findPython(['nbclient', 'nbformat'], ['python3-nbclient', 'python3-nbformat']);
  const source = join(work, 'source.ipynb');
  writeFileSync(
    source,
    JSON.stringify(notebookOf(readFileSync(join(folder, 'chapter.md'), 'utf8')), null, 1),
  );
  const script = join(root, 'scripts/lib/execute_notebook.py');
  const { code } = await execute(python, [script, source, target, folder], {
    cwd: root,
    env: { ...kernelEnvironment(deno), ...env },
    show: true,
  });
  return code;
}

async function open() {
  const deno = await findDeno();
  if (!which('jupyter-notebook') && !which('jupyter-lab')) {
    if (!mayInstall())
      throw new SetupError(
        'Jupyter is not installed.',
        'pip install jupyterlab, or apt-get install jupyter-notebook',
      );
    await installSystemPackages(['jupyter-notebook']);
  }
  const jupyter = which('jupyter-lab') ?? 'jupyter-notebook';
  const asRoot = process.getuid?.() === 0 ? ['--allow-root'] : [];
  const child = spawn(jupyter, [...asRoot, notebook], {
    stdio: 'inherit',
    cwd: folder,
    env: { ...process.env, ...kernelEnvironment(deno) },
  });
  return new Promise((done) => child.on('exit', (code) => done(code ?? 1)));
}

const [mode = 'open', ...options] = process.argv.slice(2);
await runScript(async () => {
  mkdirSync(work, { recursive: true });
  const env = options.includes('--short') ? await shortForm() : {};
  if (mode === 'build') process.exitCode = await run(notebook, env);
  else if (mode === 'test') process.exitCode = await run(join(work, 'executed.ipynb'), env);
  else process.exitCode = Number(await open());
});
