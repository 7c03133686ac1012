import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installSystemPackages } from '../packages/torch/install/apt.mjs';
import { explained } from '../packages/torch/install/command.mjs';
import { execute, output } from '../packages/torch/install/shell.mjs';
import { mayInstall } from '../packages/torch/install/system.mjs';
import { root, SetupError, say } from './lib/report.mjs';
import { tools } from './lib/tools.mjs';

// npm run test:python: classifiers of all architectures, opened by python/onecycle.py; event files, read by TensorBoard. It brings safetensors, timm
// and TensorBoard for Python, with which `npm test` then compares them, too; -- --bring does no more than that. Needs Python with torch and
// torchvision (PYTHON names it; Debian: python3-torchvision).

process.exitCode = await explained(async () => {
  const find = () =>
    [process.env.PYTHON, 'python3', '/usr/bin/python3']
      .filter((name) => name !== undefined)
      .find((name) => output(name, ['-c', 'import torch, torchvision; print(torch.__version__)']));
  if (!find() && mayInstall()) await installSystemPackages(['python3-torchvision', 'python3-pip']);
  const python = find();
  if (!python)
    throw new SetupError(
      'No Python here has torch and torchvision.',
      'PYTHON=/path/to/python npm run test:python',
    );
  /** @param {string} place @param {string[]} names @param {string[]} more options of pip */
  const bring = async (place, names, more) => {
    const missing = names.filter((name) => !existsSync(join(place, name))).join(' ');
    if (missing === '') return;
    say(`installing ${missing} for Python`);
    // One of several indexes that does not answer would cost eight seconds a package. What is imported is compiled when it is.
    const how = ['--quiet', '--retries', '2', '--no-compile', '--disable-pip-version-check'];
    const args = ['-m', 'pip', 'install', ...how, '--target', place, ...more, ...missing.split(' ')];
    const { code, text } = await execute(python, args, { cwd: root });
    if (code !== 0)
      throw new SetupError(
        `${missing} could not be installed: ${text.trim()}`,
        `${python} -m pip install ${missing}`,
      );
  };
  await Promise.all([
    bring(join(tools, 'python'), ['safetensors', 'timm'], ['--no-deps']),
    // Apart from the others: it brings a NumPy that an older torch does not work with.
    bring(join(tools, 'tensorboard'), ['tensorboard'], []),
  ]);
  if (process.argv.includes('--bring')) return;
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const tests = ['python/onecycle.test.ts', 'packages/onecycle/src/tracking/tensorboard'];
  const { code } = await execute(process.execPath, [vitest, 'run', ...tests], { cwd: root, show: true });
  if (code !== 0) throw new SetupError('Python gives other numbers than the library.');
});
