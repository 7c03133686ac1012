import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../../packages/torch/install/lock.mjs';
import { execute } from '../../packages/torch/install/shell.mjs';
import { root, SetupError, say } from './report.mjs';

/** Tools that only some need live here, outside of the root install. */
export const tools = join(root, 'node_modules/.cache/onecycle-tools');

/**
 * The folder of an npm package that is installed at the first call. Two at once take turns: npm knows nothing of another one in its folder.
 * @param {string} name
 * @param {string} version
 * @param {string[]} more options of npm
 */
export const npmTool = (name, version, more = []) =>
  withLock(join(tools, 'lock'), async () => {
    const folder = join(tools, 'node_modules', name);
    if (installedVersion(name) === version) return folder;
    say(`installing ${name} ${version} from npm`);
    if (!existsSync(join(tools, 'package.json')))
      writeFileSync(join(tools, 'package.json'), '{ "private": true }\n');
    const { code, text } = await execute('npm', ['install', '--save-exact', ...more, `${name}@${version}`], {
      cwd: tools,
    });
    if (code !== 0)
      throw new SetupError(
        `${name} could not be installed:\n${text.trim()}`,
        'it needs a connection to the npm registry',
      );
    return folder;
  });

/** The version that npm wrote down at the end of an installation; one that was ended in the middle leaves a folder, and no word of it. @param {string} name */
function installedVersion(name) {
  const file = join(tools, 'node_modules/.package-lock.json');
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).packages[`node_modules/${name}`]?.version;
}
