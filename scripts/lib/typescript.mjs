import { join } from 'node:path';
import { execute } from '../../packages/torch/install/shell.mjs';
import { root, SetupError } from './report.mjs';

/** Compiles the TypeScript of packages and examples; `tsc -b` itself skips what has not changed. */
export async function buildTypeScript() {
  const { code, text } = await execute(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'examples', 'packages/studio', '--pretty', 'false'],
    {
      cwd: root,
    },
  );
  if (code !== 0) throw new SetupError(`${text.trim()}\nThe TypeScript sources do not compile.`);
}
