import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execute, output } from '../packages/torch/install/shell.mjs';
import { root, SetupError, say } from './lib/report.mjs';

// npm run test:differential: has Python PyTorch answer some 16,700 calls, and compares @onecycle/torch with it.

const folder = join(root, 'packages/torch/src/testing');
const answers = join(root, 'build/differential.json');

/** The first Python that has PyTorch. */
function python() {
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter((name) => name !== undefined);
  const found = candidates.find((name) => output(name, ['-c', 'import torch; print(torch.__version__)']));
  if (found) return found;
  throw new SetupError(
    `none of ${candidates.join(', ')} can import torch`,
    'Name one that can: PYTHON=/path/to/python',
  );
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function run(command, args) {
  const { code } = await execute(command, args, { show: true, env: { ONECYCLE_DIFFERENTIAL: answers } });
  if (code !== 0) process.exit(code);
}

mkdirSync(join(root, 'build'), { recursive: true });
say('asking Python');
await run(python(), [join(folder, 'differential.py'), '--all', '--out', answers]);
say('comparing');
await run(process.execPath, [
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  join(folder, 'differential.test.ts'),
]);
