import { join } from 'node:path';
import { freeBytes } from '../../packages/torch/install/home.mjs';
import { execute } from '../../packages/torch/install/shell.mjs';
import { root, SetupError } from './report.mjs';

/** A disk with so few bytes left is full. */
const FULL = 1e6;

/** Compiles the TypeScript of packages and examples; `tsc -b` itself skips what has not changed. */
export async function buildTypeScript() {
  const { code, text } = await execute(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'examples', 'packages/studio', '--pretty', 'false'],
    {
      cwd: root,
    },
  );
  if (code === 0) return;
  // TypeScript 7 crashes on a full disk, without a word about it.
  const left = freeBytes(root) ?? Number.POSITIVE_INFINITY;
  if (/^panic:/m.test(text) && left < FULL) throw new SetupError('tsc: no space left on device');
  throw new SetupError(`${text.trim()}\nThe TypeScript sources do not compile.`);
}
