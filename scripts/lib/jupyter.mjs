import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installSystemPackages } from '../../packages/torch/install/apt.mjs';
import { output, which } from '../../packages/torch/install/shell.mjs';
import { installCommand, mayInstall } from '../../packages/torch/install/system.mjs';
import { SetupError } from './report.mjs';

import { npmTool, tools } from './tools.mjs';

/** The version that the notebook's outputs were made with. */
const denoVersion = '2.9.6';

/** @returns {Promise<string>} the path of deno: the one on PATH, or one from npm, installed at the first call */
export async function findDeno() {
  return which('deno') ?? join(await npmTool('deno', denoVersion), '../.bin/deno');
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
