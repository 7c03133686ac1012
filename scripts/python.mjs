import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installSystemPackages } from '../packages/torch/install/apt.mjs';
import { explained } from '../packages/torch/install/command.mjs';
import { execute, output } from '../packages/torch/install/shell.mjs';
import { mayInstall } from '../packages/torch/install/system.mjs';
import { root, SetupError, say } from './lib/report.mjs';
import { tools } from './lib/tools.mjs';

// npm run test:python: classifiers of all architectures, opened by python/onecycle.py. It brings safetensors and timm for Python, with which `npm test`
// then compares them, too. Needs Python with torch and torchvision (PYTHON names it; Debian: python3-torchvision).

process.exitCode = await explained(async () => {
  const folder = join(tools, 'python');
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
  const packages = ['safetensors', 'timm'].filter((name) => !existsSync(join(folder, name)));
  if (packages.length > 0) {
    say(`installing ${packages.join(' and ')} for Python`);
    const args = ['-m', 'pip', 'install', '--quiet', '--target', folder, '--no-deps', ...packages];
    const { code, text } = await execute(python, args, { cwd: root });
    if (code !== 0)
      throw new SetupError(
        `${packages.join(' and ')} could not be installed: ${text.trim()}`,
        `${python} -m pip install ${packages.join(' ')}`,
      );
  }
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { code } = await execute(process.execPath, [vitest, 'run', 'python/onecycle.test.ts'], {
    cwd: root,
    show: true,
  });
  if (code !== 0) throw new SetupError('Python gives other numbers than the library.');
});
