import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetupError, say } from './report.mjs';
import { execute, output, which } from './shell.mjs';
import { installCommand, installSystemPackages, mayInstall } from './system.mjs';

/** Tools that only some need live here, outside of the root install. */
const tools = join(root, 'node_modules/.cache/onecycle-tools');

/** The version that the notebook's outputs were made with. */
const denoVersion = '2.9.6';

/** @returns {Promise<string>} the path of deno: the one on PATH, or one from npm, installed at the first call */
export async function findDeno() {
  const installed = which('deno') ?? join(tools, 'node_modules/.bin/deno');
  if (existsSync(installed)) return installed;
  say(`installing deno ${denoVersion} from npm for the notebook's kernel`);
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'package.json'), '{ "private": true }\n');
  const { code, text } = await execute('npm', ['install', '--no-save', `deno@${denoVersion}`], {
    cwd: tools,
  });
  if (code !== 0)
    throw new SetupError(
      `Deno could not be installed:\n${text.trim()}`,
      'see https://deno.com, or put deno on the PATH',
    );
  return installed;
}

/**
 * The python3 that has these modules; installs Debian's packages where that is allowed.
 * @param {string[]} modules
 * @param {string[]} packages Debian's names
 */
export async function findPython(modules, packages) {
  const find = () =>
    ['/usr/bin/python3', 'python3'].find((python) =>
      output(python, ['-c', `import ${modules.join(', ')}; print(1)`]),
    );
  const found = find();
  if (found) return found;
  if (!mayInstall()) throw new SetupError('Jupyter is not installed.', installCommand(packages));
  await installSystemPackages(packages);
  const installed = find();
  if (installed) return installed;
  throw new SetupError('Jupyter was installed and still cannot be imported.', installCommand(packages));
}

/**
 * Describes Deno's kernel to Jupyter without touching the user's own configuration.
 * @param {string} deno
 * @returns {{ JUPYTER_PATH: string }} what Jupyter finds it by
 */
export function kernelEnvironment(deno) {
  const folder = join(tools, 'jupyter');
  mkdirSync(join(folder, 'kernels/deno'), { recursive: true });
  const kernel = {
    argv: [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'],
    display_name: 'Deno',
    language: 'typescript',
  };
  writeFileSync(join(folder, 'kernels/deno/kernel.json'), JSON.stringify(kernel, null, 2));
  return { JUPYTER_PATH: [folder, process.env.JUPYTER_PATH].filter(Boolean).join(':') };
}
