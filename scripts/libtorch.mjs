import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { explained } from '../packages/torch/install/command.mjs';
import { describe, family, findLibtorch } from '../packages/torch/install/libtorch.mjs';
import { execute, output } from '../packages/torch/install/shell.mjs';
import { root, SetupError, say } from './lib/report.mjs';

// npm run test:libtorch -- <folder of a libtorch> [what vitest is to run]: the whole suite against another libtorch, in a copy of the
// checkout below build/, so that the checkout's own build stays. An unpacked wheel's `torch` folder will do. A second run compiles
// what changed since the first.

process.exitCode = await explained(async () => {
  const [folder, ...tests] = process.argv.slice(2);
  if (!folder) throw new SetupError('Which libtorch?', 'npm run test:libtorch -- <its folder>');
  process.env.LIBTORCH = resolve(folder);
  const { libtorch } = findLibtorch();
  if (!libtorch) throw new SetupError(`There is no libtorch in ${folder}.`);
  const copy = join(root, 'build/libtorch', family(libtorch));
  copyCheckout(copy);
  say(`${describe(libtorch)}, in ${copy}`);
  await must(process.execPath, ['scripts/setup.mjs'], copy);
  await must(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...tests], copy);
});

/** The files of the checkout as they are now; what was built in the copy before stays. */
function copyCheckout(/** @type {string} */ copy) {
  const files =
    output('git', ['-C', root, 'ls-files', '--cached', '--others', '--exclude-standard'])?.split('\n') ?? [];
  const kept = new Set(['build', 'dist', 'node_modules']);
  if (existsSync(copy)) clear(copy, kept);
  for (const file of files.filter((name) => existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(root, file), join(copy, file));
  }
  // Links into the workspace are relative: in the copy they lead to the copy.
  if (!existsSync(join(copy, 'node_modules')))
    output('cp', ['-al', join(root, 'node_modules'), join(copy, 'node_modules')]);
}

/** @param {string} folder @param {Set<string>} kept */
function clear(folder, kept) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (kept.has(entry.name)) continue;
    if (entry.isDirectory()) clear(path, kept);
    else rmSync(path);
  }
}

async function must(/** @type {string} */ command, /** @type {string[]} */ args, /** @type {string} */ cwd) {
  const { code } = await execute(command, args, { cwd, show: true });
  if (code !== 0) throw new SetupError(`${args.join(' ')} ended with ${code}.`);
}
