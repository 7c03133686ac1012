import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from '../packages/torch/install/shell.mjs';
import { findDeno } from './lib/jupyter.mjs';
import { root, SetupError, say } from './lib/report.mjs';

// npm run test:runtimes: has @onecycle/torch run in this Node, in Node 22 and in Deno, both from npm, and says how much memory
// 20,000 temporaries of 1 MB take where nobody frees them.

/** npm has Node itself as a package for every platform. @returns {Promise<string>} */
async function findNode22() {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(root, 'node_modules/.cache/onecycle-node22');
  const program = join(folder, 'node_modules', name, 'bin/node');
  if (existsSync(program)) return program;
  say('installing Node 22 from npm');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const { code, text } = await execute('npm', ['install', '--no-save', '--ignore-scripts', `${name}@22`], {
    cwd: folder,
  });
  if (code !== 0) throw new SetupError(`Node 22 could not be installed:\n${text.trim()}`);
  return program;
}

const others = [await findNode22(), await findDeno()];
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { code } = await execute(process.execPath, [vitest, 'run', 'packages/torch/src/testing/runtimes'], {
  cwd: root,
  env: { ONECYCLE_RUNTIMES: others.join(':') },
  show: true,
});
for (const runtime of [process.execPath, ...others]) {
  const program = join(root, 'packages/torch/dist/testing/temporaries.js');
  const { text } = await execute(runtime, runtime.includes('deno') ? ['run', '-A', program] : [program]);
  say(`${runtime}: ${text.trim()}`);
}
process.exitCode = code;
