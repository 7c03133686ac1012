import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { explained } from '../packages/torch/install/command.mjs';
import { execute } from '../packages/torch/install/shell.mjs';
import { root, SetupError, say } from './lib/report.mjs';
import { tools } from './lib/tools.mjs';

// npm run test:python: classifiers of all architectures, opened by python/onecycle.py. It brings safetensors for Python, with which `npm test`
// then compares them, too. Needs Python with torch and torchvision (PYTHON names it; Debian: python3-torchvision).

process.exitCode = await explained(async () => {
  const folder = join(tools, 'python');
  const python = process.env.PYTHON ?? (existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3');
  if (!existsSync(folder)) {
    say('installing safetensors for Python');
    const args = ['-m', 'pip', 'install', '--quiet', '--target', folder, '--no-deps', 'safetensors'];
    const { code, text } = await execute(python, args, { cwd: root });
    if (code !== 0)
      throw new SetupError(
        `safetensors could not be installed: ${text.trim()}`,
        `${python} -m pip install safetensors`,
      );
  }
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { code } = await execute(process.execPath, [vitest, 'run', 'python/onecycle.test.ts'], { cwd: root, show: true });
  if (code !== 0) throw new SetupError('Python gives other numbers than the library.');
});
